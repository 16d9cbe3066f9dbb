// A notice before a link leaves the site.
const dialog = document.querySelector("[data-leave]");
const [address, go] = [dialog.querySelector("code"), dialog.querySelector("a")];
document.addEventListener("click", event => {
  const link = event.target.closest?.("a[href]");
  if (!link || link === go || link.origin === location.origin || !/^https?:$/.test(link.protocol)) return;
  event.preventDefault();
  address.textContent = link.href;
  go.href = link.href;
  dialog.showModal();
});
go.addEventListener("click", () => dialog.close());

// A notice before a link leaves the site.
const dialog = document.querySelector("[data-leave]");
const address = dialog.querySelector("code");
document.addEventListener("click", event => {
  const link = event.target.closest?.("a[href]");
  if (!link || link.origin === location.origin || !/^https?:$/.test(link.protocol)) return;
  event.preventDefault();
  address.textContent = link.href;
  dialog.returnValue = "stay";
  dialog.showModal();
});
dialog.addEventListener("close", () => {
  if (dialog.returnValue === "go") open(address.textContent, "_blank", "noopener");
});

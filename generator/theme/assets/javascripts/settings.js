// The reader's own settings: appearance, size of type, contrast, reading aloud. Kept in this browser, sent to nobody.
const root = document.documentElement;
const elder = document.querySelector("[data-elder]");
const toggles = [...document.querySelectorAll("[data-toggle]")];

function keep(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  try {
    if (value) localStorage.setItem(`portal-${name}`, value);
    else localStorage.removeItem(`portal-${name}`);
  } catch {} // no storage: the setting holds for this page
  show();
}

function show() {
  for (const field of document.querySelectorAll("[data-setting]"))
    for (const input of field.querySelectorAll("input"))
      input.checked = input.value === (root.dataset[field.dataset.setting] ?? "");
  elder.setAttribute("aria-pressed", String(["elder", "largest"].includes(root.dataset.size)));
  const shown = [root.dataset.scheme ?? "", getComputedStyle(root).colorScheme];
  const now = shown.map(scheme => toggles.find(toggle => toggle.dataset.toggle === scheme)).find(Boolean);
  for (const toggle of toggles) toggle.hidden = toggle !== now;
}

for (const field of document.querySelectorAll("[data-setting]"))
  field.addEventListener("change", event => keep(field.dataset.setting, event.target.value));
elder.addEventListener("click", () => keep("size", elder.getAttribute("aria-pressed") === "true" ? "" : "elder"));
toggles.forEach((toggle, at) => toggle.addEventListener("click", () => {
  const next = toggles[(at + 1) % toggles.length];
  keep("scheme", next.dataset.toggle);
  next.focus();
}));
if (toggles.length) matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
show();

const settings = document.querySelector(".p-settings");
document.addEventListener("keydown", event => {
  if (event.key !== "Escape" || !settings.open) return;
  settings.open = false;
  settings.querySelector("summary").focus();
});
document.addEventListener("click", event => {
  if (!settings.contains(event.target)) settings.open = false;
});

// Reading aloud, with the voice that the browser has.
const speech = document.querySelector("[data-speech]");
if ("speechSynthesis" in window) {
  const button = speech.querySelector("button");
  const [start, stop] = [button.textContent, button.dataset.stop];
  const rest = () => (button.textContent = start);
  speech.hidden = false;
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return rest();
    }
    const parts = document.querySelectorAll("article :is(h1, h2, h3, p, li, caption, th, td, figcaption, dt, dd)");
    const read = [...parts].filter(part => !part.querySelector("p, li, td") && part.checkVisibility?.() !== false);
    for (const part of read) {
      const said = new SpeechSynthesisUtterance(part.innerText);
      said.lang = part.closest("[lang]").lang;
      if (part === read.at(-1)) said.onend = rest;
      speechSynthesis.speak(said);
    }
    button.textContent = stop;
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
}

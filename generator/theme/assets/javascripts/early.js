// Before anything is painted: the reader's own settings, so that the page does not change under their eyes.
const root = document.documentElement;
root.classList.replace("no-js", "js");
try {
  for (const name of ["scheme", "size", "contrast"]) {
    const value = localStorage.getItem(`portal-${name}`);
    if (value) root.dataset[name] = value;
  }
} catch {} // no storage: the page as it is

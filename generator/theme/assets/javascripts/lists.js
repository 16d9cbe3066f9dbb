// Lists of commitments: show only some, sort by a column. What is chosen stands in the address, so that it can be sent.
const tables = [...document.querySelectorAll("article table.p-list")];
const rows = tables.flatMap(table => [...table.tBodies[0].rows]);
const asked = new URLSearchParams(location.search);
const FEW = 6; // a list this short is read faster than it is filtered

function filters() {
  const words = JSON.parse(document.querySelector("[data-filter]").dataset.filter);
  const form = document.createElement("form");
  form.className = "p-filter";
  form.setAttribute("aria-label", words.legend);
  for (const name of ["status", "unit", "place", "kind"]) {
    const values = [...new Set(rows.map(row => row.dataset[name]).filter(Boolean))];
    if (values.length < 2) continue;
    const [label, select] = [document.createElement("label"), document.createElement("select")];
    select.name = name;
    select.append(new Option(words.all, ""), ...values.map(value => new Option(value, value)));
    if (values.includes(asked.get(name))) select.value = asked.get(name);
    label.append(words[name], select);
    form.append(label);
  }
  if (!form.children.length) return; // nothing to choose from
  const [shown, reset] = [document.createElement("output"), document.createElement("button")];
  reset.type = "reset";
  reset.className = "p-button";
  reset.textContent = words.reset;
  form.append(shown, reset);

  function apply() {
    const chosen = Object.entries(Object.fromEntries(new FormData(form))).filter(([, value]) => value);
    for (const row of rows) row.hidden = !chosen.every(([name, value]) => row.dataset[name] === value);
    for (const table of tables) {
      const empty = [...table.tBodies[0].rows].every(row => row.hidden);
      table.parentElement.hidden = empty;
      const heading = table.parentElement.previousElementSibling;
      if (heading?.tagName === "H2") heading.hidden = empty;
    }
    const count = rows.filter(row => !row.hidden).length;
    shown.textContent = words.shown.replace("{shown}", count).replace("{total}", rows.length);
    reset.hidden = !chosen.length;
    const query = new URLSearchParams(chosen).toString();
    history.replaceState(null, "", location.pathname + (query && `?${query}`) + location.hash);
  }

  form.addEventListener("change", apply);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply)); // after the fields are empty
  const first = tables[0].parentElement;
  (first.previousElementSibling?.tagName === "H2" ? first.previousElementSibling : first).before(form);
  apply();
}

// Percentages and points are compared as numbers; what is not known stands last, whichever way.
function number(cell) {
  const found = cell.textContent.replace("\u2212", "-").match(/-?[\d,.]*\d/);
  return found ? Number(found[0].replaceAll(",", "")) : NaN;
}

function sortable(table) {
  for (const head of table.querySelectorAll("[data-sorted]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const falling = head.getAttribute("aria-sort") !== "descending";
      for (const other of table.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      const known = row => number(row.cells[head.cellIndex]);
      const order = (left, right) => isNaN(left) - isNaN(right) || (falling ? right - left : left - right) || 0;
      table.tBodies[0].append(...[...table.tBodies[0].rows].sort((a, b) => order(known(a), known(b))));
    });
  }
}

if (rows.length > FEW) {
  filters();
  tables.forEach(sortable);
}

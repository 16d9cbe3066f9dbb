// Search: every word must stand somewhere in an entry, whole phrases and parts of words count; no words are cut, so
// that Chinese needs no segmentation. The index is asked for when the field is used.
const form = document.querySelector(".p-search");
const [field, found] = [form.querySelector("input"), form.querySelector(".p-found")];
const page = document.querySelector("[data-results]");
const SHOWN = 8;
let index;

const plain = text => text.normalize("NFKC").toLowerCase();

async function load() {
  index ??= fetch(form.dataset.index).then(reply => reply.json()).then(raw => ({
    entries: raw.entries.map(([url, title, context, text]) => ({ url, title, context, head: plain(title), body: plain(`${context} ${text}`) })),
    synonyms: raw.synonyms.map(group => group.map(plain)),
  }));
  return index;
}

function score(entry, alternatives) {
  let best = 0;
  for (const word of alternatives) {
    if (entry.head.startsWith(word)) best = Math.max(best, 6);
    else if (entry.head.includes(word)) best = Math.max(best, 5);
    else if (new RegExp(`(^|\\s)${RegExp.escape?.(word) ?? word.replace(/[^\p{L}\p{N}]/gu, "\\$&")}(\\s|$)`, "u").test(entry.body)) best = Math.max(best, 3);
    else if (entry.body.includes(word)) best = Math.max(best, 1);
  }
  return best;
}

async function find(query) {
  const { entries, synonyms } = await load();
  const words = plain(query).split(/[\s,，、;；]+/).filter(Boolean);
  const groups = words.map(word => [word, ...synonyms.filter(group => group.includes(word)).flat()]);
  const scored = entries.map(entry => [entry, groups.map(group => score(entry, group))]);
  const hits = scored.filter(([, scores]) => scores.length && scores.every(Boolean));
  const sum = scores => scores.reduce((left, right) => left + right);
  return hits.sort((left, right) => sum(right[1]) - sum(left[1])).map(([entry]) => entry);
}

function list(hits) {
  const items = hits.map(hit => {
    const [item, link, context] = ["li", "a", "small"].map(name => document.createElement(name));
    link.href = form.dataset.root + "/" + hit.url;
    link.textContent = hit.title;
    context.textContent = hit.context;
    item.append(link, " ", context);
    return item;
  });
  const all = document.createElement("ul");
  all.append(...items);
  return all;
}

function none() {
  const said = document.createElement("p");
  said.textContent = form.dataset.none;
  return said;
}

async function suggest() {
  const query = field.value.trim();
  if (!query) return (found.hidden = true);
  const hits = await find(query);
  if (query !== field.value.trim()) return; // typed on meanwhile
  const parts = [hits.length ? list(hits.slice(0, SHOWN)) : none()];
  if (hits.length > SHOWN) {
    const more = document.createElement("a");
    more.href = `${form.action}?q=${encodeURIComponent(query)}`;
    more.textContent = form.dataset.more.replace("{count}", hits.length);
    parts.push(more);
  }
  found.replaceChildren(...parts);
  found.hidden = false;
}

field.addEventListener("focus", load, { once: true });
field.addEventListener("input", suggest);
form.addEventListener("keydown", event => {
  const links = [...found.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "Escape") {
    found.hidden = true;
    field.focus();
  } else if (event.key === "ArrowDown" && links.length) {
    event.preventDefault();
    links[(at + 1) % links.length].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (links[at - 1] ?? field).focus();
  }
});
document.addEventListener("click", event => {
  if (!form.contains(event.target)) found.hidden = true;
});

const asked = page && new URLSearchParams(location.search).get("q");
if (asked) {
  field.value = asked;
  find(asked).then(hits => page.replaceChildren(hits.length ? list(hits) : none()));
}

// Charts: the marks of a drawing speak for themselves. Each holds what it says as its title, which a browser shows
// under the pointer by itself. Here the nearest mark answers instead, to a pointer, a finger or the arrow keys; the
// drawing becomes a slider through its marks, whose value a screen reader speaks. Nothing is loaded, nothing moves.
const NEAR = 9; // how much a pixel across counts against one up or down: marks stand side by side

function lively(svg) {
  const marks = [...svg.querySelectorAll("title")].map(title => {
    const mark = { element: title.parentNode, said: title.textContent };
    title.remove();
    return mark;
  });
  const steps = [...new Map(marks.map(mark => [mark.said, mark])).values()]; // a mark may be drawn twice: planned, achieved
  const bubble = document.createElement("div");
  bubble.className = "p-said";
  bubble.hidden = true;
  svg.parentNode.append(bubble);
  let at = steps.length - 1;

  const middle = mark => {
    const box = mark.element.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };

  function show(mark) {
    hide();
    at = steps.findIndex(step => step.said === mark.said);
    mark.element.classList.add("p-now");
    bubble.textContent = mark.said.replace(/[;；] ?/g, "\n");
    bubble.hidden = false;
    svg.setAttribute("aria-valuenow", at + 1);
    svg.setAttribute("aria-valuetext", mark.said);
    const [x, y] = middle(mark);
    const frame = svg.parentNode.getBoundingClientRect();
    const left = Math.min(Math.max(x - frame.x - bubble.offsetWidth / 2, 0), frame.width - bubble.offsetWidth);
    const above = y - frame.y - bubble.offsetHeight - 14;
    bubble.style.left = `${left}px`;
    bubble.style.top = `${above > -40 ? above : y - frame.y + 14}px`;
  }

  function hide() {
    svg.querySelector(".p-now")?.classList.remove("p-now");
    bubble.hidden = true;
  }

  function nearest(event) {
    const distance = mark => {
      const [x, y] = middle(mark);
      return NEAR * (x - event.clientX) ** 2 + (y - event.clientY) ** 2;
    };
    return marks.reduce((best, mark) => (distance(mark) < distance(best) ? mark : best));
  }

  const moves = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, Home: -Infinity, End: Infinity };
  svg.addEventListener("keydown", event => {
    if (event.key === "Escape") return hide();
    if (!(event.key in moves) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    show(steps[Math.min(Math.max(at + moves[event.key], 0), steps.length - 1)]);
  });
  svg.addEventListener("pointermove", event => show(nearest(event)));
  svg.addEventListener("pointerdown", event => show(nearest(event)));
  svg.addEventListener("pointerleave", () => svg.matches(":focus-visible") || hide());
  svg.addEventListener("focus", () => svg.matches(":focus-visible") && show(steps[at]));
  svg.addEventListener("blur", hide);

  const slider = { role: "slider", tabindex: 0, "aria-valuemin": 1, "aria-valuemax": steps.length, "aria-valuenow": steps.length };
  for (const [name, value] of Object.entries(slider)) svg.setAttribute(name, value);
  svg.setAttribute("aria-valuetext", steps[at].said);
}

for (const svg of document.querySelectorAll("svg.chart:has(title)")) lively(svg);

// A picture of dots, drawn by this browser from the picture of lines, in the fonts it has.
const SCALE = 2;

async function paint(link) {
  const picture = new Image();
  picture.src = link.href;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.naturalWidth * SCALE, picture.naturalHeight * SCALE];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise(resolve => canvas.toBlob(resolve));
  const saved = document.createElement("a");
  saved.href = URL.createObjectURL(blob);
  saved.download = link.download;
  saved.click();
  setTimeout(() => URL.revokeObjectURL(saved.href));
}

for (const link of document.querySelectorAll("[data-png]"))
  link.addEventListener("click", event => {
    event.preventDefault();
    paint(link);
  });

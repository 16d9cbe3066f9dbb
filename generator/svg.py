"""Drawing: Vega specifications to small SVGs that follow the page's colours.

Each distinct chart is drawn once, by as many processes as there are cores: this module run as a program, which reads a
specification a line and answers with a drawing a line. It imports little, so that they start fast.
"""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import vl_convert

SVG = "{http://www.w3.org/2000/svg}"
KEPT = {
    *("d", "transform", "x", "y", "x2", "y2", "width", "height", "fill", "stroke", "stroke-width", "stroke-dasharray"),
    *("opacity", "text-anchor", "font-size", "font-weight", "clip-path", "id"),
}
DEFAULTS = {"opacity": "1", "font-weight": "normal", "text-anchor": "start"}
CLIP = re.compile(r"⟪id⟫-(\d+)")
LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")


def draw(
    specs: Iterable[Mapping[str, Any]], colors: Mapping[str, str], tick: Callable[[], object] = lambda: None
) -> list[str]:
    """Draw specifications, in order; `colors` names the theme's colours by their hex; `tick` is called per drawing.

    Returns SVG elements with a `viewBox` and neither ids nor words of their own: tokens such as ⟪id⟫ and ⟪target⟫
    stand in their place.
    """
    cores = os.cpu_count() or 1
    with ExitStack() as stack:
        workers = [stack.enter_context(_worker()) for _ in range(cores)]  # they start while the specs are made
        keys = [json.dumps(spec, sort_keys=True) for spec in specs]
        drawn: dict[str, str] = {}
        distinct = iter(dict.fromkeys(keys))

        def work(worker: "subprocess.Popen[str]") -> None:
            for key in distinct:  # a dictionary's iterator gives each key to one thread only
                drawn[key] = _ask(worker, {"spec": key, "colors": dict(colors)})
                tick()

        with ThreadPoolExecutor(cores) as pool:
            list(pool.map(work, workers))
    return [drawn[key] for key in keys]


def _worker() -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "generator.svg"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def _ask(worker: "subprocess.Popen[str]", request: Mapping[str, Any]) -> str:
    assert worker.stdin and worker.stdout
    worker.stdin.write(json.dumps(request) + "\n")
    worker.stdin.flush()
    answer = worker.stdout.readline()
    if not answer:
        raise RuntimeError("a drawing process stopped; its message stands above")
    return str(json.loads(answer))


def main(lines: Iterable[str]) -> Iterator[str]:
    """Answer each request (a specification and the names of colours) with a drawing."""
    for line in lines:
        request = json.loads(line)
        yield json.dumps(clean(vl_convert.vega_to_svg(request["spec"]), request["colors"]))


def clean(svg: str, colors: Mapping[str, str]) -> str:
    """Keep what is seen: geometry and text, one decimal, colours bound to classes of the stylesheet."""
    root = ET.fromstring(svg)  # noqa: S314 - drawn by ourselves a moment ago
    _clean_children(root, colors)
    content = "".join(_text(child) for child in root)
    numbers = dict.fromkeys(CLIP.findall(content))  # the engine numbers them from a counter that runs on
    for place, number in enumerate(numbers):
        content = re.sub(rf"⟪id⟫-{number}\b", f"⟪id⟫-clip{place}", content)
    return f'<svg viewBox="{root.get("viewBox")}" ⟪attributes⟫>{content}</svg>'


def _clean_children(parent: ET.Element, colors: Mapping[str, str]) -> None:
    for child in list(parent):
        _clean_children(child, colors)
        _clean_attributes(child, colors)
        empty = not len(child) and (child.tag == f"{SVG}g" or _invisible(child))
        if empty:
            parent.remove(child)
        elif child.tag == f"{SVG}g" and not child.attrib:
            place = list(parent).index(child)
            parent.remove(child)
            for offset, grandchild in enumerate(child):
                parent.insert(place + offset, grandchild)


def _invisible(element: ET.Element) -> bool:
    if element.tag == f"{SVG}text":
        return not (element.text or "").strip()
    if element.tag in (f"{SVG}path", f"{SVG}line", f"{SVG}rect"):
        painted = any(element.get(name, "none") not in ("none", "transparent") for name in ("fill", "stroke"))
        return not painted or element.get("d") == "" or element.get("opacity") == "0"
    return False


def _clean_attributes(element: ET.Element, colors: Mapping[str, str]) -> None:
    classes, label = [], element.get("aria-label", "")
    said = label if label.startswith("⟪") else ""  # the others are the engine's own words
    for name, value in list(element.attrib.items()):
        if name not in KEPT or DEFAULTS.get(name) == value or (name == "transform" and value == "translate(0,0)"):
            del element.attrib[name]
            continue
        value = LONG_NUMBER.sub(lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), value)
        value = re.sub(r"\bclip(\d+)\b", r"⟪id⟫-\1", value)
        element.set(name, value.removesuffix("px"))
        if name in ("fill", "stroke") and value in colors:
            classes.append(f"{name[0]}-{colors[value]}")
    if said:
        ET.SubElement(element, f"{SVG}title").text = said
    if element.tag == f"{SVG}g" and element.get("fill") == "none":
        del element.attrib["fill"]
    if classes:
        element.set("class", " ".join(classes))


def _text(element: ET.Element) -> str:
    text = ET.tostring(element, encoding="unicode")
    return text.replace(' xmlns:ns0="http://www.w3.org/2000/svg"', "").replace("ns0:", "")


if __name__ == "__main__":
    for drawing in main(sys.stdin):
        sys.stdout.write(drawing + "\n")
        sys.stdout.flush()

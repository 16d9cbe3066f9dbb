"""Cleaning: what the drawing engine gives becomes a small SVG that follows the page's colours."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

SVG = "{http://www.w3.org/2000/svg}"
KEPT = {
    *("d", "transform", "x", "y", "x2", "y2", "width", "height", "fill", "stroke", "stroke-width", "stroke-dasharray"),
    *("opacity", "text-anchor", "font-size", "font-weight", "clip-path", "id"),
}
DEFAULTS = {"opacity": "1", "font-weight": "normal", "text-anchor": "start"}
CLIP = re.compile(r"\{id\}-(\d+)")
LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")


def clean(svg: str, colors: Mapping[str, str]) -> str:
    """Keep what is seen: geometry and text, one decimal, colours bound to classes of the stylesheet.

    `colors` names the theme's colours by their hex. The element has a `viewBox` and neither ids nor words of its own:
    tokens such as {id} and {target} stand in their place.
    """
    root = ET.fromstring(svg)  # noqa: S314 - drawn by ourselves a moment ago
    _clean_children(root, colors)
    content = "".join(_serialize(child) for child in root)
    numbers = dict.fromkeys(CLIP.findall(content))  # the engine numbers them from a counter that runs on
    for place, number in enumerate(numbers):
        content = re.sub(rf"\{{id\}}-{number}\b", f"{{id}}-clip{place}", content)
    return f'<svg viewBox="{root.get("viewBox")}" {{attributes}}>{content}</svg>'


def overlay(svg: str, over: str) -> str:
    """Lay what a second drawing of the same size holds over the first; both are clean."""
    return svg.removesuffix("</svg>") + over[over.index(">") + 1 :]


def _clean_children(parent: ET.Element, colors: Mapping[str, str]) -> None:
    for child in list(parent):
        _clean_children(child, colors)
        _clean_attributes(child, colors)
        empty = not len(child) and (child.tag == f"{SVG}g" or _is_invisible(child))
        if empty:
            parent.remove(child)
        elif child.tag == f"{SVG}g" and not child.attrib:
            place = list(parent).index(child)
            parent.remove(child)
            for offset, grandchild in enumerate(child):
                parent.insert(place + offset, grandchild)


def _is_invisible(element: ET.Element) -> bool:
    if element.tag == f"{SVG}text":
        return not (element.text or "").strip()
    if element.tag in (f"{SVG}path", f"{SVG}line", f"{SVG}rect"):
        painted = any(element.get(name, "none") not in ("none", "transparent") for name in ("fill", "stroke"))
        return not painted or element.get("d") == "" or element.get("opacity") == "0"
    return False


def _clean_attributes(element: ET.Element, colors: Mapping[str, str]) -> None:
    classes, label = [], element.get("aria-label", "")
    said = label if label.startswith("{") else ""  # the others are the engine's own words
    for name, value in list(element.attrib.items()):
        if name not in KEPT or DEFAULTS.get(name) == value or (name == "transform" and value == "translate(0,0)"):
            del element.attrib[name]
            continue
        value = LONG_NUMBER.sub(lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), value)
        value = re.sub(r"\bclip(\d+)\b", r"{id}-\1", value)
        element.set(name, value.removesuffix("px"))
        if name in ("fill", "stroke") and value in colors:
            classes.append(f"{name[0]}-{colors[value]}")
    if said:
        ET.SubElement(element, f"{SVG}title").text = said
    if element.tag == f"{SVG}g" and element.get("fill") == "none":
        del element.attrib["fill"]
    if classes:
        element.set("class", " ".join(classes))


def _serialize(element: ET.Element) -> str:
    text = ET.tostring(element, encoding="unicode")
    return text.replace(' xmlns:ns0="http://www.w3.org/2000/svg"', "").replace("ns0:", "")

"""The size of a logo, so that the page keeps its place until it has arrived and nothing moves."""

import re
from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n"
VIEW_BOX = re.compile(r"<svg\b[^>]*\bviewBox\s*=\s*[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)")
SIDES = tuple(re.compile(rf"<svg\b[^>]*\s{side}\s*=\s*[\"']\s*([\d.]+)(?:px)?\s*[\"']") for side in ("width", "height"))


def read_size(file: Path) -> tuple[int, int] | None:
    """Return width and height of a PNG or an SVG; None for any other picture, and where it does not say."""
    raw = file.read_bytes()
    if raw.startswith(PNG):
        return int.from_bytes(raw[16:20]), int.from_bytes(raw[20:24])
    text = raw.decode("utf-8", "replace")
    sides = [found[1] for side in SIDES if (found := side.search(text))]
    if len(sides) < 2 and (found := VIEW_BOX.search(text)):
        sides = [found[1], found[2]]
    width, height = (round(float(side)) for side in sides) if len(sides) == 2 else (0, 0)
    return (width, height) if width and height else None

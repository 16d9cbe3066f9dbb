"""Colours as numbers: read from a stylesheet, mixed, and compared as WCAG 2.2 compares them."""

import colorsys
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

Rgb = tuple[float, float, float]  # each from 0 to 1

BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
READABLE = 4.5  # the contrast that text needs (WCAG 2.2, 1.4.3)
STEPS = 50  # between a colour and that of the text
HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]*)\)", re.IGNORECASE)
NUMBER = re.compile(r"(-?[\d.]+)(%|deg)?")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,[^()]*)?\)")
DEPTH = 5  # variables that name variables


def read_color(value: str, over: Rgb, variables: Mapping[str, str]) -> Rgb | None:
    """Return a colour as it looks over another; None for what is neither #rgb, rgb() nor hsl()."""
    for _ in range(DEPTH):
        value = VARIABLE.sub(lambda found: variables.get(found[1], ""), value)
    value = value.strip()
    if found := HEX.fullmatch(value):
        digits = found[1] if len(found[1]) > 4 else "".join(2 * digit for digit in found[1])
        parts = [int(left + right, 16) / 255 for left, right in list(pairwise(digits))[::2]]
    elif found := FUNCTION.fullmatch(value):
        numbers = [float(number) / (100 if unit == "%" else 1) for number, unit in NUMBER.findall(found[2])]
        if len(numbers) not in (3, 4):
            return None
        first, second, third = numbers[:3]
        if found[1].lower() == "hsl":
            first, second, third = colorsys.hls_to_rgb(first / 360, third, second)
        else:
            first, second, third = first / 255, second / 255, third / 255
        parts = [first, second, third, *numbers[3:]]
    else:
        return None
    return mix(over, (parts[0], parts[1], parts[2]), parts[3] if len(parts) == 4 else 1)


def write_color(color: Rgb) -> str:
    """Write a colour as a stylesheet has it."""
    return "#" + "".join(f"{round(255 * part):02x}" for part in color)


def mix(first: Rgb, second: Rgb, share: float) -> Rgb:
    """Return the first colour with a share of the second in it, as a screen can show it."""
    mixed = (one + (other - one) * share for one, other in zip(first, second, strict=True))
    red, green, blue = (round(255 * min(max(part, 0), 1)) / 255 for part in mixed)
    return red, green, blue


def measure_contrast(first: Rgb, second: Rgb) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    light, dark = sorted((_measure_luminance(first), _measure_luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def make_readable(color: Rgb, ink: Rgb, papers: Iterable[Rgb]) -> Rgb:
    """Return the colour nearest to one, on the way to that of the text, which can be read on every paper."""
    papers = tuple(papers)
    mixed = (mix(color, ink, step / STEPS) for step in range(STEPS + 1))
    return next((found for found in mixed if all(measure_contrast(found, paper) >= READABLE for paper in papers)), ink)


def _measure_luminance(color: Rgb) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""The colours and sizes of drawings, written once: they feed the charts and the stylesheet alike.

A chart is drawn in the light colours; the page's stylesheet then binds each to its custom property, so that the drawing
follows light, dark and print. Hence no two names may share a light colour.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Color:
    """A colour on white paper and on a dark screen."""

    light: str
    dark: str


COLORS: Mapping[str, Color] = {
    "ink": Color("#1b1f24", "#e8eaed"),
    "muted": Color("#5b6570", "#a3adb8"),
    "rule": Color("#d5d9de", "#3a424c"),
    "faint": Color("#f3f4f2", "#20262d"),
    "paper": Color("#ffffff", "#14181d"),
    "accent": Color("#16518a", "#8fc1f0"),
    "accent-soft": Color("#e4edf6", "#1b3148"),
    "notice": Color("#8a5a00", "#f0c46a"),
    "notice-soft": Color("#fdf4dd", "#332a14"),
}

# The colours that drawings are made of; a stylesheet binds them to what the reader has chosen.
INK, MUTED, RULE, PAPER, ACCENT = (COLORS[name].light for name in ("ink", "muted", "rule", "paper", "accent"))

# For readers who ask for more contrast.
CONTRAST: Mapping[str, Color] = {
    "ink": Color("#000000", "#ffffff"),
    "muted": Color("#24292f", "#e3e6ea"),
    "rule": Color("#57606a", "#b8c0c8"),
    "paper": Color("#ffffff", "#000000"),
    "accent": Color("#003a75", "#b9dcff"),
}

FONT = 13  # px in a drawing 420 wide: about 10 px on a phone, 17 px at a desk
WIDTH = 420

"""Colours, sizes and shapes, written once: they feed the charts and the stylesheet alike.

A chart is drawn in the light colours; the page's stylesheet then moves each to its custom property, so that the drawing
follows light, dark and print. Hence no two names may share a light colour.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model import Status
from generator.words import mark

if TYPE_CHECKING:  # the drawing engine needs the colours and not the settings, which would double its start
    from generator.portal import StatusStyle


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

# Blue to red rather than green to red: told apart by readers who do not see red and green alike.
STATUS_COLORS: Mapping[Status, Color] = {
    Status.MET: Color("#0b5d57", "#5fd0c4"),
    Status.AHEAD: Color("#11629f", "#64b0ee"),
    Status.ON_PACE: Color("#4389c8", "#9ccbf3"),
    Status.SLIGHTLY_BEHIND: Color("#c98a12", "#f2c45c"),
    Status.BEHIND: Color("#b8500d", "#f59a5b"),
    Status.FAR_BEHIND: Color("#b3261e", "#ff8a80"),
    Status.MISSED: Color("#6d1020", "#ffb3bd"),
    Status.IN_PROGRESS: Color("#66788a", "#9aabbb"),
    Status.NOT_STARTED: Color("#8b949e", "#7d8894"),
    Status.NOT_REPORTED: Color("#a4abb3", "#69737e"),
    Status.MASKED: Color("#7b6f8e", "#b3a6c8"),
    Status.WITHDRAWN: Color("#b4b0a6", "#77736a"),
}

STATUS_WORDS: Mapping[Status, str] = {
    Status.MET: mark("Met"),
    Status.AHEAD: mark("Ahead"),
    Status.ON_PACE: mark("On pace"),
    Status.SLIGHTLY_BEHIND: mark("Slightly behind"),
    Status.BEHIND: mark("Behind"),
    Status.FAR_BEHIND: mark("Far behind"),
    Status.MISSED: mark("Missed"),
    Status.IN_PROGRESS: mark("In progress"),
    Status.NOT_STARTED: mark("Not started"),
    Status.NOT_REPORTED: mark("Not reported"),
    Status.MASKED: mark("Target not disclosed"),
    Status.WITHDRAWN: mark("Withdrawn"),
}

# Outlines in a box of 16 by 16, drawn as strokes: each status can be told by its shape alone.
STATUS_SHAPES: Mapping[Status, str] = {
    Status.MET: "M2.5 8.5 6.5 12.5 13.5 4",
    Status.AHEAD: "M3 8.5 8 3.5l5 5M3 13.5l5-5 5 5",
    Status.ON_PACE: "M3 8h10M9 4l4 4-4 4",
    Status.SLIGHTLY_BEHIND: "M3 6l5 5 5-5",
    Status.BEHIND: "M3 3l5 5 5-5M3 8l5 5 5-5",
    Status.FAR_BEHIND: "M8 2v11M3 8.5l5 5 5-5",
    Status.MISSED: "M3.5 3.5l9 9M12.5 3.5l-9 9",
    Status.IN_PROGRESS: "M8 2.5a5.5 5.5 0 1 1-5.5 5.5",
    Status.NOT_STARTED: "M8 2.5a5.5 5.5 0 1 1-.01 0",
    Status.NOT_REPORTED: "M3 8h2M7 8h2M11 8h2",
    Status.MASKED: "M8 2.5v11M3.2 5.2l9.6 5.6M12.8 5.2l-9.6 5.6",
    Status.WITHDRAWN: "M8 2.5a5.5 5.5 0 1 1-.01 0M4.2 11.8l7.6-7.6",
}

FONT = 13  # px in a drawing 420 wide: about 10 px on a phone, 17 px at a desk
WIDTH = 420


def palette(styles: "Mapping[Status, StatusStyle]") -> dict[str, Color]:
    """Give every colour by its name, with the portal's own colours for statuses."""
    colors = dict(COLORS)
    for status, color in STATUS_COLORS.items():
        own = styles[status].color if status in styles else ""
        colors[class_name(status)] = Color(own, own) if own else color
    return colors


def class_name(status: Status) -> str:
    """Name a status in stylesheets: slightly-behind."""
    return status.replace("_", "-")


def stylesheet(styles: "Mapping[Status, StatusStyle]") -> str:
    """Write the custom properties and the classes that bind drawings to them.

    A page follows the reader's system, or what the reader has set (data-scheme, data-contrast); print is always light.
    """
    colors = palette(styles)
    light = "color-scheme:light;" + _properties({name: color.light for name, color in colors.items()})
    dark = "color-scheme:dark;" + _properties({name: color.dark for name, color in colors.items()})
    plain = _properties({name: color.light for name, color in CONTRAST.items()})
    plain_dark = _properties({name: color.dark for name, color in CONTRAST.items()})
    bound = "".join(f".f-{name}{{fill:var(--p-{name})}}.s-{name}{{stroke:var(--p-{name})}}" for name in colors)
    marks = "".join(f".status-{class_name(status)}{{--p-status:var(--p-{class_name(status)})}}" for status in Status)
    more = f":root[data-contrast=more]{{{plain}}}@media (prefers-contrast:more){{:root{{{plain}}}}}"
    screen = _dark(dark) + _dark(plain_dark, "[data-contrast=more]")
    screen += f"@media (prefers-contrast:more){{{_dark(plain_dark)}}}"
    return f":root{{{light}}}{more}@media screen{{{screen}}}{bound}{marks}"


def _dark(properties: str, also: str = "") -> str:
    """Write properties that hold where the system is dark and the reader has not said otherwise, or the reader has."""
    system = f"@media (prefers-color-scheme:dark){{:root:not([data-scheme=light]){also}{{{properties}}}}}"
    return f"{system}:root[data-scheme=dark]{also}{{{properties}}}"


def _properties(colors: Mapping[str, str]) -> str:
    return "".join(f"--p-{name}:{color};" for name, color in colors.items())

"""The theme: the colours of statuses, and the stylesheet that binds drawings to what the reader has chosen."""

from collections.abc import Mapping

from generator.charts.drawing.colors import COLORS, CONTRAST, Color
from generator.data.settings import StatusStyle
from generator.model import Status
from generator.text.statuses import class_name

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


def palette(styles: Mapping[Status, StatusStyle]) -> dict[str, Color]:
    """Give every colour by its name, with the portal's own colours for statuses."""
    colors = dict(COLORS)
    for status, color in STATUS_COLORS.items():
        own = styles[status].color if status in styles else ""
        colors[class_name(status)] = Color(own, own) if own else color
    return colors


def stylesheet(styles: Mapping[Status, StatusStyle]) -> str:
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

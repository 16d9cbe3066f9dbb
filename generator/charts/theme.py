"""The theme: the colours of statuses, and the stylesheet that binds drawings to what the reader has chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.charts.drawing.colors import COLORS, CONTRAST, Color
from generator.data.settings import StatusStyle
from generator.model import Status
from generator.text.statuses import make_class_name

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

# What the frame is made of, where a portal has not chosen otherwise.
FRAME = {"link": "accent", "mark": "accent", "soft": "accent-soft"}
HEAD = {"head": "paper", "on-head": "ink", "head-rule": "rule"}


@dataclass(frozen=True, slots=True)
class Toggle:
    """A button that leaves a scheme for the next one: its icon and its name."""

    scheme: str
    icon: str
    name: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The portal's own colours of the frame, by the names in `FRAME` and `HEAD`; charts and statuses keep theirs.

    `scheme` is "light" or "dark" where the portal has chosen it, and "" where it follows the reader's system.
    """

    scheme: str = ""
    colors: Mapping[str, Color] = field(default_factory=dict)
    toggles: tuple[Toggle, ...] = ()


def make_palette(styles: Mapping[Status, StatusStyle]) -> dict[str, Color]:
    """Return every colour by its name, with the portal's own colours for statuses."""
    colors = dict(COLORS)
    for status, color in STATUS_COLORS.items():
        own = styles[status].color if status in styles else ""
        colors[make_class_name(status)] = Color(own, own) if own else color
    return colors


def render_stylesheet(styles: Mapping[Status, StatusStyle], own: Palette) -> str:
    """Write the custom properties and the classes that bind drawings to them.

    A page follows the reader's system or the portal's scheme, or what the reader has set (data-scheme, data-contrast);
    print is always light. More contrast takes the portal's own colours away.
    """
    colors = make_palette(styles)
    usual = _write_properties({name: f"var(--p-{color})" for name, color in FRAME.items()})
    plain_frame = (
        usual + _write_properties({name: f"var(--p-{color})" for name, color in HEAD.items()}) if own.colors else ""
    )
    every = {**colors, **own.colors}
    light = "color-scheme:light;" + _write_properties({name: color.light for name, color in every.items()})
    dark = "color-scheme:dark;" + _write_properties({name: color.dark for name, color in every.items()})
    plain = _write_properties({name: color.light for name, color in CONTRAST.items()}) + plain_frame
    plain_dark = _write_properties({name: color.dark for name, color in CONTRAST.items()}) + plain_frame
    bound = "".join(f".f-{name}{{fill:var(--p-{name})}}.s-{name}{{stroke:var(--p-{name})}}" for name in colors)
    marks = "".join(
        f".status-{make_class_name(status)}{{--p-status:var(--p-{make_class_name(status)})}}" for status in Status
    )
    more = f":root[data-contrast=more]{{{plain}}}@media (prefers-contrast:more){{:root{{{plain}}}}}"
    screen = _write_dark(dark, own.scheme) + _write_dark(plain_dark, own.scheme, "[data-contrast=more]")
    screen += f"@media (prefers-contrast:more){{{_write_dark(plain_dark, own.scheme)}}}"
    return f":root{{{usual}{light}}}{more}@media screen{{{screen}}}{bound}{marks}"


def _write_dark(properties: str, scheme: str, also: str = "") -> str:
    """Write properties that hold where the reader has chosen dark, or the system or the portal has and they nothing."""
    chosen = f":root[data-scheme=dark]{also}{{{properties}}}"
    if scheme == "light":
        return chosen
    unless = f":root:not([data-scheme=light]){also}{{{properties}}}"
    return unless if scheme == "dark" else f"@media (prefers-color-scheme:dark){{{unless}}}{chosen}"


def _write_properties(colors: Mapping[str, str]) -> str:
    return "".join(f"--p-{name}:{color};" for name, color in colors.items())

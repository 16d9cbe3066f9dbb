"""The palette: Material's setting of that name, as colours of our own frame that can be read.

Where text in a colour would have too little contrast, the colour is mixed with that of the text until it has enough.
This happens at build time and for both schemes, so that no reader's browser has to.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.charts.drawing.colors import COLORS, Color
from generator.charts.theme import FRAME, HEAD, Palette, Toggle
from generator.errors import SiteError
from generator.language.words import mark
from generator.website.colors import (
    BLACK,
    READABLE,
    WHITE,
    Rgb,
    make_readable,
    measure_contrast,
    mix,
    read_color,
    write_color,
)
from generator.website.properties import read_properties

NAMES = {"light": "default", "dark": "slate"}  # Material's, of the two schemes
SYSTEM = "(prefers-color-scheme"  # how the media of an option begins that follows the reader's system
PRIMARY, ON_PRIMARY = "--md-primary-fg-color", "--md-primary-bg-color"
ACCENT, LINK = "--md-accent-fg-color", "--md-typeset-a-color"
HUE = {"--md-hue": "225deg"}  # Material's; its black and its white are made of it
SOFT = {"light": 0.1, "dark": 0.2}  # how much of a colour is in the background of what is marked with it
ICON = "material/brightness-6"  # of a toggle that names none
RULE = 0.4  # how much of the colour of the text is in the lines of the head

UNKNOWN = mark(
    "{file}: palette.{setting} is “{name}”, which is no colour of Material. For “custom”, set {property} in a "
    "stylesheet of extra_css."
)
UNREADABLE = mark("{file}: the colour “{value}” of {property} cannot be read. Write it as #rrggbb.")

Option = Mapping[str, Any]


def read_palette(options: Sequence[Option], sheets: Iterable[str], file: str) -> Palette:
    """Return the colours that the options of a palette ask for; `sheets` are the portal's own stylesheets.

    Raises:
        SiteError: a name or a colour is not known.
    """
    if not options:
        return Palette()
    sheets = tuple(sheets)
    found = {scheme: _read_asked(_choose_option(options, scheme), scheme, sheets, file) for scheme in NAMES}
    first = options[0]
    follows = _read_media(first).startswith(SYSTEM) or first.get("scheme") not in NAMES.values()
    chosen = "" if follows else _find_scheme(first)
    if not any(found.values()):
        return Palette(chosen, toggles=_make_toggles(options))
    light, dark = (_make_frame_colors(scheme, found[scheme]) for scheme in NAMES)
    return Palette(chosen, {name: Color(light[name], dark[name]) for name in light}, _make_toggles(options))


def _make_toggles(options: Sequence[Option]) -> tuple[Toggle, ...]:
    """Return the buttons of the options that have one; a single one leads nowhere."""
    given = [
        (_find_scheme(option), option["toggle"]) for option in options if isinstance(option.get("toggle"), Mapping)
    ]
    toggles = [Toggle(scheme, str(own.get("icon") or ICON), str(own.get("name") or "")) for scheme, own in given]
    return tuple(toggles) if len(toggles) > 1 else ()


def _find_scheme(option: Option) -> str:
    """Return what a reader sets who chooses an option: light, dark, or "" for what the system says."""
    if _read_media(option) == SYSTEM + ")":
        return ""
    return "dark" if option.get("scheme") == NAMES["dark"] or "dark" in _read_media(option) else "light"


def _read_media(option: Option) -> str:
    return str(option.get("media") or "").replace(" ", "")


def _choose_option(options: Sequence[Option], scheme: str) -> Option:
    """Return the option of a scheme; where there is none, the first one that names a colour holds for both."""
    own = [option for option in options if _find_scheme(option) == scheme]
    colored = [option for option in options if option.get("primary") or option.get("accent")]
    return [*own, *colored, *options][0]


def _read_asked(option: Option, scheme: str, sheets: Iterable[str], file: str) -> dict[str, Rgb]:
    """Return the colours that an option asks for in one scheme, by the property that holds each."""
    chosen = {name: str(option.get(name) or "").replace(" ", "-") for name in ("primary", "accent", "scheme")}
    if chosen["scheme"] in ("", *NAMES.values()):
        chosen["scheme"] = NAMES[scheme]
    values, paper = HUE | read_properties(sheets, chosen), _find_usual("paper", scheme)
    for setting, name in (("primary", PRIMARY), ("accent", ACCENT)):
        if chosen[setting] and name not in values:
            raise SiteError(UNKNOWN, file=file, setting=setting, name=chosen[setting], property=name)
    colors: dict[str, Rgb] = {}
    for name in (PRIMARY, ON_PRIMARY, LINK) if PRIMARY in values else ():
        colors |= _read(name, values, colors.get(PRIMARY, paper) if name == ON_PRIMARY else paper, file)
    return colors | _read(ACCENT, values, paper, file)


def _read(name: str, values: Mapping[str, str], below: Rgb, file: str) -> dict[str, Rgb]:
    if name not in values:
        return {}
    color = read_color(values[name], below, values)
    if color is None:
        raise SiteError(UNREADABLE, file=file, value=values[name], property=name)
    return {name: color}


def _make_frame_colors(scheme: str, asked: Mapping[str, Rgb]) -> dict[str, str]:
    """Return every colour of the frame in one scheme, readable."""
    frame = {name: _find_usual(color, scheme) for name, color in (FRAME | HEAD).items()}
    paper, ink = _find_usual("paper", scheme), _find_usual("ink", scheme)
    if asked:
        link = asked.get(LINK) or asked.get(PRIMARY) or frame["link"]
        marked = asked.get(ACCENT) or link
        soft = mix(paper, marked, SOFT[scheme])
        papers = (paper, soft, _find_usual("faint", scheme), _find_usual("notice-soft", scheme))
        frame |= {"link": make_readable(link, ink, papers), "mark": make_readable(marked, ink, papers), "soft": soft}
    if head := asked.get(PRIMARY):
        on_head = asked.get(ON_PRIMARY, WHITE)
        if measure_contrast(on_head, head) < READABLE:
            on_head = max(BLACK, WHITE, key=lambda color: measure_contrast(color, head))
        frame |= {"head": head, "on-head": on_head, "head-rule": mix(head, on_head, RULE)}
    return {name: write_color(color) for name, color in frame.items()}


def _find_usual(name: str, scheme: str) -> Rgb:
    """Return one of the program's own colours."""
    color = COLORS[name]
    read = read_color(color.light if scheme == "light" else color.dark, WHITE, {})
    assert read
    return read

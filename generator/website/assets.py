"""Assets: stylesheets, scripts and icon of the pages, under names that change with their content.

A name that tells the content may be kept by a browser for ever; both languages share the files.
"""

import hashlib
from collections.abc import Mapping

from generator.charts.theme import Palette, render_stylesheet
from generator.data.settings import StatusStyle
from generator.model import Status
from generator.paths import THEME

FOLDER = THEME / "assets"
COLORED = "palette.css"  # what a portal's own colours need, and no other portal

# Nothing from another host, nothing inline: `frame-ancestors` can only be said in a header (deploy/).
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'"
)


def make_assets(styles: Mapping[Status, StatusStyle], palette: Palette) -> dict[str, tuple[str, str]]:
    """Return the path from the site's root and the text of each asset by its name.

    A stylesheet begins with the colours.
    """
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(FOLDER.rglob("*.*")) if file.is_file()}
    colored = texts.pop(COLORED)
    if palette.colors:
        texts["portal.css"] += colored
    colors = render_stylesheet(styles, palette)
    texts = {name: colors + text if name.endswith(".css") else text for name, text in texts.items()}
    return {name: (f"assets/{name_by_hash(name, text)}", text) for name, text in texts.items()}


def name_by_hash(name: str, text: str) -> str:
    """Put a part of the content's SHA-256 into a file name."""
    stem, _, ending = name.partition(".")
    return f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:10]}.{ending}"

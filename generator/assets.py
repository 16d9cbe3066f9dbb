"""Assets: stylesheet, scripts and icon of the pages, under names that change with their content.

A name that tells the content may be kept by a browser for ever; both languages share the files.
"""

import hashlib
import re
from collections.abc import Mapping

from generator.model import Status
from generator.portal import StatusStyle
from generator.privacy import DOCS
from generator.theme import stylesheet

# Nothing from another host, nothing inline: `frame-ancestors` can only be said in a header (deploy/).
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s*([{}:;,>])\s*|\n\s*")


def assets(styles: Mapping[Status, StatusStyle]) -> dict[str, tuple[str, str]]:
    """Give the path from the site's root and the text of each asset by its name."""
    sheet = (DOCS / "stylesheets" / "portal.css").read_text(encoding="utf-8")
    texts = {"portal.css": stylesheet(styles) + smaller(sheet)}
    for file in sorted([*(DOCS / "scripts").glob("*.js"), *(DOCS / "assets").iterdir()]):
        texts[file.name] = file.read_text(encoding="utf-8")
    return {name: (f"assets/{hashed(name, text)}", text) for name, text in texts.items()}


def hashed(name: str, text: str) -> str:
    """Put a part of the content's SHA-256 into a file name."""
    stem, _, ending = name.partition(".")
    return f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:10]}.{ending}"


def smaller(sheet: str) -> str:
    """Leave out the comments of a stylesheet, and the space around its signs."""
    return SPACE.sub(lambda match: match[1] or "", COMMENT.sub("", sheet))

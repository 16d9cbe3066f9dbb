"""Custom properties: what Material's stylesheet and the portal's own set for a whole page, read as a browser would."""

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRING = re.compile(r"\"[^\"]*[{};][^\"]*\"|'[^']*[{};][^']*'")
PART = re.compile(r"([^{};]*)([{};])")
PAGE = re.compile(r"\s|>|\*|:root|html|body")  # what means every page in a selector
UNLESS = re.compile(r":not\(\[data-md-color-(\w+)=[\"']?([\w-]+)[\"']?\]\)")
WHERE = re.compile(r"\[data-md-color-(\w+)=[\"']?([\w-]+)[\"']?\]")


def read_properties(sheets: Iterable[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the value of each of Material's properties, where these options are chosen (scheme, primary, accent)."""
    declared = (found for sheet in (_read_material(), *sheets) for found in _list_declared(sheet))
    return {name: value for selectors, name, value in declared if _matches(selectors, chosen)}


def _read_material() -> str:
    """Return Material's stylesheet of colours."""
    folder = files("material") / "templates" / "assets" / "stylesheets"
    (sheet,) = (file for file in folder.iterdir() if re.fullmatch(r"palette\..*\.css", file.name))
    return sheet.read_text(encoding="utf-8")


def _list_declared(sheet: str) -> Iterator[tuple[str, str, str]]:
    """Yield the selectors, the name and the value of each property that a stylesheet sets on a screen."""
    around: list[str] = []
    for text, sign in PART.findall(STRING.sub("", COMMENT.sub("", sheet))):
        if sign == "{":
            around.append(text.strip())
            continue
        name, colon, value = (part.strip() for part in text.partition(":"))
        if colon and around and name.startswith("--md-") and all(map(_on_a_screen, around[:-1])):
            yield around[-1], name, value
        if sign == "}" and around:
            around.pop()


def _on_a_screen(rule: str) -> bool:
    return rule in ("@media screen", "@media all") or rule.startswith(("@layer", "@supports"))


def _matches(selectors: str, chosen: Mapping[str, str]) -> bool:
    """Whether one of the selectors of a rule means the whole page."""
    for selector in selectors.split(","):
        bare = PAGE.sub("", selector)
        unless, rest = UNLESS.findall(bare), UNLESS.sub("", bare)
        asked = WHERE.findall(rest)
        if WHERE.sub("", rest):  # a part of the page
            continue
        if all(chosen[name] == value for name, value in asked) and all(chosen[name] != value for name, value in unless):
            return True
    return False

"""Icons: Material's, which the frame takes by their names (`theme.icon`), and the portal's own beside them."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from generator.errors import SiteError
from generator.language.words import mark

FOLDER = ".icons"
# The icons of the frame by their use, as Material names it; a portal without a logo has none.
USUAL: Mapping[str, str] = {
    "alternate": "material/translate",
    "display": "material/brightness-6",
    "logo": "",
    "menu": "material/menu",
    "search": "material/magnify",
}
UNKNOWN = mark("{file}: there is no icon “{name}”; Material's documentation has a search for them.")


def read_icons(chosen: Mapping[str, object], overrides: Path | None, file: str) -> dict[str, str]:
    """Return the drawing of each icon of the frame, by its use.

    Raises:
        SiteError: an icon is not known.
    """
    names = {use: str(chosen.get(use) or usual) for use, usual in USUAL.items()}
    return {use: read_icon(name, overrides, file) if name else "" for use, name in names.items()}


def read_icon(name: str, overrides: Path | None, file: str) -> str:
    """Return a drawing by its name, such as material/menu."""
    material = files("material") / "templates"
    for folder in (overrides, material) if overrides else (material,):
        drawing = folder / FOLDER / f"{name}.svg"
        if drawing.is_file():
            return drawing.read_text(encoding="utf-8").strip()
    raise SiteError(UNKNOWN, file=file, name=name)

"""The configuration of MkDocs: what the portal's own mkdocs.yml says, and what every portal needs beside it.

A person who knows Material writes there what its documentation says. Lists are added to, not replaced; a tag such as
`!ENV` stays as it is. What would make a reader's browser ask another host is refused, and so is a file that is missing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator.charts.theme import Palette
from generator.errors import SiteError
from generator.language.languages import LANGUAGES
from generator.language.words import mark
from generator.paths import PortalFolder
from generator.website.documents import TAGGED, Document, dump, has_tags, is_tagged, load, read_mapping, read_sequence
from generator.website.icons import read_icon, read_icons
from generator.website.logo import read_size
from generator.website.palette import read_palette

NAME, PARENT = "progress-portal", "material"  # the theme of every portal, and the one that it extends
EXTENSIONS: Mapping[str, Mapping[str, Any] | None] = {
    "generator.website.verbatim": None,  # takes what is HTML already as it is
    "attr_list": None,
    "tables": None,
    "toc": {"permalink": False},
}
VALIDATION = {
    "omitted_files": "ignore",  # a page a commitment is reached from lists, not from the menu
    "absolute_links": "warn",
    "unrecognized_links": "warn",
    "anchors": "warn",
}
OURS = ("site_name", "site_url", "docs_dir", "site_dir", "nav", "watch")  # set for each language, or of no use here
# Extensions that make of a text the same HTML each time; others may read files that no key knows of.
PURE = {"abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "nl2br"}
PURE |= {"generator.website.verbatim", "sane_lists", "smarty", "tables", "toc"}
FREE = ("plugins", "hooks", "extra_templates")  # what may make anything of a page
FETCHED = re.compile(r"(?:url\(|@import)\s*[\"']?\s*((?:https?:)?//[^\s\"')]+)", re.IGNORECASE)

OTHER_THEME = mark(
    "{file} names the theme “{name}”. A portal has a theme of its own, which extends Material: write "
    "“progress-portal”, or leave the name out."
)
OUTSIDE = mark(
    "{file}: {setting} names {value}, on another host. A portal loads nothing from other hosts: put the file "
    "into docs/, and name it there."
)
FONT = mark(
    "{file}: theme.font would load fonts from another host. Write “font: false”; a font of your own may stand "
    "in docs/, with @font-face in a stylesheet of extra_css."
)
ABSENT = mark("{file}: {setting} names {value}, which is not in docs/.")
NO_FOLDER = mark("{file}: theme.custom_dir names {value}, which is no folder.")


@dataclass(frozen=True)
class Configuration:
    """A portal's configuration, but for what differs from language to language.

    `text` is what MkDocs is given; `icons` are drawings by their use in the frame, `logo` is the size of the logo,
    and `overrides` the folder of the portal's own templates. `pure` says whether, those templates apart, nothing makes
    pages depend on more than their own text and this one. `files` are what was read, and what it names beside docs/.
    """

    text: str
    palette: Palette
    icons: Mapping[str, str]
    logo: tuple[int, int] | None
    overrides: Path | None
    pure: bool
    files: Sequence[Path]


def read_configuration(portal: PortalFolder) -> Configuration:
    """Read the configuration in force, and complete it.

    Raises:
        SiteError: it cannot be read, or asks for what a portal cannot have.
    """
    document, files = load(portal.config)
    file, folder = portal.config.name, portal.config.parent
    theme = document["theme"] = _read_theme(document, file)
    overrides = _take_overrides(theme, folder, file)
    beside = [folder / str(path) for name in ("hooks", "watch") for path in read_sequence(document, name, file)]
    found = dict(_find_files(document, theme, [portal.docs, *([overrides] if overrides else [])], file))
    sheets = [
        _read_sheet(found[value], value)
        for value in map(str, read_sequence(document, "extra_css", file))
        if value in found
    ]
    palette = read_palette(_read_options(theme, file), sheets, file)
    logo = found.get(str(theme.get("logo")))
    toggles = tuple(replace(toggle, icon=read_icon(toggle.icon, overrides, file)) for toggle in palette.toggles)
    icons = read_icons(read_mapping(theme, "icon", file), overrides, file)
    _complete(document, folder, file)
    return Configuration(
        text=dump(document),
        palette=replace(palette, toggles=toggles),
        icons=icons,
        logo=read_size(logo) if logo else None,
        overrides=overrides,
        pure=_is_pure(document),
        files=(*files, *beside, *([overrides] if overrides else [])),
    )


def _read_theme(document: Document, file: str) -> Document:
    """Return the settings of the theme, which is always ours."""
    theme = (
        {"name": document["theme"]} if isinstance(document.get("theme"), str) else read_mapping(document, "theme", file)
    )
    if (name := theme.get("name", NAME)) not in (NAME, PARENT):
        raise SiteError(OTHER_THEME, file=file, name=name)
    if theme.get("font"):
        raise SiteError(FONT, file=file)
    theme["name"] = NAME
    return theme


def _take_overrides(theme: Document, folder: Path, file: str) -> Path | None:
    """Take out the folder of the portal's own templates, which is copied before MkDocs is given it."""
    custom_dir = theme.pop("custom_dir", None)
    if custom_dir and not (folder / str(custom_dir)).is_dir():
        raise SiteError(NO_FOLDER, file=file, value=custom_dir)
    return folder / str(custom_dir) if custom_dir else None


def _complete(document: Document, folder: Path, file: str) -> None:
    """Add what every portal needs to what its own configuration says."""
    for name in OURS:
        document.pop(name, None)
    document["use_directory_urls"] = True
    document.setdefault("plugins", [])  # the portal has a search of its own, where Material's would be the default
    if hooks := read_sequence(document, "hooks", file):
        document["hooks"] = [str(folder / str(hook)) for hook in hooks]
    document["validation"] = VALIDATION | read_mapping(document, "validation", file)
    document["extra"] = {"generator": False} | read_mapping(document, "extra", file)  # no word of who made the theme
    extensions = document.get("markdown_extensions")
    if isinstance(extensions, dict) and not is_tagged(extensions):
        document["markdown_extensions"] = {**EXTENSIONS, **extensions}
        return
    given = read_sequence(document, "markdown_extensions", file)
    missing = EXTENSIONS.keys() - {_name(extension) for extension in given}
    ours = [{name: dict(own)} if own else name for name, own in EXTENSIONS.items() if name in missing]
    document["markdown_extensions"] = ours + given


def _read_options(theme: Document, file: str) -> list[Document]:
    """Return the options of the palette: one, or a list of them."""
    palette = theme.get("palette")
    if has_tags(palette):
        raise SiteError(TAGGED, file=file, setting="theme.palette")
    options = [palette] if isinstance(palette, dict) else read_sequence(theme, "palette", file)
    return [read_mapping({"palette": option}, "palette", file) for option in options]


def _find_files(document: Document, theme: Document, folders: Sequence[Path], file: str) -> Iterator[tuple[str, Path]]:
    """Yield what the configuration names with the file that it is; refuse what is on another host or not there."""
    for setting, value in _list_named(document, theme, file):
        parts = urlsplit(value)
        if parts.netloc:
            raise SiteError(OUTSIDE, file=file, setting=setting, value=value)
        if parts.scheme or value.startswith("/"):
            continue
        if found := _find(parts.path, folders):
            yield value, found
        elif not _is_free(document):
            raise SiteError(ABSENT, file=file, setting=setting, value=value)


def _read_sheet(file: Path, name: str) -> str:
    """Return a stylesheet of the portal, which may fetch nothing from another host."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if fetched := FETCHED.search(text):
        raise SiteError(OUTSIDE, file=name, setting="url()", value=fetched[1])
    return text


def _list_named(document: Document, theme: Document, file: str) -> Iterator[tuple[str, str]]:
    """Yield the files that a page loads, with the setting that names each."""
    for name in ("logo", "favicon"):
        if theme.get(name):
            yield f"theme.{name}", str(theme[name])
    for name in ("extra_css", "extra_javascript"):
        for entry in read_sequence(document, name, file):
            yield name, str(entry.get("path", "") if isinstance(entry, dict) else entry)


def _find(path: str, folders: Sequence[Path]) -> Path | None:
    """Return a file of docs/, of each of its languages, or of the templates; None where it is in none of them."""
    docs, *others = folders
    for folder in (docs, *others):
        if (folder / path).is_file():
            return folder / path
    languages = [docs / lang / path for lang in LANGUAGES if (docs / lang).is_dir()]
    return languages[0] if languages and all(found.is_file() for found in languages) else None


def _is_pure(document: Document) -> bool:
    """Whether nothing in a configuration makes pages depend on more than their text and the frame."""
    names = {_name(extension) for extension in document["markdown_extensions"]}
    return names <= PURE and not _is_free(document) and not has_tags(document)


def _is_free(document: Document) -> bool:
    """Whether something in a configuration may make anything of the site."""
    return any(document.get(name) for name in FREE) or bool(document["theme"].get("static_templates"))


def _name(extension: Any) -> str:
    return str(next(iter(extension)) if isinstance(extension, dict) else extension)

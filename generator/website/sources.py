"""The website: what MkDocs is given for each language."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from markupsafe import escape

from generator.data.settings import Portal
from generator.errors import SiteError
from generator.language.languages import LANGUAGES
from generator.language.words import Words, mark
from generator.paths import DEFAULTS, SYNONYMS
from generator.website.frame import make_navigation

INDEXES = ("index", "README")  # names of a Markdown file that stands for its folder
TAKEN = mark("{file} has the address of a page that the portal writes. Rename it.")
HOMELESS = mark("{file} belongs to no language. Put it into one of these folders: {folders}.")
FALLBACK = "en"  # where Material has no words in a language, as in Material itself
LEFT_OUT = "templates"  # a folder that MkDocs leaves out, as it does what is hidden


@dataclass(frozen=True)
class MkdocsInput:
    """The pages of one language before they are rendered: all that MkDocs is given.

    `root` is where they stand, from the site's root. `pages` gives the Markdown file of each path; `sources` the
    content of each Markdown file, `others` that of the further files people have put beside theirs. `settings` is the
    configuration without its folders.
    """

    lang: str
    root: str
    settings: Mapping[str, Any]
    pages: Mapping[str, str]
    sources: Mapping[str, bytes]
    others: Mapping[str, bytes]


def make_settings(
    portal: Portal,
    words: Words,
    pillars: Iterable[tuple[str, str]],
    pages: Mapping[str, str],
    extra: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the MkDocs configuration of one language, but for its folders."""
    settings: dict[str, Any] = {
        "site_name": str(escape(words.pick(portal, "title"))),
        "theme": {"language": words.lang if _material_has_words(words.lang) else FALLBACK},
        "nav": make_navigation(words, pillars, pages),
        "extra": {"portal": dict(extra)},
    }
    if portal.site.root:
        settings["site_url"] = portal.site.root + words.root
    return settings


def _material_has_words(lang: str) -> bool:
    """Whether Material has the few words that the frame takes from it in a language."""
    return (files("material") / "templates" / "partials" / "languages" / f"{lang}.html").is_file()


def gather(
    lang: str, docs: Path, written: Mapping[str, str], apart: Collection[Path]
) -> tuple[dict[str, str], dict[str, bytes], dict[str, bytes]]:
    """Gather the files of one language: what people wrote below `docs`, and the pages written for their paths.

    `apart` are files and folders that are for MkDocs, not for readers. Returns the Markdown file of each page's path,
    the content of each Markdown file, and that of the other files.

    Raises:
        SiteError: a hand-written page has the address of a page of the portal, or no language.
    """
    contents = read_docs(DEFAULTS / "docs" / lang) | read_shared(docs, apart) | read_docs(docs / lang)
    pages = {page_path(name): name.as_posix() for name in contents if name.suffix == ".md"}
    if taken := sorted(pages[path] for path in pages.keys() & written.keys()):
        raise SiteError(TAKEN, file=f"docs/{lang}/{taken[0]}")
    pages |= {path: f"{path}index.md" for path in written}
    sources = {name.as_posix(): raw for name, raw in contents.items() if name.suffix == ".md"}
    sources |= {f"{path}index.md": text.encode() for path, text in written.items()}
    return pages, sources, {name.as_posix(): raw for name, raw in contents.items() if name.suffix != ".md"}


def read_docs(folder: Path) -> dict[Path, bytes]:
    """Return the files of a folder of hand-written pages by their path in it, but for those that MkDocs leaves out."""
    names = [file.relative_to(folder) for file in sorted(folder.rglob("*")) if file.is_file()]
    hidden = {name for name in names if name.parts[0] == LEFT_OUT or any(part.startswith(".") for part in name.parts)}
    return {name: (folder / name).read_bytes() for name in names if name not in hidden}


def read_shared(docs: Path, apart: Collection[Path]) -> dict[Path, bytes]:
    """Return the files of `docs` that belong to every language, such as a logo or a stylesheet.

    Raises:
        SiteError: one of them is a page, whose language nobody can know.
    """
    contents = {
        name: content
        for name, content in read_docs(docs).items()
        if name.parts[0] not in LANGUAGES and name != Path(SYNONYMS) and not _is_in(docs / name, apart)
    }
    if page := next((name for name in contents if name.suffix == ".md"), None):
        folders = ", ".join(f"docs/{lang}/" for lang in LANGUAGES)
        raise SiteError(HOMELESS, file=f"docs/{page.as_posix()}", folders=folders)
    return contents


def _is_in(file: Path, places: Collection[Path]) -> bool:
    return any(place == file or place in file.parents for place in places)


def page_path(file: Path) -> str:
    """Return the path of the page that a Markdown file becomes: a folder with a slash, or ""."""
    folder = file.parent if file.stem in INDEXES else file.with_suffix("")
    return "" if folder == Path() else f"{folder.as_posix()}/"


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their paths below a folder."""
    for parent in {(folder / path).parent for path in files}:
        parent.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        (folder / path).write_bytes(content)


def encode_texts(texts: Mapping[str, str] | Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Return texts as the bytes of files, by their path."""
    return {path: text.encode() for path, text in dict(texts).items()}

"""A reader without a browser: takes the pages of a built site apart, and follows their links."""

import hashlib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"script", "style", "template"}
LINKS = {"href", "src", "poster", "action", "data", "xlink:href"}
HOME = "http://portal.invalid/xxgk/gzjz/"  # any host, any sub-path
HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True)
class Element:
    """A tag with its attributes, the language it is in, and the tags around it."""

    tag: str
    attributes: dict[str, str]
    lang: str
    around: tuple[str, ...]

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


@dataclass(frozen=True)
class Passage:
    """A run of text, its language, and the tags around it."""

    text: str
    lang: str
    around: tuple[str, ...]


@dataclass
class Page:
    """A page: its path below the site's root, every element, and every visible text."""

    path: str
    elements: list[Element] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)  # data in script elements, which no browser runs

    def all(self, tag: str, css: str = "") -> list[Element]:
        return [e for e in self.elements if e.tag == tag and (not css or css in e.classes)]

    def article(self) -> list[Passage]:
        """The main text, with what a screen reader says of the charts in it."""
        spoken = [
            Passage(e.attributes["aria-label"], e.lang, e.around) for e in self.elements if "aria-label" in e.attributes
        ]
        return [p for p in (*self.passages, *spoken) if "article" in p.around and p.text.strip()]

    @property
    def text(self) -> str:
        """The main text, white space as one blank."""
        return " ".join("".join(p.text for p in self.passages if "article" in p.around).split())

    @property
    def title(self) -> str:
        return " ".join("".join(p.text for p in self.passages if p.around[-2:] == ("head", "title")).split())

    @property
    def ids(self) -> list[str]:
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    def links(self) -> list[str]:
        return [e.attributes[name] for e in self.elements for name in LINKS & e.attributes.keys()]


class _Parser(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.open: list[tuple[str, str]] = []

    @property
    def around(self) -> tuple[str, ...]:
        return tuple(tag for tag, _ in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        lang = attributes.get("lang") or (self.open[-1][1] if self.open else "")
        self.page.elements.append(Element(tag, attributes, lang, self.around))
        if tag not in VOID:
            self.open.append((tag, lang))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.around:
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        around = self.around
        if around and around[-1] == "script":
            held = self.page.all("script")[-1].attributes.get("type") == "application/ld+json"
            (self.page.linked if held else self.page.scripts).append(data)
        if around and not UNSEEN & set(around):
            self.page.passages.append(Passage(data, self.open[-1][1], around))


def read_page(site: Path, file: Path) -> Page:
    path = file.relative_to(site).as_posix()
    page = Page(path.removesuffix("index.html"))
    parser = _Parser(page)
    parser.feed(file.read_text(encoding="utf-8"))
    parser.close()
    return page


def read_site(site: Path) -> dict[str, Page]:
    """Read every page but those for an unknown address, for the frames of other sites, and that lead on at once."""
    files = (file for file in sorted(site.rglob("*.html")) if file.name != "404.html" and not is_embed(site, file))
    pages = (read_page(site, file) for file in files)
    return {page.path: page for page in pages if not leads_on(page)}


def leads_on(page: Page) -> bool:
    return any(element.attributes.get("http-equiv") == "refresh" for element in page.all("meta"))


def read_embeds(site: Path) -> dict[str, Page]:
    """Read every page for the frames of other sites."""
    files = (file for file in sorted(site.rglob("*.html")) if is_embed(site, file))
    return {page.path: page for page in (read_page(site, file) for file in files)}


def is_embed(site: Path, file: Path) -> bool:
    return "embed" in file.relative_to(site).parts[:2]


def is_outside(link: str) -> bool:
    """Return whether a link names a host or a scheme of its own."""
    parts = urlsplit(link)
    return bool(parts.scheme or parts.netloc)


def broken_links(site: Path, pages: dict[str, Page]) -> list[str]:
    """Follow every link within the site, under a sub-path; tell those that lead nowhere."""
    broken, known = [], {path: set(page.ids) for path, page in pages.items()}
    exists: dict[str, bool] = {}
    for path, page in pages.items():
        for link in set(page.links()):
            if is_outside(link):
                continue
            parts = urlsplit(urljoin(HOME + path, link))
            whole = parts._replace(query="", fragment="").geturl()
            target = unquote(whole.removeprefix(HOME))
            if target not in exists:
                file = site / target
                exists[target] = (
                    whole.startswith(HOME)
                    and (file / "index.html" if not target or target.endswith("/") else file).is_file()
                )
            anchor = unquote(parts.fragment)
            if not exists[target] or (anchor and anchor not in known.get(target, {anchor})):
                broken.append(f"{path} -> {link}")
    return broken


def tree(folder: Path) -> dict[str, str]:
    """Return every file of a folder with the hash of its bytes."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }

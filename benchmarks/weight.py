"""What a reader's browser fetches to show a page: the page and all it asks for at first view, as gzip makes it."""

import gzip
import posixpath
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from benchmarks.host import LEVEL

IMPORTED = re.compile(r"""^\s*(?:import|export)\b[^"'(]*["'](\.[^"']+)["']""", re.MULTILINE)
KINDS = {  # a page of each kind; of those with a star the heaviest
    "home": "index.html",
    "pillar": "growth/index.html",
    "commitment": "commitments/*/index.html",
    "unit": "units/*/index.html",
    "place": "places/*/index.html",
    "tasks": "lists/tasks/index.html",
    "results": "lists/results/index.html",
    "timeline": "projects/timeline/index.html",
    "updates": "updates/index.html",
    "quality": "quality/index.html",
    "directory": "directory/index.html",
    "site map": "sitemap/index.html",
    "data": "data/index.html",
    "search index": "search/index.json",
}


class Fetched(HTMLParser):
    """Collects what a page asks for at once: stylesheets, scripts, the icon, pictures."""

    def __init__(self, page: str) -> None:
        """Take the text of a page."""
        super().__init__()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element fetches."""
        found = {name: value or "" for name, value in attrs}
        loaded = {"stylesheet", "icon", "modulepreload", "preload"} & set(found.get("rel", "").split())
        if tag == "link" and loaded:
            self.links.append(found["href"])
        elif tag in ("script", "img") and found.get("src") and found.get("loading") != "lazy":
            self.links.append(found["src"])


def weights(site: Path) -> dict[str, int]:
    """Return the bytes of a first view of each kind of page that the site has."""
    sizes: dict[Path, int] = {}
    return {
        kind: max(first_view(site, page, sizes) for page in pages)
        for kind, pattern in KINDS.items()
        if (pages := sorted(site.glob(pattern)))
    }


def first_view(site: Path, page: Path, sizes: dict[Path, int]) -> int:
    """Weigh a page with all that it fetches; `sizes` remembers what was weighed."""
    files = {page}
    if page.suffix == ".html":
        for link in Fetched(page.read_text(encoding="utf-8")).links:
            files |= set(_with_imports(site, page, link))
    for file in files:
        if file not in sizes:
            sizes[file] = len(gzip.compress(file.read_bytes(), LEVEL, mtime=0))
    return sum(sizes[file] for file in files)


def _with_imports(site: Path, page: Path, link: str) -> Iterator[Path]:
    """Return a file that a page or a module names, and what it imports in turn; other hosts and data are none."""
    if ":" in link.split("/")[0] or link.startswith("//"):
        return
    file = Path(posixpath.normpath(site / link.lstrip("/") if link.startswith("/") else page.parent / link))
    if not file.is_file():
        return
    yield file
    if file.suffix == ".js":
        for imported in IMPORTED.findall(file.read_text(encoding="utf-8")):
            yield from _with_imports(site, file, imported)

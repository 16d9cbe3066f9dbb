"""Rendering: Markdown to HTML by MkDocs, one process a language, and only for the pages that are not in the cache.

MkDocs is called as a program with a configuration file, so that the site builder can be replaced. Our pages show of
other pages nothing but the address and the title in the menu; what a page becomes follows from its own Markdown and
from what is the same for all pages of a language. So a page whose key is in the cache is not given to MkDocs at all.
The pages that those in hand lead to are there as stubs with the same anchors, so that MkDocs follows every link it
would follow otherwise. Where it doubts one, or a page from the cache leads to what is no longer there, all pages of the
language are given to MkDocs, and its word stands: the cache saves time and hides nothing.
"""

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote

import yaml
from markupsafe import Markup

from generator.errors import SiteError
from generator.files.cache import Cache, hash_packages, hash_paths, make_key
from generator.files.manifest import sha256
from generator.files.output import Output
from generator.files.writing import DISK
from generator.language.words import mark
from generator.paths import CONFIG, PROGRAM, THEME
from generator.website.configuration import NAME, Configuration
from generator.website.links import Anchors, keep_sound, read_anchors
from generator.website.overrides import are_bounded
from generator.website.sources import MkdocsInput, write_files

HERE = Path(__file__).parent  # our own part in rendering, which no version names
UNTRUE = ("sitemap.xml", "sitemap.xml.gz")  # MkDocs dates every page by the day of building
FRAME, OVERRIDES, BUILT = "frame", "overrides", "built"
REST = "\0rest"  # in place of a path: what MkDocs makes beside the pages
ASSETS = "assets/"  # the theme's files: ours are published under names of their own, Material's not at all
LAST_MOMENT = 2**32 - 1  # seconds since 1970: no later one fits into what MkDocs compresses
MARKDOWN_FILE = re.compile(r"[^\s()<>\[\]\"']+\.md\b")
ERRNO = re.compile(r"\[Errno (\d+)\]")  # as Python writes an error of the system
NOT_INSTALLED = mark(
    "MkDocs does not find the theme “progress-portal”: this version of the program is not installed. "
    "Install it again with pip; in a checkout, with make."
)

Process = subprocess.Popen[str]


class Rendering:
    """The pages of every language being rendered, in processes of their own, while other work goes on."""

    def __init__(self, configuration: Configuration, workshop: Path, output: Output, as_of: date, cache: Cache) -> None:
        """Lay out what every page depends on."""
        moment = int(datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).timestamp())
        self._moment = str(min(max(moment, 0), LAST_MOMENT))
        self._theme = _hash_theme()
        self._frame = _copy_frame(configuration, workshop, self._theme, self._moment)
        self._workshop = workshop
        self._output = output
        self._cache = cache
        self._languages: list[LanguageRendering] = []
        self._running: dict[str, Process] = {}

    def __enter__(self) -> Self:
        """Begin the block in which it is finished."""
        return self

    def __exit__(self, *_: object) -> None:
        """End what still runs, which is where something else went wrong."""
        for process in self._running.values():
            process.kill()
            process.communicate()

    def begin(self, inputs: MkdocsInput) -> None:
        """Take what the cache has of a language, and start MkDocs for the rest."""
        language = LanguageRendering(inputs, self._workshop, self._output, self._frame, self._cache)
        self._languages.append(language)
        if not language.complete:
            self._start(language)

    def finish(self) -> tuple[int, int]:
        """Finish every page; returns how many there are, and how many MkDocs was given.

        Raises:
            SiteError: a page or link is not as it should be (`--strict`).
        """
        for language in self._languages:  # what is done with one, while the next is rendered
            while process := self._running.pop(language.lang, None):
                complaint = read_complaint(process)
                _raise_full(complaint, self._workshop)
                if complaint and language.whole:
                    raise SiteError(complaint if _is_installed() else NOT_INSTALLED)
                language.take_rendered()
                if not language.whole and (complaint or language.doubtful):
                    language.forget()
                    self._start(language)
            language.finish()
        if self._theme == _hash_theme():  # nobody has edited it meanwhile
            for language in self._languages:
                language.keep()
        return sum(len(language) for language in self._languages), sum(language.given for language in self._languages)

    def _start(self, language: "LanguageRendering") -> None:
        self._running[language.lang] = start_mkdocs(language.lay_out(), self._moment)


class LanguageRendering:
    """The pages of one language on their way: from the cache, or from MkDocs."""

    def __init__(self, inputs: MkdocsInput, workshop: Path, output: Output, frame: bytes | None, cache: Cache) -> None:
        """Take what the cache has; `frame` is the key of what every page depends on, None where nobody can know it."""
        self.lang = inputs.lang
        self.given = 0  # pages that MkDocs was given
        self._inputs = inputs
        self._cache = cache
        self._workshop = workshop
        self._folder = workshop / inputs.lang
        self._output = output
        self._keys: dict[str, bytes] = {}
        if frame:
            shared = json.dumps([inputs.settings, sorted(inputs.others)], ensure_ascii=False)
            for path, source in inputs.pages.items():
                self._keys[path] = make_key("page", frame, shared, source, inputs.sources[source])
            self._keys[REST] = make_key("rest", frame, shared)
        self._put(inputs.others)
        self._known = {path: found for path in inputs.pages if (found := self._from_cache(path)) is not None}
        self._rendered: dict[str, Anchors] = {}
        rest = cache.get(self._keys[REST]) if frame else None
        self._rest: dict[str, str] | None = json.loads(rest) if rest is not None else None

    def __len__(self) -> int:
        """Count the pages."""
        return len(self._inputs.pages)

    @property
    def whole(self) -> bool:
        """Whether MkDocs is given every page."""
        return not self._known

    @property
    def complete(self) -> bool:
        """Whether nothing is left for MkDocs."""
        return len(self._known) == len(self._inputs.pages) and self._rest is not None and not self.doubtful

    @property
    def doubtful(self) -> bool:
        """Whether a page is missing, or one from the cache leads to what is no longer there."""
        own = self._own()
        everything = own.keys() == self._inputs.pages.keys() and self._rest is not None
        return not everything or any(keep_sound(path, page, own) != page for path, page in self._known.items())

    def forget(self) -> None:
        """Leave the cache aside: MkDocs is given every page."""
        self._known, self._rendered, self._rest = {}, {}, None

    def lay_out(self) -> Path:
        """Write what MkDocs is given; returns its configuration file."""
        inputs, docs = self._inputs, self._folder / "docs"
        for folder in (docs, self._folder / BUILT):
            shutil.rmtree(folder, ignore_errors=True)
        missing = [path for path in inputs.pages if path not in self._known]
        self.given += len(missing)
        sources: dict[str, bytes] = dict(inputs.sources)
        if not self.whole:
            sources = {inputs.pages[path]: inputs.sources[inputs.pages[path]] for path in missing}
            sources = self._stubs(sources) | sources
        write_files(docs, sources)
        write_files(docs, inputs.others)
        overrides = self._workshop / FRAME / OVERRIDES
        theme = inputs.settings["theme"] | ({"custom_dir": str(overrides)} if overrides.exists() else {})
        folders = {"docs_dir": str(docs), "site_dir": str(self._folder / BUILT), "theme": theme}
        config = {**inputs.settings, **folders, "INHERIT": str(self._workshop / FRAME / CONFIG)}
        file = self._folder / CONFIG
        file.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return file

    def take_rendered(self) -> None:
        """Take what MkDocs has made into the site."""
        built, pages = self._folder / BUILT, {f"{path}index.html": path for path in self._inputs.pages}
        rest = {}
        for file in sorted(built.rglob("*")):
            name = file.relative_to(built).as_posix()
            if file.is_dir() or name in self._inputs.others or name in UNTRUE or self._is_of_the_theme(name):
                continue
            if name not in pages:
                rest[name] = b64encode(file.read_bytes()).decode()
            elif pages[name] not in self._known:
                html = self._output.take(self._inputs.root + name, file)
                self._rendered[pages[name]] = read_anchors(html.decode())
        self._rest = rest

    def finish(self) -> None:
        """Finish the site of this language."""
        self._put({name: b64decode(text) for name, text in (self._rest or {}).items()})

    def keep(self) -> None:
        """Put what was rendered into the cache."""
        if not self._keys:
            return
        self._cache.put(self._keys[REST], json.dumps(self._rest or {}).encode())
        own = self._own()
        for path, page in self._rendered.items():
            html = self._output.read(f"{self._inputs.root}{path}index.html")
            page = keep_sound(path, page, own)
            self._cache.put(self._keys[path], json.dumps([page.own, page.links, sha256(html)]).encode())
            self._cache.put(make_key("html", sha256(html)), html)

    def _is_of_the_theme(self, name: str) -> bool:
        """Whether a file that MkDocs has published is the theme's, and not the portal's own in its place."""
        return name.startswith(ASSETS) and not (self._workshop / FRAME / OVERRIDES / name).exists()

    def _from_cache(self, path: str) -> Anchors | None:
        """Put a page from the cache, or the old site, into the site; gives its anchors, None where it is in neither."""
        found = self._cache.get(self._keys[path]) if self._keys else None
        if found is None:
            return None
        own, links, proof = json.loads(found)
        if not self._output.keep(f"{self._inputs.root}{path}index.html", proof):
            html = self._cache.get(make_key("html", proof))
            if html is None:
                return None
            self._put({f"{path}index.html": html})
        return Anchors(tuple(own), tuple(links))

    def _put(self, files: Mapping[str, bytes]) -> None:
        self._output.put({self._inputs.root + name: content for name, content in files.items()})

    def _own(self) -> dict[str, frozenset[str]]:
        return {path: frozenset(page.own) for path, page in (self._known | self._rendered).items()}

    def _stubs(self, sources: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return stubs for the pages of the menu, and for those that some sources name: their anchors, and no more."""
        named = set(_list_files(self._inputs.settings["nav"]))
        for source, text in sources.items():
            for link in MARKDOWN_FILE.findall(text.decode()):
                named.add(posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(link))))
        anchor = Markup('<a id="{}"></a>\n\n')
        return {
            self._inputs.pages[path]: "".join(anchor.format(name) for name in page.own).encode()
            for path, page in self._known.items()
            if self._inputs.pages[path] in named
        }


def start_mkdocs(config: Path, moment: str) -> Process:
    """Build a language in a process of its own, as if it were the moment given (seconds since 1970)."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "mkdocs", "build", "--strict", "--config-file", str(config)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=os.environ
        | {"SOURCE_DATE_EPOCH": moment, "PYTHONHASHSEED": "0", "NO_MKDOCS_2_WARNING": "1"}
        | {"PYTHONPATH": os.pathsep.join(filter(None, [str(PROGRAM.parent), os.environ.get("PYTHONPATH")]))},
        close_fds=False,  # with the lock of the staging folder, which stays while anything writes there
    )


def read_complaint(process: Process) -> str:
    """Wait for MkDocs; gives what it complains of, "" where all is well."""
    printed, _ = process.communicate()
    lines = [line for line in printed.splitlines() if line and not line.startswith("INFO")]
    return ("\n".join(lines) or printed or str(process.returncode)) if process.returncode else ""


def _raise_full(complaint: str, folder: Path) -> None:
    """Raise what MkDocs complains of as an error of the system, where the disk is to blame, and no page.

    Raises:
        OSError: the disk is full or read-only.
    """
    for number in map(int, ERRNO.findall(complaint)):
        if number in DISK:
            raise OSError(number, os.strerror(number), str(folder))


def _copy_frame(configuration: Configuration, workshop: Path, theme: bytes, moment: str) -> bytes | None:
    """Copy what the portal adds to every page, so that it is what the key says, whoever edits it meanwhile.

    Returns the key of all that pages have in common, and None where they may depend on more than that.
    """
    folder = workshop / FRAME
    folder.mkdir(parents=True)
    (folder / CONFIG).write_text(configuration.text, encoding="utf-8")
    if configuration.overrides:
        shutil.copytree(configuration.overrides, folder / OVERRIDES)
    if not configuration.pure or not are_bounded(folder / OVERRIDES):
        return None
    code = hash_paths(HERE.glob("*.py"), HERE)
    files = (file for file in folder.rglob("*") if file.is_file())
    return make_key("frame", hash_packages(), code, theme, moment, hash_paths(files, folder))


def _hash_theme() -> bytes:
    """Hash the templates and settings of the theme, whose other files have names that tell their content."""
    return hash_paths([*THEME.rglob("*.html"), *THEME.glob("*.yml")], THEME)


def _is_installed() -> bool:
    """Whether MkDocs can find the theme, which it does by an entry point of the package."""
    return any(entry.name == NAME for entry in entry_points(group="mkdocs.themes"))


def _list_files(menu: Any) -> Iterator[str]:
    """Return the files of a menu, which is lists and mappings within each other."""
    if isinstance(menu, str):
        yield menu
        return
    for part in menu.values() if isinstance(menu, dict) else menu:
        yield from _list_files(part)

"""A published site against its own manifest: every file that it lists, and none that it does not."""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import Protocol

from generator.errors import ReleaseError
from generator.files.manifest import FILE, SiteManifest, parse_manifest, sha256
from generator.releases.findings import Fault, Note
from generator.releases.release import MANIFEST, read_manifest
from generator.releases.stores import Store
from generator.releases.web import Web

AT_ONCE = 8  # files that are fetched at the same time
DATA = "data"  # the folder of the tables on the site
LISTS = ("site-encoded.json", "site-kept.json")  # lists of what the host keeps beside the site: see `publish`


class Site(Protocol):
    """Where a site is."""

    def read(self, path: str) -> bytes | None:
        """Return a file; None where there is none."""

    def names(self) -> set[str] | None:
        """Return the path of every file and of empty folders; None where they cannot be listed."""


class FolderSite:
    """A site in a folder."""

    def __init__(self, folder: Path) -> None:
        """Take the folder."""
        self._folder = folder

    def read(self, path: str) -> bytes | None:
        """Read a file."""
        file = self._folder / path
        return file.read_bytes() if file.is_file() else None

    def names(self) -> set[str] | None:
        """Return what there is."""
        held = (path for path in self._folder.rglob("*") if not path.is_dir() or not any(path.iterdir()))
        return {path.relative_to(self._folder).as_posix() for path in held}


class WebSite:
    """A live site."""

    def __init__(self, web: Web) -> None:
        """Take its address."""
        self._web = web

    def read(self, path: str) -> bytes | None:
        """Fetch a file."""
        return self._web.get(path)

    def names(self) -> set[str] | None:
        """Return None: files cannot be listed."""
        return None


def read_lists(site: Site) -> Iterator[tuple[str, SiteManifest | None]]:
    """Yield the manifest of a site, and the lists of what its host keeps beside it, by name; None where unreadable."""
    for name in (FILE, *LISTS):
        raw = site.read(name)
        if raw is None and name != FILE:
            continue
        try:
            manifest = parse_manifest(raw or b"")
            fit = all(map(_is_below, manifest.files)) and manifest.text.encode() == raw  # it has one form alone
            yield name, manifest if fit else None
        except (ValueError, RecursionError):
            yield name, None


def check_site(site: Site, step: Callable[[], object]) -> Iterator[Fault]:
    """Find whatever is not as the manifest of a site says; `step` is called for each file that was read."""
    lists = dict(read_lists(site))
    if lists[FILE] is None:
        yield Fault("removed" if site.read(FILE) is None else "manifest", "", FILE)
        return
    expected: dict[str, str] = {}
    for name, manifest in lists.items():
        if manifest is None:
            yield Fault("manifest", "", name)
        else:
            expected |= manifest.files
    there = site.names()
    for path in sorted((there or set()) - expected.keys() - lists.keys()):
        yield Fault("added", "", path)
    yield from _check_files(site, expected, step)


def count_files(site: Site) -> int:
    """Return how many files a site lists."""
    return sum(len(manifest.files) for _, manifest in read_lists(site) if manifest)


def find_drafts(site: Site, store: Store) -> Iterator[Note]:
    """Find the tables of a site that are not those of its newest release."""
    manifest, days = dict(read_lists(site))[FILE], store.days()
    raw = store.read(days[-1], MANIFEST) if days else None
    if manifest is None or raw is None:
        return
    try:
        released = read_manifest(raw).files
    except ReleaseError:
        return  # reported by `find_faults`
    for name, entry in sorted(released.items()):
        shown = manifest.files.get(f"{DATA}/{name}")
        if shown is not None and name.endswith(".csv") and shown != entry.sha256:
            yield Note("draft", "", f"{DATA}/{name}")


def _check_files(site: Site, expected: Mapping[str, str], step: Callable[[], object]) -> Iterator[Fault]:
    def check(path: str) -> Fault | None:
        content = site.read(path)
        if content is None:
            return Fault("removed", "", path)
        found = sha256(content)
        return None if found == expected[path] else Fault("changed", "", path, found, expected[path])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for fault in pool.map(check, sorted(expected)):
            step()
            if fault:
                yield fault


def _is_below(path: str) -> bool:
    """Return whether a path stays within the site."""
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and not path.startswith("/") and os.sep not in path.replace("/", "")

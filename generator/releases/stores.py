"""Stores: where releases are read from: a folder, or a live site, where only what is listed can be seen."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from generator.errors import ReleaseError
from generator.language.words import mark
from generator.releases.release import CHECKPOINT, DAY, FOLDER, INDEX, PROOF, UNFINISHED, release_days
from generator.releases.web import MEGABYTE, Web

COPIES = (".gz", ".br")
MOST_RELEASES = 2_000  # a release a week for forty years
NO_LIST = mark("There are no releases at {url}.")
NO_INDEX = mark("The list of releases cannot be read.")
MANY = mark("{url} lists {count} releases; no more than {most} are read.")


class Store(Protocol):
    """Where releases are kept."""

    def days(self) -> list[str]:
        """Return the name of the releases, oldest first."""

    def strays(self) -> list[str]:
        """Return the names of what lies among the releases and is none."""

    def names(self, day: str) -> set[str] | None:
        """Return the name of the files of a release, and of empty folders in it; None where they cannot be listed."""

    def read(self, day: str, name: str) -> bytes | None:
        """Return a file; None where there is none."""

    def read_own(self, name: str) -> bytes | None:
        """Return a file beside the releases of a site; None where there is none, or no site."""

    def listed(self) -> Mapping[str, str] | None:
        """Return the hash of each manifest by its day from the list of releases, where there is such a list."""


class FolderStore:
    """Releases in a folder; in that of a built site, the pages and the proofs about them are not part of them."""

    def __init__(self, folder: Path) -> None:
        """Take the folder that holds a folder a release."""
        self.folder = folder
        self._built = (folder.parent / "api").is_dir()
        self._pages = {"index.html", PROOF} if self._built else set()
        self._known = {"index.html", INDEX, CHECKPOINT} if self._built else set()

    def days(self) -> list[str]:
        """Return the name of the releases."""
        return release_days(self.folder)

    def strays(self) -> list[str]:
        """Return the names of what is no release; what a release that was cut off has left does no harm."""
        if not self.folder.is_dir():
            return []
        names = _drop_copies({path.name for path in self.folder.iterdir()}, built=self._built)
        names -= set(self.days()) | self._known
        return sorted(name for name in names if not UNFINISHED.fullmatch(name))

    def names(self, day: str) -> set[str] | None:
        """Return the name of the files, those in folders too, and of empty folders."""
        folder = self.folder / day
        held = (path for path in folder.rglob("*") if not path.is_dir() or not any(path.iterdir()))
        return _drop_copies({path.relative_to(folder).as_posix() for path in held}, built=self._built) - self._pages

    def read(self, day: str, name: str) -> bytes | None:
        """Read a file."""
        path = self.folder / day / name
        return path.read_bytes() if path.is_file() else None

    def read_own(self, name: str) -> bytes | None:
        """Read a file beside the releases of a built site."""
        path = self.folder / name
        return path.read_bytes() if self._built and path.is_file() else None

    def listed(self) -> Mapping[str, str] | None:
        """Return the list that a built site publishes."""
        raw = self.read_own(INDEX)
        return None if raw is None else read_index(raw)


def _drop_copies(names: set[str], *, built: bool) -> set[str]:
    """Leave out the compressed copies that a published site has beside its files, with a list of their own."""
    return {name for name in names if not (built and name.endswith(COPIES) and name[:-3] in names)}


class WebStore:
    """Releases of a live site; what is read once is not fetched again."""

    def __init__(self, web: Web) -> None:
        """Fetch the list of releases of a portal.

        Raises:
            ReleaseError: it cannot be reached, or has no releases, or more than can be meant.
        """
        self._web = web
        self._read: dict[str, bytes | None] = {}
        raw = self.read_own(INDEX)
        if raw is None:
            raise ReleaseError(NO_LIST, url=web.url)
        self._index = read_index(raw)
        if len(self._index) > MOST_RELEASES:
            raise ReleaseError(MANY, url=web.url, count=len(self._index), most=MOST_RELEASES)

    def days(self) -> list[str]:
        """Return the name of the releases that are listed."""
        return sorted(self._index)

    def strays(self) -> list[str]:
        """Return nothing: what is not listed cannot be seen."""
        return []

    def names(self, day: str) -> set[str] | None:
        """Return None: files cannot be listed."""
        return None

    def read(self, day: str, name: str) -> bytes | None:
        """Fetch a file."""
        return self.read_own(f"{day}/{name}")

    def read_own(self, name: str) -> bytes | None:
        """Fetch a file beside the releases."""
        if name not in self._read:
            self._read[name] = self._web.get(f"{FOLDER}/{name}")
        content = self._read[name]
        if content is not None and len(content) > MEGABYTE:
            del self._read[name]  # large ones are read once
        return content

    def listed(self) -> Mapping[str, str] | None:
        """Return the list."""
        return self._index


def read_index(raw: bytes) -> dict[str, str]:
    """Read the list of releases: the hash of each manifest by its day.

    Raises:
        ReleaseError: it is not such a list.
    """
    try:
        listed = {str(entry["released_on"]): str(entry["manifest_sha256"]) for entry in json.loads(raw)["releases"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ReleaseError(NO_INDEX) from error
    if not all(DAY.fullmatch(day) for day in listed):
        raise ReleaseError(NO_INDEX)
    return listed

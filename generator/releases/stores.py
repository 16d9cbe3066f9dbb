"""Stores: where releases are read from: a folder, or a site over HTTP, where only what is listed can be seen."""

import json
from http.client import HTTPException
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

from generator.errors import ReleaseError
from generator.language.words import mark
from generator.releases.release import DAY, FOLDER, INDEX, UNFINISHED, release_days

TIMEOUT = 30  # seconds for one request


class Store(Protocol):
    """Where releases are kept."""

    def days(self) -> list[str]:
        """Return the name of the releases, oldest first."""

    def strays(self) -> list[str]:
        """Return the names of what lies among the releases and is none."""

    def names(self, day: str) -> set[str] | None:
        """Return the name of the files of a release; None where they cannot be listed."""

    def read(self, day: str, name: str) -> bytes | None:
        """Return a file; None where there is none."""

    def listed(self, day: str) -> str | None:
        """Return the hash of a manifest from the list of releases, where there is such a list."""


class FolderStore:
    """Releases in a folder; in that of a built site, the pages about them are not part of them."""

    def __init__(self, folder: Path) -> None:
        """Take the folder that holds a folder a release."""
        self.folder = folder
        built = (folder.parent / "api").is_dir()
        self._pages = {"index.html"} if built else set()
        self._known = {"index.html", INDEX} if built else set()

    def days(self) -> list[str]:
        """Return the name of the releases."""
        return release_days(self.folder)

    def strays(self) -> list[str]:
        """Return the names of what is no release; what a release that was cut off has left does no harm."""
        if not self.folder.is_dir():
            return []
        names = {path.name for path in self.folder.iterdir()} - set(self.days()) - self._known
        return sorted(name for name in names if not UNFINISHED.fullmatch(name))

    def names(self, day: str) -> set[str] | None:
        """Return the name of the files, those in folders too."""
        folder = self.folder / day
        files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
        return files - self._pages

    def read(self, day: str, name: str) -> bytes | None:
        """Read a file."""
        path = self.folder / day / name
        return path.read_bytes() if path.is_file() else None

    def listed(self, day: str) -> str | None:
        """Return the hash that a built site publishes."""
        path = self.folder / INDEX
        return _read_index(path.read_bytes()).get(day, "") if self._known and path.is_file() else None


class WebStore:
    """Releases of a live site."""

    def __init__(self, url: str) -> None:
        """Take the address of the portal, and fetch the list of its releases.

        Raises:
            ReleaseError: it cannot be reached, or has no releases.
        """
        self._url = url.rstrip("/") + f"/{FOLDER}"
        raw = self._get(INDEX)
        if raw is None:
            raise ReleaseError(mark("There are no releases at {url}."), url=url)
        self._index = _read_index(raw)

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
        return self._get(f"{day}/{quote(name)}")

    def listed(self, day: str) -> str | None:
        """Return the hash from the list."""
        return self._index[day]

    def _get(self, path: str) -> bytes | None:
        try:
            with urlopen(f"{self._url}/{path}", timeout=TIMEOUT) as answer:  # noqa: S310 - http(s), see store_of
                content: bytes = answer.read()
                return content
        except HTTPError as error:
            if error.code in (404, 410):
                return None
            raise ReleaseError(mark("{url} answers with {reason}."), url=error.url, reason=error.code) from error
        except (URLError, HTTPException, OSError) as error:
            why = getattr(error, "reason", error)
            raise ReleaseError(mark("{url} cannot be reached: {reason}"), url=self._url, reason=why) from error


def open_store(place: str) -> Store:
    """Open a data folder, a folder of releases, a built site, or the address of a live one.

    Raises:
        ReleaseError: there is nothing of the kind.
    """
    if place.startswith(("http://", "https://")):
        return WebStore(place)
    folder = Path(place)
    if not folder.is_dir():
        raise ReleaseError(mark("There is no folder {folder}."), folder=place)
    below = folder / FOLDER
    return FolderStore(folder if release_days(folder) and not below.is_dir() else below)


def _read_index(raw: bytes) -> dict[str, str]:
    """Read the list of releases: the hash of each manifest by its day.

    Raises:
        ReleaseError: it is not such a list.
    """
    try:
        listed = {str(entry["released_on"]): str(entry["manifest_sha256"]) for entry in json.loads(raw)["releases"]}
    except (ValueError, KeyError, TypeError) as error:
        raise ReleaseError(mark("The list of releases cannot be read.")) from error
    if not all(DAY.fullmatch(day) for day in listed):
        raise ReleaseError(mark("The list of releases cannot be read."))
    return listed

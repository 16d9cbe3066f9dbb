"""The output: the files of a site in the making, each put here, so that its hash is known without reading it again.

A file that the old site holds with the same bytes is linked from there, not written: it costs next to nothing and keeps
its time, so that what copies or serves a site by the times of its files sees only what has changed.
"""

import os
import stat
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from generator.errors import SiteError
from generator.files.manifest import FILE, Provenance, SiteManifest, sha256
from generator.language.words import mark

TWICE = mark(
    "Two parts of the site have the address {path}. Rename the file in docs/, or the pillar, that has this name."
)
FILE_MODE, FOLDER_MODE = 0o644, 0o755  # the web server reads it, whatever the umask of who builds


class Output:
    """A folder for the site in the making, and the site that it will replace, which need not be there."""

    def __init__(self, folder: Path, old: Path) -> None:
        """Make the folder, and read what the old site holds."""
        self._folder = folder
        self._old = old
        self._reading = ThreadPoolExecutor(1).submit(_hash_site, old)  # while other work goes on
        self._after: dict[str, str] = {}
        self._made = set[str]()
        self._make("")

    def put(self, files: Mapping[str, bytes]) -> None:
        """Put files by their paths.

        Raises:
            SiteError: there is a file at the path already.
        """
        for path, content in files.items():
            if path in self._after:
                raise SiteError(TWICE, path=path)
            proof = sha256(content)
            if not self.keep(path, proof):
                self._place(path, proof).write_bytes(content)
                self._finish(path, proof)

    def take(self, path: str, file: Path) -> bytes:
        """Move a file from elsewhere on the same disk to its path, in place of one kept before; returns its content."""
        content = file.read_bytes()
        proof = sha256(content)
        if not self.keep(path, proof):
            file.replace(self._place(path, proof))
            self._finish(path, proof)
        return content

    def keep(self, path: str, proof: str) -> bool:
        """Take a file from the old site, if it is there with this SHA-256; False where it has to be put."""
        return self._before.get(path) == proof and _link(self._old / path, self._place(path, proof))

    def read(self, path: str) -> bytes:
        """Read a file that was put."""
        return (self._folder / path).read_bytes()

    def seal(self, url: str, built: Provenance | None = None) -> int:
        """Put the manifest of the site, which is whole; returns how many files were added, changed or removed."""
        self.put({FILE: SiteManifest(dict(self._after), url, built).text.encode()})
        paths = self._before.keys() | self._after.keys()
        return len([path for path in paths if self._before.get(path) != self._after.get(path)])

    @property
    def _before(self) -> Mapping[str, str]:
        return self._reading.result()

    def _place(self, path: str, proof: str) -> Path:
        """Make room for a file."""
        name = self._folder / path
        if path in self._after:
            name.unlink(missing_ok=True)  # not written into: it may be a link to a file of the old site
        else:
            self._make(path.rpartition("/")[0])
        self._after[path] = proof
        return name

    def _finish(self, path: str, proof: str) -> None:
        """Make a file readable by everyone, and set the time it has in the old site, where it is there."""
        name = self._folder / path
        name.chmod(FILE_MODE)
        if self._before.get(path) == proof:
            known = (self._old / path).stat()
            os.utime(name, ns=(known.st_atime_ns, known.st_mtime_ns))

    def _make(self, folder: str) -> None:
        """Make a folder below the site, and those that it is in."""
        if folder in self._made:
            return
        if folder:
            self._make(folder.rpartition("/")[0])
        name = self._folder / folder
        name.mkdir(exist_ok=True)
        name.chmod(FOLDER_MODE)
        self._made.add(folder)


def _hash_site(site: Path) -> dict[str, str]:
    """Return the SHA-256 of every plain file of a site, by its path."""
    found = {}
    for folder, _, names in os.walk(site):
        for name in names:
            file = os.path.join(folder, name)  # noqa: PTH118 - thousands of files, and Path takes longer than reading them
            if stat.S_ISREG(os.lstat(file).st_mode):
                with open(file, "rb") as content:  # noqa: PTH123
                    found[os.path.relpath(file, site).replace(os.sep, "/")] = sha256(content.read())
    return found


def _link(file: Path, name: Path) -> bool:
    """Return a file a second name; False where it may not be read by everyone, or the system cannot do it."""
    with suppress(OSError):
        if stat.S_IMODE(file.stat().st_mode) == FILE_MODE:
            os.link(file, name)
            return True
    return False

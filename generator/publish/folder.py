"""Sites kept in a folder of this machine."""

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from generator.errors import PublishError, UsageError
from generator.files.manifest import hash_files, sha256
from generator.files.staging import release_lock, take_lock
from generator.publish.steps import BUSY, CURRENT, ENTRIES, FOREIGN, LOCK, NAME, POINTER, SITES


@contextmanager
def open_folder(root: Path) -> Iterator["FolderDestination"]:
    """Open a folder for one publication, which nobody else can open meanwhile.

    Raises:
        UsageError: the folder holds something else.
        PublishError: somebody else is publishing.
    """
    if not root.exists():
        root.mkdir(parents=True)
        root.chmod(0o755)  # for the web server, whatever the umask
    refuse_foreign(root)
    lock_file = root / LOCK
    lock_file.touch()
    try:
        lock = take_lock(lock_file)
    except BlockingIOError as error:
        raise PublishError(BUSY, target=root) from error
    try:
        if not (root / SITES).exists():
            (root / SITES).mkdir()
            (root / SITES).chmod(0o755)
        (root / POINTER).unlink(missing_ok=True)
        for leftover in (root / SITES).glob(".*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield FolderDestination(root)
    finally:
        release_lock(lock)


def refuse_foreign(root: Path) -> None:
    """Refuse a folder in which there is anything but sites published before.

    Raises:
        UsageError: it holds something else.
    """
    for path in sorted(root.iterdir()):
        if path.name not in ENTRIES or (path.name == CURRENT and not path.is_symlink()):
            raise UsageError(FOREIGN, target=root, name=path.name)


class FolderDestination:
    """The sites of an open folder."""

    def __init__(self, root: Path) -> None:
        """Take a folder that is locked."""
        self.target = str(root)
        self._root = root
        self._sites = root / SITES

    def names(self) -> list[str]:
        """List the sites that are whole, oldest first."""
        return sorted(path.name for path in self._sites.iterdir() if NAME.fullmatch(path.name))

    def current(self) -> str:
        """Return the name of the site that is live, also where it has gone; empty where there never was one."""
        link = self._root / CURRENT
        return link.readlink().name if link.is_symlink() else ""

    def read(self, name: str, list_name: str) -> bytes:
        """Return a list that lies in a site; empty where it has none."""
        file = self._sites / name / list_name
        return file.read_bytes() if file.is_file() else b""

    def sums(self, name: str) -> dict[str, str]:
        """Return the SHA-256 of every file of a site but its manifest."""
        return hash_files(self._sites / name)

    def receive(self, sources: Sequence[Path], base: str) -> str:
        """Lay a site out beside the others; a file that `base` has just so is shared with it."""
        incoming = self._sites / f".incoming-{secrets.token_hex(4)}"
        incoming.mkdir()
        files = {source.relative_to(folder): source for folder in sources for source in folder.rglob("*")}
        for path, source in sorted(files.items()):
            if source.is_dir():
                (incoming / path).mkdir(exist_ok=True)
                (incoming / path).chmod(0o755)
            else:
                _lay(source.read_bytes(), incoming / path, self._sites / base / path if base else None)
        incoming.chmod(0o755)
        return incoming.name

    def accept(self, incoming: str, name: str) -> None:
        """Write the folders of what arrived to the disk (its files are), and move it to its name."""
        arrived = self._sites / incoming
        for folder in (*(path for path in arrived.rglob("*") if path.is_dir()), arrived):
            _write_through(folder)
        arrived.rename(self._sites / name)
        _write_through(self._sites)

    def point(self, name: str) -> None:
        """Make a site the one that is live: a new link is renamed over the old one."""
        pointer = self._root / POINTER
        pointer.symlink_to(Path(SITES) / name)
        pointer.replace(self._root / CURRENT)
        _write_through(self._root)

    def remove(self, name: str) -> None:
        """Remove a site; under its name it is there as a whole or not at all."""
        leaving = self._sites / f".leaving-{name}"
        (self._sites / name).rename(leaving)
        shutil.rmtree(leaving, ignore_errors=True)


def _lay(content: bytes, file: Path, same: Path | None) -> None:
    """Share a file that is there already where it is the same to the byte, else write it through to the disk."""
    if same and same.is_file() and sha256(same.read_bytes()) == sha256(content):
        try:
            file.hardlink_to(same)
        except OSError:  # a file system without hard links, or too many of them
            pass
        else:
            return
    with file.open("xb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    file.chmod(0o644)


def _write_through(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

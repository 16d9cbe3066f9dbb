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
from generator.files.writing import name_file, write_through
from generator.publish.steps import BUSY, CURRENT, ENTRIES, FOREIGN, LEFT, LOCK, NAME, POINTER, SITES


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
            if leftover.is_dir() and not leftover.is_symlink():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink()
            if leftover.exists():  # they would become more and more
                raise PublishError(LEFT, target=root, name=f"{SITES}/{leftover.name}")
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

    def write(self, name: str, list_name: str, text: str) -> None:
        """Put a list into a site, in the place of the one it has."""
        file = self._sites / name / list_name
        draft = file if name.startswith(".") else self._sites / ".list"  # of what arrives, all is a draft
        try:
            with name_file(file):
                draft.write_text(text, encoding="utf-8", newline="\n")
                draft.chmod(0o644)
                write_through(draft)
                draft.replace(file)
        except OSError:
            draft.unlink(missing_ok=True)
            raise

    def sums(self, name: str) -> dict[str, str]:
        """Return the SHA-256 of every file of a site but its manifest."""
        return hash_files(self._sites / name)

    def receive(self, sources: Sequence[Path], base: str) -> str:
        """Lay a site out beside the others; a file that `base` has just so is shared with it."""
        incoming = self._sites / f".incoming-{secrets.token_hex(4)}"
        files = {source.relative_to(folder): source for folder in sources for source in folder.rglob("*")}
        try:
            with name_file(self._root):
                incoming.mkdir()
                for path, source in sorted(files.items()):
                    if source.is_dir():
                        (incoming / path).mkdir(exist_ok=True)
                        (incoming / path).chmod(0o755)
                    else:
                        _lay(source.read_bytes(), incoming / path, self._sites / base / path if base else None)
                incoming.chmod(0o755)
        except OSError:
            self.discard(incoming.name)
            raise
        return incoming.name

    def carry(self, source: str, name: str, path: str, proof: str) -> bool:
        """Put a file of one site into another too; False where it is not there with this SHA-256."""
        same, file = self._sites / source / path, self._sites / name / path
        content = same.read_bytes() if same.is_file() else None
        if content is None or sha256(content) != proof:
            return False
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.parent.chmod(0o755)
            _lay(content, file, same)
        return True

    def accept(self, incoming: str, name: str) -> None:
        """Write the folders of what arrived to the disk (its files are), and move it to its name."""
        arrived = self._sites / incoming
        for folder in (*(path for path in arrived.rglob("*") if path.is_dir()), arrived):
            write_through(folder)
        arrived.rename(self._sites / name)
        write_through(self._sites)

    def point(self, name: str) -> None:
        """Make a site the one that is live: a new link is renamed over the old one."""
        pointer = self._root / POINTER
        try:
            pointer.symlink_to(Path(SITES) / name)
            pointer.replace(self._root / CURRENT)
        finally:
            pointer.unlink(missing_ok=True)
        write_through(self._root)

    def remove(self, name: str) -> None:
        """Remove a site; under its name it is there as a whole or not at all."""
        leaving = self._sites / f".leaving-{name}"
        (self._sites / name).rename(leaving)
        shutil.rmtree(leaving, ignore_errors=True)

    def discard(self, incoming: str) -> None:
        """Remove what arrived and is no site yet."""
        shutil.rmtree(self._sites / incoming, ignore_errors=True)


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

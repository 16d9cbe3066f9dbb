"""The cache: results by a key that is the hash of everything they depend on, so that nothing in it can be stale.

One SQLite file serves every process of a user. Whatever happens to it, a build goes on as if there were none: a row
that is not what was written counts as missing, a damaged file is begun anew, and one that cannot be written is left
alone. The rows used least recently make room for new ones.
"""

import hashlib
import re
import sqlite3
import sys
import sysconfig
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_path

FILE = "results-1.sqlite"  # the number is that of the layout below
LIMIT = 512 * 1024 * 1024  # bytes of what is kept, compressed
BATCH = 32 * 1024 * 1024  # bytes that are written together
PATIENCE = 5.0  # seconds to wait for another process that writes
NAME = "progress-portal"
LAYOUT = """
CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, used INTEGER NOT NULL, size INTEGER NOT NULL,
                                    proof BLOB NOT NULL, value BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS by_use ON results (used, size);
"""
BEYOND = """
DELETE FROM results WHERE key IN (
  SELECT key FROM (SELECT key, sum(size) OVER (ORDER BY used DESC, key) AS total FROM results) WHERE total > ?)
"""


def find_user_cache() -> Path:
    """Return the name of the folder for what programs keep for this user, as the system has it (XDG_CACHE_HOME)."""
    return user_cache_path(NAME, appauthor=False)


def make_key(kind: str, *parts: str | bytes) -> bytes:
    """Hash what a result depends on; where one part ends and the next begins makes a difference."""
    total = hashlib.sha256()
    for part in (kind, *parts):
        raw = part.encode() if isinstance(part, str) else part
        total.update(len(raw).to_bytes(8, "big") + raw)
    return total.digest()


def hash_paths(files: Iterable[Path], below: Path) -> bytes:
    """Hash files with their paths below a folder, in the order of the paths."""
    parts: list[str | bytes] = []
    for file in sorted(files):
        parts += [file.relative_to(below).as_posix(), file.read_bytes()]
    return make_key("files", *parts)


def hash_packages() -> bytes:
    """Hash the version of Python and of every package it can import, as their folders name them."""
    return make_key("installed", sys.version, *sorted(_list_folders()))


def list_packages() -> set[tuple[str, str]]:
    """Return the name, as lock files write it, and the version of every package that can be imported."""
    named = (name.removesuffix(".dist-info").partition("-") for name in _list_folders() if name.endswith(".dist-info"))
    return {(re.sub(r"[-_.]+", "-", name).lower(), number) for name, _, number in named}


def _list_folders() -> set[str]:
    folders = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")} | {Path(entry) for entry in sys.path}
    return {path.name for folder in folders if folder.is_dir() for path in folder.glob("*.*-info")}


class Cache:
    """Bytes by key. Open it with `open_cache`."""

    def __init__(self, rows: sqlite3.Connection | None, limit: int) -> None:
        """Take an open file, or None where nothing is kept; `limit` is in bytes."""
        self._rows = rows
        self._limit = limit
        self._used: set[bytes] = set()
        self._new: dict[bytes, bytes] = {}
        self._waiting = 0
        self.spoilt = False

    def get(self, key: bytes) -> bytes | None:
        """Return what was put under a key; None where it is missing, or is not what was written."""
        if self._rows is None:
            return None
        try:
            row = self._rows.execute("SELECT proof, value FROM results WHERE key = ?", (key,)).fetchone()
        except sqlite3.DatabaseError as error:
            self._give_up(error)
            return None
        if row is None or make_key("row", key, row[1]) != row[0]:
            return None
        self._used.add(key)
        return zlib.decompress(row[1])

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a result; it is written with others, at the latest when the cache is closed."""
        if self._rows is None:
            return
        self._new[key] = raw = zlib.compress(value, 1)
        self._waiting += len(raw)
        if self._waiting > BATCH:
            self.save()

    def save(self) -> None:
        """Write what was put, note what was used, and let go of what was used least recently."""
        if self._rows is None or not (self._new or self._used):
            return
        try:
            with self._rows:
                (now,) = self._rows.execute("SELECT coalesce(max(used), 0) + 1 FROM results").fetchone()
                self._rows.executemany("UPDATE results SET used = ? WHERE key = ?", [(now, key) for key in self._used])
                rows = [(key, now, len(raw), make_key("row", key, raw), raw) for key, raw in self._new.items()]
                self._rows.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)", rows)
                self._rows.execute(BEYOND, (self._limit,))
        except sqlite3.DatabaseError as error:
            self._give_up(error)
        self._new, self._used, self._waiting = {}, set(), 0

    def _give_up(self, error: sqlite3.DatabaseError) -> None:
        """Go on without the file; one that is damaged, not merely locked or full, is marked to be begun anew."""
        self.spoilt = not isinstance(error, sqlite3.OperationalError)
        self._rows = None


@contextmanager
def open_cache(folder: Path | None, limit: int = LIMIT) -> Iterator[Cache]:
    """Open the cache in a folder, which is made where it is missing; None keeps nothing."""
    if folder is None:
        yield Cache(None, limit)
        return
    rows = _connect(folder / FILE)
    found = Cache(rows, limit)
    try:
        yield found
    finally:
        found.save()
        if rows is not None:
            rows.close()
        if found.spoilt:
            _remove(folder / FILE)


def _connect(file: Path) -> sqlite3.Connection | None:
    """Open the file; a damaged one is begun anew. None where that cannot be."""
    for _ in range(2):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            rows = sqlite3.connect(file, timeout=PATIENCE)
        except (OSError, sqlite3.Error):
            return None
        try:
            rows.execute("PRAGMA journal_mode = WAL")
            rows.execute("PRAGMA synchronous = NORMAL")
            rows.executescript(LAYOUT)
        except sqlite3.OperationalError:  # locked for too long, on a full disk, or not to be written
            rows.close()
            return None
        except sqlite3.DatabaseError:
            rows.close()
            _remove(file)
        else:
            return rows
    return None


def _remove(file: Path) -> None:
    """Remove a damaged file with what SQLite keeps beside it; who has it open keeps what it has."""
    for path in (file, *(file.with_name(file.name + ending) for ending in ("-wal", "-shm"))):
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return

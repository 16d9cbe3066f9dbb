"""Staging: the folder in which a site is made, and how it takes the place of the old one, all or nothing.

A killed build leaves its staging folder behind, beside the site. The next one removes it, unless its build, or a
process which that build started, still runs: each holds a lock on its folder, and the system lets go of it with the
last of them.
"""

import ctypes
import errno
import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import ForeignFolderError
from generator.language.words import mark

try:
    import fcntl
except ImportError:  # Windows: no lock, and so nothing is cleared
    fcntl = None  # type: ignore[assignment]

SITE, ASIDE = "site", "old"  # in the staging folder: the new site, and the old one while they change places
FOREIGN = mark("{out} holds files that are not a portal's site; choose another folder.")
AT_FDCWD = -100
RENAME_EXCHANGE = 2
NOT_OFFERED = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM}


def refuse_foreign(out: Path) -> None:
    """Refuse to replace a folder that is not a portal's site.

    Raises:
        ForeignFolderError: it is a file, or has content but no API index.
    """
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / "api" / "v1" / "index.json").exists()):
        raise ForeignFolderError(FOREIGN, out=out)


def _make_prefix(out: Path) -> str:
    return f".{out.name}-building-"


@contextmanager
def stage(out: Path) -> Iterator[Path]:
    """Return a folder beside `out`, for one build; processes started with open files kept hold its lock as well."""
    out.parent.mkdir(parents=True, exist_ok=True)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_make_prefix(out), dir=out.parent))
        try:
            lock = take_lock(folder)
        except OSError:  # another build took it for a leftover before it was locked
            continue
        if folder.exists():
            break
        release_lock(lock)
    if lock is not None:
        os.set_inheritable(lock, True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        release_lock(lock)


def take_lock(path: Path) -> int | None:
    """Lock a file or folder until the descriptor is closed, however that happens; None where nothing can be locked.

    Raises:
        BlockingIOError: another process holds it.
        FileNotFoundError: it is not there.
    """
    if fcntl is None:
        return None
    lock = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise
    except OSError:  # a file system without locks
        os.close(lock)
        return None
    return lock


def release_lock(lock: int | None) -> None:
    """Unlock what `take_lock` has locked."""
    if lock is not None:
        os.close(lock)


def recover(out: Path) -> None:
    """Clear what killed builds left beside `out`; where one was killed with the old site set aside, put it back."""
    for folder in sorted(out.parent.glob(f"{glob.escape(_make_prefix(out))}*")):
        try:
            lock = take_lock(folder)
        except OSError:
            continue
        if lock is None:
            continue
        aside = folder / ASIDE
        if aside.exists() and not os.path.lexists(out):
            aside.rename(out)
        shutil.rmtree(folder, ignore_errors=True)
        release_lock(lock)


def replace(old: Path, new: Path, aside: Path) -> None:
    """Put the new site in the place of the old, which ends where the new one was, or aside.

    Where the system exchanges two folders in one step, there is no moment without a site; elsewhere there are two
    renames, and `recover` mends what a kill between them leaves.
    """
    if not os.path.lexists(old):
        new.rename(old)
    elif not exchange(old, new):
        old.rename(aside)
        try:
            new.rename(old)
        except OSError:
            aside.rename(old)
            raise


def exchange(one: Path, other: Path) -> bool:
    """Exchange two paths in one step (Linux); False where the system or the file system does not offer it."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if renameat2 is None:
        return False
    if renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in NOT_OFFERED:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))

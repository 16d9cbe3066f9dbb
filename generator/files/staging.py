"""Staging: the folder in which a site is made, and how it takes the place of the old one, all or nothing.

A killed build leaves its staging folder behind, beside the site. The next one removes it, unless its build, or a
process which that build started, still runs: each holds a lock on its folder, and the system lets go of it with the
last of them. A folder that cannot be exchanged for another, such as a mount point, holds its own staging folder.
"""

import ctypes
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import SiteError
from generator.files.in_place import JOURNAL, fill, is_fixed, resume
from generator.files.ownership import is_staging, make_prefix
from generator.files.writing import DISK
from generator.language.words import mark

try:
    import fcntl
except ImportError:  # Windows: no lock, and so nothing is cleared
    fcntl = None  # type: ignore[assignment]

SITE, ASIDE = "site", "old"  # in the staging folder: the new site, and the old one while they change places
BUSY = mark("Another build is putting its site into {out} just now. Try again when it is done.")
AT_FDCWD = -100
RENAME_EXCHANGE = 2
NOT_OFFERED = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM}


def locate(out: Path) -> Path:
    """Return the folder that a build replaces: where a link leads, so that the link stays."""
    return Path(os.path.realpath(out)) if out.is_symlink() else out.absolute()


@contextmanager
def stage(out: Path) -> Iterator[Path]:
    """Return a folder for one build, in `out` where that is fixed, else beside it.

    Processes started with open files kept hold its lock as well.

    Raises:
        OSError: the disk is full, or read-only: then it names `out`, and nothing is left.
    """
    try:
        folder, lock = _make_folder(out)
        try:
            yield folder
        finally:
            if not (folder / JOURNAL).exists():  # else the next build goes on where this one was stopped
                shutil.rmtree(folder, ignore_errors=True)
            release_lock(lock)
    except OSError as error:
        if error.errno in DISK:
            raise OSError(error.errno, error.strerror, str(out)) from error
        raise


def _make_folder(out: Path) -> tuple[Path, int | None]:
    """Make a staging folder, and lock it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=make_prefix(out), dir=out if is_fixed(out) else out.parent))
        try:
            lock = take_lock(folder)
        except OSError:  # another build took it for a leftover before it was locked
            continue
        if folder.exists():
            if lock is not None:
                os.set_inheritable(lock, True)
            return folder, lock
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
    """Clear what killed builds left in or beside `out`.

    Where one was killed with the old site set aside, it is put back; where between two entries, the rest follows.
    """
    beside = [parent for parent in (out, out.parent) if parent.is_dir() and os.access(parent, os.R_OK)]
    for folder in sorted(path for parent in beside for path in parent.iterdir() if is_staging(out, path.name)):
        try:
            lock = take_lock(folder)
        except OSError:
            continue
        if lock is None:
            continue
        aside = folder / ASIDE
        if folder.parent == out:
            resume(out, folder, exchange)
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
    elif is_fixed(old):
        _fill_alone(old, new, aside)
    elif not exchange(old, new):
        old.rename(aside)
        try:
            new.rename(old)
        except OSError:
            aside.rename(old)
            raise


def _fill_alone(out: Path, new: Path, aside: Path) -> None:
    """Put a site into a folder that stays, while no other build does.

    Raises:
        SiteError: another build is at it.
    """
    try:
        lock = take_lock(out)
    except BlockingIOError as error:
        raise SiteError(BUSY, out=out) from error
    try:
        fill(out, new, aside, exchange)
    finally:
        release_lock(lock)


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

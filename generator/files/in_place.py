"""A site put into a folder that cannot be exchanged for another, such as a container's volume: entry by entry.

Each entry at its top is exchanged in one step, the home page and the manifest last, so a reader finds every page at any
time. A list of the entries is written before; where a build is killed between two of them, the next one goes on by it.
"""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

from generator.files.manifest import FILE, INDEX

JOURNAL = "switching.json"  # in the staging folder, while entries change places
MOUNTS = Path("/proc/self/mountinfo")  # on Linux; it names folders too that are mounted from the same disk

Exchange = Callable[[Path, Path], bool]


def is_fixed(out: Path) -> bool:
    """Whether a folder cannot be exchanged for another: it is a mount point, or nobody may write beside it."""
    if not out.is_dir():
        return False
    return os.path.ismount(out) or os.fsencode(out.resolve()) in _list_mounts() or not os.access(out.parent, os.W_OK)


def _list_mounts() -> set[bytes]:
    """Return the paths of all mount points; none where the system has no list of them."""
    lines = MOUNTS.read_bytes().splitlines() if MOUNTS.exists() else []
    return {re.sub(rb"\\([0-7]{3})", lambda octal: bytes([int(octal[1], 8)]), line.split()[4]) for line in lines}


def fill(out: Path, new: Path, aside: Path, exchange: Exchange) -> None:
    """Put every entry of a site into a folder, in the place of the one of its name; what it has no more ends aside.

    Raises:
        OSError: an entry cannot be moved; `resume` goes on from there.
    """
    entries = {path.name: path.lstat().st_ino for path in new.iterdir()}
    staging = aside.parent.name
    gone = [path.name for path in out.iterdir() if path.name not in entries and path.name != staging]
    draft = aside.with_name(f"{JOURNAL}.new")
    draft.write_text(json.dumps({"site": new.name, "aside": aside.name, "entries": entries, "gone": gone}))
    draft.replace(aside.with_name(JOURNAL))
    resume(out, aside.parent, exchange)


def resume(out: Path, staging: Path, exchange: Exchange) -> None:
    """Go on with what `fill` has begun, where it was cut off; an entry is known by its inode wherever it is."""
    journal = staging / JOURNAL
    if not journal.exists():
        return
    told = json.loads(journal.read_text())
    new, aside = staging / told["site"], staging / told["aside"]
    aside.mkdir(exist_ok=True)
    for name, inode in sorted(told["entries"].items(), key=lambda entry: _rank(new / entry[0])):
        if not (os.path.lexists(out / name) and (out / name).lstat().st_ino == inode):
            _move(new / name, out / name, aside / name, exchange)
    for name in told["gone"]:
        if os.path.lexists(out / name):
            (out / name).rename(aside / name)
    journal.unlink()


def _rank(entry: Path) -> tuple[int, str]:
    """Order folders first, then files, then the home page, then the manifest, which says what the folder holds."""
    last = {INDEX: 2, FILE: 3}
    return last.get(entry.name, 0 if entry.is_dir() else 1), entry.name


def _move(ours: Path, theirs: Path, aside: Path, exchange: Exchange) -> None:
    """Move an entry to its place; what stood there ends aside, or where the entry was, or is replaced by it."""
    if not os.path.lexists(ours):  # it was there, and somebody has changed it since
        return
    if not os.path.lexists(theirs) or not (ours.is_dir() or theirs.is_dir()):
        ours.replace(theirs)
    elif not exchange(ours, theirs):
        theirs.rename(aside)
        ours.rename(theirs)

"""What builds a site: the version of the program, and whether its packages are those of its lock file."""

import re
from datetime import date
from importlib.metadata import version
from pathlib import Path

from generator.files.cache import list_packages
from generator.files.manifest import PROGRAM, Provenance, sha256
from generator.paths import LOCK

LOCKED = re.compile(r"^([\w.-]+)==([^ ;\\]+)", re.MULTILINE)


def find_provenance(as_of: date, on: date | None) -> Provenance:
    """Return what builds a site of these two days; `on` is None where no day of publication was chosen."""
    return Provenance(version(PROGRAM), prove_lock(LOCK), as_of, on)


def prove_lock(lock: Path) -> str:
    """Return the SHA-256 of a lock file; empty where a package of it is installed in a version that it does not name.

    What it names need not be installed (some is for other systems), and the program asks for nothing else.
    """
    content = lock.read_bytes()
    locked: dict[str, set[str]] = {}
    for name, number in LOCKED.findall(content.decode()):
        locked.setdefault(name, set()).add(number)
    installed = list_packages()
    return sha256(content) if all(number in locked.get(name, {number}) for name, number in installed) else ""

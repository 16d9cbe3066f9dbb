"""The lock files: each package with its version, its marker and the hashes of the files it may be installed from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class LockedPackage:
    """A package as it is locked; `marker` says for which Python or system, empty for all."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def read_lock(file: Path) -> list[LockedPackage]:
    """Return the packages of a lock file, in its order.

    Raises:
        ValueError: a line pins no version, or has no hash.
    """
    return list(_parse_lock(file.read_text(encoding="utf-8")))


def _parse_lock(text: str) -> Iterator[LockedPackage]:
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        requirement = Requirement(line.partition("--hash")[0].strip())
        pins = [pin.version for pin in requirement.specifier if pin.operator == "=="]
        hashes = tuple(HASH.findall(line))
        if len(pins) != 1 or not hashes:
            raise ValueError(f"{requirement.name}: no version is pinned, or no hash")
        name = canonicalize_name(requirement.name)
        yield LockedPackage(name, pins[0], str(requirement.marker or ""), hashes)

"""Advisories in the Open Source Vulnerability format, and which versions of a package they mean.

The format: https://ossf.github.io/osv-schema/. They are read from a folder of JSON files or a zip of them, as osv.dev
offers it for PyPI, so that no network is asked.
"""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from packaging.utils import canonicalize_name, canonicalize_version
from packaging.version import InvalidVersion, Version

ECOSYSTEM = "PyPI"
COMPARED = ("ECOSYSTEM", "SEMVER")  # the types of ranges that are bounded by versions; another is by commits


class AdvisoryError(Exception):
    """What was given holds no advisories that can be read; its text says why, for people."""


@dataclass(frozen=True, slots=True)
class Affected:
    """The versions of one package that an advisory means."""

    versions: frozenset[str]
    ranges: tuple[Sequence[Mapping[str, str]], ...]  # the events of each: introduced, fixed, last_affected, limit

    def includes(self, version: str) -> bool:
        """Return whether a version is meant; where that cannot be known, it is taken to be."""
        if canonicalize_version(version) in self.versions:
            return True
        if not self.ranges:
            return not self.versions
        return any(_is_in_range(version, events) for events in self.ranges)

    @property
    def fixed(self) -> tuple[str, ...]:
        """The versions that mend it, as far as they are known."""
        return tuple(event["fixed"] for events in self.ranges for event in events if "fixed" in event)


@dataclass(frozen=True, slots=True)
class Advisory:
    """An advisory that is in force, with the packages of PyPI that it means."""

    advisory_id: str
    aliases: tuple[str, ...]
    summary: str
    modified: str
    affected: Mapping[str, tuple[Affected, ...]]


def read_advisories(place: Path) -> list[Advisory]:
    """Return the advisories of PyPI that are in force: none that was withdrawn.

    Raises:
        AdvisoryError: there are none at the place, or one cannot be read.
    """
    read = [advisory for name, raw in _read_files(place) if (advisory := _parse_advisory(name, raw))]
    if not read:
        raise AdvisoryError(f"There is no advisory for PyPI in {place}. Expected: JSON files in the OSV format.")
    return read


def _read_files(place: Path) -> Iterator[tuple[str, bytes]]:
    if place.is_dir():
        for file in sorted(place.rglob("*.json")):
            yield str(file), file.read_bytes()
    elif place.is_file() and is_zipfile(place):
        try:
            with ZipFile(place) as archive:
                for name in sorted(archive.namelist()):
                    if name.endswith(".json"):
                        yield f"{place}: {name}", archive.read(name)
        except (BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:  # damaged, odd, encrypted
            raise AdvisoryError(f"{place} cannot be read: {error}") from error
    elif place.is_file():
        yield str(place), place.read_bytes()
    else:
        raise AdvisoryError(f"There is no file or folder {place}.")


def _parse_advisory(name: str, raw: bytes) -> Advisory | None:
    try:
        content = json.loads(raw)
        if content.get("withdrawn"):
            return None
        affected: dict[str, tuple[Affected, ...]] = {}
        for entry in content.get("affected", ()):
            package = entry.get("package", {})
            if package.get("ecosystem", "").partition(":")[0] == ECOSYSTEM:
                key = canonicalize_name(package["name"])
                affected[key] = (*affected.get(key, ()), _parse_affected(entry))
        aliases, summary = tuple(content.get("aliases", ())), _keep_printable(str(content.get("summary", "")))
        advisory = Advisory(str(content["id"]), aliases, summary, str(content["modified"]), affected)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise AdvisoryError(f"{name} is no advisory in the OSV format.") from error
    return advisory if affected else None


def _keep_printable(text: str) -> str:
    """Return what may be shown on a terminal: another's text may hold sequences that steer it."""
    return "".join(character for character in text if character.isprintable())


def _parse_affected(entry: Mapping[str, Any]) -> Affected:
    ranges = [found["events"] for found in entry.get("ranges", ()) if found["type"] in COMPARED]
    if not all(len(event) == 1 for events in ranges for event in events):
        raise ValueError("an event is one bound")
    return Affected(frozenset(map(canonicalize_version, entry.get("versions", ()))), tuple(ranges))


def _is_in_range(version: str, events: Sequence[Mapping[str, str]]) -> bool:
    """Return whether a version lies between an introduction and what ends it, as the format's own algorithm says."""
    try:
        looked_at = Version(version)
        limits = [event["limit"] for event in events if event.get("limit", "*") != "*"]
        if limits and not any(looked_at < Version(limit) for limit in limits):
            return False
        inside = False
        for event in sorted(events, key=_find_bound):
            match event:
                case {"introduced": bound}:
                    inside = inside or bound == "0" or looked_at >= Version(bound)
                case {"fixed": bound}:
                    inside = inside and looked_at < Version(bound)
                case {"last_affected": bound}:
                    inside = inside and looked_at <= Version(bound)
    except InvalidVersion:
        return True
    return inside


def _find_bound(event: Mapping[str, str]) -> tuple[int, Version]:
    bound = next(iter(event.values()))
    return (0, Version("0")) if bound in ("0", "*") else (1, Version(bound))

"""Releases: the checked data frozen in a folder of its own, with hashes that are chained to the release before.

`data/releases/<YYYY-MM-DD>/` holds the tables as they are published, their description, every status as it was
computed (`statuses.json`) and `manifest.json`: the SHA-256 and the size of each file, and the SHA-256 of the manifest
of the release before. A manifest has one form in bytes (keys sorted, one blank of indent, LF at the end), so that
nothing in it can be moved about unnoticed. A folder is complete or not there: it is written aside, flushed to the disk
and renamed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from generator.errors import ReleaseError
from generator.files.manifest import sha256
from generator.language.words import mark

FOLDER = "releases"  # below the data folder, and below the root of the site
MANIFEST = "manifest.json"
SIGNATURE = "manifest.json.sig"
CHECKPOINT = "checkpoint"  # of all releases up to this one; on the site also beside the list of them
STAMP = "checkpoint.tsr"  # the answer of a time-stamping authority about the checkpoint
PROOF = "manifest.tlog-proof"  # on the site alone: that the newest checkpoint holds this release
STATUSES = "statuses.json"
INDEX = "index.json"  # on the site alone: a web server does not list its folders
FORMAT = 1
MOST_FILES = 1_000  # of a release; what lists more is none of ours
NAMESPACE = "progress-portal"  # of signatures: one made for another purpose is not valid here
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
UNFINISHED = re.compile(r"\.[0-9]{4}-[0-9]{2}-[0-9]{2}-.*")


@dataclass(frozen=True, slots=True)
class FileHash:
    """What a manifest says of one file."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Previous:
    """The release before: its day, and the SHA-256 of its manifest."""

    released_on: date
    sha256: str


@dataclass(frozen=True, slots=True)
class ReleaseManifest:
    """What a release holds. `content` is the SHA-256 of the list of files, the same that a sign-off sheet prints.

    `log` is the name of the portal's log of releases; empty in manifests of program versions that had none.
    """

    released_on: date
    as_of: date
    content: str
    files: Mapping[str, FileHash]
    previous: Previous | None = None
    signed: bool = False
    log: str = ""


def hash_list(files: Mapping[str, str]) -> str:
    """Hash a list of files (name to SHA-256): what `sha256sum` prints for them in the order of their names."""
    return sha256("".join(f"{digest}  {name}\n" for name, digest in sorted(files.items())).encode())


def make_manifest(
    files: Mapping[str, bytes], released_on: date, as_of: date, previous: Previous | None, *, signed: bool, log: str
) -> ReleaseManifest:
    """Describe the files of a release."""
    hashes = {name: FileHash(sha256(content), len(content)) for name, content in files.items()}
    content = hash_list({name: entry.sha256 for name, entry in hashes.items()})
    return ReleaseManifest(released_on, as_of, content, hashes, previous, signed, log)


def encode_manifest(manifest: ReleaseManifest) -> bytes:
    """Write a manifest in its one form."""
    before = manifest.previous
    return encode_json(
        {
            "format": FORMAT,
            **({"log": manifest.log} if manifest.log else {}),
            "released_on": manifest.released_on.isoformat(),
            "as_of": manifest.as_of.isoformat(),
            "content_sha256": manifest.content,
            "previous": before and {"released_on": before.released_on.isoformat(), "manifest_sha256": before.sha256},
            "signed": manifest.signed,
            "files": {name: {"sha256": entry.sha256, "bytes": entry.size} for name, entry in manifest.files.items()},
        }
    )


def encode_json(value: Any) -> bytes:
    """Write JSON in one form: keys sorted, one blank of indent, LF."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_manifest(raw: bytes) -> ReleaseManifest:
    """Read a manifest.

    Raises:
        ReleaseError: it is not a manifest of a format that is known.
    """
    try:
        value = json.loads(raw)
        before = value["previous"]
        if value["format"] != FORMAT or len(value["files"]) > MOST_FILES:
            raise ReleaseError(mark("manifest.json is of a format that this program does not know"))
        return ReleaseManifest(
            released_on=date.fromisoformat(value["released_on"]),
            as_of=date.fromisoformat(value["as_of"]),
            content=str(value["content_sha256"]),
            files={str(name): FileHash(str(e["sha256"]), int(e["bytes"])) for name, e in value["files"].items()},
            previous=before and Previous(date.fromisoformat(before["released_on"]), str(before["manifest_sha256"])),
            signed=bool(value["signed"]),
            log=str(value.get("log", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ReleaseError(mark("manifest.json cannot be read as a manifest")) from error


def release_days(folder: Path, on: date | None = None) -> list[str]:
    """Return the name of the releases in a folder of releases, oldest first; on a day, none that is dated after it."""
    if not folder.is_dir():
        return []
    days = (path.name for path in folder.iterdir() if path.is_dir() and DAY.fullmatch(path.name))
    return sorted(day for day in days if on is None or day <= on.isoformat())

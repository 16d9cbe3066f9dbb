"""Freezing a release: complete or not there. It is written aside, flushed to the disk and renamed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from generator.errors import ReleaseError
from generator.files.manifest import sha256
from generator.language.words import mark
from generator.releases.checkpoint import make_checkpoint
from generator.releases.note import Note
from generator.releases.release import (
    CHECKPOINT,
    MANIFEST,
    NAMESPACE,
    STAMP,
    UNFINISHED,
    Previous,
    encode_manifest,
    make_manifest,
    release_days,
)


def freeze(
    folder: Path,
    files: Mapping[str, bytes],
    released_on: date,
    as_of: date,
    key: Path | None = None,
    *,
    origin: str,
    ask: Callable[[], str] = str,
    stamp: Callable[[bytes], bytes] | None = None,
) -> Path:
    """Write a release into a folder of releases, signed with an SSH key where one is given; returns its folder.

    `origin` is the name of the log in its checkpoint, `ask` asks for the passphrase of the key, and `stamp` returns the
    answer of a time-stamping authority about the checkpoint.

    Raises:
        ReleaseError: the day is not after that of the last release, the key cannot sign, or there is no time stamp.
    """
    days = release_days(folder)
    if days and released_on.isoformat() <= days[-1]:
        raise ReleaseError(mark("The last release is of {day}; a new one must be later."), day=days[-1])
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():
        if UNFINISHED.fullmatch(left.name):  # by a release that was cut off
            shutil.rmtree(left)
    previous = None
    if days:
        previous = Previous(date.fromisoformat(days[-1]), sha256((folder / days[-1] / MANIFEST).read_bytes()))
    manifest = make_manifest(files, released_on, as_of, previous, signed=key is not None, log=origin)
    aside = Path(tempfile.mkdtemp(prefix=f".{released_on}-", dir=folder))
    try:
        encoded = encode_manifest(manifest)
        note = _make_note(origin, [*((folder / day / MANIFEST).read_bytes() for day in days), encoded], key, ask)
        more = {CHECKPOINT: note.content} | ({STAMP: stamp(note.text.encode())} if stamp else {})
        for name, content in {**files, MANIFEST: encoded, **more}.items():
            (aside / name).write_bytes(content)
        if key:
            _sign(aside / MANIFEST, key)
        for path in aside.iterdir():
            _write_through(path)
        aside.chmod(0o755)
        _write_through(aside)
        final = folder / released_on.isoformat()
        aside.rename(final)
        _write_through(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)  # nothing is there any more where all went well
    return final


def _make_note(origin: str, manifests: Sequence[bytes], key: Path | None, ask: Callable[[], str]) -> Note:
    """Return the checkpoint of all releases, signed where the key is one of Ed25519."""
    note = Note(make_checkpoint(origin, manifests).text)
    if key is None:
        return note
    from generator.releases.keys import load_key, sign_note  # which load a library of their own

    private = load_key(key, ask)
    return note if private is None else sign_note(note, origin, private)


def _write_through(path: Path) -> None:
    """Put a file, or the names in a folder, onto the disk."""
    if path.is_dir() and os.name == "nt":  # Windows cannot open a folder
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sign(manifest: Path, key: Path) -> None:
    """Sign a manifest with OpenSSH; the passphrase of the key is asked for on the terminal."""
    command = ["ssh-keygen", "-Y", "sign", "-q", "-f", str(key), "-n", NAMESPACE, str(manifest)]
    try:
        subprocess.run(command, check=True, stderr=subprocess.PIPE, text=True)
    except FileNotFoundError as error:
        raise ReleaseError(mark("ssh-keygen is not installed; it comes with OpenSSH.")) from error
    except subprocess.CalledProcessError as error:
        raise ReleaseError(mark("The key cannot sign: {reason}"), reason=error.stderr.strip()) from error

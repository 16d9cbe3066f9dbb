"""Proving releases: every file as its manifest says, every manifest as the next one says."""

import json
from collections.abc import Iterator

from generator.errors import ReleaseError
from generator.files.manifest import sha256
from generator.releases.findings import Fault
from generator.releases.release import (
    CHECKPOINT,
    INDEX,
    MANIFEST,
    SIGNATURE,
    STAMP,
    STATUSES,
    ReleaseManifest,
    encode_manifest,
    hash_list,
    read_manifest,
)
from generator.releases.stores import Store

OWN = {MANIFEST, SIGNATURE, CHECKPOINT, STAMP}  # what the manifest cannot name, because it is made of it


def find_faults(store: Store) -> Iterator[Fault]:
    """Find whatever is not as it was released, release by release, but for signatures and checkpoints."""
    before: tuple[str, bytes] | None = None
    for name in store.strays():
        yield Fault("stray", "", name)
    try:
        listed = store.listed()
    except ReleaseError:
        listed = None
        yield Fault("manifest", "", INDEX)
    for day in sorted((listed or {}).keys() - set(store.days())):
        yield Fault("listed", day)
    for day in store.days():
        raw = store.read(day, MANIFEST)
        if raw is None:
            yield Fault("removed", day)
        else:
            if listed is not None and listed.get(day) != sha256(raw):
                yield Fault("index", day)
            yield from _verify_release(store, day, raw, before)
        before = (day, raw or b"")


def _verify_release(store: Store, day: str, raw: bytes, before: tuple[str, bytes] | None) -> Iterator[Fault]:
    try:
        manifest = read_manifest(raw)
    except ReleaseError:
        yield Fault("manifest", day)
        return
    if encode_manifest(manifest) != raw:
        yield Fault("reordered", day)
    if manifest.released_on.isoformat() != day:
        yield Fault("day", day, found=str(manifest.released_on))
    yield from _verify_chain(manifest, day, before)
    yield from _verify_files(store, day, manifest)


def _verify_chain(manifest: ReleaseManifest, day: str, before: tuple[str, bytes] | None) -> Iterator[Fault]:
    previous = manifest.previous
    follows = previous.released_on.isoformat() if previous else ""
    if before is None:
        if previous:
            yield Fault("chain-gap", day, expected=follows)
    elif follows != before[0]:
        kind = "chain-gap" if follows > before[0] else "chain-order"
        yield Fault(kind, day, found=follows, expected=follows if kind == "chain-gap" else before[0])
    elif previous and before[1] and previous.sha256 != sha256(before[1]):
        yield Fault("chain", day, found=before[0])


def _verify_files(store: Store, day: str, manifest: ReleaseManifest) -> Iterator[Fault]:
    there = store.names(day)
    contents = {name: store.read(day, name) for name in sorted(manifest.files)}
    missing = [name for name, content in contents.items() if content is None]
    for name in sorted((there or set()) - manifest.files.keys() - OWN):
        digest = sha256(store.read(day, name) or b"")
        was = next((old for old in missing if manifest.files[old].sha256 == digest), None)
        if was:
            missing.remove(was)
            yield Fault("renamed", day, name, expected=was)
        else:
            yield Fault("added", day, name)
    for name in missing:
        yield Fault("removed", day, name)
    for name, content in contents.items():
        entry = manifest.files[name]
        if content is not None and (sha256(content), len(content)) != (entry.sha256, entry.size):
            yield Fault("changed", day, name, sha256(content), entry.sha256)
    expected = hash_list({name: entry.sha256 for name, entry in manifest.files.items()})
    if manifest.content != expected:
        yield Fault("content", day, found=manifest.content, expected=expected)
    yield from _as_of(contents.get(STATUSES), day, manifest)
    if there is not None and SIGNATURE in there and not manifest.signed:
        yield Fault("added", day, SIGNATURE)


def _as_of(statuses: bytes | None, day: str, manifest: ReleaseManifest) -> Iterator[Fault]:
    try:
        told = str(json.loads(statuses)["as_of"]) if statuses else str(manifest.as_of)
    except (ValueError, KeyError, TypeError):
        return  # it has been changed, which is reported
    if told != manifest.as_of.isoformat():
        yield Fault("as-of", day, found=str(manifest.as_of), expected=told)

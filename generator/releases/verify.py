"""Proving releases: every file as its manifest says, every manifest as the next one says, every signature good."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ReleaseError
from generator.files.manifest import sha256
from generator.language.words import Words, mark
from generator.releases.release import (
    MANIFEST,
    NAMESPACE,
    SIGNATURE,
    STATUSES,
    ReleaseManifest,
    encode_manifest,
    hash_list,
    read_manifest,
)
from generator.releases.stores import Store

SIGNERS = "allowed_signers"  # in the data folder; the form is OpenSSH's

FAULTS: Mapping[str, str] = {
    "changed": mark("{file} has been changed: its SHA-256 is {found}, the manifest says {expected}"),
    "removed": mark("{file} is missing"),
    "added": mark("{file} has been added; the manifest does not know it"),
    "renamed": mark("{expected} has been renamed to {file}"),
    "stray": mark("{file} does not belong among the releases"),
    "manifest": mark("the manifest cannot be read"),
    "reordered": mark("the manifest has been reordered or rewritten: it says the same in another form"),
    "day": mark("the manifest is of the release of {found}"),
    "as-of": mark("the manifest names the as-of date {found}, the statuses name {expected}"),
    "content": mark("the manifest gives {found} as the hash of its list of files; it is {expected}"),
    "chain-gap": mark("the manifest follows a release of {expected}, which is missing"),
    "chain-order": mark("the manifest follows {found}; the release before is {expected}"),
    "chain": mark("the manifest of {found} is not the one that this release follows: it has been changed since"),
    "index": mark("the list of releases gives another hash of the manifest"),
    "unsigned": mark("the signature is missing"),
    "signature": mark("the signature is not good: {found}"),
}
NOTES: Mapping[str, str] = {
    "no-keygen": mark("signed; the signature was not checked, because ssh-keygen is not installed"),
    "unknown-signer": mark("signed, and the signature is good; whose key it is cannot be told without allowed_signers"),
    "signed": mark("signed by {found}"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was released: the kind (of `FAULTS`), the release, and what fills the words."""

    kind: str
    release: str
    file: str = MANIFEST
    found: str = ""
    expected: str = ""

    def message(self, words: Words) -> str:
        """Return what is wrong, in words."""
        return words.t(FAULTS[self.kind], file=self.file, found=self.found or "—", expected=self.expected or "—")


@dataclass(frozen=True, slots=True)
class Note:
    """What is worth knowing of a release that is whole."""

    kind: str
    release: str
    found: str = ""

    def message(self, words: Words) -> str:
        """Return the note in words."""
        return words.t(NOTES[self.kind], found=self.found)


def find_signers(place: str) -> Path | None:
    """Find the list of those who may sign, in the data folder."""
    if place.startswith(("http://", "https://")):
        return None
    files = (folder / SIGNERS for folder in (Path(place), Path(place).absolute().parent))
    return next((file for file in files if file.is_file()), None)


def find_faults(store: Store) -> Iterator[Fault]:
    """Find whatever is not as it was released, release by release; signatures are `check_signatures`' matter."""
    before: tuple[str, bytes] | None = None
    for name in store.strays():
        yield Fault("stray", "", name)
    for day in store.days():
        raw = store.read(day, MANIFEST)
        if raw is None:
            yield Fault("removed", day)
        else:
            yield from _verify_release(store, day, raw, before)
        before = (day, raw or b"")


def _verify_release(store: Store, day: str, raw: bytes, before: tuple[str, bytes] | None) -> Iterator[Fault]:
    if store.listed(day) not in (None, sha256(raw)):
        yield Fault("index", day)
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
    own = {MANIFEST, SIGNATURE}
    there = store.names(day)
    contents = {name: store.read(day, name) for name in sorted(manifest.files)}
    missing = [name for name, content in contents.items() if content is None]
    for name in sorted((there or set()) - manifest.files.keys() - own):
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


def check_signatures(store: Store, signers: Path | None) -> Iterator[Fault | Note]:
    """Check the signature of every release that has one; `signers` says whose keys are good."""
    for day in store.days():
        raw, signature = store.read(day, MANIFEST), store.read(day, SIGNATURE)
        try:
            signed = raw is not None and read_manifest(raw).signed
        except ReleaseError:
            continue  # reported by `find_faults`
        if signed and signature is None:
            yield Fault("unsigned", day, SIGNATURE)
        elif raw is not None and signature is not None and not shutil.which("ssh-keygen"):
            yield Note("no-keygen", day)
        elif raw is not None and signature is not None:
            yield _verify_signature(day, raw, signature, signers)


def _verify_signature(day: str, raw: bytes, signature: bytes, signers: Path | None) -> Fault | Note:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / SIGNATURE
        file.write_bytes(signature)
        common = ["-n", NAMESPACE, "-s", str(file)]
        if signers is None:
            checked = _run_keygen(["check-novalidate", *common], raw)
            good, who = checked.returncode == 0, ""
        else:
            found = _run_keygen(["find-principals", "-s", str(file), "-f", str(signers)], raw)
            who = found.stdout.decode(errors="replace").split("\n", 1)[0].strip()
            checked = _run_keygen(["verify", *common, "-f", str(signers), "-I", who], raw) if who else found
            good = checked.returncode == 0 and bool(who)
    if not good:
        said = checked.stderr or checked.stdout
        return Fault("signature", day, SIGNATURE, said.decode(errors="replace").strip().split("\n")[-1])
    return Note("signed", day, who) if signers else Note("unknown-signer", day)


def _run_keygen(arguments: list[str], raw: bytes) -> subprocess.CompletedProcess[bytes]:
    command = ["ssh-keygen", "-Y", *arguments]
    return subprocess.run(command, input=raw, capture_output=True, check=False)

"""The checkpoints of a log of releases against the releases themselves, and against one that a reader has kept."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date

from generator.errors import ReleaseError
from generator.releases.checkpoint import Checkpoint, is_proved, make_checkpoint, read_checkpoint
from generator.releases.findings import Fault
from generator.releases.findings import Note as Remark
from generator.releases.keys import find_signed
from generator.releases.note import Note
from generator.releases.release import CHECKPOINT, MANIFEST, PROOF, STAMP, read_manifest
from generator.releases.signers import Signers
from generator.releases.stores import Store
from generator.releases.timestamp import verify_token


def read_manifests(store: Store) -> list[bytes]:
    """Return the manifest of every release as it stands, oldest first."""
    return [store.read(day, MANIFEST) or b"" for day in store.days()]


def find_origin(store: Store) -> str:
    """Return the name of the log in its newest checkpoint; empty where none says it."""
    raws = [store.read_own(CHECKPOINT), *(store.read(day, CHECKPOINT) for day in reversed(store.days()))]
    for raw in filter(None, raws):
        with suppress(ReleaseError):
            return read_checkpoint(raw)[0].origin
    return ""


def check_log(store: Store, signers: Signers | None, kept: Checkpoint | None) -> Iterator[Fault | Remark]:
    """Check every checkpoint of a log; `kept` is the one that the verifier has from before."""
    manifests, begun = read_manifests(store), False
    for size, day in enumerate(store.days(), 1):
        raw = store.read(day, CHECKPOINT)
        if raw is not None:
            begun = True
            yield from _check_checkpoint(store, day, raw, manifests[:size], signers)
        elif begun:  # from the first one on, every release has one
            yield Fault("removed", day, CHECKPOINT)
    for day, manifest in zip(store.days(), manifests, strict=True):
        if (proof := store.read(day, PROOF)) is not None and not is_proved(proof, manifest):
            yield Fault("proof", day, PROOF)
    if (own := store.read_own(CHECKPOINT)) is not None:
        yield from _compare(own, "", manifests)
    if kept is not None:
        yield from _check_kept(kept, manifests, find_origin(store))


def _check_checkpoint(
    store: Store, day: str, raw: bytes, manifests: Sequence[bytes], signers: Signers | None
) -> Iterator[Fault | Remark]:
    wrong = list(_compare(raw, day, manifests))
    yield from wrong
    if wrong or signers is None:
        return
    checkpoint, note = read_checkpoint(raw)
    yield from _check_signed(checkpoint, note, day, signers)
    token = store.read(day, STAMP)
    if token is not None and signers.authorities:
        seen = verify_token(token, note.text.encode(), signers.authorities)
        yield (
            Remark("stamped", day, f"{seen.astimezone(UTC):%Y-%m-%d %H:%M} UTC") if seen else Fault("token", day, STAMP)
        )


def _check_signed(checkpoint: Checkpoint, note: Note, day: str, signers: Signers) -> Iterator[Fault | Remark]:
    released_on = date.fromisoformat(day)
    allowed = [signer.note_key(checkpoint.origin) for signer in signers.signers if signer.is_good_on(released_on)]
    _, bad = find_signed(note, [key for key in allowed if key])
    good, unwitnessed = find_signed(note, signers.witnesses)
    for key in (*bad, *unwitnessed):
        yield Fault("signature", day, CHECKPOINT, key.name)
    for witness in good:
        yield Remark("witnessed", day, witness.name)


def _compare(raw: bytes, day: str, manifests: Sequence[bytes]) -> Iterator[Fault]:
    try:
        checkpoint, note = read_checkpoint(raw)
    except ReleaseError:
        yield Fault("manifest", day, CHECKPOINT)
        return
    made = make_checkpoint(checkpoint.origin, manifests)
    if made.text != note.text:
        yield Fault("checkpoint", day, CHECKPOINT, checkpoint.line, made.line)
    with suppress(ReleaseError):  # which `find_faults` reports
        origin = read_manifest(manifests[-1]).log if manifests else ""
        if origin and origin != checkpoint.origin:
            yield Fault("origin", day, CHECKPOINT, checkpoint.origin, origin)


def _check_kept(kept: Checkpoint, manifests: Sequence[bytes], origin: str) -> Iterator[Fault | Remark]:
    if kept.size > len(manifests):
        yield Fault("fewer", "", CHECKPOINT, str(len(manifests)), str(kept.size))
    elif make_checkpoint(kept.origin, manifests[: kept.size]) != kept:
        yield Fault("rewritten", "", CHECKPOINT, str(kept.size))
    else:
        yield Remark("kept", "", str(kept.size))
    if origin and kept.origin != origin:
        yield Remark("origin", "", origin, kept.origin)

"""Checkpoints (C2SP tlog-checkpoint) and proofs (tlog-proof): one line to keep, by which all releases can be checked.

A checkpoint names the log, how many releases it holds, and the root over their manifests. Who keeps one sees later
whether any of these releases was changed, removed or put in the place of another, whoever has done it.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.errors import ReleaseError
from generator.releases.note import UNREADABLE, Note, parse_note
from generator.releases.release import CHECKPOINT, PROOF
from generator.releases.tree import compute_root, find_path, follow_path, hash_leaf

HEADER = "c2sp.org/tlog-proof@v1"
SIZE = re.compile("0|[1-9][0-9]{0,17}")
HASH = 32  # bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: its name, how many releases it holds, the root over their manifests."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The checkpoint as the text of a note."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @property
    def line(self) -> str:
        """The checkpoint in one line, to be kept."""
        return " ".join(self.text.split("\n")).strip()


def name_log(url: str, title: str) -> str:
    """Return the name of a portal's log: its address without the scheme, or its title where it has none."""
    name = re.sub(r"^[a-z]+://", "", url).strip("/") or title
    return re.sub(r"[\s+]+", "-", name)


def make_checkpoint(origin: str, manifests: Sequence[bytes]) -> Checkpoint:
    """Return the checkpoint of a log that holds these manifests."""
    return Checkpoint(origin, len(manifests), compute_root([hash_leaf(manifest) for manifest in manifests]))


def read_checkpoint(content: bytes, name: str = CHECKPOINT) -> tuple[Checkpoint, Note]:
    """Read a checkpoint, signed or not; also one that was kept as a single line.

    Raises:
        ReleaseError: it is none.
    """
    note = parse_note(content, name)
    lines = note.text.splitlines()
    if len(lines) == 1:
        lines = lines[0].split(" ")
    try:
        origin, size, root = lines[:3]
        decoded = _read_hash(root)
    except ValueError as error:
        raise ReleaseError(UNREADABLE, name=name) from error
    if not origin or not SIZE.fullmatch(size) or not all(lines):
        raise ReleaseError(UNREADABLE, name=name)
    return Checkpoint(origin, int(size), decoded), note


def render_log(manifests: Mapping[str, bytes], newest: bytes | None, origin: str) -> dict[str, bytes]:
    """Return the checkpoint that a site shows beside its releases, and the proof of each of them, by their paths.

    `manifests` are those of all releases by their days, oldest first; `newest` is the checkpoint of the last of them,
    which releases of former versions of the program do not have: then it is made, and bears no signature.
    """
    known = list(manifests.values())
    note = read_checkpoint(newest)[1] if newest else Note(make_checkpoint(origin, known).text)
    proofs = {f"{day}/{PROOF}": render_proof(known, index, note) for index, day in enumerate(manifests)}
    return {CHECKPOINT: note.content} | proofs


def render_proof(manifests: Sequence[bytes], index: int, checkpoint: Note) -> bytes:
    """Return the proof that the log of a checkpoint holds a manifest."""
    path = find_path([hash_leaf(manifest) for manifest in manifests], index)
    lines = [HEADER, f"index {index}", *(base64.b64encode(node).decode() for node in path), "", ""]
    return "\n".join(lines).encode() + checkpoint.content


def is_proved(proof: bytes, manifest: bytes) -> bool:
    """Return whether a proof leads from a manifest to the root of the checkpoint in it."""
    head, _, rest = proof.decode(errors="replace").partition("\n\n")
    lines = head.split("\n")
    try:
        checkpoint, _ = read_checkpoint(rest.encode(), PROOF)
        index = int(lines[1].removeprefix("index "))
        path = [_read_hash(line) for line in lines[2:]]
    except (ReleaseError, ValueError, IndexError):
        return False
    root = follow_path(hash_leaf(manifest), index, checkpoint.size, path)
    return lines[0] == HEADER and root == checkpoint.root


def _read_hash(text: str) -> bytes:
    """Read a hash in base64, which has one form alone.

    Raises:
        ValueError: it is none.
    """
    found = base64.b64decode(text, validate=True)
    if len(found) != HASH or base64.b64encode(found).decode() != text:
        raise ValueError(text)
    return found

"""Signed notes (C2SP signed-note): a text, and below it a line for each signature.

A note is worth what its keys are worth: whoever reads one names the keys that he trusts, and whatever other keys have
signed is passed over.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from generator.errors import ReleaseError
from generator.language.words import mark

ED25519, COSIGNATURE = 1, 4  # what a key does: sign the text, or witness it with the time at which it was seen
MOST_BYTES, MOST_LINES = 100_000, 100
LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+=*)")
UNREADABLE = mark("{name} cannot be read as a checkpoint.")


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A public key (32 bytes) under its name, and what it does."""

    name: str
    algorithm: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return hashlib.sha256(f"{self.name}\n".encode() + bytes([self.algorithm]) + self.public).digest()[:4]


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """A signature with the name and the four bytes of its key."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """The signature as a line of a note."""
        return f"— {self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line feed, and its signatures, of which there may be none yet."""

    text: str
    signatures: tuple[NoteSignature, ...] = ()

    @property
    def content(self) -> bytes:
        """The note as a file."""
        lines = "".join(signature.line for signature in self.signatures)
        return (self.text + (f"\n{lines}" if lines else "")).encode()


def parse_note(content: bytes, name: str) -> Note:
    """Read a note; `name` is that of its file.

    Raises:
        ReleaseError: it is none, or too long.
    """
    try:
        whole = content[: MOST_BYTES + 1].decode()
        text, _, lines = whole.rpartition("\n\n") if "\n\n" in whole else (whole.removesuffix("\n"), "", "")
        signatures = tuple(_parse_line(line) for line in lines.splitlines())
    except (ValueError, binascii.Error) as error:
        raise ReleaseError(UNREADABLE, name=name) from error
    control = any(char < " " and char != "\n" for char in whole)
    if control or not text or len(content) > MOST_BYTES or len(signatures) > MOST_LINES or not whole.endswith("\n"):
        raise ReleaseError(UNREADABLE, name=name)
    return Note(text + "\n", signatures)


def _parse_line(line: str) -> NoteSignature:
    match = LINE.fullmatch(line)
    if not match:
        raise ValueError(line)
    raw = base64.b64decode(match[2], validate=True)
    return NoteSignature(match[1], raw[:4], raw[4:])

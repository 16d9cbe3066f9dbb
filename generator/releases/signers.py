"""The keys that a verifier trusts, in one file: of those who release, of witnesses, and of time-stamping authorities.

office@gov.example valid-after="20230801" ssh-ed25519 AAAA…     who may sign (OpenSSH's allowed_signers)
witness.example+1a2b3c4d+BAAA…                                  a witness of checkpoints (C2SP vkey)
-----BEGIN CERTIFICATE-----                                     an authority that stamps the time (PEM)
"""

import base64
import binascii
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from generator.errors import ReleaseError
from generator.language.words import mark
from generator.releases.note import COSIGNATURE, ED25519, NoteKey
from generator.releases.release import NAMESPACE

SIGNERS = "allowed_signers"  # in the data folder: by whom the office itself signs
KEY_TYPE = re.compile(r"(?:^|\s)((?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+)\s+([A-Za-z0-9+/]+=*)")
OPTION = re.compile(r'([a-z-]+)(?:="([^"]*)")?(?:,|$)', re.IGNORECASE)
WITNESS = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)")
CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n?", re.DOTALL)
SSH_ED25519 = "ssh-ed25519"
UNREADABLE = mark(
    "{file}, line {line}, names nobody: it is no line of OpenSSH's allowed_signers, and no key of a witness."
)
NOBODY = mark("{file} names nobody whose signature could be checked.")


@dataclass(frozen=True, slots=True)
class Signer:
    """One line of allowed_signers: who, with which key, and on which days its signatures are good."""

    line: str
    principals: str
    key_type: str
    blob: bytes
    valid_after: date | None = None
    valid_before: date | None = None
    namespaces: str = NAMESPACE

    def is_good_on(self, day: date) -> bool:
        """Return whether a signature of a day is good, and whether it may be made for a portal at all."""
        began = self.valid_after is None or self.valid_after <= day
        ended = self.valid_before is not None and self.valid_before <= day
        return began and not ended and any(fnmatchcase(NAMESPACE, name) for name in self.namespaces.split(","))

    def note_key(self, name: str) -> NoteKey | None:
        """Return the key as one of notes under a name; None where it is of another kind than Ed25519."""
        return NoteKey(name, ED25519, self.blob[-32:]) if self.key_type == SSH_ED25519 else None


@dataclass(frozen=True, slots=True)
class Signers:
    """The keys that a verifier trusts."""

    signers: tuple[Signer, ...]
    witnesses: tuple[NoteKey, ...] = ()
    authorities: tuple[bytes, ...] = ()  # certificates, PEM

    @property
    def begins_on(self) -> date | None:
        """The first day on which a signature is asked for; None where it has always been."""
        days = [signer.valid_after for signer in self.signers]
        return None if None in days else min((day for day in days if day), default=None)

    def ask_on(self, day: date, *, newest: bool) -> bool:
        """Return whether a release of a day needs a signature, also where none before it has one."""
        return bool(self.signers) and (newest if self.begins_on is None else self.begins_on <= day)

    def render(self) -> str:
        """Return the lines that ssh-keygen reads."""
        return "".join(f"{signer.line}\n" for signer in self.signers)


def read_signers(file: Path) -> Signers:
    """Read a list of those who are trusted.

    Raises:
        ReleaseError: a line names nobody, or none does.
    """
    text = file.read_text(encoding="utf-8-sig", errors="replace")
    authorities = tuple(found.encode() for found in CERTIFICATE.findall(text))
    rest = CERTIFICATE.sub(lambda found: "\n" * found[0].count("\n"), text)
    signers: list[Signer] = []
    witnesses: list[NoteKey] = []
    for number, line in enumerate(rest.splitlines(), 1):
        plain = line.strip()
        if not plain or plain.startswith("#"):
            continue
        found = _read_witness(plain) or _read_signer(plain)
        if found is None:
            raise ReleaseError(UNREADABLE, file=file, line=number)
        if isinstance(found, Signer):
            signers.append(found)
        else:
            witnesses.append(found)
    if not (signers or witnesses or authorities):
        raise ReleaseError(NOBODY, file=file)
    return Signers(tuple(signers), tuple(witnesses), authorities)


def _read_witness(line: str) -> NoteKey | None:
    match = WITNESS.fullmatch(line)
    raw = _decode(match[3]) if match else b""
    if not match or len(raw) != 33 or raw[0] not in (ED25519, COSIGNATURE):
        return None
    key = NoteKey(match[1], raw[0], raw[1:])
    return key if key.key_id.hex() == match[2] else None


def _read_signer(line: str) -> Signer | None:
    match = KEY_TYPE.search(line)
    before = line[: match.start()].strip() if match else ""
    blob = _decode(match[2]) if match else b""
    if not match or not before or next(_split_blob(blob), b"").decode(errors="replace") != match[1]:
        return None
    principals, _, options = before.partition(" ")
    named = {name.lower(): value for name, value in OPTION.findall(options)}
    try:
        after, until = (_read_day(named.get(name, "")) for name in ("valid-after", "valid-before"))
    except ValueError:
        return None
    return Signer(line, principals, match[1], blob, after, until, named.get("namespaces", NAMESPACE))


def _read_day(text: str) -> date | None:
    """Read OpenSSH's form of a time, of which the day counts: 20230801, 202308011200, 20230801120000, each with Z."""
    return datetime.strptime(text[:8], "%Y%m%d").date() if text else None


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""


def _split_blob(blob: bytes) -> Iterator[bytes]:
    """Yield the parts of a public key in OpenSSH's form, each with its length before it."""
    while len(blob) >= 4:
        (size,) = struct.unpack(">I", blob[:4])
        yield blob[4 : 4 + size]
        blob = blob[4 + size :]

"""The keys of notes: Ed25519 keys of OpenSSH, which sign, and those of signers and witnesses, which check."""

from collections.abc import Callable, Iterable
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_ssh_private_key

from generator.errors import ReleaseError
from generator.language.words import mark
from generator.releases.note import COSIGNATURE, ED25519, Note, NoteKey, NoteSignature

WRONG = mark("The key cannot sign: the passphrase is wrong.")


def load_key(file: Path, ask: Callable[[], str]) -> Ed25519PrivateKey | None:
    """Return the private key of a file, whose passphrase is asked for where it has one; None where it is no such key.

    Raises:
        ReleaseError: the passphrase is wrong.
    """
    content = file.read_bytes()
    try:
        key = load_ssh_private_key(content, None)
    except TypeError:  # it has a passphrase
        try:
            key = load_ssh_private_key(content, ask().encode())
        except ValueError as error:
            raise ReleaseError(WRONG) from error
    except (ValueError, UnsupportedAlgorithm):  # a public key, whose private one an agent or a token holds
        return None
    return key if isinstance(key, Ed25519PrivateKey) else None


def sign_note(note: Note, name: str, key: Ed25519PrivateKey) -> Note:
    """Return the note with the signature of a key more."""
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = NoteSignature(name, NoteKey(name, ED25519, public).key_id, key.sign(note.text.encode()))
    return Note(note.text, (*note.signatures, signature))


def find_signed(note: Note, keys: Iterable[NoteKey]) -> tuple[list[NoteKey], list[NoteKey]]:
    """Return the keys whose signature of a note is good, and those whose signature is not."""
    good: list[NoteKey] = []
    bad: list[NoteKey] = []
    for key in keys:
        for signature in note.signatures:
            if (signature.name, signature.key_id) == (key.name, key.key_id):
                (good if _is_good(note.text, signature.signature, key) else bad).append(key)
    return good, bad


def _is_good(text: str, signature: bytes, key: NoteKey) -> bool:
    message = text.encode()
    if key.algorithm == COSIGNATURE:
        seen, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        message = f"cosignature/v1\ntime {seen}\n".encode() + message
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True

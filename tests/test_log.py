"""The log of releases: the tree, notes and checkpoints against published vectors, and proofs against all else."""

import base64
import subprocess
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ReleaseError
from generator.releases.checkpoint import (
    Checkpoint,
    is_proved,
    make_checkpoint,
    name_log,
    read_checkpoint,
    render_proof,
)
from generator.releases.keys import find_signed, load_key, sign_note
from generator.releases.note import COSIGNATURE, ED25519, Note, NoteKey, NoteSignature, parse_note
from generator.releases.signers import read_signers
from generator.releases.tree import EMPTY, compute_root, find_path, follow_path, hash_leaf

# the leaves and roots by which implementations of RFC 6962 are tested
LEAVES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


@pytest.mark.parametrize("size", ROOTS)
def test_the_root_is_that_of_the_standard(size: int) -> None:
    leaves = [hash_leaf(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]
    assert compute_root(leaves).hex() == ROOTS[size]
    assert EMPTY.hex() == ROOTS[0]


@pytest.mark.parametrize("size", range(1, 18))
def test_a_path_leads_from_each_leaf_to_the_root_and_from_no_other_place(size: int) -> None:
    leaves = [hash_leaf(bytes([number])) for number in range(size)]
    root = compute_root(leaves)
    for index, other in product(range(size), range(size)):
        path = find_path(leaves, index)
        assert (follow_path(leaves[index], other, size, path) == root) == (index == other)
    assert follow_path(leaves[0], size, size, find_path(leaves, 0)) is None
    assert follow_path(leaves[0], 0, size, [*find_path(leaves, 0), root]) != root


def test_a_note_of_the_standard_reads_as_its_text_and_its_signatures() -> None:
    text = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo"
        "+zyWE+xeMcTOAYQ8=\n"
    )
    checkpoint, note = read_checkpoint(text.encode())
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert checkpoint.text == note.text == text.split("\n\n")[0] + "\n"
    assert [signature.name for signature in note.signatures] == ["example.com/behind-the-sofa"]
    assert note.content == text.encode()


def test_the_name_of_a_key_is_hashed_with_what_it_does() -> None:
    # SHA-256 of "example.gov.cn/p", a line feed, 0x01 and the public key: by `sha256sum`
    message = b"example.gov.cn/p\n\x01" + PUBLIC
    summed = subprocess.run(["sha256sum"], input=message, capture_output=True, check=True).stdout  # noqa: S607
    assert NoteKey("example.gov.cn/p", ED25519, PUBLIC).key_id.hex() == summed[:8].decode()


def cosign(note: Note, name: str, key: Ed25519PrivateKey, seen: int) -> Note:
    """Sign a note as a witness does."""
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signed = seen.to_bytes(8, "big") + key.sign(f"cosignature/v1\ntime {seen}\n{note.text}".encode())
    signature = NoteSignature(name, NoteKey(name, COSIGNATURE, public).key_id, signed)
    return Note(note.text, (*note.signatures, signature))


def test_a_signature_is_good_for_its_text_and_its_key_alone() -> None:
    note = sign_note(Note(make_checkpoint("p", [b"1", b"2"]).text), "p", KEY)
    note = cosign(note, "witness.example", KEY, 1_700_000_000)
    mine, witness = NoteKey("p", ED25519, PUBLIC), NoteKey("witness.example", COSIGNATURE, PUBLIC)
    other = NoteKey(
        "p", ED25519, Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    )
    assert find_signed(note, [mine, witness, other]) == ([mine, witness], [])
    forged = Note(make_checkpoint("p", [b"1", b"3"]).text, note.signatures)
    assert find_signed(forged, [mine, witness, other]) == ([], [mine, witness])
    assert parse_note(note.content, "checkpoint") == note


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"p\n",
        b"p\n1\n",
        b"p\n-1\nLCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=\n",
        b"p\n01\nLCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=\n",
        b"p\n1\nLCa0a2j\n",
        b"p\n1\nLCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=\n\nno signature\n",
        b"p\n1\nLCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=\x1b[2J\n",
        b"p\n1\nLCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=",
        b"\xff\n1\nLCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=\n",
        b"p\n1\n" + b"A" * 200_000 + b"\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(content: bytes) -> None:
    with pytest.raises(ReleaseError):
        read_checkpoint(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_checkpoint_or_refused(content: bytes) -> None:
    try:
        checkpoint, note = read_checkpoint(content)
    except ReleaseError:
        return
    assert checkpoint.text == note.text


def test_a_line_that_was_kept_is_the_checkpoint() -> None:
    made = make_checkpoint("p", [b"1", b"2"])
    assert read_checkpoint(f"{made.line}\n".encode())[0] == made
    assert made.line == f"p 2 {base64.b64encode(made.root).decode()}"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.example.gov.cn/xxgk/gzjz/", "www.example.gov.cn/xxgk/gzjz"),
        ("", "进展-公开"),
        ("http://a+b/", "a-b"),
    ],
)
def test_a_log_is_named_by_its_address_or_its_title(url: str, name: str) -> None:
    assert name_log(url, "进展 公开") == name


def test_a_proof_holds_for_its_manifest_alone() -> None:
    manifests = [b"1", b"2", b"3", b"4", b"5"]
    note = Note(make_checkpoint("p", manifests).text)
    for index, manifest in enumerate(manifests):
        proof = render_proof(manifests, index, note)
        assert [other for other in manifests if is_proved(proof, other)] == [manifest]
        for position in range(len(proof)):  # the name of the log is not what a path leads to
            altered = proof[:position] + bytes([proof[position] ^ 1]) + proof[position + 1 :]
            assert not is_proved(altered, manifest) or position == proof.index(b"\n\np") + 2
    assert not is_proved(b"", b"1")


def write_key(folder: Path, passphrase: str = "", kind: str = "ed25519") -> Path:
    file = folder / f"key-{kind}-{bool(passphrase)}"
    command = ["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-C", "office", "-f", str(file)]
    subprocess.run(command, check=True)
    return file


def test_a_key_of_openssh_signs_notes_where_it_is_one_of_ed25519(tmp_path: Path) -> None:
    never: Callable[[], str] = lambda: pytest.fail("asked for a passphrase")  # noqa: E731
    plain, locked = write_key(tmp_path), write_key(tmp_path, "geheim")
    assert load_key(plain, never) is not None
    assert load_key(locked, lambda: "geheim") is not None
    with pytest.raises(ReleaseError):
        load_key(locked, lambda: "falsch")
    assert load_key(write_key(tmp_path, kind="ecdsa"), never) is None
    assert load_key(plain.with_suffix(".pub"), never) is None  # its private key is an agent's


def test_whom_a_verifier_trusts(tmp_path: Path) -> None:
    key = write_key(tmp_path)
    public = key.with_suffix(".pub").read_text(encoding="utf-8").strip()
    witness = NoteKey("witness.example", COSIGNATURE, PUBLIC)
    vkey = f"{witness.name}+{witness.key_id.hex()}+{base64.b64encode(bytes([COSIGNATURE]) + PUBLIC).decode()}"
    file = tmp_path / "signers"
    file.write_text(
        f"# ours\noffice@example.cn {public}\n\n"
        f'office@example.cn,zwgk valid-after="20230801",valid-before="20240801Z" {public}\n'
        f'office@example.cn namespaces="git" {public}\n{vkey}\n'
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        encoding="utf-8",
    )
    found = read_signers(file)
    assert [str(signer.valid_after) for signer in found.signers] == ["None", "2023-08-01", "None"]
    days = [date.fromisoformat(day) for day in ("2023-07-31", "2023-08-01", "2024-07-31", "2024-08-01")]
    assert [[signer.is_good_on(day) for day in days] for signer in found.signers] == [
        [True] * 4,
        [False, True, True, False],
        [False] * 4,
    ]
    assert found.witnesses == (witness,)
    assert len(found.authorities) == 1
    known = load_key(key, str)
    assert known is not None
    raw = known.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    assert found.signers[0].note_key("p") == NoteKey("p", ED25519, raw)


@pytest.mark.parametrize(
    "line", ["", "office@example.cn", "ssh-ed25519 AAAA", "office ssh-ed25519 AAAA", "a+00000000+BAAA", "看不懂"]
)
def test_a_list_that_names_nobody_is_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "signers"
    file.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(ReleaseError):
        read_signers(file)


def test_checkpoints_are_equal_only_where_all_is() -> None:
    assert make_checkpoint("p", [b"1"]) != make_checkpoint("q", [b"1"])
    assert make_checkpoint("p", [b"1", b"2"]) != make_checkpoint("p", [b"2", b"1"])
    assert Checkpoint("p", 0, EMPTY) == make_checkpoint("p", [])

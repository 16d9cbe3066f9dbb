"""Attacks on what was published: each is found, by what the verifier kept elsewhere or by what the site says itself.

The portal is signed from its first release on. An attacker may write whatever he likes, except with the office's key.
"""

import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from office import command

from generator.build import build
from generator.errors import ReleaseError
from generator.files.manifest import FILE, sha256
from generator.publish.outcome import read_site
from generator.publish.target import parse_target
from generator.releases.checkpoint import make_checkpoint
from generator.releases.keys import load_key, sign_note
from generator.releases.note import Note
from generator.releases.release import (
    CHECKPOINT,
    FOLDER,
    MANIFEST,
    SIGNATURE,
    FileHash,
    Previous,
    encode_manifest,
    make_manifest,
    read_manifest,
    release_days,
)

PORTAL = "title_zh: 测试\nyear: 2023\nas_of: 2023-06-30\nsite: {url: https://www.example.gov.cn/p}\n"
ORIGIN = "www.example.gov.cn/p"
COMMITMENTS = "commitment_id,pillar_id,title_zh,kind,target_value\nA,growth,事项,quantity,100\n"
DAYS = ("2023-07-10", "2023-08-10", "2023-09-10")

Attack = Callable[[Path, Path], None]  # on the releases of a site, with a key of the attacker's


def make_key(folder: Path, name: str) -> Path:
    file = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(file)], check=True)  # noqa: S607
    return file


def write_signers(file: Path, key: Path) -> Path:
    file.write_text(f"office@example.gov.cn {key.with_suffix('.pub').read_text(encoding='utf-8')}", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed portal with three releases, its site, the key of a stranger, and what a reader kept after the second."""
    folder = tmp_path_factory.mktemp("portal")
    data = folder / "data"
    data.mkdir()
    (data / "portal.yml").write_text(PORTAL, encoding="utf-8")
    (data / "commitments.csv").write_text(COMMITMENTS, encoding="utf-8")
    key = make_key(folder, "office")
    make_key(folder, "stranger")
    rows = "commitment_id,period,value\n"
    for number, day in enumerate(DAYS, 1):
        rows += f"A,2023-0{number},{number * 10}\n"
        (data / "observations.csv").write_text(rows, encoding="utf-8")
        run = command("release", "--data", data, "--date", day, "--sign", key)
        assert run.exit_code == 0, run.output
    shutil.copy(data / FOLDER / DAYS[1] / CHECKPOINT, folder / "kept")
    write_signers(folder / "signers", key)
    build(data, folder / "site", on=date(2023, 9, 10))
    return folder


@pytest.fixture
def portal(original: Path, tmp_path: Path) -> Path:
    """A copy, to be attacked."""
    return Path(shutil.copytree(original, tmp_path / "portal"))


def verify(place: Path, *options: object) -> tuple[int, str]:
    run = command("verify", place, "--lang", "en", *options)
    return run.exit_code, run.output


def test_what_is_untouched_is_whole_and_what_was_not_proved_is_said(portal: Path) -> None:
    code, said = verify(portal / "site", "--signers", portal / "signers", "--checkpoint", portal / "kept")
    assert code == 0, said
    assert "signed by office@example.gov.cn" in said
    assert "your checkpoint of 2 releases holds" in said
    assert "3 releases, whole and unaltered" in said
    assert said.count("Not proved") == 1  # that the pages say what the data hold
    code, said = verify(portal / "site")
    assert (code, said.count("Not proved")) == (0, 3)
    newest = make_checkpoint(ORIGIN, [(portal / "data" / FOLDER / day / MANIFEST).read_bytes() for day in DAYS])
    assert newest.line in said
    code, said = verify(portal / "data")
    assert (code, said.count("Not proved")) == (0, 2)


def chain(releases: Path, key: Path | None, signed: bool = True) -> None:
    """Write all manifests anew, so that they follow one another, with checkpoints, signed by a key."""
    previous, manifests = None, list[bytes]()
    for day in release_days(releases):
        folder = releases / day
        for name in (SIGNATURE, "manifest.tlog-proof", "index.html"):
            (folder / name).unlink(missing_ok=True)
        files = {p.name: p.read_bytes() for p in folder.iterdir() if p.name not in (MANIFEST, CHECKPOINT)}
        made = make_manifest(files, date.fromisoformat(day), date(2023, 6, 30), previous, signed=signed, log=ORIGIN)
        manifests.append(encode_manifest(made))
        (folder / MANIFEST).write_bytes(manifests[-1])
        note = Note(make_checkpoint(ORIGIN, manifests).text)
        if key is not None:
            private = load_key(key, str)
            assert private is not None
            note = sign_note(note, ORIGIN, private)
            ask = ["ssh-keygen", "-Y", "sign", "-q", "-f", str(key), "-n", "progress-portal", str(folder / MANIFEST)]
            subprocess.run(ask, check=True, capture_output=True)
        (folder / CHECKPOINT).write_bytes(note.content)
        previous = Previous(date.fromisoformat(day), sha256(manifests[-1]))


def forge_figure(releases: Path, day: str) -> None:
    file = releases / day / "observations.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("10", "99"), encoding="utf-8")


def forge_last_unsigned(releases: Path, key: Path) -> None:
    """Change the last release, and call it unsigned."""
    forge_figure(releases, DAYS[2])
    folder = releases / DAYS[2]
    (folder / SIGNATURE).unlink()
    old = read_manifest((folder / MANIFEST).read_bytes())
    files = {name: (folder / name).read_bytes() for name in old.files}
    made = make_manifest(files, old.released_on, old.as_of, old.previous, signed=False, log=ORIGIN)
    (folder / MANIFEST).write_bytes(encode_manifest(made))
    manifests = [(releases / day / MANIFEST).read_bytes() for day in DAYS]
    (folder / CHECKPOINT).write_text(make_checkpoint(ORIGIN, manifests).text, encoding="utf-8")


def forge_all_unsigned(releases: Path, key: Path) -> None:
    """Change the first release, and write all anew without signatures."""
    forge_figure(releases, DAYS[0])
    chain(releases, None, signed=False)


def forge_all_with_another_key(releases: Path, key: Path) -> None:
    """Change the first release, and sign all anew with another key."""
    forge_figure(releases, DAYS[0])
    chain(releases, key)


def remove_last(releases: Path, key: Path) -> None:
    shutil.rmtree(releases / DAYS[2])


def remove_last_two(releases: Path, key: Path) -> None:
    shutil.rmtree(releases / DAYS[2])
    shutil.rmtree(releases / DAYS[1])


def remove_first_and_rechain(releases: Path, key: Path) -> None:
    shutil.rmtree(releases / DAYS[0])
    chain(releases, key)


def remove_first_and_last_and_rechain(releases: Path, key: Path) -> None:
    shutil.rmtree(releases / DAYS[0])
    shutil.rmtree(releases / DAYS[2])
    chain(releases, key)


def strip_one_signature(releases: Path, key: Path) -> None:
    (releases / DAYS[1] / SIGNATURE).unlink()


def sign_last_with_another_key(releases: Path, key: Path) -> None:
    folder = releases / DAYS[2]
    (folder / SIGNATURE).unlink()
    ask = ["ssh-keygen", "-Y", "sign", "-q", "-f", str(key), "-n", "progress-portal", str(folder / MANIFEST)]
    subprocess.run(ask, check=True, capture_output=True)


ATTACKS: tuple[Attack, ...] = (
    forge_last_unsigned,
    forge_all_unsigned,
    forge_all_with_another_key,
    remove_last,
    remove_last_two,
    remove_first_and_rechain,
    remove_first_and_last_and_rechain,
    strip_one_signature,
    sign_last_with_another_key,
)
# what a list of signers alone cannot know: that there was one more
UNSEEN_BY_SIGNERS = {remove_last, remove_last_two}
# what a checkpoint of the second release cannot know: what came after it
UNSEEN_BY_CHECKPOINT = {forge_last_unsigned, remove_last, strip_one_signature, sign_last_with_another_key}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_history_that_was_forged_is_found_by_what_was_kept(portal: Path, attack: Attack) -> None:
    releases = portal / "data" / FOLDER
    attack(releases, portal / "stranger")
    write_signers(portal / "data" / "allowed_signers", portal / "stranger")  # the attacker says whom to trust
    code, said = verify(portal / "data", "--signers", portal / "signers")
    assert (code == 0) == (attack in UNSEEN_BY_SIGNERS), said
    code, said = verify(portal / "data", "--checkpoint", portal / "kept")
    assert code == 1 or attack in UNSEEN_BY_CHECKPOINT, said
    newest = portal / "newest"  # of a reader who came after the last release
    newest.write_bytes((portal / "site" / FOLDER / CHECKPOINT).read_bytes())
    code, said = verify(portal / "data", "--checkpoint", newest, "--signers", portal / "signers")
    assert code == 1, said


def test_a_release_that_the_list_of_a_site_names_and_that_is_gone_is_found(portal: Path) -> None:
    shutil.rmtree(portal / "site" / FOLDER / DAYS[2])
    code, said = verify(portal / "site", "--releases-only")
    assert code == 1
    assert f"{DAYS[2]} the list of releases names it, and it is missing" in said


@pytest.mark.parametrize(
    "path", ["index.html", "data/observations.csv", "api/v1/commitments.json", "commitments/a/index.html", "feed.xml"]
)
def test_a_page_or_a_table_that_was_changed_is_found(portal: Path, path: str) -> None:
    file = portal / "site" / path
    file.write_bytes(file.read_bytes() + b"\n")
    code, said = verify(portal / "site")
    assert code == 1
    assert f"{path} has been changed" in said
    assert verify(portal / "site", "--releases-only")[0] == 0


def test_what_was_added_to_a_site_or_taken_from_it_is_found(portal: Path) -> None:
    site = portal / "site"
    (site / "data" / "more.csv").write_text("a\n", encoding="utf-8")
    (site / "leer").mkdir()
    (site / ".verborgen").write_text("", encoding="utf-8")
    (site / "feed.xml").unlink()
    code, said = verify(site)
    assert code == 1
    for told in (
        "data/more.csv has been added",
        "leer has been added",
        ".verborgen has been added",
        "feed.xml is missing",
    ):
        assert told in said
    (site / FILE).unlink()
    code, said = verify(site)
    assert (code, f"{FILE} is missing" in said) == (1, True)


def test_folders_and_hidden_files_among_the_releases_are_found(portal: Path) -> None:
    releases = portal / "data" / FOLDER
    (releases / DAYS[0] / "empty").mkdir()
    (releases / DAYS[1] / ".hidden").write_text("", encoding="utf-8")
    (releases / ".also").mkdir()
    code, said = verify(portal / "data")
    assert code == 1
    for told in (f"{DAYS[0]} empty has been added", f"{DAYS[1]} .hidden has been added", ".also does not belong"):
        assert told in said


def test_tables_that_are_not_the_newest_release_are_said(portal: Path) -> None:
    (portal / "data" / "observations.csv").write_text("commitment_id,period,value\nA,2023-01,11\n", encoding="utf-8")
    build(portal / "data", portal / "site", on=date(2023, 9, 11))
    code, said = verify(portal / "site")
    assert code == 0
    assert "data/observations.csv is not what the newest release holds" in said


def test_a_list_of_signers_beside_the_releases_proves_nothing_by_itself(portal: Path) -> None:
    forge_all_with_another_key(portal / "data" / FOLDER, portal / "stranger")
    write_signers(portal / "data" / "allowed_signers", portal / "stranger")
    code, said = verify(portal / "data")
    assert code == 0  # whoever can write the one can write the other
    assert "as allowed_signers in the same folder says" in said
    assert "Not proved: who released this" in said


def test_the_office_that_signs_cannot_release_without_a_signature(portal: Path) -> None:
    write_signers(portal / "data" / "allowed_signers", portal / "office")
    run = command("release", "--data", portal / "data", "--date", "2023-10-10")
    assert run.exit_code == 2
    assert "--sign" in run.output
    assert release_days(portal / "data" / FOLDER) == list(DAYS)


def test_keys_change_and_expire_and_what_they_signed_stays_good(portal: Path) -> None:
    new = make_key(portal, "successor")
    old_line = (portal / "office.pub").read_text(encoding="utf-8")
    new_line = new.with_suffix(".pub").read_text(encoding="utf-8")
    (portal / "data" / "observations.csv").write_text("commitment_id,period,value\nA,2023-01,11\n", encoding="utf-8")
    run = command("release", "--data", portal / "data", "--date", "2023-10-10", "--sign", new)
    assert run.exit_code == 0, run.output
    signers = portal / "both"

    def trust(old: str, successor: str) -> int:
        signers.write_text(f"office {old} {old_line}office {successor} {new_line}", encoding="utf-8")
        return verify(portal / "data", "--signers", signers)[0]

    assert trust('valid-before="20231001"', 'valid-after="20231001"') == 0
    assert trust('valid-before="20230901"', 'valid-after="20231001"') == 1  # the old key signed after it had ended
    assert trust('valid-before="20231001"', 'valid-after="20231101"') == 1  # the new one before it began


def test_signing_may_begin_later(original: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(original / "data", tmp_path / "data"))
    shutil.rmtree(data / FOLDER)
    for number, day in enumerate(DAYS, 1):
        (data / "observations.csv").write_text(f"commitment_id,period,value\nA,2023-01,{number}\n", encoding="utf-8")
        sign = ["--sign", original / "office"] if day == DAYS[2] else []
        assert command("release", "--data", data, "--date", day, *sign).exit_code == 0
    assert verify(data, "--signers", original / "signers")[0] == 0  # the last signature stands for all before it
    (data / FOLDER / DAYS[2] / SIGNATURE).unlink()
    assert verify(data, "--signers", original / "signers")[0] == 1


def test_random_tampering_with_a_site_is_found(portal: Path) -> None:
    site, chance = portal / "site", random.Random(14)  # noqa: S311 - places, not secrets
    files = sorted(path for path in site.rglob("*") if path.is_file())
    rounds = 1_000 if os.environ.get("PORTAL_LONG") else 40
    for _ in range(rounds):
        path = chance.choice(files)
        raw = path.read_bytes()
        # the head of the manifest, which says what built the site, is what nothing in the site can prove
        least = raw.index(b'"files"') if path.name == FILE else 0
        at = chance.randrange(least, len(raw) + 1)
        changed = chance.choice([raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :], raw[:at], raw + b" "])
        if changed == raw:
            continue
        path.write_bytes(changed)
        code, said = verify(site)
        path.write_bytes(raw)
        assert code == 1, (path, at, said)
    assert verify(site)[0] == 0


def test_a_manifest_of_files_elsewhere_reads_nothing_there(portal: Path) -> None:
    site = portal / "site"
    (site / FILE).write_text(json.dumps({"url": None, "files": {"../signers": "0" * 64}}), encoding="utf-8")
    code, said = verify(site)
    assert (code, f"{FILE} cannot be read" in said) == (1, True)


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"files": 1}', b'{"releases": [{}]}', b"\xff", b"null", b""])
def test_hostile_lists_are_faults_not_failures(portal: Path, content: bytes) -> None:
    for file in (FILE, f"{FOLDER}/index.json", f"{FOLDER}/{CHECKPOINT}", f"{FOLDER}/{DAYS[0]}/{MANIFEST}"):
        kept = (portal / "site" / file).read_bytes()
        (portal / "site" / file).write_bytes(content)
        code, said = verify(portal / "site")
        (portal / "site" / file).write_bytes(kept)
        assert code == 1, said
        assert "Traceback" not in said


def test_a_file_of_a_release_that_is_too_many_is_refused() -> None:
    files = {f"{number}.csv": FileHash("0" * 64, 0) for number in range(1_001)}
    made = make_manifest({}, date(2023, 7, 10), date(2023, 6, 30), None, signed=False, log=ORIGIN)
    raw = json.loads(encode_manifest(made))
    raw["files"] = {name: {"sha256": entry.sha256, "bytes": 0} for name, entry in files.items()}
    with pytest.raises(ReleaseError):
        read_manifest(json.dumps(raw).encode())


def test_a_published_folder_is_verified_with_the_compressed_copies_beside_its_files(portal: Path) -> None:
    host = portal / "host"
    site = portal / "site"
    parse_target(str(host)).publish(site, read_site(site), 5, (), lambda *_: None)
    code, said = verify(host / "current", "--signers", portal / "signers")
    assert code == 0, said
    copy = next((host / "current" / FOLDER).rglob("*.gz"))
    copy.write_bytes(b"other")
    code, said = verify(host / "current")
    assert (code, f"{copy.name} has been changed" in said) == (1, True)

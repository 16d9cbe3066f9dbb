"""Releases: whole or not there, chained, and proved; whatever is altered is named."""

import functools
import json
import random
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import portal
from office import command, released

from generator.errors import ReleaseError
from generator.files.manifest import sha256
from generator.language.words import Words
from generator.releases.findings import FAULTS, Fault
from generator.releases.log import check_log
from generator.releases.release import (
    CHECKPOINT,
    FOLDER,
    MANIFEST,
    encode_json,
    encode_manifest,
    read_manifest,
    release_days,
)
from generator.releases.signatures import check_signatures
from generator.releases.signers import SIGNERS, read_signers
from generator.releases.site_files import read_site_files
from generator.releases.stores import FolderStore
from generator.releases.verify import find_faults

Folder = Callable[..., Path]
PORTAL = "title_zh: 测试\nyear: 2023\nas_of: 2023-06-30\n"
COMMITMENTS = "commitment_id,pillar_id,title_zh,kind,target_value\nA,growth,事项,quantity,100\n"
HEADER = "commitment_id,period,value\n"
DAYS = ("2023-07-10", "2023-08-10", "2023-09-10")


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with three releases, each with one more figure."""
    folder = tmp_path_factory.mktemp("chain") / "data"
    folder.mkdir()
    (folder / "portal.yml").write_text(PORTAL, encoding="utf-8")
    (folder / "commitments.csv").write_text(COMMITMENTS, encoding="utf-8")
    rows = HEADER
    for number, day in enumerate(DAYS, 1):
        rows += f"A,2023-0{number},{number * 10}\n"
        (folder / "observations.csv").write_text(rows, encoding="utf-8")
        released(folder, day)
    return folder


@pytest.fixture
def copied(chain: Path, tmp_path: Path) -> Path:
    """A copy of the three releases, to be altered."""
    return Path(shutil.copytree(chain, tmp_path / "data"))


def found(data: Path) -> list[tuple[str, str, str]]:
    store = FolderStore(data / FOLDER)
    told = list(find_faults(store)) or check_log(store, None, None)  # a checkpoint fails with what it stands for
    return [(fault.kind, fault.release, fault.file) for fault in told if isinstance(fault, Fault)]


def spoilt(data: Path) -> list[str]:
    listed = data / SIGNERS
    told = check_signatures(FolderStore(data / FOLDER), read_signers(listed) if listed.exists() else None)
    return [finding.kind for finding in told if isinstance(finding, Fault)]


def test_a_release_holds_the_data_as_published_with_the_hash_of_every_file(chain: Path) -> None:
    folder = chain / FOLDER / DAYS[1]
    manifest = json.loads((folder / MANIFEST).read_bytes())
    names = {path.name for path in folder.iterdir()}
    assert names == {"commitments.csv", "observations.csv", "datapackage.json", "statuses.json", MANIFEST, CHECKPOINT}
    assert (manifest["released_on"], manifest["as_of"]) == (DAYS[1], "2023-06-30")
    for name, entry in manifest["files"].items():
        content = (folder / name).read_bytes()
        assert (entry["sha256"], entry["bytes"]) == (sha256(content), len(content))
    before = sha256((chain / FOLDER / DAYS[0] / MANIFEST).read_bytes())
    assert manifest["previous"] == {"released_on": DAYS[0], "manifest_sha256": before}
    (record,) = json.loads((folder / "statuses.json").read_bytes())["commitments"]
    assert (record["value"], record["status"]) == (20, "on_pace")  # 20% of the target after 2 of 12 months, 16.7%


def test_the_hash_of_the_content_is_what_sha256sum_gives(chain: Path) -> None:
    folder = chain / FOLDER / DAYS[0]
    names = sorted(path.name for path in folder.iterdir() if path.name not in (MANIFEST, CHECKPOINT))
    listed = subprocess.run(["sha256sum", *names], cwd=folder, capture_output=True, check=True).stdout  # noqa: S607
    assert sha256(listed) == json.loads((folder / MANIFEST).read_bytes())["content_sha256"]


def test_what_was_not_touched_is_whole(chain: Path) -> None:
    assert found(chain) == []
    run = command("verify", chain)
    assert run.exit_code == 0
    assert "3" in run.output


@pytest.mark.parametrize("day", DAYS)
def test_one_byte_changed_in_any_file_is_named(copied: Path, day: str) -> None:
    chance = random.Random(day)  # noqa: S311 - places, not secrets
    for path in sorted((copied / FOLDER / day).iterdir()):
        raw = path.read_bytes()
        for position in {0, len(raw) - 1, *(chance.randrange(len(raw)) for _ in range(20))}:
            path.write_bytes(raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :])
            named = [(release, file) for _, release, file in found(copied)]
            if path.name == MANIFEST:
                assert any(release >= day for release, _ in named), (path.name, position)
            else:
                assert (day, path.name) in named, (path.name, position)
                assert {release for release, _ in named} == {day}
        path.write_bytes(raw)


def test_every_byte_of_the_newest_manifest_matters(copied: Path) -> None:
    path = copied / FOLDER / DAYS[-1] / MANIFEST
    raw = path.read_bytes()
    for position in range(len(raw)):
        path.write_bytes(raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :])
        assert any(release == DAYS[-1] for _, release, _ in found(copied)), position


@pytest.mark.parametrize("day", DAYS)
def test_a_file_added_removed_or_renamed_is_named(copied: Path, day: str) -> None:
    folder = copied / FOLDER / day
    (folder / "extra.csv").write_text("a\n")
    (folder / "below").mkdir()
    (folder / "below" / "more.csv").write_text("a\n")
    assert found(copied) == [("added", day, "below/more.csv"), ("added", day, "extra.csv")]
    shutil.rmtree(folder / "below")
    (folder / "extra.csv").unlink()
    (folder / "statuses.json").rename(folder / "status.json")
    (fault,) = find_faults(FolderStore(copied / FOLDER))
    assert (fault.kind, fault.release, fault.file, fault.expected) == ("renamed", day, "status.json", "statuses.json")
    (folder / "status.json").unlink()
    assert found(copied) == [("removed", day, "statuses.json")]


def test_a_manifest_in_another_order_is_named(copied: Path) -> None:
    path = copied / FOLDER / DAYS[-1] / MANIFEST
    value = json.loads(path.read_bytes())
    value["files"] = dict(reversed(value["files"].items()))
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found(copied) == [("reordered", DAYS[-1], MANIFEST)]


def test_a_manifest_rewritten_with_its_files_breaks_the_chain(copied: Path) -> None:
    folder = copied / FOLDER / DAYS[0]
    (folder / "observations.csv").write_text(HEADER + "A,2023-01,99\n", encoding="utf-8")
    value = json.loads((folder / MANIFEST).read_bytes())
    raw = (folder / "observations.csv").read_bytes()
    value["files"]["observations.csv"] = {"sha256": sha256(raw), "bytes": len(raw)}
    lines = "".join(f"{entry['sha256']}  {name}\n" for name, entry in sorted(value["files"].items()))
    value["content_sha256"] = sha256(lines.encode())
    (folder / MANIFEST).write_bytes(encode_json(value))
    (fault,) = find_faults(FolderStore(copied / FOLDER))
    assert (fault.kind, fault.release, fault.found) == ("chain", DAYS[1], DAYS[0])


def test_a_release_taken_out_or_moved_to_another_day_is_named(copied: Path) -> None:
    folder = copied / FOLDER
    (folder / DAYS[1]).rename(folder / "2023-08-11")
    assert ("day", "2023-08-11", MANIFEST) in found(copied)
    shutil.rmtree(folder / "2023-08-11")
    assert found(copied) == [("chain-gap", DAYS[2], MANIFEST)]
    shutil.rmtree(folder / DAYS[0])
    assert found(copied) == [("chain-gap", DAYS[2], MANIFEST)]


def test_what_does_not_belong_is_named_but_not_what_a_cut_off_release_left(copied: Path) -> None:
    (copied / FOLDER / "notes.txt").write_text("?")
    (copied / FOLDER / ".2023-10-10-x1y2z3").mkdir()
    assert found(copied) == [("stray", "", "notes.txt")]


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_fault_is_told_in_words(kind: str, lang: str) -> None:
    text = Fault(kind, DAYS[0], "a.csv", "one", "other").message(Words(lang))
    assert text
    assert "{" not in text


def test_verify_tells_each_fault_and_exits_with_1(copied: Path) -> None:
    (copied / FOLDER / DAYS[0] / "statuses.json").unlink()
    run = portal("verify", copied)
    assert run.returncode == 1
    assert f"{DAYS[0]} statuses.json is missing" in run.stdout
    assert "Traceback" not in run.stderr


def test_altered_releases_keep_the_data_from_being_released_and_built(copied: Path, tmp_path: Path) -> None:
    (copied / FOLDER / DAYS[1] / "observations.csv").write_text(HEADER, encoding="utf-8")
    for arguments in (
        ["check", "--data", copied],
        ["release", "--data", copied, "--date", "2023-12-01"],
        ["build", "--data", copied, "--out", tmp_path / "site"],
    ):
        run = command(*arguments)
        assert run.exit_code == 1
        assert "altered-release" in run.output
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("day", [DAYS[-1], "2023-09-09", DAYS[0]])
def test_a_day_that_is_not_after_the_last_is_refused(copied: Path, day: str) -> None:
    with pytest.raises(ReleaseError):
        released(copied, day)
    run = command("release", "--data", copied, "--date", day)
    assert run.exit_code == 2
    assert DAYS[-1] in run.output
    assert release_days(copied / FOLDER) == list(DAYS)


def test_data_with_errors_or_private_data_are_not_released(portal_folder: Folder) -> None:
    wrong = portal_folder(observations="commitment_id,period,value\nA,2023-01,十二\n")
    private = portal_folder(commitments="commitment_id,pillar_id,title_zh,kind\nA,growth,请拨13812345678,action\n")
    for folder in (wrong, private):
        assert command("release", "--data", folder, "--date", "2023-07-01").exit_code == 1
        assert not (folder / FOLDER).exists()


def test_a_release_is_the_same_bytes_wherever_it_is_made(portal_folder: Folder) -> None:
    one, two = portal_folder(PORTAL, commitments=COMMITMENTS), portal_folder(PORTAL, commitments=COMMITMENTS)
    surroundings = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "LC_ALL": "zh_CN.UTF-8"}
    assert portal("release", "--data", one, "--date", DAYS[0]).returncode == 0
    assert portal("release", "--data", two, "--date", DAYS[0], **surroundings).returncode == 0
    for path in (one / FOLDER / DAYS[0]).iterdir():
        assert (two / FOLDER / DAYS[0] / path.name).read_bytes() == path.read_bytes()


def test_withheld_figures_never_reach_a_release(portal_folder: Folder) -> None:
    rows = "commitment_id,period,value,published_pct,status\nA,2023-01,4711,47.11,suppressed\n"
    folder = portal_folder(PORTAL, commitments=COMMITMENTS, observations=rows)
    for path in released(folder, DAYS[0]).iterdir():
        assert "4711" not in path.read_text(encoding="utf-8").replace(sha256(b""), ""), path.name


@pytest.fixture
def served(chain: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The releases as a site publishes them, below a sub-path, on a real server."""
    for path, content in read_site_files(chain / FOLDER, "example.gov.cn/p").items():
        file = tmp_path / "gzjz" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the library
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/gzjz/", tmp_path / "gzjz" / FOLDER
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_live_site_is_verified_by_its_address(served: tuple[str, Path]) -> None:
    url, folder = served
    assert command("verify", url, "--releases-only").exit_code == 0
    assert "site-manifest.json is missing" in command("verify", url, "--lang", "en").output
    (folder / DAYS[1] / "observations.csv").write_text(HEADER, encoding="utf-8")
    (folder / DAYS[2] / "commitments.csv").unlink()
    run = portal("verify", url, "--releases-only")
    assert run.returncode == 1
    assert f"{DAYS[1]} observations.csv has been changed" in run.stdout
    assert f"{DAYS[2]} commitments.csv is missing" in run.stdout


def test_an_address_without_releases_is_wrong_usage(served: tuple[str, Path]) -> None:
    for place in (served[0] + "nothing/", "http://127.0.0.1:9/", "/nowhere/at/all"):
        run = command("verify", place)
        assert run.exit_code == 2
        assert run.output


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "key"
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "office", "-f", str(path)]
    subprocess.run(command, check=True)
    return path


def test_a_signature_is_made_and_verified(copied: Path, key: Path) -> None:
    run = command("release", "--data", copied, "--date", "2023-10-10", "--sign", key)
    assert run.exit_code == 0, run.output
    run = command("verify", copied)
    assert run.exit_code == 0
    assert "Not proved: who released this" in run.output  # good, but nobody says whose it is
    public = key.with_suffix(".pub").read_text(encoding="utf-8")
    (copied / "allowed_signers").write_text(f"office@example.cn {public}", encoding="utf-8")
    run = command("verify", copied)
    assert (run.exit_code, "office@example.cn" in run.output) == (0, True)


@pytest.mark.parametrize("known", [True, False], ids=["known signer", "no list of signers"])
def test_a_signature_that_is_gone_wrong_or_anothers_is_named(copied: Path, key: Path, *, known: bool) -> None:
    command("release", "--data", copied, "--date", "2023-10-10", "--sign", key)
    if known:
        public = key.with_suffix(".pub").read_text(encoding="utf-8")
        (copied / "allowed_signers").write_text(f"office@example.cn {public}", encoding="utf-8")
    folder = copied / FOLDER / "2023-10-10"
    signature = (folder / "manifest.json.sig").read_bytes()
    (folder / "manifest.json.sig").write_bytes(signature.replace(b"A", b"B", 3))
    assert spoilt(copied) == ["signature"]
    assert command("verify", copied).exit_code == 1
    (folder / "manifest.json.sig").unlink()
    assert spoilt(copied) == ["unsigned"]


def test_a_signature_by_a_stranger_is_named(copied: Path, key: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(stranger)], check=True)  # noqa: S607
    command("release", "--data", copied, "--date", "2023-10-10", "--sign", stranger)
    public = key.with_suffix(".pub").read_text(encoding="utf-8")
    (copied / "allowed_signers").write_text(f"office@example.cn {public}", encoding="utf-8")
    assert spoilt(copied) == ["signature"]


def test_a_manifest_reads_back_as_it_was_written(chain: Path) -> None:
    for day in DAYS:
        raw = (chain / FOLDER / day / MANIFEST).read_bytes()
        assert encode_manifest(read_manifest(raw)) == raw

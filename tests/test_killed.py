"""Killed at any point (kill -9), a build, a release or a publication leaves the old state or the new one, whole."""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import OBSERVATIONS, ROOT
from hosts import PATIENCE, git, small_site, sshd, whole_version
from office import command, released, workbook_of

from generator.errors import PublishError
from generator.files.manifest import FILE
from generator.files.writing import RECORD, replace_files
from generator.publish.outcome import read_site
from generator.publish.target import parse_target
from generator.releases.release import FOLDER, MANIFEST, read_manifest, release_days
from generator.releases.stores import FolderStore
from generator.releases.verify import find_faults

KEEP = 3  # sites, as killing.py has it
ARRIVING = "^os.mkdir .*/\\.incoming-"
NAMED, POINTED, LEAVING = "os.symlink ", "os.rename .*/\\.current\\.new ", "os.rmdir "

Folder = Callable[..., Path]


def killing(folder: Path, *arguments: object) -> list[dict[str, Any]]:
    """Run killing.py; gives what it prints of each kill, the last of which is that of the run that was spared."""
    command = [sys.executable, str(ROOT / "tests" / "killing.py"), *map(str, arguments)]
    surroundings = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    run = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def at(told: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Choose what was killed at points that contain a text."""
    return [one for one in told if text in one["point"]]


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with sshd(tmp_path_factory.mktemp("far") / "sshd") as command:
        yield command


@pytest.fixture
def small_sites(tmp_path: Path) -> list[Path]:
    return [small_site(tmp_path / f"built-{version}", version) for version in (1, 2)]


@pytest.mark.slow
def test_a_publication_killed_at_every_point_leaves_a_whole_site_and_few_others(
    small_sites: list[Path], tmp_path: Path
) -> None:
    host = tmp_path / "host"
    told = killing(tmp_path, "publish", host, "", *small_sites, ARRIVING, "", NAMED, POINTED, LEAVING)
    assert len(told) > 80  # every file and folder that arrives, its name, the switch, and the removal of the oldest
    for text in ("os.mkdir", "open", "os.fsync", ".incoming-", "os.symlink", ".current.new", ".leaving-", "os.rmdir"):
        assert at(told, text), text
    for one in told:
        switched = one["after"] != one["before"]
        assert not (switched and "incoming" in one["point"]), one
        assert one["whole"] <= KEEP + 1
        assert one["left"] <= 1
    assert {one["after"] for one in told} == {1, 2}
    assert {(one["after"] - one["before"], one["whole"]) for one in at(told, "os.symlink")} == {(0, KEEP + 1)}
    finish(str(host), small_sites[1], "", host)


@pytest.mark.slow
def test_a_publication_over_ssh_that_is_killed_leaves_a_whole_site(
    shell: str, small_sites: list[Path], tmp_path: Path
) -> None:
    """Killed after each request and each program that it starts; then with these, at random moments of the transfer."""
    host = tmp_path / "host"
    told = killing(tmp_path, "publish", f"far:{host}", shell, *small_sites, "", "^(started|asked)")
    assert len(at(told, "asked")) >= 10
    assert len(at(told, "'rsync'")) > 1
    assert {one["after"] for one in told} == {1, 2}
    assert max(one["whole"] for one in told) == KEEP + 1
    finish(f"far:{host}", small_sites[1], shell, host)


def finish(target: str, site: Path, shell: str, host: Path) -> None:
    """Publish until it is done and nothing is left over: the far side may not yet have let go of what was killed."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            parse_target(target).publish(site, read_site(site), KEEP, shell.split(), lambda *_: None)
            if not [path for path in (host / "sites").iterdir() if path.name.startswith(".")]:
                break
        except PublishError:
            pass
        assert time.monotonic() < end
        time.sleep(0.1)
    assert whole_version(host / "current") == 2
    assert len(list((host / "sites").iterdir())) <= KEEP


@pytest.mark.slow
def test_a_push_that_is_killed_leaves_a_whole_branch(small_sites: list[Path], tmp_path: Path) -> None:
    """Killed with each of the programs that it starts still running; then with Git, at random moments of the push."""
    git(tmp_path, "init", "--quiet", "--bare", "pages.git")
    told = killing(tmp_path, "push", tmp_path / "pages.git", *small_sites)
    assert len(told) > 15
    assert at(told, "'push'")[0]["after"] == 2  # what was pushed goes on without the one who pushed it
    assert {one["after"] for one in told} == {1, 2}


@pytest.mark.slow
def test_a_build_killed_at_any_point_leaves_a_whole_site(portal_folder: Folder, tmp_path: Path) -> None:
    folders = [portal_folder(portal=f"title_zh: 第{version}版\nyear: 2023\nlanguages: [zh]\n") for version in (1, 2)]
    site = tmp_path / "public" / "site"
    *told, last = killing(tmp_path, "build", site, tmp_path / "cache", *folders)
    for text in ("multiprocessing", "'mkdocs'", ".site-building-", FILE, "renameat2"):
        assert at(told, text), text
    (before,) = at(told, "renameat2")  # between the manifest and the switch: the old site is live, the new one is whole
    assert (before["after"], before["staged"]) == (before["before"], [1 - before["before"]])
    after = told[told.index(before) + 1]  # the first point after the switch: they have changed places
    assert (after["after"], after["staged"]) == (1 - after["before"], [after["before"]])
    assert all(one["after"] == one["before"] for one in told[: told.index(before)] if one["point"])
    assert last["left"] == []


def compare_tables(told: list[dict[str, Any]]) -> None:
    """Compare what each kill has left: the old tables or the new ones, and nothing that the next run cannot finish."""
    last = told[-1]
    assert last["point"] == ""
    assert not last["old"]
    for one in told:
        assert one["old"] or one["state"] == last["done"], one
        assert one["done"] == last["done"], one
        assert one["left"] == [], one
    assert at(told, "os.fsync")
    renamed = [one["old"] for one in at(told, "os.rename")]
    assert renamed == [True, False, False]  # the record, and the two tables, whose first change is the last word


@pytest.mark.slow
def test_an_import_killed_at_every_point_changes_all_tables_or_none(portal_folder: Folder) -> None:
    data = portal_folder(observations="commitment_id,period,value\nA,2023-01,1\n")

    def edit(book: openpyxl.Workbook) -> None:
        book["承诺事项"]["C2"] = "改了名称"
        book["观测值"]["C2"] = "2"

    book = workbook_of(data, edit)
    told = killing(data.parent, "tables", data, r"^open .*\.csv\.new", "workbook", "import", book)
    assert len(told) > 10
    compare_tables(told)


@pytest.mark.slow
def test_a_fix_killed_at_every_point_changes_all_tables_or_none(portal_folder: Folder) -> None:
    data = portal_folder(
        commitments="commitment_id,pillar_id,title_zh,kind\nA,Growth,事项,action\n",
        observations="commitment_id,period,value\nA,2023-01,１２\n",
    )
    told = killing(data.parent, "tables", data, r"^open .*\.csv\.new", "check", "--fix")
    assert len(told) > 10
    compare_tables(told)


def test_a_table_that_was_edited_after_a_write_was_cut_off_is_not_overwritten(
    portal_folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = portal_folder()
    files = [data / "commitments.csv", data / "observations.csv"]

    def cut_off(self: Path, target: Path) -> Path:
        if target == files[1]:
            os._exit(0)
        return Path(os.replace(self, target) or target)  # noqa: PTH105 - Path.replace is what is replaced here

    process = os.fork()
    if process == 0:
        monkeypatch.setattr(Path, "replace", cut_off)
        replace_files(dict.fromkeys(files, b"commitment_id\n"))
    os.waitpid(process, 0)
    files[1].write_text(f"{OBSERVATIONS}A,2023-01,7\n")
    run = command("check", "--data", data, "--lang", "en")
    assert run.exit_code == 2
    assert str(files[1]) in run.stderr
    assert "was changed after writing it had been cut off" in run.stderr
    assert files[1].read_text().endswith("A,2023-01,7\n")


def test_a_record_that_somebody_has_sent_reaches_no_other_folder(portal_folder: Folder) -> None:
    data = portal_folder()
    outside = data.parent / "mine.csv"
    outside.write_text("mine")
    (data.parent / ".mine.csv.new").write_text("forged")
    hashes = [hashlib.sha256(text).hexdigest() for text in (b"mine", b"forged")]
    for told in ({"../mine.csv": hashes}, {str(outside): hashes}, [1], {"a": 1}):
        (data / RECORD).write_text(json.dumps(told))
        assert command("check", "--data", data).exit_code == 0
        assert outside.read_text() == "mine"
        assert not (data / RECORD).exists()


@pytest.mark.slow
def test_a_release_killed_at_every_point_is_whole_or_not_there_and_the_next_one_works(portal_folder: Folder) -> None:
    data = portal_folder(
        "title_zh: 测试\nyear: 2023\nas_of: 2023-06-30\n",
        commitments="commitment_id,pillar_id,title_zh,kind,target_value\nA,growth,事项,quantity,100\n",
        observations="commitment_id,period,value\nA,2023-01,10\n",
    )
    told = killing(data.parent, "release", data)
    assert len(told) > 20
    assert [one for one in told if one["faults"]] == []
    (renamed,) = at(told, "os.rename")
    assert (renamed["released"], renamed["left"]) == (False, 1)
    assert {one["released"] for one in told[: told.index(renamed)]} == {False}
    assert {(one["released"], one["left"]) for one in told[told.index(renamed) + 1 :]} == {(True, 0)}
    last = release_days(data / FOLDER)[-1]
    released(data, "2025-01-01")
    assert list(find_faults(FolderStore(data / FOLDER))) == []
    assert list((data / FOLDER).glob(".*")) == []
    previous = read_manifest((data / FOLDER / "2025-01-01" / MANIFEST).read_bytes()).previous
    assert previous
    assert str(previous.released_on) == last

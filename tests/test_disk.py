"""A disk that is full or read-only: one sentence that names the place, exit code 1, all as it was, nothing left."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import ROOT
from disks import mounted, tmpfs
from hosts import small_site
from office import workbook_of
from reader import tree

from generator.files import writing
from generator.files.writing import replace_files, write_folder

Folder = Callable[..., Path]

FILLING = ROOT / "tests" / "filling.py"
ROWS = "".join(f"B{number:03d},growth,事项{number}{'很长的名称' * 20},action\n" for number in range(100))
COMMITMENTS = "commitment_id,pillar_id,title_zh,kind\nA,growth,事项,quantity\n" + ROWS


def filled(folder: Path, *arguments: object) -> list[dict[str, Any]]:
    """Run filling.py on a disk of its own below a folder; returns what it told of each run."""
    disk = folder / "disk"
    disk.mkdir()
    command, *others = arguments
    run = mounted(tmpfs(disk), FILLING, command, disk, *others)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def check(told: list[dict[str, Any]], place: Path, fewest: int) -> None:
    """Compare what was told of each run with what has to be."""
    *failed, last = told
    assert last["code"] == 0
    assert len(failed) >= fewest
    for one in failed:
        assert one["code"] == 1, one
        assert len(one["err"].splitlines()) == 1, one
        assert str(place) in one["err"], one
        assert "the disk is full" in one["err"], one
        assert one["same"], one
        assert one["left"] == [], one
    assert last["left"] == []


@pytest.mark.slow
def test_a_build_on_a_full_disk_leaves_the_old_site(portal_folder: Folder, tmp_path: Path) -> None:
    folders = [portal_folder(portal=f"title_zh: 第{version}版\nyear: 2023\n") for version in (1, 2)]
    told = filled(tmp_path, "build", *folders)
    check(told, tmp_path / "disk" / "site", 8)


@pytest.mark.slow
def test_a_publication_to_a_full_disk_leaves_the_old_site(tmp_path: Path) -> None:
    sites = [small_site(tmp_path / f"built-{version}", version, dressed=True) for version in (1, 2)]
    told = filled(tmp_path, "publish", *sites)
    check(told, tmp_path / "disk" / "host", 10)


@pytest.mark.slow
def test_an_import_to_a_full_disk_leaves_every_table(portal_folder: Folder, tmp_path: Path) -> None:
    data = portal_folder(commitments=COMMITMENTS, observations="commitment_id,period,value\nA,2023-01,1\n")

    def edit(book: openpyxl.Workbook) -> None:
        book["承诺事项"]["C3"] = "改了名称"
        book["观测值"]["C2"] = "2"

    told = filled(tmp_path, "import", data, workbook_of(data, edit))
    check(told, tmp_path / "disk" / "data", 5)


@pytest.mark.slow
def test_a_fix_on_a_full_disk_leaves_every_table(portal_folder: Folder, tmp_path: Path) -> None:
    data = portal_folder(
        commitments=COMMITMENTS.replace("B099,growth,", "B099,Growth,"),
        observations="commitment_id,period,value\nA,2023-01,１２\n",
    )
    told = filled(tmp_path, "fix", data)
    check(told, tmp_path / "disk" / "data", 5)


READ_ONLY = """
import sys
from generator.cli import app
app(sys.argv[1:])
"""


@pytest.mark.parametrize("command", ["build", "publish", "import", "fix", "release", "init", "export"])
def test_a_read_only_disk_is_told_in_one_sentence(command: str, portal_folder: Folder, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    data = portal_folder(
        "title_zh: 测试\nyear: 2023\nas_of: 2023-06-30\n",
        observations=f"commitment_id,period,value\nA,2023-01,{'１２' if command == 'fix' else '12'}\n",
    )
    book = workbook_of(data, lambda book: book["观测值"].__setitem__("C2", "13"))
    data = data.rename(disk / "data")
    site = small_site(disk / "built", 1)
    before = tree(disk)
    arguments = {
        "build": ("build", "--data", data, "--out", disk / "site"),
        "publish": ("publish", disk / "host", "--site", site),
        "import": ("workbook", "import", book, "--data", data, "--yes"),
        "fix": ("check", "--fix", "--yes", "--data", data),
        "release": ("release", "--data", data),
        "init": ("init", disk / "new", "--title", "甲县"),
        "export": ("workbook", "export", disk / "book.xlsx", "--data", data),
    }
    mount = f"mount --bind '{disk}' '{disk}'\nmount -o remount,bind,ro '{disk}'"
    run = mounted(mount, "-c", READ_ONLY, *arguments[command], XDG_CACHE_HOME=str(disk / "cache"))
    assert run.returncode == 1, run.stderr
    assert len(run.stderr.strip().splitlines()) == 1, run.stderr
    assert str(disk) in run.stderr
    assert "the file system is read-only" in run.stderr
    assert tree(disk) == before


def test_a_site_of_a_read_only_disk_is_published(tmp_path: Path) -> None:
    """Its compressed copies have no place beside it then."""
    disk = tmp_path / "disk"
    site = small_site(disk / "site", 1)
    mount = f"mount --bind '{disk}' '{disk}'\nmount -o remount,bind,ro '{disk}'"
    run = mounted(mount, "-c", READ_ONLY, "publish", tmp_path / "host", "--site", site)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "host" / "current" / "index.html.gz").exists()


def test_where_the_second_of_two_files_cannot_take_its_place_the_first_one_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where Excel has it open."""
    files = [tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv"]
    for file in files[1:]:
        file.write_bytes(b"old")
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target == files[2]:
            raise PermissionError(13, "Permission denied", str(self), None, str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError) as error:
        replace_files(dict.fromkeys(files, b"new"))
    assert (error.value.filename, error.value.filename2) == (str(files[2]), None)
    assert tree(tmp_path).keys() == {"b.csv", "c.csv"}
    assert {file.read_bytes() for file in files[1:]} == {b"old"}


def test_the_file_behind_a_link_is_written_and_its_mode_stays(tmp_path: Path) -> None:
    (tmp_path / "behind").mkdir()
    (tmp_path / "behind" / "a.csv").write_bytes(b"old")
    (tmp_path / "behind" / "a.csv").chmod(0o640)
    (tmp_path / "a.csv").symlink_to("behind/a.csv")
    replace_files({tmp_path / "a.csv": b"new"})
    assert (tmp_path / "a.csv").is_symlink()
    assert (tmp_path / "behind" / "a.csv").read_bytes() == b"new"
    assert (tmp_path / "behind" / "a.csv").stat().st_mode & 0o777 == 0o640


def test_a_new_folder_that_cannot_be_written_names_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space") as error:
        write_folder(tmp_path / "new", {"a": b""})
    assert error.value.filename == str(tmp_path / "new")
    assert error.value.errno in writing.DISK
    assert list(tmp_path.iterdir()) == []

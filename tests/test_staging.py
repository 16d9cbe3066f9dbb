"""Staging: the new site takes the place of the old all at once, and what a killed build leaves is cleared."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.files import staging as module
from generator.files.staging import ASIDE, exchange, recover, release_lock, replace, stage, take_lock

ROUNDS = 500


def folder_with(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "mark").write_text(text)
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public" / "site"


@contextmanager
def killed_build(out: Path) -> Iterator[Path]:
    """Return the staging folder of a build whose process was killed in the midst of it."""
    code = (
        "import os, pathlib, signal, sys\nfrom generator.files.staging import stage\n"
        "with stage(pathlib.Path(sys.argv[1])) as folder:\n"
        "    (folder / 'zh').mkdir()\n    print(folder, flush=True)\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, out], stdout=subprocess.PIPE, text=True, check=False)
    folder = Path(run.stdout.strip())
    assert folder.is_dir()
    yield folder
    assert not folder.exists()


def test_a_finished_build_leaves_nothing_beside_the_site(out: Path) -> None:
    with stage(out) as folder:
        replace(out, folder_with(folder / "zh" / "site", "new"), folder / ASIDE)
    assert [path.name for path in out.parent.iterdir()] == ["site"]
    assert (out / "mark").read_text() == "new"


def test_a_reader_never_finds_the_site_missing(out: Path) -> None:
    folder_with(out, "old")
    other = folder_with(out.parent / "other", "new")
    done, missing = threading.Event(), list[OSError]()

    def read() -> None:
        while not done.is_set() and not missing:
            try:
                (out / "mark").read_text()
            except OSError as error:
                missing.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(ROUNDS):
            replace(out, other, out.parent / "aside")
    finally:
        done.set()
        reader.join()
    assert missing == []
    assert not (out.parent / "aside").exists()


def test_where_nothing_can_be_exchanged_two_renames_do(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "exchange", lambda one, other: False)
    folder_with(out, "old")
    with stage(out) as folder:
        replace(out, folder_with(folder / "zh" / "site", "new"), folder / ASIDE)
        assert (folder / ASIDE / "mark").read_text() == "old"
    assert (out / "mark").read_text() == "new"


def test_a_site_that_cannot_come_leaves_the_old_one(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "exchange", lambda one, other: False)
    folder_with(out, "old")
    with pytest.raises(FileNotFoundError):
        replace(out, out.parent / "nothing", out.parent / "aside")
    assert (out / "mark").read_text() == "old"


def test_two_paths_on_different_file_systems_are_an_error_and_stay(out: Path) -> None:
    folder_with(out, "old")
    with pytest.raises(OSError, match=r".*"):
        exchange(out, Path("/proc/self"))
    assert (out / "mark").read_text() == "old"


def test_a_site_set_aside_by_a_killed_build_comes_back(out: Path) -> None:
    folder_with(out, "old")
    with killed_build(out) as folder:
        out.rename(folder / ASIDE)  # killed between the two renames
        recover(out)
    assert (out / "mark").read_text() == "old"


def test_a_killed_build_leaves_nothing_for_long(out: Path) -> None:
    folder_with(out, "old")
    with killed_build(out), killed_build(out):
        recover(out)
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_the_folder_of_a_running_build_is_left_alone(out: Path) -> None:
    with stage(out) as folder:
        recover(out)
        assert folder.is_dir()
    assert list(out.parent.iterdir()) == []


def test_what_only_looks_alike_is_left_alone(out: Path) -> None:
    for name in (".site-backup", ".sites-building-x", "site-building-x"):
        (out.parent / name).mkdir(parents=True)
    recover(out)
    assert len(list(out.parent.iterdir())) == 3


def test_the_folder_stays_while_a_process_that_the_build_started_still_writes(out: Path) -> None:
    """As MkDocs may, when the build that called it was killed."""
    with stage(out) as folder:
        writer = subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, close_fds=False)
        # the build's own lock is gone with it; the writer's is not
        lock = next(int(name) for name in os.listdir("/proc/self/fd") if points_to(name, folder))  # noqa: PTH208
        os.dup2(os.open("/dev/null", os.O_RDONLY), lock)
        recover(out)
        assert folder.is_dir()
        writer.communicate()
        recover(out)
        assert not folder.exists()


def points_to(descriptor: str, path: Path) -> bool:
    link = Path("/proc/self/fd") / descriptor
    return link.is_symlink() and link.readlink() == path


def test_a_lock_is_held_by_one_alone(tmp_path: Path) -> None:
    lock = take_lock(tmp_path)
    with pytest.raises(BlockingIOError):
        take_lock(tmp_path)
    release_lock(lock)
    release_lock(take_lock(tmp_path))

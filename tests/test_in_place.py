"""A folder that cannot be exchanged, such as a volume, is filled; killed anywhere, the next build goes on."""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from disks import mounted, tmpfs
from hosts import small_site, whole_version
from reader import tree

from generator.files import in_place, staging
from generator.files.in_place import is_fixed
from generator.files.ownership import refuse_foreign
from generator.files.staging import ASIDE, SITE, recover, replace, stage

Folder = Callable[..., Path]

BUILD_TWICE = """
import json, os, sys
from pathlib import Path
from generator.cli import app
from reader import tree
data, out = map(Path, sys.argv[1:])
device = out.stat().st_dev
for title in ("第1版", "第2版"):
    (data / "portal.yml").write_text(f"title_zh: {title}\\nyear: 2023\\nlanguages: [zh]\\n", encoding="utf-8")
    try:
        app(["build", "--data", str(data), "--out", str(out)])
    except SystemExit as end:
        assert not end.code, end.code
    assert title in (out / "index.html").read_text(encoding="utf-8")
    listed = json.loads((out / "site-manifest.json").read_text())["files"]
    assert listed.keys() | {"site-manifest.json"} == tree(out).keys()
assert out.stat().st_dev == device and os.path.lexists(out)
(out / "mine").write_text("mine")
try:
    app(["build", "--data", str(data), "--out", str(out)])
except SystemExit as end:
    assert end.code == 2
assert (out / "mine").read_text() == "mine"
"""


@pytest.mark.parametrize("kind", ["memory", "bound", "parent read-only"])
def test_a_mount_point_is_built_into(portal_folder: Folder, tmp_path: Path, kind: str) -> None:
    """In memory; bound from the same disk, which the number of the device does not show; with nothing beside it."""
    data, parent = portal_folder(), tmp_path / "container"
    out = parent / "site"
    out.mkdir(parents=True)
    (tmp_path / "volume").mkdir()
    mounts = {
        "memory": tmpfs(out),
        "bound": f"mount --bind '{tmp_path}/volume' '{out}'",
        "parent read-only": f"mount --bind '{parent}' '{parent}'\n{tmpfs(out)}\nmount -o remount,bind,ro '{parent}'",
    }
    run = mounted(mounts[kind], "-c", BUILD_TWICE, data, out)
    assert run.returncode == 0, run.stdout + run.stderr
    assert [path.name for path in parent.iterdir()] == ["site"]  # nothing was put beside it


@pytest.fixture
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every folder that is there counts as a mount point."""
    for module in (in_place, staging):
        monkeypatch.setattr(module, "is_fixed", lambda out: out.is_dir())


def fill_and_be_killed(out: Path, version: int, number: int) -> bool:
    """Put a site into a folder in a fork, which is killed before the n-th change of a name; False where none was."""
    process = os.fork()
    if process == 0:
        left = iter(range(number))

        def watch(event: str, _: object) -> None:
            if event in ("os.rename", "os.remove", "ctypes.dlsym") and next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        with stage(out) as folder:
            small_site(folder / SITE, version)
            sys.addaudithook(watch)
            replace(out, folder / SITE, folder / ASIDE)
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(process, 0)[1])


@pytest.mark.usefixtures("fixed")
@pytest.mark.parametrize("exchanged", [True, False])
def test_killed_at_every_step_the_next_build_puts_the_rest_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanged: bool
) -> None:
    if not exchanged:
        monkeypatch.setattr(staging, "exchange", lambda one, other: False)
    out, seen = tmp_path / "site", list[int]()
    for number in count():
        shutil.rmtree(out, ignore_errors=True)
        small_site(out, 1)
        killed = fill_and_be_killed(out, 2, number)
        recover(out)
        refuse_foreign(out)
        assert not list(out.glob(".*"))
        seen.append(whole_version(out))
        if not killed:
            break
    assert len(seen) > 10  # each folder and file at the top, and what is there no more
    assert seen == sorted(seen)
    assert set(seen) == {1, 2}


@pytest.mark.usefixtures("fixed")
def test_the_home_page_and_the_manifest_come_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, moved = small_site(tmp_path / "site", 1), list[str]()
    own = in_place._move

    def move(ours: Path, theirs: Path, *others: object) -> None:
        moved.append(theirs.name)
        own(ours, theirs, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(in_place, "_move", move)
    with stage(out) as folder:
        assert folder.parent == out
        small_site(folder / SITE, 2)
        replace(out, folder / SITE, folder / ASIDE)
    assert moved[-2:] == ["index.html", "site-manifest.json"]
    assert whole_version(out) == 2
    assert tree(out).keys() == json.loads((out / "site-manifest.json").read_text())["files"].keys() | {
        "site-manifest.json"
    }


def test_an_ordinary_folder_is_exchanged_as_a_whole(tmp_path: Path) -> None:
    assert not is_fixed(tmp_path)
    assert not is_fixed(tmp_path / "nowhere")
    assert is_fixed(Path("/proc"))

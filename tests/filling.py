"""Lets a command run on a disk that is full, then on one with a little more room, until it comes to its end.

Run where a small file system of its own is mounted at DISK (`disks.mounted`): its limit is set anew before each run, so
that the command fails at one write after the other. Prints a line of JSON a run.

    filling.py build DISK CACHE ONE OTHER       two data folders; the site is DISK/site
    filling.py publish DISK ONE OTHER           two sites; the target is DISK/host
    filling.py import DISK DATA WORKBOOK        the tables are copied to DISK/data
    filling.py fix DISK DATA
"""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from reader import tree

from generator.cli import app
from generator.cli import build as _build  # loaded before the forks, of which each would load them anew
from generator.cli import check as _check
from generator.cli import publish as _publish
from generator.cli import workbook as _workbook
from generator.data.tables import read_schemas

PAGE = 4096  # bytes: what a file system in memory gives out at once
ENOUGH = "64m"
MOST = 60  # runs


LOADED = (_build, _check, _publish, _workbook, read_schemas())


def set_limit(disk: Path, limit: str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={limit}", str(disk)], check=True)  # noqa: S607


def used(disk: Path) -> int:
    """Return the pages in use."""
    found = os.statvfs(disk)
    return found.f_blocks - found.f_bfree


def run(*arguments: object) -> tuple[int, str, str]:
    """Run the command in a fork; returns its exit code and what it printed, on the output and beside it."""
    ends, told = os.pipe()
    process = os.fork()
    if process == 0:
        out, err, code = io.StringIO(), io.StringIO(), 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                app([str(argument) for argument in arguments], standalone_mode=False)
            except SystemExit as end:
                code = int(end.code or 0)
            except BaseException as error:  # a traceback is what is looked for
                code = 99
                err.write(f"Traceback: {error!r}")
        os.write(told, json.dumps([code, out.getvalue(), err.getvalue()]).encode())
        os._exit(0)
    os.close(told)
    with os.fdopen(ends) as said:
        code, out_text, err_text = json.load(said)
    os.waitpid(process, 0)
    return code, out_text, err_text


def fill(disk: Path, state: Callable[[], object], left: Callable[[], list[str]], growth: int, *command: object) -> None:
    """Run a command with more and more room until it is done: each time a page more, and a part of what there was."""
    room, done, before = 0, 0, state()
    while done < MOST:
        set_limit(disk, str((used(disk) + room) * PAGE))
        code, out, err = run(*command)
        set_limit(disk, ENOUGH)
        after = state()
        print(json.dumps({"room": room, "code": code, "err": err.strip(), "same": after == before, "left": left()}))
        done += 1
        if code == 0:
            assert after != before, out
            return
        assert "disk is full" in err, out + err  # it fails for another reason, and will for ever
        room += 1 + room // growth


def build(disk: Path, one: str, other: str) -> None:
    site = disk / "site"
    assert run("build", "--data", one, "--out", site)[0] == 0
    assert run("build", "--data", other, "--out", disk.parent / "warm")[0] == 0  # what is drawn is in the cache
    names = lambda: [path.name for path in disk.iterdir() if path != site]  # noqa: E731
    fill(disk, lambda: tree(site), names, 1, "build", "--data", other, "--out", site)


def publish(disk: Path, one: str, other: str) -> None:
    host = disk / "host"
    assert run("publish", host, "--site", one)[0] == 0
    first = next((host / "sites").iterdir()).name

    def left() -> list[str]:
        return [path.name for path in (*host.iterdir(), *(host / "sites").iterdir()) if path.name[0] == "."]

    def state() -> object:
        names = {path.name for path in (host / "sites").iterdir()}
        return tree((host / "current").resolve()), sorted(names - {first})

    fill(disk, state, lambda: [name for name in left() if name != ".lock"], 10, "publish", host, "--site", other)


def change(disk: Path, data: str, *arguments: str) -> None:
    folder = disk / "data"
    shutil.copytree(data, folder)
    names = sorted(path.name for path in folder.iterdir())
    left = lambda: sorted({path.name for path in folder.iterdir()} - set(names))  # noqa: E731
    fill(disk, lambda: tree(folder), left, 10, *arguments, "--data", folder, "--yes")


if __name__ == "__main__":
    command, place, *others = sys.argv[1:]
    mounted = Path(place)
    match command, others:
        case "build", [one, other]:
            build(mounted, one, other)
        case "publish", [one, other]:
            publish(mounted, one, other)
        case "import", [data, workbook]:
            change(mounted, data, "workbook", "import", workbook)
        case "fix", [data]:
            change(mounted, data, "check", "--fix")

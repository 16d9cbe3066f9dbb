"""Kills a command (SIGKILL) at one point after the other, and prints what each leaves as a line of JSON.

A point is an event that Python audits, before it happens: a file is opened to be written, linked, renamed or removed, a
folder made, the system called; or, after it happened, a process started, or a line sent to one. So where a command is
killed depends on what it does, never on the speed of the machine. It runs in a fork, which takes less time than a start
of Python; what it has started lives on.

    killing.py release DATA
    killing.py build OUT CACHE ONE OTHER                            two data folders
    killing.py publish TARGET SHELL ONE OTHER BEGIN ONLY [AGAIN]…   two sites; patterns of points, see `Point`
    killing.py push REPOSITORY ONE OTHER
    killing.py tables DATA BEGIN COMMAND…                           a command that writes the tables; its first point
"""

import ctypes
import fcntl
import json
import multiprocessing.util
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from hosts import git, whole_version
from reader import tree

from generator.build import build
from generator.changes.reference import assess_folder
from generator.cli import app
from generator.data.tables import read_tables
from generator.files.manifest import FILE, hash_files
from generator.files.staging import SITE, recover
from generator.publish.outcome import read_site
from generator.publish.target import parse_target
from generator.releases.release import FOLDER, release_days
from generator.releases.stores import FolderStore
from generator.releases.verify import find_faults

AUDITED = ("os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "ctypes.dlsym", "open")
WRITING = os.O_WRONLY | os.O_RDWR
FIRST = date(2024, 1, 1)
KEEP = 3
TIMES = 6  # how often one point is repeated
LINGER = 0.05  # seconds
SEND, PUSH = "^started .*'rsync'", "^started .*'git'.*'push'"
CHANCE = random.Random(20231016)  # noqa: S311 - moments, not secrets
LONGEST = 3600  # seconds; reached only when something hangs
PR_SET_CHILD_SUBREAPER = 36


class Point:
    """A point to be killed at: the n-th of those that match `only`, counted from the first that matches `begin`.

    Every point is told to the pipe `report`. With `linger`, all that was started is killed too, so many seconds later.
    """

    def __init__(self, report: int, number: int, begin: str = "", only: str = "", linger: float | None = None) -> None:
        self._report = report
        self._left = number
        self._begin, self._only = re.compile(begin), re.compile(only)
        self._begun = False
        self._linger = linger

    def reach(self, text: str) -> None:
        """Count a point; this process ends at the one that is meant."""
        self._begun = self._begun or bool(self._begin.search(text))
        if not self._begun or not self._only.search(text):
            return
        os.write(self._report, f"{text}\n".encode())
        if self._left == 0 and self._linger is not None:
            time.sleep(self._linger)
            os.killpg(0, signal.SIGKILL)
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in AUDITED and (event != "open" or arguments[2] & WRITING):
            self.reach(" ".join([event, *(str(part) for part in arguments[:2])]))

    def watch(self) -> None:
        """Count from now on, in this process."""
        sys.addaudithook(self.audit)
        point, flush = self, os.fsync
        start, spawn = subprocess.Popen.__init__, multiprocessing.util.spawnv_passfds  # type: ignore[attr-defined]

        def flushed(descriptor: int) -> None:
            point.reach("os.fsync")
            flush(descriptor)

        def started(self: "subprocess.Popen[Any]", *arguments: Any, **options: Any) -> None:
            start(self, *arguments, **options)
            self.stdin = self.stdin and Asking(self.stdin, point)
            point.reach(" ".join(["started", *str(self.args).split()]))

        def spawned(path: str, arguments: list[Any], descriptors: list[int]) -> int:
            process = spawn(path, arguments, descriptors)
            point.reach(" ".join(["started", *map(str, arguments)]))
            return process

        os.fsync = flushed  # type: ignore[assignment]
        multiprocessing.util.spawnv_passfds = spawned  # type: ignore[attr-defined]
        subprocess.Popen.__init__ = started  # type: ignore[method-assign,assignment]


class Asking:
    """The input of a process: sending what was written to it is a point."""

    def __init__(self, file: Any, point: Point) -> None:
        self._file, self._point = file, point

    def flush(self) -> None:
        self._file.flush()
        self._point.reach("asked")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def killed(work: Callable[[], object], *point: Any, **options: Any) -> str:
    """Run in a fork that is killed at a point; returns that point, empty where the work came to its end before."""
    ends, held = os.pipe()
    process = os.fork()
    if process == 0:
        os.setpgid(0, 0)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        Point(held, *point, **options).watch()
        work()
        os._exit(0)  # what fails ends with its traceback
    os.close(held)
    with os.fdopen(ends, encoding="utf-8") as told:
        passed = told.read().splitlines()
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or status == 0, passed[-1:]
    return passed[-1] if os.WIFSIGNALED(status) else ""


def settle() -> None:
    """Wait until all that was started, by whatever was killed, has come to its end."""
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def tell(point: str, **found: object) -> None:
    print(json.dumps({"point": point, **found}), flush=True)


def release(folder: str) -> None:
    """Release again and again, each a day later, until one comes to its end."""
    data = Path(folder)
    assess_folder(data)  # what every release needs to know of the tables is read once, before the forks
    for number in count():
        day = str(FIRST + timedelta(number))
        point = killed(lambda: app(["release", "--data", folder, "--date", day]), number)  # noqa: B023
        releases = data / FOLDER
        left = len(list(releases.glob(".*")))
        wrong = [fault.kind for fault in find_faults(FolderStore(releases))]
        tell(point, faults=wrong, released=day in release_days(releases), left=left)
        if not point:
            return


def publish(target: str, shell: str, one: str, other: str, begin: str, only: str, *again: str) -> None:
    """Publish one site after the other until a publication comes to its end; then again and again up to some points."""
    host, sites = Path(target.rpartition(":")[2]), (Path(one), Path(other))

    def work(version: int) -> None:
        site = sites[version - 1]
        parse_target(target).publish(site, read_site(site), KEEP, shell.split(), lambda *_: None)

    def kill(number: int, begin: str, only: str, linger: float | None = None) -> str:
        live = whole_version(host / "current")
        point = killed(lambda: work(3 - live), number, begin, only, linger)
        with (host / ".lock").open("rb") as lock:  # the far side lets go of it a moment later
            fcntl.flock(lock, fcntl.LOCK_EX)
        names = [path.name for path in (host / "sites").iterdir()]
        whole = [name for name in names if not name.startswith(".")]
        tell(point, before=live, after=whole_version(host / "current"), whole=len(whole), left=len(names) - len(whole))
        return point

    for number in range(KEEP):
        work(number % 2 + 1)
    for number in count():
        if not kill(number, begin, only):
            break
    for text in again:
        for _ in range(TIMES):
            kill(0, "", text)
    if shell:
        for _ in range(TIMES):
            kill(0, "", SEND, CHANCE.uniform(0, LINGER))


def push(repository: str, one: str, other: str) -> None:
    """Publish to a branch, one site after the other, until a publication comes to its end."""
    sites = (Path(one), Path(other))

    def work(version: int) -> None:
        site = sites[version - 1]
        parse_target(f"git+{repository}#live").publish(site, read_site(site), KEEP, (), lambda *_: None)

    def look() -> int:
        with tempfile.TemporaryDirectory() as folder:
            # A local clone would copy files from under a push that lives on; one by Git's protocol reads what is whole.
            git(Path(folder), "clone", "--quiet", "--no-local", "--branch", "live", repository, "clone")
            clone = Path(folder) / "clone"
            (clone / ".nojekyll").unlink()
            shutil.rmtree(clone / ".git")
            return whole_version(clone)

    work(1)
    live = 1
    for number in count():
        point = killed(lambda: work(3 - live), number, only="^started")  # noqa: B023
        meanwhile = look()
        settle()
        before, live = live, look()
        tell(point, before=before, meanwhile=meanwhile, after=live)
        if not point:
            break
    for _ in range(TIMES):
        point = killed(lambda: work(3 - live), 0, "", PUSH, CHANCE.uniform(0, LINGER))  # noqa: B023
        before, live = live, look()
        tell(point, before=before, meanwhile=live, after=live)


def build_sites(out: str, cache: str, one: str, other: str) -> None:
    """Build one portal after the other: all drawn and rendered, from the cache, and from the manifest to the switch."""
    site, data, sites = Path(out), (Path(one), Path(other)), list[dict[str, str]]()

    def kill(number: int, begin: str = "", only: str = "", keep: str | None = cache) -> None:
        live = sites.index(tree(site))
        point = killed(lambda: build(data[1 - live], site, keep=keep and Path(keep)), number, begin, only)
        staged = [folder / SITE for folder in site.parent.glob(f".{site.name}-building-*")]
        found = [sites.index(tree(folder)) for folder in staged if (folder / FILE).exists() and tree(folder) in sites]
        assert read_site(site).files == hash_files(site)
        tell(point, before=live, after=sites.index(tree(site)), staged=found)
        settle()

    for folder in data:
        assert not killed(lambda: build(folder, site, keep=Path(cache)), sys.maxsize)  # noqa: B023
        sites.append(tree(site))
    for number in range(5):
        kill(number, only="^started", keep=None)
    for number in (0, 1, 10, 100, 200, 400, 800):
        kill(number)
    for number in range(8):
        kill(number, begin=f"^open .*{FILE}")
    recover(site)
    tell("", left=[path.name for path in site.parent.iterdir() if path != site])


def change_tables(data: str, begin: str, *command: str) -> None:
    """Change the tables again and again, from what they were, until the command comes to its end."""
    folder, aside = Path(data), Path(f"{data}-aside")
    shutil.copytree(folder, aside)

    def read() -> dict[str, str]:
        return {path: found for path, found in tree(folder).items() if not path.startswith(".")}

    def change() -> None:
        try:
            app([*command, "--data", data, "--yes"])
        except SystemExit as end:
            if end.code:
                raise

    old, states = read(), list[dict[str, str]]()
    for number in count():
        shutil.rmtree(folder)
        shutil.copytree(aside, folder)
        point = killed(change, number, begin)
        read_tables(folder)  # as the next command does, whichever it is
        states.append(read())
        if point:
            assert not killed(change, sys.maxsize)
        left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
        tell(point, old=states[-1] == old, done=read(), left=left, state=states[-1])
        if not point:
            return


COMMANDS: dict[str, Callable[..., None]] = {
    "release": release,
    "publish": publish,
    "push": push,
    "build": build_sites,
    "tables": change_tables,
}

if __name__ == "__main__":
    signal.alarm(LONGEST)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)  # what a killed process has started becomes a child of this one
    COMMANDS[sys.argv[1]](*sys.argv[2:])

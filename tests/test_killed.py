"""Killed at any moment (kill -9), a build or a publication leaves the old site or the new one, whole."""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from conftest import ROOT, portal
from hosts import PATIENCE, git, small_site, sshd, whole_version
from reader import tree

from generator.errors import PublishError
from generator.files.manifest import FILE, scan
from generator.files.staging import recover
from generator.publish.outcome import read_site
from generator.publish.target import target_of

PUBLISHED = {"near": 88, "far": 30, "branch": 10}
BUILT = 12
SEED = 20230930
SLACK = 1.3
LATE = 0.15  # seconds around the moment at which the new site takes the place of the old one

PUBLISH = """
import pathlib, sys
from generator.errors import PublishError
from generator.publish.outcome import read_site
from generator.publish.target import target_of
from generator.files.staging import recover
target, site, shell = target_of(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3].split()
print("begun", flush=True)
target.publish(site, read_site(site), 3, shell, lambda *_: None)
"""


class Killer:
    """Kills a process at a moment between its beginning and a little after the time that the last whole one took."""

    def __init__(self) -> None:
        self.draw = random.Random(SEED)  # noqa: S311 - the same shares of the time in every run
        self.longest = 0.0
        self.killed = 0

    def run(self, command: list[str]) -> None:
        """Run a command that prints a line when it begins; the first is spared."""
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        ) as process:
            assert process.stdout
            assert process.stdout.readline()
            begun = time.monotonic()
            try:
                process.wait(self.draw.uniform(0, SLACK * self.longest) if self.longest else PATIENCE)
                self.longest = time.monotonic() - begun
            except subprocess.TimeoutExpired:
                process.kill()  # alone: what it has started lives on
                self.killed += 1


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with sshd(tmp_path_factory.mktemp("far") / "sshd") as command:
        yield command


@pytest.mark.parametrize("kind", ["near", "far"])
def test_a_killed_publication_leaves_a_whole_site(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    shell = request.getfixturevalue("shell") if kind == "far" else "ssh"
    host = tmp_path / "host"
    target = f"far:{host}" if kind == "far" else str(host)
    sites = [small_site(tmp_path / f"built-{version}", version) for version in (1, 2)]
    killer, seen = Killer(), set[int]()
    for number in count():
        killer.run([sys.executable, "-c", PUBLISH, target, str(sites[number % 2]), shell])
        seen.add(whole_version(host / "current"))
        if killer.killed == PUBLISHED[kind]:
            break
    assert seen == {1, 2}
    finish(target, sites[1], shell, host)
    assert whole_version(host / "current") == 2
    assert len(list((host / "sites").iterdir())) <= 3


def finish(target: str, site: Path, shell: str, host: Path) -> None:
    """Publish until it is done and nothing is left over: the far side may not yet have let go of what was killed."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            target_of(target).publish(site, read_site(site), 3, shell.split(), lambda *_: None)
            if not [path for path in (host / "sites").iterdir() if path.name.startswith(".")]:
                return
        except PublishError:
            pass
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_killed_push_leaves_a_whole_branch(tmp_path: Path) -> None:
    repository, killer = tmp_path / "pages.git", Killer()
    git(tmp_path, "init", "--quiet", "--bare", str(repository))
    sites = [small_site(tmp_path / f"built-{version}", version) for version in (1, 2)]
    for number in count():
        killer.run([sys.executable, "-c", PUBLISH, f"git+{repository}#live", str(sites[number % 2]), "ssh"])
        out = tmp_path / f"out-{number}"
        # A local clone would copy files from under a push that lives on; one by Git's protocol reads what is whole.
        git(tmp_path, "clone", "--quiet", "--no-local", "--branch", "live", str(repository), str(out))
        (out / ".nojekyll").unlink()
        (out / ".git").rename(tmp_path / f"git-{number}")
        assert whole_version(out) in (1, 2)
        if killer.killed == PUBLISHED["branch"]:
            break


def test_a_killed_build_leaves_a_whole_site(portal_folder: Callable[..., Path], tmp_path: Path) -> None:
    """Most are killed at any moment, every third around the one at which the new site takes the place of the old."""
    draw = random.Random(SEED)  # noqa: S311 - the same moments in every run
    out = tmp_path / "public" / "site"
    folders = [portal_folder(portal=f"title_zh: 第{version}版\nyear: 2023\n") for version in (1, 2)]
    sites: list[dict[str, str]] = []
    begun = time.monotonic()
    for data in folders:
        assert portal("build", "--data", data, "--out", out).returncode == 0
        sites.append(tree(out))
    longest = (time.monotonic() - begun) / 2
    seen, killed = set[int](), 0
    for number in count():
        command = [sys.executable, "-m", "generator", "build", "--data", str(folders[number % 2]), "--out", str(out)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            if number % 3 == 0:
                wait_for_seal(out, process)
                delay = draw.uniform(0, LATE)
            else:
                delay = draw.uniform(0, longest)
            try:
                process.wait(delay)
            except subprocess.TimeoutExpired:
                process.kill()
                killed += 1
        live = tree(out)
        assert live in sites, f"killed after {delay} seconds"
        assert read_site(out).files == scan(out)
        seen.add(sites.index(live))
        if killed == BUILT:
            break
    assert portal("build", "--data", folders[0], "--out", out).returncode == 0
    assert tree(out) == sites[0]
    end = time.monotonic() + PATIENCE
    while [path.name for path in out.parent.iterdir()] != ["site"]:  # what a killed build had started may still run
        assert time.monotonic() < end
        recover(out)
    assert seen


def wait_for_seal(out: Path, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a build has written its manifest, the last thing before the switch."""
    while process.poll() is None and not any(out.parent.glob(f".site-*/zh/site/{FILE}")):
        time.sleep(0.002)

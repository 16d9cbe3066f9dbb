"""File systems of a test alone: mounted for one command, in a name space that ends with it."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT, Run
from hosts import program

WAYS = ((), ("--map-root-user",))  # as root; as anybody, where the system allows it


@cache
def find_way() -> tuple[str, ...] | None:
    """Return the command that gives another one mounts of its own; None where nobody may have any."""
    unshare = program("unshare", "util-linux")
    ways = [(unshare, "--mount", *options) for options in WAYS]
    ways.append(("sudo", "-n", "-E", unshare, "--mount"))  # as on the machines of GitHub
    try_it = ("sh", "-c", "mount -t tmpfs none /mnt")
    for way in ways:
        try:
            if subprocess.run([*way, *try_it], capture_output=True, check=False).returncode == 0:
                return way
        except FileNotFoundError:
            continue
    return None


def mounted(mounts: str, *command: object, **environment: str) -> Run:
    """Run a Python program where a shell has mounted something before, for it alone."""
    way = find_way()
    if way is None:
        pytest.skip("nothing can be mounted here: neither root (with CAP_SYS_ADMIN) nor user name spaces")
    surroundings = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "LC_ALL": "en_GB.UTF-8"} | environment
    return subprocess.run(
        [*way, "sh", "-ec", f'{mounts}\nexec "$@"', "sh", sys.executable, *map(str, command)],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def tmpfs(folder: Path, options: str = "size=64m") -> str:
    """Return the line of a shell that mounts a file system in memory."""
    return f"mount -t tmpfs -o {options} none '{folder}'"

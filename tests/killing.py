"""Releases again and again, and kills most of them (SIGKILL) at random moments; prints what is left each time.

It runs in a process of its own, so that a release costs a fork and not a start of Python: killing.py DATA SEED TIMES.
"""

import json
import os
import random
import select
import signal
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from generator.changes.reference import assess_folder
from generator.cli import app
from generator.releases.release import FOLDER, release_days
from generator.releases.stores import FolderStore
from generator.releases.verify import faults

FIRST = date(2024, 1, 1)


def begin(data: Path, number: int) -> tuple[int, int]:
    """Release in a fork; gives its process, and a pipe that ends with it."""
    ends, held = os.pipe()
    process = os.fork()
    if process == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        app(["release", "--data", str(data), "--date", str(FIRST + timedelta(number))])
        os._exit(3)  # not reached: the command exits
    os.close(held)
    return process, ends


def unfinished(data: Path) -> list[str]:
    """Name what a release that is not done has written so far."""
    return [path.name for path in (data / FOLDER).iterdir() if path.name.startswith(".")]


def main(data: Path, seed: int, times: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    assess_folder(data)  # what every release needs to know of the tables is read once, before the forks
    begun = time.perf_counter()
    process, ends = begin(data, 0)
    os.waitpid(process, 0)
    whole = time.perf_counter() - begun
    for number in range(1, times + 1):
        process, ends = begin(data, number)
        if number % 2:  # any moment of the whole
            select.select([ends], [], [], chance.uniform(0, whole))
        else:  # a moment of the writing, which is short
            while not (unfinished(data) or select.select([ends], [], [], 0.0002)[0]):
                pass
            select.select([ends], [], [], chance.uniform(0, 0.006))
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        os.close(ends)
        folder = data / FOLDER
        told = {
            "killed": os.WIFSIGNALED(status),
            "faults": [fault.kind for fault in faults(FolderStore(folder))],
            "releases": len(release_days(folder)),
            "unfinished": len(unfinished(data)),
        }
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

"""What a command takes: seconds on the clock and of processor time, and the memory of all its processes at their peak.

Processor time says more than the clock where other programs run on the same machine.
"""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

PAUSE = 0.2  # seconds between two looks at the memory
MEGABYTE = 1_000_000
SURROUNDINGS = os.environ | {"NO_MKDOCS_2_WARNING": "1", "OBSERVABLE_TELEMETRY_DISABLE": "true"}


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: seconds, megabytes of the whole process tree at its peak, and what it printed."""

    seconds: float
    processor_seconds: float
    megabytes: float
    printed: str


def run(command: Sequence[object], folder: Path | None = None) -> Run:
    """Run a command to its end in a folder; a fault of it ends the benchmark."""
    words = [str(word) for word in command]
    begun, spent = time.perf_counter(), _spent()
    with subprocess.Popen(
        words, cwd=folder, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=SURROUNDINGS
    ) as process:
        watch = Watch(process.pid)
        watch.start()
        printed, _ = process.communicate()
        seconds = time.perf_counter() - begun
        watch.end()
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} has failed\n{printed}")
    return Run(seconds, _spent() - spent, watch.peak / MEGABYTE, printed)


def _spent() -> float:
    """Return the processor time of all processes that were started here and have ended."""
    times = psutil.Process().cpu_times()
    return float(times.children_user + times.children_system)


class Watch(threading.Thread):
    """Looks now and then at the memory of a process and all that it started; what they share is counted once."""

    def __init__(self, pid: int) -> None:
        """Take the process to look at."""
        super().__init__()
        self.peak = 0
        self._root = psutil.Process(pid)
        self._ended = threading.Event()

    def run(self) -> None:
        """Look until told to end."""
        while not self._ended.wait(PAUSE):
            self.peak = max(self.peak, self._look())

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()
        self.join()

    def _look(self) -> int:
        total = 0
        try:
            tree = [self._root, *self._root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return 0
        for process in tree:
            try:
                memory = process.memory_full_info()
            except psutil.Error:  # it ended meanwhile
                continue
            total += getattr(memory, "pss", memory.uss)
        return total

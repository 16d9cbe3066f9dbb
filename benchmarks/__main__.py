"""Measure the portal and print the figures as a table: `python -m benchmarks`, or `make bench`."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.synthetic import write_portal

DATA = Path(__file__).resolve().parents[1] / "data"
CHECKED = (3889, 36)  # commitments and months: two kinds of seven have no figures


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: seconds, and megabytes of memory of its largest process at its peak."""

    seconds: float
    megabytes: float


def measure(*arguments: object) -> Run:
    """Run a command of the portal to its end; a fault of it ends the benchmark."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "generator", *map(str, arguments)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"portal {arguments[0]} has failed")
    return Run(time.perf_counter() - begun, usage.ru_maxrss / 1024)


def main() -> None:
    """Print a line for each thing measured."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        observations = write_portal(folder, *CHECKED)
        run = measure("check", "--data", folder)
        print("| what | time | memory |\n|---|---|---|")
        print(f"| `portal check`, {observations:,} observations | {run.seconds:.1f} s | {run.megabytes:.0f} MB |")
        run = measure("build", "--data", DATA, "--out", Path(name) / "site")
        print(f"| `portal build`, the portal of this repository | {run.seconds:.1f} s | {run.megabytes:.0f} MB |")


if __name__ == "__main__":
    main()

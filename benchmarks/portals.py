"""Measure synthetic portals of several sizes, each in the same way."""

import csv
import json
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from benchmarks.measuring import Run, run
from benchmarks.synthetic import write_portal
from benchmarks.weight import weights

MONTHS = 36
PORTAL = (sys.executable, "-m", "generator")
BUILDING = (sys.executable, "-m", "benchmarks.building")
MARKDOWN = (sys.executable, "-m", "benchmarks.markdown")
MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--quiet")
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Measured:
    """One portal: seconds, megabytes of the whole process tree, bytes, and counted work."""

    commitments: int
    observations: int
    seconds: dict[str, float]
    processor_seconds: dict[str, float]
    clean_stages: dict[str, float]
    rebuild_stages: dict[str, float]
    megabytes: dict[str, float]
    counted: dict[str, int]
    transfer: dict[str, int]


@dataclass(frozen=True, slots=True)
class Check:
    """A portal that is only checked: how many observations, seconds, and megabytes of the whole process tree."""

    observations: int
    seconds: float
    megabytes: float


def measure_check(folder: Path, commitments: int, months: int = MONTHS) -> Check:
    """Make a portal in a folder, and check it."""
    observations = write_portal(folder / "data", commitments, months)
    checked = run([*PORTAL, "check", "--data", folder / "data"])
    return Check(observations, checked.seconds, checked.megabytes)


def measure(folder: Path, commitments: int, months: int = MONTHS) -> Measured:
    """Make a portal in a folder; check it, build it, change a value, build it again, and let bare MkDocs build it."""
    data, site, kept, cache = (folder / name for name in ("data", "site", "kept", "cache"))
    observations = write_portal(data, commitments, months)
    checked = run([*PORTAL, "check", "--data", data])
    clean = run([*BUILDING, data, site, cache])
    told = json.loads(clean.printed)
    before = states(site)
    change_value(data / "observations.csv")
    again = run([*BUILDING, data, site, cache])
    told_again = json.loads(again.printed)
    after = states(site)
    run([*MARKDOWN, data, cache, kept])
    bare = bare_mkdocs(kept)
    return Measured(
        commitments,
        observations,
        seconds={
            "clean build": clean.seconds,
            "rebuild": again.seconds,
            "bare mkdocs": bare.seconds,
            "check": checked.seconds,
        },
        processor_seconds={
            "clean build": clean.processor_seconds,
            "rebuild": again.processor_seconds,
            "bare mkdocs": bare.processor_seconds,
            "check": checked.processor_seconds,
        },
        clean_stages=told["stages"],
        rebuild_stages=told_again["stages"],
        megabytes={"clean build": clean.megabytes, "bare mkdocs": bare.megabytes, "check": checked.megabytes},
        counted={
            "pages": told["pages"],
            "pages rendered again": told_again["rendered"],
            "charts drawn": told["drawn"],
            "charts drawn again": told_again["drawn"],
            "files": len(after),
            "files changed": sum(before.get(path, (0, b""))[1] != content for path, (_, content) in after.items()),
            "files touched": sum(before.get(path, (0, b""))[0] != moment for path, (moment, _) in after.items()),
            "bytes of the site": sum(file.stat().st_size for file in site.rglob("*") if file.is_file()),
        },
        transfer=weights(site),
    )


def bare_mkdocs(kept: Path) -> Run:
    """Build the Markdown of both languages side by side, as the portal does, with the theme as it comes."""
    script = "import subprocess, sys; sys.exit(any([p.wait() for p in [subprocess.Popen({!r} + [f]) for f in {!r}]]))"
    files = [str(kept / lang / "mkdocs.yml") for lang in LANGUAGES]
    return run([sys.executable, "-c", script.format([*MKDOCS, "--config-file"], files)])


def change_value(file: Path) -> None:
    """Change the last value of a table of observations, as an office does."""
    with file.open(encoding="utf-8", newline="") as given:
        rows = list(csv.DictReader(given))
    rows[-1]["value"] = str(float(rows[-1]["value"]) + 1)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def states(site: Path) -> dict[str, tuple[int, bytes]]:
    """Return each file of a site with the moment it was written and a hash of its content."""
    return {
        str(file.relative_to(site)): (file.stat().st_mtime_ns, sha256(file.read_bytes()).digest())
        for file in site.rglob("*")
        if file.is_file()
    }

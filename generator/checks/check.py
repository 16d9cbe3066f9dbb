"""Checking a data folder as a whole: what reading finds, what must not be public, contradictions, altered releases."""

from datetime import date
from pathlib import Path

from generator.checks.consistency import check_dataset
from generator.checks.privacy import find_unpublishable
from generator.checks.released import check_released_units
from generator.data.dataset import Dataset, Reading, read_folder
from generator.findings.finding import Finding, has_errors, sort_findings
from generator.paths import PortalFolder
from generator.releases.release import FOLDER
from generator.releases.stores import FolderStore
from generator.releases.verify import find_faults


def check_folder(folder: Path, on: date | None = None) -> tuple[Dataset | None, tuple[Finding, ...]]:
    """Check a data folder, and the hand-written pages that go with it.

    On a day of publication, rows that are dated after it are withheld from the dataset, and told.
    Returns the dataset, or None where an error keeps it from being published, and every finding in editing order.
    """
    dataset, findings = check_reading(read_folder(folder, on), folder)
    altered = check_releases(folder)
    return (None if altered else dataset), sort_findings([*findings, *altered]) if altered else findings


def check_reading(reading: Reading, folder: Path) -> tuple[Dataset | None, tuple[Finding, ...]]:
    """Check what was read, but for the releases; returns what `check_folder` does."""
    findings = [
        *reading.findings,
        *find_unpublishable(reading.tables, reading.records, PortalFolder(folder)),
    ]
    broken = has_errors(findings)
    if reading.dataset is not None:
        findings += check_dataset(reading.dataset)
        findings += check_released_units(reading.dataset, folder)
    unfit = broken or has_errors(findings)
    return (None if unfit else reading.dataset), sort_findings(findings)


def check_releases(folder: Path) -> list[Finding]:
    """Report releases that are not as they were published; of each the first thing that differs is named."""
    first = {fault.release: fault for fault in reversed(list(find_faults(FolderStore(folder / FOLDER))))}
    return [
        Finding("altered-release", str(folder / FOLDER / release / fault.file), value=release or fault.file)
        for release, fault in sorted(first.items())
    ]

"""Checking a data folder as a whole: what reading finds, what must not be public, contradictions, altered releases."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from generator.checks.consistency import check_dataset
from generator.checks.privacy import find_unpublishable, find_written_files
from generator.checks.released import check_released_units, check_withheld_rows
from generator.data.dataset import Dataset, Reading, read_folder
from generator.data.texts import find_conflict
from generator.findings.finding import Finding, has_errors, sort_findings
from generator.paths import PortalFolder
from generator.releases.release import FOLDER
from generator.releases.stores import FolderStore
from generator.releases.verify import find_faults

PAGE = ".md"


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
    portal = PortalFolder(folder)
    findings = [
        *reading.findings,
        *find_unpublishable(reading.tables, reading.records, portal),
        *check_written_files(portal),
    ]
    broken = has_errors(findings)
    if reading.dataset is not None:
        findings += check_dataset(reading.dataset)
        findings += check_released_units(reading.dataset, folder)
    if vanishing := list(check_withheld_rows(reading, folder)):
        told = {(finding.file, finding.line) for finding in vanishing}
        findings = [f for f in findings if f.rule != "withheld" or (f.file, f.line) not in told] + vanishing
    unfit = broken or has_errors(findings)
    return (None if unfit else reading.dataset), sort_findings(findings)


def check_written_files(portal: PortalFolder) -> Iterator[Finding]:
    """Report hand-written files that Git has left in two versions, and those in another encoding than is read."""
    for path in dict.fromkeys([*find_written_files(portal), portal.synonyms]):
        raw = path.read_bytes()
        if found := find_conflict(str(path), raw.decode(errors="replace")):
            yield found
        if path.suffix == PAGE or path == portal.synonyms:
            try:
                raw.decode()
            except UnicodeDecodeError as error:
                yield Finding("unreadable", str(path), raw.count(b"\n", 0, error.start) + 1)


def check_releases(folder: Path) -> list[Finding]:
    """Report releases that are not as they were published; of each the first thing that differs is named."""
    first = {fault.release: fault for fault in reversed(list(find_faults(FolderStore(folder / FOLDER))))}
    return [
        Finding("altered-release", str(folder / FOLDER / release / fault.file), value=release or fault.file)
        for release, fault in sorted(first.items())
    ]

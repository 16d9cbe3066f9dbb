"""What `portal diff` compares: the last release, a release by its day, another data folder, or a Git revision."""

import io
import subprocess
import tempfile
from datetime import date
from pathlib import Path
from zipfile import ZipFile

from generator.changes.compare import compare
from generator.changes.diff import Diff
from generator.changes.history import read_release
from generator.changes.snapshot import Snapshot, read_snapshot, render_release_files
from generator.checks.check import check_folder
from generator.data.settings import FILE
from generator.errors import ReleaseError
from generator.exports.records import record_commitments
from generator.findings.finding import Finding
from generator.language.words import mark
from generator.releases.release import DAY, FOLDER, MANIFEST, release_days
from generator.status.progress import Progress, assess_all


def assess_folder(data: Path, on: date | None = None) -> tuple[Progress | None, tuple[Finding, ...]]:
    """Check a data folder and assess it at the end of its reporting period, as it may be published on a day.

    Returns the progress, or None where the data have errors, and every finding.
    """
    dataset, findings = check_folder(data, on)
    return (assess_all(dataset, dataset.as_of, findings) if dataset else None), findings


def compare_with_reference(reference: str, data: Path, progress: Progress, on: date | None = None) -> Diff:
    """Compare the working data with what is referred to; "" is the last release, or nothing where there is none.

    What is referred to as a folder or a revision is read as it may be published on the day, like the working data.

    Raises:
        ReleaseError: there is nothing of that name, or its data have errors.
    """
    return compare(
        _snapshot_reference(reference, data, on), read_snapshot(render_release_files(record_commitments(progress)))
    )


def _snapshot_reference(reference: str, data: Path, on: date | None) -> Snapshot | None:
    """Read what the working data are compared with.

    Raises:
        ReleaseError: there is nothing of that name, or its data have errors.
    """
    days = release_days(data / FOLDER)
    if not reference:
        return read_release(data / FOLDER / days[-1]).snapshot if days else None
    if reference in days:
        return read_release(data / FOLDER / reference).snapshot
    folder = Path(reference)
    if (folder / MANIFEST).is_file():
        return read_release(folder).snapshot
    if (folder / FILE).is_file():
        return _snapshot_folder(folder, reference, on)
    if DAY.fullmatch(reference):
        raise ReleaseError(mark("There is no release of {day}."), day=reference)
    return _snapshot_revision(reference, data, on)


def _snapshot_folder(folder: Path, name: str, on: date | None) -> Snapshot:
    progress, _ = assess_folder(folder, on)
    if progress is None:
        raise ReleaseError(mark("The data of {name} have errors, so nothing can be compared with them."), name=name)
    return read_snapshot(render_release_files(record_commitments(progress)))


def _snapshot_revision(revision: str, data: Path, on: date | None) -> Snapshot:
    """Read the data folder as it was in a Git revision."""
    wrong = ReleaseError(
        mark("{name} is no release, no folder with a portal's data and no Git revision that holds this data folder."),
        name=revision,
    )
    command = ["git", "-C", str(data), "archive", "--format=zip", revision, "."]
    if revision.startswith("-"):  # Git would take it for an option
        raise wrong
    try:
        packed = subprocess.run(command, capture_output=True, check=True).stdout
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        raise wrong from error
    with tempfile.TemporaryDirectory() as name, ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(name)  # it keeps to the folder, and writes a link as a text
        if not (Path(name) / FILE).is_file():
            raise wrong
        return _snapshot_folder(Path(name), revision, on)

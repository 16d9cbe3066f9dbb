"""The history: every release read once, what each changed, and what the working data would change next."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from generator.changes.compare import compare
from generator.changes.diff import Diff, FigureChange, FigureKind
from generator.changes.snapshot import Snapshot, read_snapshot, take_snapshot
from generator.exports.records import Records
from generator.releases.release import FOLDER, MANIFEST, Manifest, read_manifest, release_days, sha256
from generator.status.progress import Progress

MENDED = (
    FigureKind.REVISED,
    FigureKind.CORRECTED,
    FigureKind.REMOVED,
    FigureKind.WITHHELD,
    FigureKind.DISCLOSED,
)


@dataclass(frozen=True)
class Release:
    """A release as it lies in the data folder; `sha256` is that of its manifest."""

    manifest: Manifest
    sha256: str
    snapshot: Snapshot

    @property
    def released_on(self) -> date:
        """The day it was released."""
        return self.manifest.released_on


@dataclass(frozen=True, slots=True)
class Event:
    """What became of a figure, and in which release; None is the working data."""

    released_on: date | None
    change: FigureChange


@dataclass(frozen=True)
class History:
    """All releases, oldest first, each with what it changed; `pending` is what the working data change since."""

    releases: tuple[Release, ...]
    diffs: tuple[Diff, ...]
    pending: Diff

    @property
    def newest(self) -> Release | None:
        """The last release."""
        return self.releases[-1] if self.releases else None

    @property
    def current(self) -> bool:
        """Whether the site shows just what the last release holds."""
        return bool(self.releases) and not self.pending

    @property
    def latest(self) -> Diff | None:
        """What is told as new since the release before: not yet released, or else by the last release."""
        if not self.releases:
            return None
        return self.pending or (self.diffs[-1] if len(self.diffs) > 1 else None)

    @cached_property
    def events(self) -> Mapping[str, tuple[Event, ...]]:
        """What became of the figures of each commitment, release by release."""
        found: dict[str, list[Event]] = {}
        for diff in (*self.diffs, self.pending) if self.releases else ():
            for change in diff.changes:
                events = found.setdefault(change.entry.commitment_id, [])
                events += [Event(diff.new.released_on, figure) for figure in change.figures]
        return {key: tuple(events) for key, events in found.items()}

    @cached_property
    def changed(self) -> Mapping[str, frozenset[str]]:
        """The periods of each commitment whose figure was revised or corrected after it was first published."""
        return {
            key: frozenset(event.change.new.period.text for event in events if event.change.new and _is_mended(event))
            for key, events in self.events.items()
        }


def read_release(folder: Path) -> Release:
    """Read a release; that it is whole is `verify`'s matter.

    Raises:
        ReleaseError: its manifest cannot be read.
    """
    raw = (folder / MANIFEST).read_bytes()
    manifest = read_manifest(raw)
    files = {name: (folder / name).read_bytes() for name in manifest.files}
    return Release(manifest, sha256(raw), read_snapshot(files, manifest.released_on))


def read_releases(data: Path) -> tuple[Release, ...]:
    """Read every release of a data folder, oldest first."""
    folder = data / FOLDER
    return tuple(read_release(folder / day) for day in release_days(folder))


def make_history(releases: Iterable[Release], records: Records) -> History:
    """Compare each release with the one before, and the working data with the last."""
    listed = tuple(releases)
    working = take_snapshot(records) if listed else _nothing(records.progress)
    return History(
        releases=listed,
        diffs=tuple(_successive([release.snapshot for release in listed])),
        pending=compare(listed[-1].snapshot if listed else None, working),
    )


def _is_mended(event: Event) -> bool:
    return event.change.kind in (FigureKind.REVISED, FigureKind.CORRECTED)


def _nothing(progress: Progress) -> Snapshot:
    """Where nothing was ever released, nothing is compared."""
    return Snapshot(None, progress.as_of, "", progress.illustrative, {}, {}, {}, {})


def _successive(snapshots: list[Snapshot]) -> Iterator[Diff]:
    before: Snapshot | None = None
    for after in snapshots:
        yield compare(before, after)
        before = after

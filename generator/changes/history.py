"""The history: all releases, the diff of each with the one before, and the diff of the working data with the last."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from generator.changes.compare import compare
from generator.changes.diff import Diff, FigureChange, FigureKind
from generator.changes.snapshot import Snapshot, read_snapshot, take_snapshot
from generator.exports.records import Records
from generator.files.manifest import sha256
from generator.releases.release import FOLDER, MANIFEST, ReleaseManifest, read_manifest, release_days
from generator.status.progress import Progress


@dataclass(frozen=True)
class Release:
    """A release in the data folder; `sha256` is that of its manifest."""

    manifest: ReleaseManifest
    sha256: str
    snapshot: Snapshot

    @property
    def released_on(self) -> date:
        """The day it was released."""
        return self.manifest.released_on


@dataclass(frozen=True, slots=True)
class Event:
    """A change of a figure, and the day of the release that made it; None is the working data."""

    released_on: date | None
    change: FigureChange


@dataclass(frozen=True)
class History:
    """All releases, the oldest first, with the diff of each; `pending` is the diff of the working data."""

    releases: tuple[Release, ...]
    diffs: tuple[Diff, ...]
    pending: Diff

    @property
    def newest(self) -> Release | None:
        """The last release."""
        return self.releases[-1] if self.releases else None

    @property
    def current(self) -> bool:
        """Whether the working data are those of the last release."""
        return bool(self.releases) and not self.pending

    @property
    def latest(self) -> Diff | None:
        """The newest diff with a release: that of the working data, or else that of the last of several releases."""
        if not self.releases:
            return None
        return self.pending or (self.diffs[-1] if len(self.diffs) > 1 else None)

    @cached_property
    def events(self) -> Mapping[str, tuple[Event, ...]]:
        """The changes of figures of each commitment, the oldest first."""
        found: dict[str, list[Event]] = {}
        for diff in (*self.diffs, self.pending) if self.releases else ():
            for change in diff.changes:
                events = found.setdefault(change.entry.commitment_id, [])
                events += [Event(diff.new.released_on, figure) for figure in change.figures]
        return {key: tuple(events) for key, events in found.items()}

    @cached_property
    def published_on(self) -> Mapping[str, date]:
        """The day of the release that first showed a commitment as it is; one that is still a draft has none."""
        days: dict[str, date] = {}
        for release, diff in zip(self.releases, self.diffs, strict=True):  # in the first, everything is new
            days |= dict.fromkeys((change.entry.commitment_id for change in diff.changes), release.released_on)
        for change in self.pending.changes:
            days.pop(change.entry.commitment_id, None)
        return days

    @cached_property
    def changed(self) -> Mapping[str, frozenset[str]]:
        """The periods of each commitment whose figure was revised or corrected after its first publication."""
        return {
            key: frozenset(
                event.change.new.period.text for event in events if event.change.new and _replaces_value(event)
            )
            for key, events in self.events.items()
        }


def read_release(folder: Path) -> Release:
    """Return a release; `verify` proves that it is whole, not this function.

    Raises:
        ReleaseError: its manifest cannot be read.
    """
    raw = (folder / MANIFEST).read_bytes()
    manifest = read_manifest(raw)
    files = {name: (folder / name).read_bytes() for name in manifest.files}
    return Release(manifest, sha256(raw), read_snapshot(files, manifest.released_on))


def read_releases(data: Path, on: date | None = None) -> tuple[Release, ...]:
    """Return every release of a data folder, the oldest first; on a day of publication, none that is dated after it."""
    folder = data / FOLDER
    return tuple(read_release(folder / day) for day in release_days(folder, on))


def make_history(releases: Iterable[Release], records: Records) -> History:
    """Return the history of releases and of the working data."""
    listed = tuple(releases)
    working = take_snapshot(records) if listed else _empty_snapshot(records.progress)
    return History(
        releases=listed,
        diffs=tuple(_compare_successive([release.snapshot for release in listed])),
        pending=compare(listed[-1].snapshot if listed else None, working),
    )


def _replaces_value(event: Event) -> bool:
    return event.change.kind in (FigureKind.REVISED, FigureKind.CORRECTED)


def _empty_snapshot(progress: Progress) -> Snapshot:
    """Return a snapshot without commitments: before the first release nothing is compared."""
    return Snapshot(None, progress.as_of, "", progress.illustrative, {}, {}, {}, {})


def _compare_successive(snapshots: list[Snapshot]) -> Iterator[Diff]:
    before: Snapshot | None = None
    for after in snapshots:
        yield compare(before, after)
        before = after

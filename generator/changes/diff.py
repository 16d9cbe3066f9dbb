"""A diff: all differences between two snapshots as one immutable value, from which every output on changes is made."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from generator.changes.published import (
    FieldValue,
    PublishedCommitment,
    PublishedFigure,
    PublishedMilestone,
    PublishedUpdate,
    Standing,
)
from generator.changes.snapshot import Name
from generator.model import Status, TargetState


class FigureKind(StrEnum):
    """The kind of change of a figure."""

    ADDED = "added"
    NOT_REPORTED = "not_reported"  # a period that is listed for the first time, without a figure
    REVISED = "revised"
    CORRECTED = "corrected"
    DISCLOSED = "disclosed"
    WITHHELD = "withheld"
    RESTATED = "restated"  # the same value with another measure or data status
    REMOVED = "removed"


# figures that are new to the reader, and figures that were published before and are not as they were
NEW_FIGURES = (FigureKind.ADDED, FigureKind.DISCLOSED)
SILENT_PERIODS = (FigureKind.NOT_REPORTED,)
AMENDED_FIGURES = (
    FigureKind.CORRECTED,
    FigureKind.REVISED,
    FigureKind.REMOVED,
    FigureKind.WITHHELD,
    FigureKind.RESTATED,
)
# changes after which the page of the commitment keeps the old text beside the new one
REPLACED_FIGURES = (
    FigureKind.REVISED,
    FigureKind.CORRECTED,
    FigureKind.REMOVED,
    FigureKind.WITHHELD,
    FigureKind.DISCLOSED,
)


class Life(StrEnum):
    """The kind of change of a commitment as a whole."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"
    REMOVED = "removed"


class MilestoneKind(StrEnum):
    """The kind of change of a milestone."""

    ADDED = "added"
    ACHIEVED = "achieved"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is new, changed or gone; `old` or `new` is None where there is none."""

    kind: FigureKind
    old: PublishedFigure | None
    new: PublishedFigure | None


@dataclass(frozen=True, slots=True)
class TargetMove:
    """Another target in force, with the reason given by the office."""

    old: Decimal | None
    old_state: TargetState
    new: Decimal | None
    new_state: TargetState
    reason_zh: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class StatusMove:
    """Another status, with the inputs of both."""

    old: Standing
    new: Standing


@dataclass(frozen=True, slots=True)
class FieldChange:
    """Another value of a field of a commitment, by its name in the API."""

    name: str
    old: FieldValue
    new: FieldValue


@dataclass(frozen=True, slots=True)
class MilestoneChange:
    """A milestone that is new, achieved, changed or gone; `old` or `new` is None where there is none."""

    kind: MilestoneKind
    old: PublishedMilestone | None
    new: PublishedMilestone | None


@dataclass(frozen=True, slots=True)
class CommitmentChange:
    """All differences of one commitment; `entry` is the newer of the two, or the removed one."""

    entry: PublishedCommitment
    life: Life | None = None
    figures: tuple[FigureChange, ...] = ()
    target: TargetMove | None = None
    status: StatusMove | None = None
    fields: tuple[FieldChange, ...] = ()
    milestones: tuple[MilestoneChange, ...] = ()
    updates: tuple[PublishedUpdate, ...] = ()  # new ones, the newest first
    updates_removed: tuple[PublishedUpdate, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything is different."""
        parts = (self.life, self.figures, self.target, self.status, self.fields, self.milestones, self.updates)
        return any(parts) or bool(self.updates_removed)

    def of(self, *kinds: FigureKind) -> list[FigureChange]:
        """Return the changed figures of these kinds."""
        return [change for change in self.figures if change.kind in kinds]


@dataclass(frozen=True, slots=True)
class TableCount:
    """The number of rows added to and removed from a table that is not part of the records of commitments."""

    name: str
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class SnapshotSummary:
    """A snapshot in short; `released_on` is None for the working data, `content` the hash of its files.

    `statuses` counts its commitments by status, in the order of the statuses; `reported` those of them whose unit says
    so itself.
    """

    released_on: date | None
    as_of: date
    content: str
    statuses: Mapping[Status, int]
    reported: Mapping[Status, int]
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of differences of each kind."""

    added: int
    revised: int
    corrected: int
    removed: int  # or no longer disclosed
    targets: int
    statuses: int
    milestones: int
    updates: int
    commitments_added: int
    commitments_changed: int  # in a field
    commitments_withdrawn: int  # or removed


@dataclass(frozen=True)
class Diff:
    """All differences between two snapshots; `old` is None before the first release."""

    old: SnapshotSummary | None
    new: SnapshotSummary
    changes: tuple[CommitmentChange, ...]
    tables: tuple[TableCount, ...] = ()
    bands: tuple[Mapping[str, Decimal], Mapping[str, Decimal]] | None = None
    names: Mapping[str, Name] = field(default_factory=dict)  # of units, places, themes and pillars, old and new

    def __bool__(self) -> bool:
        """Return whether anything is different."""
        return bool(self.changes or self.tables or self.bands)

    @property
    def counts(self) -> Counts:
        """The number of differences of each kind."""
        figures = Counter(figure.kind for change in self.changes for figure in change.figures)
        lives = Counter(change.life for change in self.changes)
        kind = FigureKind
        return Counts(
            added=figures[kind.ADDED] + figures[kind.DISCLOSED],
            revised=figures[kind.REVISED],
            corrected=figures[kind.CORRECTED],
            removed=figures[kind.REMOVED] + figures[kind.WITHHELD],
            targets=sum(change.target is not None for change in self.changes),
            statuses=sum(change.status is not None for change in self.changes),
            milestones=sum(len(change.milestones) for change in self.changes),
            updates=sum(len(change.updates) for change in self.changes),
            commitments_added=lives[Life.ADDED] + lives[Life.REINSTATED],
            commitments_changed=sum(bool(change.fields) for change in self.changes),
            commitments_withdrawn=lives[Life.WITHDRAWN] + lives[Life.REMOVED],
        )

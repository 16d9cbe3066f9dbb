"""Diff: all that is different between two snapshots, as one immutable value; what is told of change is made from it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from generator.changes.snapshot import Entry, Named, Observed, Standing
from generator.model import Status, TargetState


class FigureKind(StrEnum):
    """What became of a figure."""

    ADDED = "added"
    NOT_REPORTED = "not_reported"  # a period that is listed for the first time, without a figure
    REVISED = "revised"
    CORRECTED = "corrected"
    DISCLOSED = "disclosed"
    WITHHELD = "withheld"
    RESTATED = "restated"  # the same value, counted otherwise or with another data status
    REMOVED = "removed"


class Life(StrEnum):
    """What became of a commitment as a whole."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"
    REMOVED = "removed"


class MilestoneKind(StrEnum):
    """What became of a milestone."""

    ADDED = "added"
    ACHIEVED = "achieved"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is new, changed or gone; one of the two is None where there is none."""

    kind: FigureKind
    old: Observed | None
    new: Observed | None


@dataclass(frozen=True, slots=True)
class TargetMove:
    """Another target in force, with the reason that the office gives."""

    old: Decimal | None
    old_state: TargetState
    new: Decimal | None
    new_state: TargetState
    reason_zh: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class StatusMove:
    """Another status; the two standings tell why."""

    old: Standing
    new: Standing


@dataclass(frozen=True, slots=True)
class FieldChange:
    """Something that a commitment says of itself; values are as the API gives them."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class MilestoneChange:
    """A milestone that is new, achieved, changed or gone; values are as the API gives them."""

    kind: MilestoneKind
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class CommitmentChange:
    """All that is different about one commitment; `entry` is the newer of the two, or what was removed."""

    entry: Entry
    life: Life | None = None
    figures: tuple[FigureChange, ...] = ()
    target: TargetMove | None = None
    status: StatusMove | None = None
    fields: tuple[FieldChange, ...] = ()
    milestones: tuple[MilestoneChange, ...] = ()
    updates: tuple[Mapping[str, Any], ...] = ()  # what is newly reported in words, newest first
    updates_removed: tuple[Mapping[str, Any], ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything is different."""
        parts = (self.life, self.figures, self.target, self.status, self.fields, self.milestones, self.updates)
        return any(parts) or bool(self.updates_removed)

    def of(self, *kinds: FigureKind) -> list[FigureChange]:
        """Return the changed figures of these kinds."""
        return [change for change in self.figures if change.kind in kinds]


@dataclass(frozen=True, slots=True)
class TableCount:
    """How many rows came and went in a table that no commitment tells of."""

    name: str
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which snapshot it is: its release, or None for the working data; its as-of date; the hash of its files.

    `statuses` counts its commitments by status, in the order in which statuses are listed.
    """

    released_on: date | None
    as_of: date
    content: str
    statuses: Mapping[Status, int]
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is different."""

    added: int
    revised: int
    corrected: int
    removed: int  # figures that are gone or no longer disclosed
    targets: int
    statuses: int
    milestones: int
    updates: int
    commitments_added: int
    commitments_changed: int  # what they say of themselves
    commitments_withdrawn: int  # or removed


@dataclass(frozen=True)
class Diff:
    """What is different between two snapshots; `old` is None before the first release."""

    old: Stamp | None
    new: Stamp
    changes: tuple[CommitmentChange, ...]
    tables: tuple[TableCount, ...] = ()
    bands: tuple[Mapping[str, Decimal], Mapping[str, Decimal]] | None = None
    names: Mapping[str, Named] = field(default_factory=dict)  # of units, places, themes and pillars, old and new

    def __bool__(self) -> bool:
        """Return whether anything is different."""
        return bool(self.changes or self.tables or self.bands)

    @property
    def counts(self) -> Counts:
        """Count what is different."""
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

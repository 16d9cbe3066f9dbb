"""Revisions analysed: by how much, in which direction and how late published figures were changed by a release.

Every change of a published figure counts once. It is measured against the figure that it replaced, in percent of that;
in points where the figures are percentages, and in places where they are positions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from fractions import Fraction

from generator.changes.diff import NEW_FIGURES, FigureChange, FigureKind
from generator.changes.history import History
from generator.changes.published import PublishedCommitment
from generator.model import Kind
from generator.status.points import PERCENTAGES

MONTH, QUARTER, YEAR = 31, 92, 366  # days: the longest month, three months and year


class Scale(StrEnum):
    """What the size of a revision is measured in."""

    PERCENT = "percent"
    POINTS = "points"
    PLACES = "places"


class Age(IntEnum):
    """The time from the first publication of a figure to its revision."""

    MONTH = 1
    QUARTER = 2
    YEAR = 3
    LATER = 4


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure that a release replaced; `size` is None where the old one was 0, of which nothing is a percentage."""

    commitment_id: str
    period: str
    kind: FigureKind  # REVISED is routine, CORRECTED mends an error
    scale: Scale
    difference: Fraction  # new less old, in the unit of the figure
    size: Fraction | None
    days: int  # since the first publication

    @property
    def age(self) -> Age:
        """The time since the first publication, as it is counted together."""
        if self.days <= MONTH:
            return Age.MONTH
        if self.days <= QUARTER:
            return Age.QUARTER
        return Age.YEAR if self.days <= YEAR else Age.LATER


@dataclass(frozen=True, slots=True)
class RevisionStatistics:
    """Revisions counted; `mean` and `mean_absolute` are of those with a size, None where there is none."""

    count: int
    up: int
    down: int
    mean: Fraction | None
    mean_absolute: Fraction | None


def list_revisions(history: History) -> Iterator[Revision]:
    """Yield every revision that a release made, in the order of the releases; working data have revised nothing yet."""
    first: dict[tuple[str, str], date] = {}
    for release, diff in zip(history.releases, history.diffs, strict=True):
        day = release.released_on
        for change in diff.changes:
            key = change.entry.commitment_id
            for figure in change.figures:
                if figure.kind in NEW_FIGURES and figure.new and figure.new.value is not None:
                    first[key, figure.new.period.text] = day
                elif figure.kind in (FigureKind.REVISED, FigureKind.CORRECTED):
                    yield from _measure(change.entry, figure, day, first)


def count_published(history: History) -> int:
    """Return how many figures the newest release holds."""
    entries = history.newest.snapshot.entries.values() if history.newest else ()
    return sum(figure.value is not None for entry in entries for figure in entry.observed.values())


def summarize_revisions(revisions: Iterable[Revision]) -> RevisionStatistics:
    """Count revisions, which are all of one scale, and take the means of their sizes."""
    listed = list(revisions)
    sizes = [revision.size for revision in listed if revision.size is not None]
    return RevisionStatistics(
        count=len(listed),
        up=sum(revision.difference > 0 for revision in listed),
        down=sum(revision.difference < 0 for revision in listed),
        mean=sum(sizes, Fraction()) / len(sizes) if sizes else None,
        mean_absolute=sum(map(abs, sizes), Fraction()) / len(sizes) if sizes else None,
    )


def _measure(
    entry: PublishedCommitment, change: FigureChange, day: date, first: dict[tuple[str, str], date]
) -> Iterator[Revision]:
    """Yield the revision that a change of a figure is, where both figures are known."""
    old, new = change.old, change.new
    if old is None or new is None or old.value is None or new.value is None:
        return
    scale, difference = _find_scale(entry), Fraction(new.value) - Fraction(old.value)
    size: Fraction | None = difference
    if scale is Scale.PERCENT:
        size = difference / abs(Fraction(old.value)) * 100 if old.value else None
    period = new.period.text
    since = first.get((entry.commitment_id, period), day)
    yield Revision(entry.commitment_id, period, change.kind, scale, difference, size, (day - since).days)


def _find_scale(entry: PublishedCommitment) -> Scale:
    if entry.kind == Kind.RANK:
        return Scale.PLACES
    return Scale.POINTS if entry.unit_zh in PERCENTAGES else Scale.PERCENT

"""Two reports of the page of data quality: revisions of published figures, and the punctuality of responsible units."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product

from generator.changes.diff import FigureKind
from generator.changes.figure_wording import FIGURE_WORDS
from generator.changes.revisions import (
    Age,
    Revision,
    RevisionStatistics,
    Scale,
    count_published,
    list_revisions,
    summarize_revisions,
)
from generator.language.words import Words, mark, round_half_up
from generator.pages.site import Site
from generator.status.punctuality import Punctuality, count_punctuality
from generator.text.rows import Link

DECIMALS = 2
AGES = {
    Age.MONTH: mark("within a month"),
    Age.QUARTER: mark("after one to three months"),
    Age.YEAR: mark("after three months to a year"),
    Age.LATER: mark("after more than a year"),
}
SIZES = {Scale.PERCENT: "{size}%", Scale.POINTS: mark("{size} points"), Scale.PLACES: mark("{size} places")}


@dataclass(frozen=True, slots=True)
class RevisionCells:
    """Revisions that are counted together."""

    kind: str  # whether they are routine or corrections
    count: int  # how many they are
    up: int  # of these, how many raised the figure
    down: int  # and how many lowered it
    mean: str  # their mean, with its sign; "—" where nothing can be measured
    mean_absolute: str  # the mean of their sizes, without signs


@dataclass(frozen=True, slots=True)
class RevisionsByAge:
    """Revisions of one kind and age."""

    age: str  # the time since the first publication
    cells: RevisionCells  # the revisions


@dataclass(frozen=True, slots=True)
class RevisionsOfCommitment:
    """The revisions of one kind of a commitment."""

    commitment_id: str  # of the commitment
    commitment: Link | None  # to its page; None where it is no longer listed
    cells: RevisionCells  # the revisions


@dataclass(frozen=True, slots=True)
class RevisionReport:
    """All revisions that releases made."""

    comparable: bool  # whether there are two releases to compare
    published: int  # figures in the newest release
    revised: int  # figures that were revised, each counted once
    rows: tuple[RevisionsByAge, ...]  # by kind and age


@dataclass(frozen=True, slots=True)
class UnitPunctuality:
    """The punctuality of a responsible unit."""

    unit: Link  # to its page
    counts: Punctuality  # its figures counted


def report_revisions(site: Site) -> tuple[RevisionReport, list[RevisionsOfCommitment]]:
    """Return the revisions of all releases, and those of each commitment that has any."""
    revisions = list(list_revisions(site.history))
    report = RevisionReport(
        comparable=len(site.history.releases) > 1,
        published=count_published(site.history),
        revised=len({(revision.commitment_id, revision.period) for revision in revisions}),
        rows=tuple(_list_by_age(site.words, revisions)),
    )
    return report, list(_list_by_commitment(site, revisions))


def list_punctuality(site: Site) -> list[UnitPunctuality]:
    """Return the punctuality of each unit that leads a commitment told in figures, in the order of the table."""
    progress, rows = site.progress, list[UnitPunctuality]()
    dataset = progress.dataset
    for unit_id in dataset.units:
        cases = [assessment.case for assessment in progress.of(lead_unit_id=unit_id)]
        counts = count_punctuality(cases, dataset.portal.collect.due_day, progress.as_of)
        link = site.views.unit(unit_id)
        if link and counts.commitments:
            rows.append(UnitPunctuality(link, counts))
    return rows


def _list_by_age(words: Words, revisions: Sequence[Revision]) -> Iterator[RevisionsByAge]:
    """Yield the revisions of each kind, scale and age, and all ages together where there are several."""
    for kind, scale in product((FigureKind.REVISED, FigureKind.CORRECTED), Scale):
        own = [revision for revision in revisions if (revision.kind, revision.scale) == (kind, scale)]
        ages = sorted({revision.age for revision in own})
        for age in ages:
            yield RevisionsByAge(words.t(AGES[age]), _count(words, [r for r in own if r.age is age]))
        if len(ages) > 1:
            yield RevisionsByAge(words.t("at any time"), _count(words, own))


def _list_by_commitment(site: Site, revisions: Iterable[Revision]) -> Iterator[RevisionsOfCommitment]:
    groups: dict[tuple[str, FigureKind], list[Revision]] = {}
    for revision in revisions:
        groups.setdefault((revision.commitment_id, revision.kind), []).append(revision)
    for (key, _), own in sorted(groups.items()):
        row = site.views.rows.get(key)
        yield RevisionsOfCommitment(key, row.link if row else None, _count(site.words, own))


def _count(words: Words, revisions: Sequence[Revision]) -> RevisionCells:
    """Count revisions of one kind and scale."""
    found: RevisionStatistics = summarize_revisions(revisions)
    scale, size = revisions[0].scale, found.mean_absolute
    return RevisionCells(
        kind=words.t(FIGURE_WORDS[revisions[0].kind]),
        count=found.count,
        up=found.up,
        down=found.down,
        mean="—" if found.mean is None else _write_size(words, scale, words.signed(_round(found.mean))),
        mean_absolute="—" if size is None else _write_size(words, scale, words.number(_round(size))),
    )


def _write_size(words: Words, scale: Scale, size: str) -> str:
    return words.t(SIZES[scale], size=size)


def _round(value: Fraction) -> Decimal:
    return round_half_up(value, DECIMALS)

"""All commitments assessed, ranked within their groups, and counted.

Roll-ups are counts with their denominators, never an average of percentages.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

import pandas as pd

from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.model import CompareBy, Direction, Period, Status
from generator.status.assess import assess
from generator.status.verdict import GOOD, Assessment, Basis, StatusRule


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of commitments; the six parts from `computed` to `withdrawn` add up to `total`."""

    total: int
    by_status: Mapping[Status, int]
    reported_by_status: Mapping[Status, int]  # of these, those that the unit reports of itself
    computed: int  # on the scale from met to missed, by figures, milestones, or the share that the source prints
    self_reported: int  # by what the unit says of itself
    not_reported: int
    masked: int
    not_assessable: int  # in figures or words that no rule can put on the scale, or not begun
    withdrawn: int
    good: int  # of those computed: met, ahead or on pace, without those that are all due on one day to come
    so_far: int  # of those: targets met for now, of which a later figure decides
    due_at_once: int  # of those computed: nothing is expected of them before their due date
    stale: int  # of all: on figures or reports older than the portal allows


@dataclass(frozen=True, slots=True)
class Rank:
    """A position within a group: ties share a rank and the next is skipped (1, 1, 3)."""

    rank: int
    of: int
    period: Period  # the one compared
    figure: Fraction  # the share or the value compared
    by_share: bool
    before: int | None = None  # the rank one period earlier

    @property
    def change(self) -> int | None:
        """Places gained since the period before."""
        return None if self.before is None else self.before - self.rank


@dataclass(frozen=True)
class Progress:
    """The answer for every commitment of a plan year on one as-of date; `closed` holds earlier years, newest first."""

    dataset: Dataset
    as_of: date
    assessments: Mapping[str, Assessment]
    ranks: Mapping[str, Rank]
    findings: tuple[Finding, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    closed: Mapping[int, "Progress"] = field(default_factory=dict)

    @cached_property
    def illustrative(self) -> bool:
        """Whether the portal shows any figure that is not real."""
        return any(assessment.case.illustrative for assessment in self.assessments.values())

    def of(self, **where: str) -> list[Assessment]:
        """Return the assessments whose commitment has these field values, in the order of the file."""
        (name, value), *more = where.items()
        found = self._grouped(name).get(value, ())
        return [a for a in found if all(getattr(a.commitment, other) == wanted for other, wanted in more)]

    @property
    def years(self) -> tuple["Progress", ...]:
        """The progress of every plan year, the newest first."""
        return (self, *self.closed.values())

    def ever(self, **where: str) -> bool:
        """Return whether a commitment of this year or of an earlier one has these field values."""
        return any(own.of(**where) for own in self.years)

    def _grouped(self, name: str) -> Mapping[str, Sequence[Assessment]]:
        """Group the assessments by a field, once: a portal asks for each of hundreds of units."""
        if name not in self._groups:
            groups: dict[str, list[Assessment]] = {}
            for assessment in self.assessments.values():
                groups.setdefault(getattr(assessment.commitment, name), []).append(assessment)
            self._groups[name] = groups
        return self._groups[name]

    @cached_property
    def _groups(self) -> dict[str, Mapping[str, Sequence[Assessment]]]:
        return {}


def assess_all(dataset: Dataset, as_of: date, findings: tuple[Finding, ...] = ()) -> Progress:
    """Assess the commitments of the current plan year by the end of the as-of date, and those of each closed year.

    A closed year is assessed by the end of its own last reporting period and by the bands then in force, so that what
    is added to the current one changes nothing of it.
    """
    current, *earlier = (dataset.of_year(year) for year in dataset.plan_years)
    closed = {own.portal.year: assess_year(own, own.as_of, findings) for own in earlier}
    return replace(assess_year(current, as_of, findings), closed=closed)


def assess_year(dataset: Dataset, as_of: date, findings: tuple[Finding, ...] = ()) -> Progress:
    """Assess every commitment of a dataset by the end of the as-of date."""
    assessments = {c.commitment_id: assess(c, dataset, as_of) for c in dataset.commitments}
    members: dict[str, tuple[str, ...]] = {}
    for commitment in dataset.commitments:
        if commitment.group_id:
            members[commitment.group_id] = (*members.get(commitment.group_id, ()), commitment.commitment_id)
    ranks: dict[str, Rank] = {}
    for group_id, group in members.items():
        named = dataset.groups.get(group_id)
        ranks |= rank_group([assessments[key] for key in group], named.compare_by if named else None)
    return Progress(dataset, as_of, assessments, ranks, findings, members)


def tally(assessments: Iterable[Assessment]) -> Tally:
    """Count commitments by what their status rests on, and by status."""
    listed = list(assessments)
    by_status = Counter(assessment.status for assessment in listed)
    parts = Counter(_find_part(assessment) for assessment in listed)
    computed = [assessment for assessment in listed if _find_part(assessment) == "computed"]
    reported = Counter(a.status for a in listed if _find_part(a) == "self_reported")
    good = [a for a in computed if a.status in GOOD and not a.due_at_once]
    return Tally(
        total=len(listed),
        by_status={status: by_status[status] for status in Status if by_status[status]},
        reported_by_status={status: reported[status] for status in Status if reported[status]},
        computed=parts["computed"],
        self_reported=parts["self_reported"],
        not_reported=parts["not_reported"],
        masked=parts["masked"],
        not_assessable=parts["not_assessable"],
        withdrawn=parts["withdrawn"],
        good=len(good),
        so_far=sum(a.status is Status.MET and not a.final for a in good),
        due_at_once=sum(a.due_at_once for a in computed),
        stale=sum(a.stale for a in listed),
    )


def _find_part(assessment: Assessment) -> str:
    if assessment.status in (Status.WITHDRAWN, Status.MASKED, Status.NOT_REPORTED):
        return str(assessment.status)
    match assessment.basis:
        case Basis.COMPUTED | Basis.PUBLISHED_SHARE:
            return "computed"
        case Basis.SELF_REPORTED:
            return "self_reported"
        case _:
            return "not_assessable"


def rank_group(assessments: Iterable[Assessment], compare_by: CompareBy | None = None) -> dict[str, Rank]:
    """Rank commitments that compare the same thing across places, on unrounded figures of the same period.

    They are ranked by share where every member has a target and nothing else is asked for, else by value: higher is
    better, unless the direction is down (逆指标). The period is the latest that most members share. A member without a
    figure for it has no rank, and nobody is first of one.
    """
    members = [a for a in assessments if a.status is not Status.WITHDRAWN]
    by_share = compare_by is CompareBy.SHARE or (
        compare_by is None and bool(members) and all(a.case.judged_target is not None for a in members)
    )
    figures: dict[date, dict[str, Fraction]] = {}
    periods: dict[date, Period] = {}
    for member in members:
        for point in member.case.points:
            figure = point.share if by_share else point.value
            if figure is not None and point.observation.period.end >= member.commitment.starts_on:
                at_end = figures.setdefault(point.observation.period.end, {})
                at_end[member.commitment.commitment_id] = Fraction(figure)
                periods[point.observation.period.end] = point.observation.period
    end = _find_shared_end(figures, len(members))
    if end is None:
        return {}
    ceiling = any(member.verdict.rule is StatusRule.CEILING for member in members)
    down = ceiling if by_share else any(m.commitment.direction is Direction.DOWN for m in members)
    ranked = _rank(figures[end], ascending=down)
    earlier = max((other for other in figures if other < end), default=None)
    before = _rank(figures[earlier], ascending=down) if earlier else {}
    return {
        key: Rank(rank, len(ranked), periods[end], figures[end][key], by_share, before.get(key))
        for key, rank in ranked.items()
    }


def _find_shared_end(figures: Mapping[date, Mapping[str, Fraction]], members: int) -> date | None:
    """Return the end of the latest period that most members share; of those that fewer share, the most shared."""
    compared = [end for end in figures if len(figures[end]) > 1]
    shared = [end for end in compared if 2 * len(figures[end]) > members]
    return max(shared, default=None) or max(compared, key=lambda end: (len(figures[end]), end), default=None)


def _rank(figures: Mapping[str, Fraction], *, ascending: bool) -> dict[str, int]:
    """Rank by figure; pandas' `min` method is the competition ranking (1, 1, 3)."""
    ordered = {figure: place for place, figure in enumerate(sorted(set(figures.values())))}
    order = pd.Series({key: ordered[figure] for key, figure in figures.items()})
    return {str(key): int(rank) for key, rank in order.rank(method="min", ascending=ascending).items()}

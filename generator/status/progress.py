"""All commitments assessed, ranked within their groups, and counted.

Roll-ups are counts with their denominators, never an average of percentages.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

import pandas as pd

from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.model import Direction, Status
from generator.status.assess import Assessment, StatusRule, assess

GOOD = (Status.MET, Status.AHEAD, Status.ON_PACE)
BEHIND = (Status.SLIGHTLY_BEHIND, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED)
COMPUTED = (StatusRule.SHARE, StatusRule.CEILING, StatusRule.LEVEL, StatusRule.RANK, StatusRule.MILESTONES)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of commitments; the four groups below add up to `total`."""

    total: int
    by_status: Mapping[Status, int]
    measured: int  # a status on the scale from met to missed, computed from figures or milestones
    good: int  # of those: met, ahead or on pace
    masked: int
    not_reported: int
    not_measured: int  # in words only: in progress, not started, reported by the unit, withdrawn


@dataclass(frozen=True, slots=True)
class Rank:
    """A position within a group: ties share a rank and the next is skipped (1, 1, 3)."""

    rank: int
    of: int
    before: int | None  # the rank one period earlier

    @property
    def change(self) -> int | None:
        """Places gained since the period before."""
        return None if self.before is None else self.before - self.rank


@dataclass(frozen=True)
class Progress:
    """The answer for every commitment on one as-of date."""

    dataset: Dataset
    as_of: date
    assessments: Mapping[str, Assessment]
    ranks: Mapping[str, Rank]
    findings: tuple[Finding, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def illustrative(self) -> bool:
        """Whether the portal shows any figure that is not real."""
        return any(assessment.case.illustrative for assessment in self.assessments.values())

    def of(self, **where: str) -> list[Assessment]:
        """Return the assessments whose commitment has these field values, in the order of the file."""
        (name, value), *more = where.items()
        found = self._grouped(name).get(value, [])
        return [a for a in found if all(getattr(a.commitment, other) == wanted for other, wanted in more)]

    def _grouped(self, name: str) -> Mapping[str, list[Assessment]]:
        """Group the assessments by a field, once: a portal asks for each of hundreds of units."""
        if name not in self._groups:
            groups: dict[str, list[Assessment]] = {}
            for assessment in self.assessments.values():
                groups.setdefault(getattr(assessment.commitment, name), []).append(assessment)
            self._groups[name] = groups
        return self._groups[name]

    @cached_property
    def _groups(self) -> dict[str, Mapping[str, list[Assessment]]]:
        return {}


def assess_all(dataset: Dataset, as_of: date, findings: tuple[Finding, ...] = ()) -> Progress:
    """Assess every commitment by the end of the as-of date."""
    assessments = {c.commitment_id: assess(c, dataset, as_of) for c in dataset.commitments}
    members: dict[str, tuple[str, ...]] = {}
    for commitment in dataset.commitments:
        if commitment.group_id:
            members[commitment.group_id] = (*members.get(commitment.group_id, ()), commitment.commitment_id)
    ranks: dict[str, Rank] = {}
    for group in members.values():
        ranks |= rank_group([assessments[key] for key in group])
    return Progress(dataset, as_of, assessments, ranks, findings, members)


def tally(assessments: Iterable[Assessment]) -> Tally:
    """Count statuses, keeping masked, not reported and not measurable apart."""
    listed = list(assessments)
    by_status = Counter(assessment.status for assessment in listed)
    scale = (*GOOD, *BEHIND)
    measured = [a for a in listed if a.verdict.rule in COMPUTED and a.status in scale]
    masked, not_reported = by_status[Status.MASKED], by_status[Status.NOT_REPORTED]
    return Tally(
        total=len(listed),
        by_status={status: by_status[status] for status in Status if by_status[status]},
        measured=len(measured),
        good=sum(assessment.status in GOOD for assessment in measured),
        masked=masked,
        not_reported=not_reported,
        not_measured=len(listed) - len(measured) - masked - not_reported,
    )


def rank_group(assessments: Iterable[Assessment]) -> dict[str, Rank]:
    """Rank commitments that compare the same thing across places, on unrounded values of the same period.

    Higher is better, unless the direction is down (逆指标). A member without a value for the group's latest period has
    no rank.
    """
    values: dict[date, dict[str, Decimal]] = {}
    down = False
    for assessment in assessments:
        if assessment.status is Status.WITHDRAWN:
            continue
        down = assessment.commitment.direction is Direction.DOWN
        for point in assessment.case.points:
            if point.value is not None:
                end = point.observation.period.end
                values.setdefault(end, {})[assessment.commitment.commitment_id] = point.value
    if not values:
        return {}
    ranked = [_rank(values[end], ascending=down) for end in sorted(values)[-2:]]
    earlier = ranked[0] if len(ranked) == 2 else {}
    return {key: Rank(rank, len(ranked[-1]), earlier.get(key)) for key, rank in ranked[-1].items()}


def _rank(values: Mapping[str, Decimal], *, ascending: bool) -> dict[str, int]:
    """Rank by value; pandas' `min` method is the competition ranking (1, 1, 3)."""
    ordered = {value: place for place, value in enumerate(sorted(set(values.values())))}
    order = pd.Series({key: ordered[value] for key, value in values.items()})
    return {str(key): int(rank) for key, rank in order.rank(method="min", ascending=ascending).items()}

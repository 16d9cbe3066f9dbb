"""Assessing one commitment: which rule applies, and the status it leads to, with every input kept for publication.

No clock is read: the as-of date is an argument. A worse value never has a better status.
"""

from collections.abc import Callable, Mapping
from datetime import date

from generator.data.dataset import Dataset
from generator.model import Commitment, Kind, State, Status
from generator.status.case import Case, gather_case
from generator.status.indicator import judge_growth, judge_level, judge_rank
from generator.status.points import Reason
from generator.status.quantity import judge_quantity
from generator.status.verdict import COMPUTED, Assessment, StatusRule, Verdict
from generator.status.work import judge_milestones


def assess(commitment: Commitment, dataset: Dataset, as_of: date) -> Assessment:
    """Find the status of a commitment from what was known by the end of the as-of date."""
    case = gather_case(commitment, dataset, as_of)
    verdict = _judge(case)
    by_original = None
    if case.original_target is not None and verdict.rule in COMPUTED:
        by_original = _judge(gather_case(commitment, dataset, as_of, original=True))
    return Assessment(case, verdict, by_original)


def _judge(case: Case) -> Verdict:
    commitment = case.commitment
    if commitment.state is State.WITHDRAWN:
        return Verdict(Status.WITHDRAWN, StatusRule.WITHDRAWN, reasons={"status": Reason.WITHDRAWN})
    verdict = ASSESSORS[commitment.kind](case)
    if case.as_of < commitment.starts_on and verdict.status is not Status.MET:
        return Verdict(Status.NOT_STARTED, StatusRule.NOT_STARTED, reasons=verdict.reasons)
    return verdict


ASSESSORS: Mapping[Kind, Callable[[Case], Verdict]] = {
    Kind.QUANTITY: judge_quantity,
    Kind.LEVEL: judge_level,
    Kind.GROWTH: judge_growth,
    Kind.RANK: judge_rank,
    Kind.STAGE: judge_milestones,
    Kind.DESIGNATION: judge_milestones,
    Kind.RECURRING: judge_milestones,
    Kind.ACTION: judge_milestones,
}

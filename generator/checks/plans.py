"""Plans that are not even: planned values that fall, or lead elsewhere than to the target."""

from collections.abc import Iterator, Set
from decimal import Decimal
from itertools import pairwise

from generator.checks.cells import Cell, find_cell
from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.model import Commitment
from generator.status.case import Case, find_target


def check_plan(case: Case, dataset: Dataset, doubted: Set[Cell]) -> Iterator[Finding]:
    """Check the planned values of a commitment in their order, and where they lead, but for periods in doubt."""
    commitment = case.commitment
    file = dataset.tables["plan_points"].file if case.plan_points else ""
    points = [point for point in case.plan_points if (file, point.line, "period") not in doubted]
    if not points:
        return
    changes = dataset.target_changes.get(commitment.commitment_id, ())
    target, _ = find_target(commitment, changes, commitment.due_on)
    baseline = commitment.baseline_value or Decimal(0)
    falling = target is not None and target < baseline
    misled = None
    if target is not None:
        misled = next((p for p in points if _is_beyond(p.planned_value, target, commitment, falling=falling)), None)
        last = points[-1]
        if misled is None and last.period.end >= commitment.due_on and last.planned_value != target:
            misled = None if _is_within(last.planned_value, target, commitment) else last
        if misled:
            yield find_cell(misled, dataset, "plan-off-target", "planned_value", misled.planned_value, target)
    steps = [(baseline, None), *((point.planned_value, point) for point in points)]
    for (before, previous), (value, point) in pairwise(steps):
        back = value > before if falling else value < before
        if back and point is not None and misled not in (previous, point):
            yield find_cell(point, dataset, "plan-falls", "planned_value", value, before)


def _is_beyond(value: Decimal, target: Decimal, commitment: Commitment, *, falling: bool) -> bool:
    """Return whether a planned value lies beyond the target."""
    if falling:
        return value < target and not _is_within(value, target, commitment)
    return value > target and not _is_within(value, target, commitment)


def _is_within(value: Decimal, target: Decimal, commitment: Commitment) -> bool:
    """Return whether a planned value is one that the target allows."""
    upper, tolerance = commitment.target_upper_value, commitment.tolerance_value
    if commitment.comparator == "between" and upper is not None:
        return target <= value <= upper
    more = {">": value > target, "<": value < target}.get(commitment.comparator, False)
    return more or abs(value - target) <= tolerance

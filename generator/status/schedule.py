"""The schedule (序时进度): what share of a quantity is expected by the end of a period.

Shares are exact fractions: a value that lies on its schedule has a gap of exactly 0. Sources: `reference period means
through its last day`; linear by months unless said otherwise, the 15th of a month counting as one half (published as
"1—11月 91.7%", "1—8月上半月 62.5%"); a path of its own where the plan sets one ("上半年60%").
"""

import calendar
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise

from generator.model import Commitment, Plan, PlanPoint

Clock = Callable[[date], Fraction]
ONE_DAY = timedelta(days=1)


def count_months(day: date) -> Fraction:
    """Count months to the end of a day; part of a month counts by its days, the 15th as one half."""
    last = calendar.monthrange(day.year, day.month)[1]
    part = Fraction(1, 2) if day.day == 15 else Fraction(day.day, last)
    return 12 * day.year + day.month + part


def count_days(day: date) -> Fraction:
    """Count days to the end of a day."""
    return Fraction(day.toordinal())


@cache  # most commitments share their span and their periods
def measure_elapsed(start: date, due: date, day: date, clock: Clock) -> Fraction:
    """Return the share (0 to 1) of the span from the start of `start` to the end of `due` gone by the end of `day`."""
    before = clock(start - ONE_DAY)
    span = clock(due) - before
    if day >= due:
        return Fraction(1)
    if day < start or not span:
        return Fraction(0)
    return (clock(day) - before) / span


def share_of(value: Fraction, baseline: Fraction, target: Fraction) -> Fraction | None:
    """Return the share of the way from baseline to target; None where the target is the baseline."""
    return (value - baseline) / (target - baseline) if target != baseline else None


def compute_expected(
    commitment: Commitment, target: Fraction | None, points: Sequence[PlanPoint], day: date
) -> Fraction | None:
    """Return the share expected by the end of `day`, by the commitment's plan.

    Returns None where the plan sets no path: plan `none`, or `points` without points or without a target.
    """
    start, due = commitment.starts_on, commitment.due_on
    match commitment.plan:
        case Plan.LINEAR_MONTH:
            return measure_elapsed(start, due, day, count_months)
        case Plan.LINEAR_DAY:
            return measure_elapsed(start, due, day, count_days)
        case Plan.STEP:
            return Fraction(int(day >= due))
        case Plan.POINTS:
            return _interpolate(commitment, target, points, day)
    return None


def _interpolate(
    commitment: Commitment, target: Fraction | None, points: Sequence[PlanPoint], day: date
) -> Fraction | None:
    """Interpolate by months between the start (0), the planned values, and the due date (1)."""
    if target is None or not points:
        return None
    baseline = Fraction(commitment.baseline_value or 0)
    path: list[tuple[Fraction, Fraction]] = [(count_months(commitment.starts_on - ONE_DAY), Fraction(0))]
    for point in points:
        share = share_of(Fraction(point.planned_value), baseline, target)
        if share is None:
            return None
        path.append((count_months(point.period.end), share))
    if points[-1].period.end < commitment.due_on:
        path.append((count_months(commitment.due_on), Fraction(1)))
    now = count_months(day)
    if now <= path[0][0]:
        return Fraction(0)
    for (left, low), (right, high) in pairwise(path):
        if now <= right:
            return low + (high - low) * (now - left) / (right - left)
    return path[-1][1]

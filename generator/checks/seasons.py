"""Seasons: quantities that came at other times of the year before than an even plan expects."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from generator.checks.cells import find_cell
from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.language.words import round_half_up
from generator.model import Kind, Measure, Period, PeriodForm, Plan
from generator.status.case import Case

MONTHS = 9  # of the year before that must be known
APART = Fraction(15, 100)  # of the whole, at which an even plan does not fit
LINEAR = (Plan.LINEAR_MONTH, Plan.LINEAR_DAY)


def check_season(case: Case, dataset: Dataset) -> Iterator[Finding]:
    """Propose planned values by the year before, where an even plan is far from how that year went."""
    commitment, target = case.commitment, case.target
    start, due = commitment.starts_on, commitment.due_on
    whole_year = (start.month, start.day, due.month, due.day, due.year) == (1, 1, 12, 31, start.year)
    if commitment.kind is not Kind.QUANTITY or commitment.plan not in LINEAR or target is None or not whole_year:
        return
    reached = find_year_before(case)
    shares = share_by_month(reached)
    if not shares or max(abs(share - Fraction(month, 12)) for month, share in shares.items()) <= APART:
        return
    baseline = Fraction(commitment.baseline_value or 0)
    counted = all(figure.denominator == 1 for figure in (Fraction(target), baseline, *reached.values()))
    digits = 0 if counted else max(0, 2 - target.adjusted())
    proposed = [
        f"{start.year}-{month:02}: {_write(baseline + (Fraction(target) - baseline) * shares[month], digits)}"
        for month in (3, 6, 9)
        if month in shares
    ]
    points = ", ".join([*proposed, f"{start.year}-12: {target:f}"])
    yield find_cell(commitment, dataset, "seasonal", "plan", commitment.plan, points)


def find_year_before(case: Case) -> Mapping[int, Fraction]:
    """Return what was reached by the end of each month of the year before: of the series, else as typed beside this."""
    year = case.commitment.starts_on.year - 1
    reached: dict[int, Fraction] = {}
    increments: dict[int, tuple[int, Fraction]] = {}  # by the month that each begins with: the last one, and the sum
    for observation in (point.observation for point in case.points):
        period, own = observation.period, observation.period.end.year == year
        value = observation.value if own else observation.prior_value
        if value is None or period.end.year - year not in (0, 1) or not _ends_month(period):
            continue
        if observation.measure is Measure.CUMULATIVE:
            reached.setdefault(period.end.month, Fraction(value))
        elif observation.measure is Measure.INCREMENT and period.form in (PeriodForm.MONTH, PeriodForm.MONTHS):
            increments.setdefault(period.start.month, (period.end.month, Fraction(value)))
    total, month = Fraction(0), 0
    while month + 1 in increments:
        month, increment = increments[month + 1]
        total += increment
        reached[month] = total
    return reached


def share_by_month(reached: Mapping[int, Fraction]) -> Mapping[int, Fraction]:
    """Return the share of the whole year reached by each month; empty where too little is known.

    Where the end of the year is not known, the rest is taken to have come evenly.
    """
    if len(reached) < MONTHS:
        return {}
    last = max(reached)
    total = reached[last] * 12 / last
    return {month: value / total for month, value in reached.items()} if total > 0 else {}


def _ends_month(period: Period) -> bool:
    return period.form is not PeriodForm.DAY


def _write(value: Fraction, digits: int) -> str:
    """Return a figure without zeros at its end."""
    rounded: Decimal = round_half_up(value, digits)
    return f"{rounded.normalize():f}"

"""Points: the observations of a commitment, accumulated, with their share, expected share and growth.

All arithmetic is exact (`Fraction`); rounding is for display alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction

from generator.model import Commitment, Kind, Measure, Observation, PeriodForm, PlanPoint, TargetState
from generator.status.attainment import measure_attainment
from generator.status.schedule import ONE_DAY, compute_expected, share_of

EXACT = Context(prec=60)  # figures have up to 15 digits, before the point or after it
PERCENTAGES = ("%", "％", "‰", "百分点")  # units of figures whose change is in points


class Reason(StrEnum):
    """Why something is not known."""

    NOT_REPORTED = "not_reported"
    VALUE_MASKED = "value_masked"
    TARGET_MASKED = "target_masked"
    TARGET_UNQUANTIFIED = "target_unquantified"
    TARGET_IS_BASELINE = "target_is_baseline"
    NO_BASELINE = "no_baseline"
    BASELINE_MASKED = "baseline_masked"
    NO_PLAN = "no_plan"
    NOT_PRORATED = "not_prorated"
    ATTAINMENT_UNDEFINED = "attainment_undefined"
    INCREMENT_GAP = "increment_gap"
    BEFORE_START = "before_start"
    DUE_NOT_COVERED = "due_not_covered"
    NOT_MEASURED = "not_measured"
    NO_GROUP = "no_group"
    OTHER_PERIOD = "other_period"
    WITHDRAWN = "withdrawn"
    NOT_GIVEN = "not_given"
    NOT_APPLICABLE = "not_applicable"
    NO_PRIOR = "no_prior"
    PRIOR_NOT_POSITIVE = "prior_not_positive"
    SERIES_BREAK = "series_break"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Point:
    """One observation as assessed; `value` is accumulated where increments are given. Shares are 0 to 1.

    `target` and `target_state` are those in force at the end of the period; `prior` is the value a year before,
    accumulated likewise, and unknown where the series breaks in between (`crosses_break`); `printed` says that the
    share is the one that the source prints, without a value.
    """

    observation: Observation
    value: Decimal | None
    reason: Reason | None = None
    prior: Decimal | None = None
    target: Decimal | None = None
    target_state: TargetState = TargetState.UNQUANTIFIED
    share: Fraction | None = None
    expected: Fraction | None = None
    printed: bool = False
    crosses_break: bool = False

    @property
    def gap_share(self) -> Fraction | None:
        """Share less expected share; times 100 it is percentage points."""
        return None if self.share is None or self.expected is None else self.share - self.expected

    @property
    def growth(self) -> Fraction | None:
        """The growth on the same period a year before, in percent; None where there is none to compare with."""
        if self.value is None or self.prior is None or self.prior <= 0:
            return None
        return (Fraction(self.value) / Fraction(self.prior) - 1) * 100

    @property
    def growth_reason(self) -> Reason:
        """Why there is no growth, where there is none."""
        if self.crosses_break:
            return Reason.SERIES_BREAK
        return Reason.NO_PRIOR if self.prior is None else Reason.PRIOR_NOT_POSITIVE

    @property
    def change(self) -> Decimal | None:
        """The difference from the same period a year before, in the unit of the figures."""
        return None if self.value is None or self.prior is None else EXACT.subtract(self.value, self.prior)


def is_percentage(commitment: Commitment) -> bool:
    """Return whether the figures of a commitment are percentages, whose change is in points."""
    return commitment.unit_zh in PERCENTAGES


def accumulate(
    commitment: Commitment, observations: Sequence[Observation], earlier: Sequence[Observation] = ()
) -> list[Point]:
    """Return each observation its value and that of a year before, summing increments as far as they are complete.

    `earlier` are those of the commitments of earlier years that this one carries on, in the order of time.
    A missing increment is not 0: from the first hole on, the sum is not known. A day form (2023-07-15) runs on from the
    increment before it.
    """
    points: list[Point] = []
    known = {observation.period.text: observation for observation in (*earlier, *observations)}
    breaks = [observation.period.end for observation in known.values() if observation.breaks]
    total: Decimal | None = Decimal(0)
    before: Decimal | None = Decimal(0)  # the sum of those a year before
    reached, crossed = commitment.starts_on - ONE_DAY, False  # whether a break takes one of them away
    for observation in observations:
        reason = None if observation.value is not None else Reason.NOT_REPORTED
        if observation.masked:
            reason = Reason.VALUE_MASKED
        prior, broken = _find_prior(observation, known, breaks)
        if observation.measure is not Measure.INCREMENT:
            points.append(Point(observation, observation.value, reason, prior, crosses_break=broken))
            continue
        period = observation.period
        if period.end < commitment.starts_on:
            points.append(Point(observation, None, reason or Reason.BEFORE_START))
            continue
        follows = period.form is PeriodForm.DAY or period.start <= reached + ONE_DAY
        total = _add(total, observation.value if follows else None)
        before, crossed = _add(before, prior), crossed or broken
        reached = period.end
        reason = None if total is not None else reason or Reason.INCREMENT_GAP
        points.append(Point(observation, total, reason, before, crosses_break=crossed))
    return points


def _add(total: Decimal | None, value: Decimal | None) -> Decimal | None:
    """Return a sum, which is not known once a part of it is not."""
    return None if total is None or value is None else EXACT.add(total, value)


def _find_prior(
    observation: Observation, known: Mapping[str, Observation], breaks: Sequence[date]
) -> tuple[Decimal | None, bool]:
    """Return the value of the same period a year before, and whether a break in the series takes it away.

    What is typed beside a value is taken as comparable with it; what the series holds is not, across a break.
    """
    if observation.prior_value is not None:
        return observation.prior_value, False
    period = observation.period
    earlier = known.get(f"{int(period.text[:4]) - 1}{period.text[4:]}")
    if earlier is None or earlier.value is None or earlier.measure is not observation.measure:
        return None, False
    broken = any(earlier.period.end < day <= period.end for day in breaks)
    return (None, True) if broken else (earlier.value, False)


def measure_point(
    point: Point,
    commitment: Commitment,
    target: Decimal | None,
    state: TargetState,
    plan_points: Sequence[PlanPoint],
) -> Point:
    """Add the target in force, share and expected share to a point, as far as its kind has them."""
    share, expected, day = None, None, point.observation.period.end
    printed = commitment.kind is Kind.QUANTITY and point.value is None and point.observation.published_pct is not None
    if day < commitment.starts_on:
        printed = False
    elif commitment.kind is not Kind.QUANTITY:
        share = _measure_share(point, commitment, target)
    elif printed or (point.value is not None and not commitment.baseline_masked):
        goal = None if target is None else Fraction(target)
        share = _share_quantity(point, commitment, goal)
        expected = compute_expected(commitment, goal, plan_points, day)
    return Point(  # `replace` would take five times as long
        observation=point.observation,
        value=point.value,
        reason=point.reason,
        prior=point.prior,
        target=target,
        target_state=state,
        share=share,
        expected=expected,
        printed=printed,
        crosses_break=point.crosses_break,
    )


def _share_quantity(point: Point, commitment: Commitment, target: Fraction | None) -> Fraction | None:
    """Return the share of the way from the baseline to the target, or the one that the source prints."""
    if point.value is None:
        printed = point.observation.published_pct
        return None if printed is None else Fraction(printed) / 100
    return None if target is None else share_of(Fraction(point.value), Fraction(commitment.baseline_value or 0), target)


def _measure_share(point: Point, commitment: Commitment, target: Decimal | None) -> Fraction | None:
    """Return the attainment of a level or a growth, and the share of the places promised."""
    figure = point.growth if commitment.kind is Kind.GROWTH else point.value
    if figure is None or target is None:
        return None
    if commitment.kind in (Kind.LEVEL, Kind.GROWTH):
        return measure_attainment(Fraction(figure), target, commitment)
    if commitment.kind is Kind.RANK and commitment.baseline_value is not None:
        baseline = Fraction(commitment.baseline_value)
        promised = baseline - Fraction(target) if commitment.comparator in ("<=", "<") else Fraction(target)
        return (baseline - Fraction(figure)) / promised if promised > 0 else None
    return None

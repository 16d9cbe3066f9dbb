"""One commitment with all that was known of it on a day: the target in force, the values accumulated, the shares.

All arithmetic is exact (`Fraction`); rounding is for display alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from generator.data.dataset import Dataset
from generator.data.settings import Portal
from generator.model import (
    Commitment,
    DataStatus,
    Direction,
    Kind,
    Measure,
    Milestone,
    Observation,
    PeriodForm,
    PlanPoint,
    State,
    Status,
    TargetChange,
    TargetState,
    Update,
)
from generator.status.schedule import ONE_DAY, compute_expected, share_of


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


@dataclass(frozen=True, slots=True)
class Point:
    """One observation as assessed; `value` is accumulated where increments are given. Shares are 0 to 1."""

    observation: Observation
    value: Decimal | None
    share: Fraction | None = None
    expected: Fraction | None = None
    reason: Reason | None = None

    @property
    def gap_share(self) -> Fraction | None:
        """Share less expected share; times 100 it is percentage points."""
        return None if self.share is None or self.expected is None else self.share - self.expected


@dataclass(frozen=True, slots=True)
class Case:
    """One commitment with all that was known on the as-of date."""

    commitment: Commitment
    as_of: date
    portal: Portal
    target: Decimal | None
    target_state: TargetState
    plan_points: tuple[PlanPoint, ...]
    points: tuple[Point, ...]
    milestones: tuple[Milestone, ...]
    updates: tuple[Update, ...]
    target_changes: tuple[TargetChange, ...]

    @property
    def latest(self) -> Point | None:
        """The latest observation with a value."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def due(self) -> bool:
        """Whether the due date has come."""
        return self.as_of >= self.commitment.due_on

    @property
    def covered(self) -> bool:
        """Whether the latest observation covers the due date."""
        return self.latest is not None and self.latest.observation.period.end >= self.commitment.due_on

    @property
    def reported(self) -> Status | None:
        """The status that the unit itself reports."""
        if self.commitment.state is State.COMPLETED:
            return Status.MET
        return next((u.reported_status for u in self.updates if u.reported_status), None)

    @property
    def achieved(self) -> tuple[Milestone, ...]:
        """Milestones achieved by the as-of date."""
        return tuple(m for m in self.milestones if m.achieved_on and m.achieved_on <= self.as_of)

    @property
    def illustrative(self) -> bool:
        """Whether any figure shown for the commitment is not real."""
        shown: Sequence[PlanPoint | Milestone | Update | TargetChange | Observation] = [
            *self.plan_points,
            *self.milestones,
            *self.updates,
            *self.target_changes,
            *(point.observation for point in self.points),
        ]
        return self.target_state is TargetState.ILLUSTRATIVE or any(
            thing.status is DataStatus.ILLUSTRATIVE for thing in shown
        )


def gather_case(commitment: Commitment, dataset: Dataset, as_of: date) -> Case:
    """Gather what was known of a commitment by the end of the as-of date; the target is the one in force then."""
    key = commitment.commitment_id
    target, state = commitment.target_value, commitment.target_state
    changes = tuple(c for c in dataset.target_changes.get(key, ()) if c.effective_on <= as_of)
    for change in changes:
        if change.masked:
            target, state = None, TargetState.MASKED
        elif change.target_value is not None:
            target = change.target_value
            invented = change.status is DataStatus.ILLUSTRATIVE
            state = TargetState.ILLUSTRATIVE if invented else TargetState.DISCLOSED
    plan_points = tuple(sorted(dataset.plan_points.get(key, ()), key=lambda point: point.period.end))
    observations = [o for o in dataset.observations.get(key, ()) if o.period.end <= as_of]
    return Case(
        commitment=commitment,
        as_of=as_of,
        portal=dataset.portal,
        target=target,
        target_state=state,
        plan_points=plan_points,
        points=tuple(
            _measure(point, commitment, target, plan_points) for point in accumulate(commitment, observations)
        ),
        milestones=dataset.milestones.get(key, ()),
        updates=tuple(u for u in dataset.updates.get(key, ()) if u.published_on <= as_of),
        target_changes=changes,
    )


def accumulate(commitment: Commitment, observations: Sequence[Observation]) -> list[Point]:
    """Return each observation its value, summing increments as far as they are complete.

    A missing increment is not 0: from the first hole on, the sum is not known. A day form (2023-07-15) runs on from the
    increment before it.
    """
    points: list[Point] = []
    total, reached, whole = Decimal(0), commitment.starts_on - ONE_DAY, True
    for observation in observations:
        reason = None if observation.value is not None else Reason.NOT_REPORTED
        if observation.masked:
            reason = Reason.VALUE_MASKED
        if observation.measure is not Measure.INCREMENT:
            points.append(Point(observation, observation.value, reason=reason))
            continue
        period = observation.period
        if period.end < commitment.starts_on:
            points.append(Point(observation, None, reason=reason or Reason.BEFORE_START))
            continue
        follows = period.form is PeriodForm.DAY or period.start <= reached + ONE_DAY
        whole = whole and follows and observation.value is not None
        total += observation.value or 0
        reached = period.end
        points.append(
            Point(observation, total if whole else None, reason=None if whole else reason or Reason.INCREMENT_GAP)
        )
    return points


def _measure(point: Point, commitment: Commitment, target: Decimal | None, plan_points: Sequence[PlanPoint]) -> Point:
    """Add share and expected share to a point, as far as its kind has them."""
    if point.value is None or commitment.baseline_masked:
        return point
    value = Fraction(point.value)
    goal = None if target is None else Fraction(target)
    share = expected = None
    if commitment.kind is Kind.QUANTITY:
        expected = compute_expected(commitment, goal, plan_points, point.observation.period.end)
        if goal is not None:
            share = share_of(value, Fraction(commitment.baseline_value or 0), goal)
    elif commitment.kind is Kind.LEVEL and goal is not None:
        share = measure_attainment(value, goal, commitment.direction)
    elif commitment.kind is Kind.RANK and commitment.baseline_value is not None and goal:
        share = (Fraction(commitment.baseline_value) - value) / goal
    return Point(point.observation, point.value, share, expected, point.reason)


def measure_attainment(value: Fraction, target: Fraction, direction: Direction) -> Fraction | None:
    """Return value ÷ target, or target ÷ value where lower is better; None where the ratio means nothing."""
    part, whole = (target, value) if direction is Direction.DOWN else (value, target)
    return part / whole if whole > 0 and part >= 0 else None

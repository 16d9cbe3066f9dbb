"""One commitment with all that was known of it on a day: the target in force, the values accumulated, the shares.

All arithmetic is exact (`Fraction`); rounding is for display alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.data.dataset import Dataset
from generator.data.settings import Portal
from generator.model import (
    Commitment,
    DataStatus,
    Milestone,
    Observation,
    PlanPoint,
    State,
    Status,
    TargetChange,
    TargetState,
    Update,
    find_month_end,
)
from generator.status.points import Point, accumulate, measure_point


@dataclass(frozen=True, slots=True)
class Case:
    """One commitment with all that was known on the as-of date; `target` is the one in force then."""

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
        """The latest observation since the start with a value, or with the share that its source prints."""
        start = self.commitment.starts_on
        known = (p for p in reversed(self.points) if p.value is not None or p.printed)
        return next((point for point in known if point.observation.period.end >= start), None)

    @property
    def judged_target(self) -> Decimal | None:
        """The target that the latest observation is judged by: the one in force at the end of its period."""
        return self.latest.target if self.latest else self.target

    @property
    def judged_state(self) -> TargetState:
        """The state of that target; one that is hidden by now stays hidden."""
        hidden = self.target_state is TargetState.MASKED
        return self.latest.target_state if self.latest and not hidden else self.target_state

    @property
    def original_target(self) -> Decimal | None:
        """The target as first set, where another took its place; else None."""
        changed = any(change.target_value != self.commitment.target_value for change in self.target_changes)
        return self.commitment.target_value if changed else None

    @property
    def due(self) -> bool:
        """Whether the due date has come."""
        return self.as_of >= self.commitment.due_on

    @property
    def covered(self) -> bool:
        """Whether the latest observation covers the due date."""
        return self.latest is not None and self.latest.observation.period.end >= self.commitment.due_on

    @property
    def report(self) -> Update | None:
        """The latest update that says a status; one that says none does not renew it."""
        return next((update for update in self.updates if update.reported_status), None)

    @property
    def reported(self) -> Status | None:
        """The status that the unit itself reports."""
        if self.commitment.state is State.COMPLETED:
            return Status.MET
        return self.report.reported_status if self.report else None

    @property
    def stale_before(self) -> date:
        """The day before which a figure or a report counts as stale."""
        return go_back(self.as_of, self.portal.stale_after)

    @property
    def planned(self) -> tuple[Milestone, ...]:
        """Milestones planned by the as-of date."""
        return tuple(m for m in self.milestones if m.planned_on and m.planned_on <= self.as_of)

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


def gather_case(commitment: Commitment, dataset: Dataset, as_of: date, *, original: bool = False) -> Case:
    """Gather what was known of a commitment by the end of the as-of date.

    Every observation is measured against the target in force at the end of its period; with `original`, against the
    one first set.
    """
    key = commitment.commitment_id
    known = () if original else dataset.target_changes.get(key, ())
    changes = tuple(change for change in known if change.effective_on <= as_of)
    target, state = find_target(commitment, changes, as_of)
    plan_points = dataset.plan_points.get(key, ())
    observations = [o for o in dataset.observations.get(key, ()) if o.period.end <= as_of]
    points = []
    for point in accumulate(commitment, observations, find_earlier(commitment, dataset)):
        judged = find_target(commitment, changes, point.observation.period.end)
        if judged[1] is TargetState.MASKED:  # one that was disclosed later is known by now
            judged = target, state
        points.append(measure_point(point, commitment, *judged, plan_points))
    return Case(
        commitment=commitment,
        as_of=as_of,
        portal=dataset.portal,
        target=target,
        target_state=state,
        plan_points=plan_points,
        points=tuple(points),
        milestones=dataset.milestones.get(key, ()),
        updates=tuple(u for u in dataset.updates.get(key, ()) if u.published_on <= as_of),
        target_changes=changes,
    )


def find_predecessors(commitment: Commitment, dataset: Dataset) -> list[Commitment]:
    """Return the commitments of earlier years that one carries on, the latest first; a circle ends where it closes."""
    found: list[Commitment] = []
    known = dataset.known.get(commitment.continues_id)
    while known is not None and known not in (commitment, *found):
        found.append(known)
        known = dataset.known.get(known.continues_id)
    return found


def list_successors(commitment_id: str, dataset: Dataset) -> list[str]:
    """Return the commitments of later years that carry one on, in the order of the file."""
    return [key for key, known in dataset.known.items() if known.continues_id == commitment_id]


def find_earlier(commitment: Commitment, dataset: Dataset) -> list[Observation]:
    """Return the figures of the commitments that one carries on, as far as they count the same, oldest first."""
    same = (
        earlier
        for earlier in find_predecessors(commitment, dataset)
        if (earlier.kind, earlier.unit_zh) == (commitment.kind, commitment.unit_zh)
    )
    figures = (o for earlier in same for o in dataset.observations.get(earlier.commitment_id, ()))
    return sorted(figures, key=lambda observation: observation.period.end)


def find_target(
    commitment: Commitment, changes: Sequence[TargetChange], day: date
) -> tuple[Decimal | None, TargetState]:
    """Return the target in force at the end of a day, with its state; `changes` in the order of time."""
    target, state = commitment.target_value, commitment.target_state
    for change in changes:
        if change.effective_on > day:
            break
        if change.masked:
            target, state = None, TargetState.MASKED
        elif change.target_value is not None:
            invented = change.status is DataStatus.ILLUSTRATIVE
            target = change.target_value
            state = TargetState.ILLUSTRATIVE if invented else TargetState.DISCLOSED
    return target, state


def go_back(day: date, months: int) -> date:
    """Return the day so many months before; the last day of a month leads to the last day of a month."""
    year, month = divmod(12 * day.year + day.month - 1 - months, 12)
    end = find_month_end(year, month + 1)
    last = day == find_month_end(day.year, day.month)
    return end if last else end.replace(day=min(day.day, end.day))

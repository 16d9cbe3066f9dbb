"""Whatever the promise, a worse value never has a better status."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from generator.data.settings import Portal
from generator.model import Commitment, Direction, Kind, Measure, Observation, Period, Plan, State, TargetState
from generator.status.assess import ASSESSORS
from generator.status.case import Case
from generator.status.points import accumulate, measure_point
from generator.status.verdict import BEHIND, GOOD

SCALE = (*GOOD, *BEHIND)
numbers = st.decimals(-120, 120, places=1)
comparators = {
    Direction.UP: (">=", ">", "=", "~", "between"),
    Direction.DOWN: ("<=", "<", "=", "~", "between"),
    Direction.HOLD: ("=", "~"),
}


def standing(commitment: Commitment, value: Decimal, period: str) -> int:
    """Return the place of the status on the scale, the best first; those beside it count as the worst."""
    observation = Observation("A", Period.parse(period), value, masked=False, measure=Measure.LEVEL)
    target = commitment.target_value
    (point,) = accumulate(commitment, [observation])
    point = measure_point(point, commitment, target, TargetState.DISCLOSED, ())
    case = Case(
        commitment=commitment,
        as_of=observation.period.end,
        portal=Portal("测试", 2023),
        target=target,
        target_state=TargetState.DISCLOSED,
        plan_points=(),
        points=(point,),
        milestones=(),
        updates=(),
        target_changes=(),
    )
    status = ASSESSORS[commitment.kind](case).status
    return SCALE.index(status) if status in SCALE else len(SCALE)


@st.composite
def promises(draw: st.DrawFn) -> Commitment:
    direction = draw(st.sampled_from(Direction))
    target = draw(numbers)
    kind = draw(st.sampled_from((Kind.LEVEL, Kind.QUANTITY)))
    comparator = draw(st.sampled_from(comparators[direction]))
    if kind is Kind.QUANTITY:  # a sum that is to grow, or a ceiling; what is a reduction is known by its baseline
        target, direction = abs(target), Direction.DOWN if comparator in ("<=", "<") else Direction.UP
        comparator = ">=" if comparator == "between" else comparator
    return Commitment(
        commitment_id="A",
        pillar_id="growth",
        title_zh="事项",
        kind=kind,
        direction=direction,
        comparator=comparator,
        target_state=TargetState.DISCLOSED,
        starts_on=date(2023, 1, 1),
        due_on=date(2023, 12, 31),
        due_set=False,
        plan_year=2023,
        plan=Plan.LINEAR_MONTH if kind is Kind.QUANTITY else Plan.NONE,
        state=State.ACTIVE,
        baseline_value=draw(st.none() | numbers) if kind is Kind.LEVEL else None,
        target_value=target,
        target_upper_value=target + draw(st.decimals(0, 9, places=1)) if comparator == "between" else None,
        tolerance_value=draw(st.decimals(0, 5, places=1)),
    )


@given(promises(), numbers, numbers, st.sampled_from(["2023-03", "2023-06", "2023-11", "2023"]))
def test_a_worse_value_never_has_a_better_status(
    promise: Commitment, first: Decimal, second: Decimal, period: str
) -> None:
    target, upper = promise.target_value or Decimal(0), promise.target_upper_value
    two_sided = promise.kind is Kind.LEVEL and (
        promise.comparator in ("~", "between") or (promise.comparator == "=" and promise.direction is Direction.HOLD)
    )
    if two_sided:  # compare on one side of the target
        low, high = target, upper or target
        worse, better = max(first, second), min(first, second)
        if better < high:
            worse, better = min(first, second), max(first, second)
            if better > low:
                return
    else:
        down = promise.direction is Direction.DOWN
        worse, better = (max(first, second), min(first, second)) if down else (min(first, second), max(first, second))
    assert standing(promise, worse, period) >= standing(promise, better, period)

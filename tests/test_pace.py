"""The schedule (序时进度): the share expected by the end of a day. Every number is worked by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from generator.language.words import Words
from generator.model import Commitment, Direction, Kind, Period, Plan, PlanPoint, State, TargetState
from generator.status.schedule import compute_expected, count_days, count_months, measure_elapsed, share_of

JANUARY_1, DECEMBER_31 = date(2023, 1, 1), date(2023, 12, 31)


def promise(plan: Plan, start: date = JANUARY_1, due: date = DECEMBER_31, baseline: str | None = None) -> Commitment:
    return Commitment(
        commitment_id="A",
        pillar_id="growth",
        title_zh="事项",
        kind=Kind.QUANTITY,
        direction=Direction.UP,
        comparator=">=",
        target_state=TargetState.DISCLOSED,
        starts_on=start,
        due_on=due,
        due_set=True,
        plan_year=2023,
        plan=plan,
        state=State.ACTIVE,
        baseline_value=None if baseline is None else Decimal(baseline),
        target_value=Decimal(100),
    )


def expected(plan: Plan, day: date, start: date = JANUARY_1, due: date = DECEMBER_31) -> Fraction | None:
    return compute_expected(promise(plan, start, due), Fraction(100), (), day)


def along(points: dict[str, str], day: date, baseline: str | None = None, target: int = 100) -> Fraction | None:
    path = [PlanPoint("A", Period.parse(text), Decimal(value)) for text, value in points.items()]
    return compute_expected(promise(Plan.POINTS, baseline=baseline), Fraction(target), path, day)


@pytest.mark.parametrize(
    ("day", "share", "printed"),
    [
        (date(2023, 11, 30), Fraction(11, 12), "91.7%"),  # published: 1—11月 91.7%
        (date(2023, 8, 15), Fraction(15, 24), "62.5%"),  # published: 1—8月上半月 62.5% = 7.5 ÷ 12
        (date(2023, 10, 31), Fraction(10, 12), "83.3%"),
        (date(2023, 1, 31), Fraction(1, 12), "8.3%"),
        (date(2023, 2, 28), Fraction(2, 12), "16.7%"),  # a short month is a whole month
        (date(2023, 6, 30), Fraction(1, 2), "50.0%"),
        (date(2023, 12, 31), Fraction(1), "100.0%"),
    ],
)
def test_linear_by_month_is_the_published_schedule(day: date, share: Fraction, printed: str) -> None:
    assert expected(Plan.LINEAR_MONTH, day) == share
    assert Words("en").percent(share) == printed


@pytest.mark.parametrize("month", range(1, 13))
def test_the_15th_counts_as_one_half_of_every_month(month: int) -> None:
    # 28, 29, 30 or 31 days: months gone before it + 1/2
    assert expected(Plan.LINEAR_MONTH, date(2023, month, 15)) == (month - 1 + Fraction(1, 2)) / 12
    assert count_months(date(2024, month, 15)) - count_months(date(2023, 12, 31)) == month - Fraction(1, 2)


def test_another_part_of_a_month_counts_by_its_days() -> None:
    assert expected(Plan.LINEAR_MONTH, date(2023, 3, 10)) == (2 + Fraction(10, 31)) / 12
    assert expected(Plan.LINEAR_MONTH, date(2023, 4, 20)) == (3 + Fraction(20, 30)) / 12


def test_the_clock_of_months_never_runs_backwards() -> None:
    year = [
        count_months(date.fromordinal(day)) for day in range(date(2023, 1, 1).toordinal(), date(2025, 1, 1).toordinal())
    ]
    assert year == sorted(year)


@pytest.mark.parametrize(
    ("start", "due", "day", "share"),
    [
        (date(2023, 4, 1), date(2023, 9, 30), date(2023, 6, 30), Fraction(3, 6)),  # 3 of 6 months
        (date(2022, 7, 1), date(2023, 12, 31), date(2023, 3, 31), Fraction(9, 18)),  # 9 of 18 months
        (date(2023, 3, 16), date(2023, 12, 31), date(2023, 6, 30), Fraction(7, 19)),  # 3.5 of 9.5 months
        (date(2023, 3, 11), date(2023, 3, 31), date(2023, 3, 20), Fraction(10, 21)),  # 10/31 of 21/31
    ],
)
def test_a_span_of_its_own_is_counted_from_its_start_to_its_due_date(
    start: date, due: date, day: date, share: Fraction
) -> None:
    assert expected(Plan.LINEAR_MONTH, day, start, due) == share


def test_linear_by_day_counts_days_and_knows_leap_years() -> None:
    assert expected(Plan.LINEAR_DAY, date(2023, 2, 28)) == Fraction(59, 365)  # 31 + 28
    leap = (date(2024, 1, 1), date(2024, 12, 31))
    assert expected(Plan.LINEAR_DAY, date(2024, 2, 29), *leap) == Fraction(60, 366)  # 31 + 29
    assert expected(Plan.LINEAR_DAY, date(2024, 3, 1), *leap) == Fraction(61, 366)


def test_a_step_is_nothing_until_due_and_then_everything() -> None:
    assert expected(Plan.STEP, date(2023, 12, 30)) == 0
    assert expected(Plan.STEP, DECEMBER_31) == 1
    assert expected(Plan.STEP, date(2024, 1, 1)) == 1


def test_no_plan_expects_nothing_that_could_be_compared() -> None:
    assert expected(Plan.NONE, date(2023, 6, 30)) is None


@pytest.mark.parametrize("plan", [Plan.LINEAR_MONTH, Plan.LINEAR_DAY])
def test_before_the_start_it_is_0_and_from_the_due_date_on_1(plan: Plan) -> None:
    start, due = date(2023, 3, 1), date(2023, 10, 31)
    assert expected(plan, date(2023, 2, 28), start, due) == 0
    assert expected(plan, date(2023, 3, 1), start, due) > 0
    assert expected(plan, date(2023, 10, 30), start, due) < 1
    assert expected(plan, date(2023, 10, 31), start, due) == 1
    assert expected(plan, date(2024, 5, 1), start, due) == 1


@pytest.mark.parametrize("day", [date(2023, 5, 15), date(2023, 2, 15), date(2023, 1, 31), date(2024, 2, 29)])
def test_a_span_of_one_day_is_all_expected_on_that_day(day: date) -> None:
    before = date.fromordinal(day.toordinal() - 1)
    for clock in (count_months, count_days):
        assert measure_elapsed(day, day, day, clock) == 1
        assert measure_elapsed(day, day, before, clock) == 0


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2023, 5, 31), Fraction(1, 2)),  # 5 of 6 months towards 60%
        (date(2023, 6, 30), Fraction(6, 10)),
        (date(2023, 9, 30), Fraction(8, 10)),  # 60% + half of the 40% that is left
        (date(2023, 2, 15), Fraction(15, 100)),  # 1.5 ÷ 6 × 60%
        (date(2023, 12, 31), Fraction(1)),
        (date(2024, 3, 31), Fraction(1)),
        (date(2022, 12, 31), Fraction(0)),
    ],
)
def test_a_path_through_a_point_is_linear_on_either_side(day: date, share: Fraction) -> None:
    assert along({"2023-H1": "60"}, day) == share  # published custom: 上半年60%


def test_planned_values_count_from_the_baseline() -> None:
    # from 50 to 100, planned 80 at the half year: (80 − 50) ÷ (100 − 50) = 3/5; at the end of March half of that
    assert along({"2023-H1": "80"}, date(2023, 6, 30), baseline="50") == Fraction(3, 5)
    assert along({"2023-H1": "80"}, date(2023, 3, 31), baseline="50") == Fraction(3, 10)
    # a falling path, from 200 down to 100 by way of 140: (140 − 200) ÷ (100 − 200) = 3/5
    assert along({"2023-H1": "140"}, date(2023, 6, 30), baseline="200") == Fraction(3, 5)


def test_a_path_with_several_points_bends_at_each() -> None:
    points = {"2023-Q1": "10", "2023-H1": "40", "2023-Q3": "90", "2023": "100"}
    assert along(points, date(2023, 3, 31)) == Fraction(1, 10)
    assert along(points, date(2023, 5, 31)) == Fraction(3, 10)  # 10% + 2/3 of 30%
    assert along(points, date(2023, 8, 31)) == Fraction(40 * 3 + 50 * 2, 300)  # 40% + 2/3 of 50%
    assert along(points, date(2023, 11, 15)) == Fraction(95, 100)  # 90% + half of 10%


def test_a_path_without_points_or_without_a_target_is_not_guessed() -> None:
    assert along({}, date(2023, 6, 30)) is None
    path = [PlanPoint("A", Period.parse("2023-H1"), Decimal(60))]
    assert compute_expected(promise(Plan.POINTS), None, path, date(2023, 6, 30)) is None


def test_a_share_is_the_part_of_the_way_from_baseline_to_target() -> None:
    assert share_of(Fraction(30), Fraction(20), Fraction(60)) == Fraction(1, 4)
    assert share_of(Fraction(90), Fraction(100), Fraction(80)) == Fraction(1, 2)  # falling
    assert share_of(Fraction(10), Fraction(20), Fraction(60)) == Fraction(-1, 4)  # lost ground
    assert share_of(Fraction(5), Fraction(7), Fraction(7)) is None

"""Levels, rates of growth and positions: worked by hand, and never better for a worse value."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from generator.model import Status
from generator.status.points import Reason
from generator.status.verdict import Assessment, Basis, StatusRule, Trend

Judge = Callable[..., Assessment]


def level(judge: Judge, value: object, period: str = "2023-06", **cells: object) -> Assessment:
    return judge(kind="level", observed={period: value}, **cells)


@pytest.mark.parametrize(
    ("comparator", "value", "status"),
    [
        ("~", "5.5", Status.MET),
        ("~", "5.9", Status.MET),  # within the tolerance of 0.5
        ("~", "6.0", Status.MET),
        ("~", "6.1", Status.BEHIND),  # 1 − 0.6 ÷ 5.5 = 89.09%: −10.91 points
        ("~", "5.0", Status.MET),
        ("~", "4.96", Status.SLIGHTLY_BEHIND),  # 1 − 0.54 ÷ 5.5 = 90.18%
        ("~", "7.5", Status.FAR_BEHIND),  # 1 − 2 ÷ 5.5 = 63.64%: −36.36 points
    ],
)
def test_about_is_met_within_the_tolerance(judge: Judge, comparator: str, value: str, status: Status) -> None:
    found = level(judge, value, target_value="5.5", comparator=comparator, tolerance_value="0.5", unit_zh="%")
    assert found.status is status


def test_about_and_hold_without_a_tolerance_are_met_by_the_target_alone(judge: Judge) -> None:
    assert level(judge, "7.5", target_value="5.5", direction="hold").status is Status.FAR_BEHIND
    assert level(judge, "5.5", target_value="5.5", direction="hold").status is Status.MET
    cpi = level(judge, "5.1", target_value="3", comparator="~")
    assert (cpi.status, cpi.verdict.share) == (Status.FAR_BEHIND, Fraction(3, 10))  # 1 − 2.1 ÷ 3
    assert (cpi.distance, cpi.final) == (Fraction(21, 10), False)


@pytest.mark.parametrize(
    ("value", "status", "share"),
    [
        ("5.0", Status.MET, Fraction(1)),
        ("5.7", Status.MET, Fraction(1)),
        ("6.0", Status.MET, Fraction(1)),
        ("4.5", Status.BEHIND, Fraction(9, 10)),  # 1 − 0.5 ÷ 5: exactly −10 points is behind
        ("6.3", Status.SLIGHTLY_BEHIND, Fraction(95, 100)),  # 1 − 0.3 ÷ 6
        ("9.0", Status.FAR_BEHIND, Fraction(1, 2)),  # 1 − 3 ÷ 6
    ],
)
def test_between_is_met_within_both_ends(judge: Judge, value: str, status: Status, share: Fraction) -> None:
    found = level(judge, value, target_value=5, target_upper_value=6, comparator="between")
    assert (found.status, found.verdict.share) == (status, share)


def test_a_level_met_in_mid_year_is_on_target_so_far(judge: Judge) -> None:
    so_far, final = level(judge, 7, target_value=6), level(judge, 7, "2023", target_value=6)
    assert (so_far.status, so_far.final) == (Status.MET, False)
    assert (final.status, final.final) == (Status.MET, True)
    assert level(judge, 5, "2023", target_value=6).status is Status.MISSED


def test_more_than_the_target_is_not_met_at_it_and_never_on_pace(judge: Judge) -> None:
    assert level(judge, 6, target_value=6, comparator=">").status is Status.SLIGHTLY_BEHIND
    assert level(judge, "6.1", target_value=6, comparator=">").status is Status.MET
    assert level(judge, 6, target_value=6, comparator="<").status is Status.SLIGHTLY_BEHIND
    assert level(judge, "5.9", target_value=6, comparator="<").status is Status.MET


def test_a_level_worse_than_its_baseline_is_at_best_behind(judge: Judge) -> None:
    # 97.5 of 100 would be slightly behind by its attainment
    better = level(judge, "97.5", target_value=100, baseline_value=97)
    assert (better.status, better.verdict.trend) == (Status.SLIGHTLY_BEHIND, Trend.BETTER)
    worse = level(judge, "97.5", target_value=100, baseline_value=98)
    assert (worse.status, worse.verdict.trend) == (Status.BEHIND, Trend.WORSE)
    assert worse.distance == Fraction(5, 2)
    assert level(judge, 50, target_value=100, baseline_value=98).status is Status.FAR_BEHIND
    # one that meets its target meets it
    assert level(judge, 101, target_value=100, baseline_value=105).status is Status.MET


def test_with_a_target_at_or_below_zero_the_way_from_the_baseline_counts(judge: Judge) -> None:
    found = level(judge, -4, target_value=-2, baseline_value=-10)
    assert found.verdict.share == Fraction(3, 4)  # 6 of 8
    assert found.status is Status.BEHIND
    assert level(judge, -2, target_value=-2, baseline_value=-10).status is Status.MET
    open_ = level(judge, -4, target_value=-2)
    assert (open_.status, open_.verdict.share) == (Status.BEHIND, None)
    assert open_.verdict.reasons["share"] is Reason.ATTAINMENT_UNDEFINED
    # a baseline beyond the target is no way to it
    assert level(judge, -1, target_value=0, baseline_value=2).verdict.share is None


def test_a_value_at_or_below_zero_is_far_from_a_target_above_it(judge: Judge) -> None:
    assert level(judge, -2, target_value="5.5").status is Status.FAR_BEHIND
    assert level(judge, 0, target_value="5.5").verdict.share == 0
    assert level(judge, "0.1", target_value="5.5").status is Status.FAR_BEHIND


@pytest.mark.parametrize(
    ("cells", "value", "share"),
    [
        ({"target_value": "0.5"}, "0.4", Fraction(4, 5)),
        ({"target_value": "0.5", "direction": "down"}, "0.8", Fraction(5, 8)),
        ({"target_value": 3, "direction": "down"}, "3.75", Fraction(4, 5)),
        ({"target_value": 5, "comparator": "~"}, 5, Fraction(1)),
        ({"target_value": 0, "target_upper_value": 2, "comparator": "between"}, 0, Fraction(1)),
        ({"target_value": 0, "target_upper_value": 2, "comparator": "between"}, 3, Fraction(1, 2)),
        ({"target_value": -2, "baseline_value": 6, "direction": "down"}, 0, Fraction(3, 4)),
    ],
)
def test_the_attainment_worked_by_hand(judge: Judge, cells: dict[str, object], value: object, share: Fraction) -> None:
    assert level(judge, value, **cells).verdict.share == share


def test_a_bare_number_is_met_by_at_least_that_or_at_most_where_lower_is_better(judge: Judge) -> None:
    def met(value: str, direction: str) -> bool:
        found = level(judge, value, target_value=6, comparator="=", direction=direction)
        return found.status is Status.MET

    assert (met("6", "up"), met("6.1", "up"), met("5.9", "up")) == (True, True, False)
    assert (met("6", "down"), met("5.9", "down"), met("6.1", "down")) == (True, True, False)


def growth(judge: Judge, value: object, prior: object, **cells: object) -> Assessment:
    row = {"value": value, "prior_value": prior}
    return judge(kind="growth", observed={"2023-06": row}, **{"target_value": "6.5", **cells})


def test_growth_is_found_from_the_value_of_a_year_before(judge: Judge) -> None:
    found = growth(judge, "32.1", "30")
    assert (found.figure, found.status, found.verdict.rule) == (7, Status.MET, StatusRule.GROWTH)
    assert not found.final
    short = growth(judge, 315, 300)  # 5% of 6.5%: 76.92%, −23.08 points
    assert (short.figure, short.verdict.share, short.status) == (5, Fraction(10, 13), Status.BEHIND)
    assert short.distance == Fraction(3, 2)
    assert growth(judge, 270, 300).status is Status.FAR_BEHIND  # −10%


def test_the_year_before_may_stand_in_the_series(judge: Judge) -> None:
    observed = {"2022-06": 300, "2022-07": 350, "2023-06": 321, "2023-07": 385}
    found = judge("2023-07-31", kind="growth", target_value="6.5", observed=observed)
    assert [point.growth for point in found.case.points] == [None, None, 7, 10]
    assert found.status is Status.MET


@pytest.mark.parametrize(
    ("prior", "reason"), [("0", Reason.PRIOR_NOT_POSITIVE), ("-3", Reason.PRIOR_NOT_POSITIVE), ("", Reason.NO_PRIOR)]
)
def test_without_a_prior_above_zero_no_growth_is_computed(judge: Judge, prior: str, reason: Reason) -> None:
    found = growth(judge, 32, prior)
    assert (found.status, found.figure, found.basis) == (Status.IN_PROGRESS, None, Basis.NONE)
    assert found.verdict.reasons["growth"] is reason


def test_increments_are_compared_with_the_sum_of_those_a_year_before(judge: Judge) -> None:
    rows = {
        "2023-01": {"value": 11, "prior_value": 10, "measure": "increment"},
        "2023-02": {"value": 13, "prior_value": 10, "measure": "increment"},
        "2023-03": {"value": 12, "measure": "increment"},
    }
    points = judge("2023-03-31", observed=rows, target_value=100).case.points
    # 11 on 10; 24 on 20; no prior for March
    assert [point.growth for point in points] == [10, 20, None]


def test_a_quantity_shows_the_change_on_the_year_before_without_a_change_of_status(judge: Judge) -> None:
    row = {"value": 50, "prior_value": 80}
    found = judge("2023-06-30", observed={"2023-06": row}, target_value=100)
    assert found.status is Status.ON_PACE
    assert found.case.latest is not None
    assert found.case.latest.growth == Fraction(-75, 2)
    assert found.case.latest.change == -30


@pytest.mark.parametrize(
    ("value", "status"), [(10, Status.MET), (9, Status.MET), (12, Status.SLIGHTLY_BEHIND), (15, Status.BEHIND)]
)
def test_a_position_to_reach(judge: Judge, value: int, status: Status) -> None:
    cells = {"kind": "rank", "comparator": "<=", "target_value": 10}
    assert judge(observed={"2023-06": value}, baseline_value=14, **cells).status is status
    alone = judge(observed={"2023-06": value}, **cells)
    assert alone.status is (Status.MET if value <= 10 else Status.BEHIND)


@pytest.mark.parametrize("direction", ["", "up", "down"])
def test_without_a_comparator_the_target_of_a_rank_is_places_to_gain(judge: Judge, direction: str) -> None:
    found = judge(kind="rank", observed={"2023-06": 12}, baseline_value=14, target_value=3, direction=direction)
    assert (found.status, found.verdict.share) == (Status.SLIGHTLY_BEHIND, Fraction(2, 3))


def test_sums_are_exact_to_the_last_digit(judge: Judge) -> None:
    large, small = "999999999999999", "0.000000000000001"
    observed = {"2023-01": {"value": large, "prior_value": small}, "2023-02": {"value": small, "prior_value": large}}
    point = judge("2023-02-28", observed=observed, measure="increment", target_value=large).case.points[-1]
    assert (str(point.value), str(point.prior)) == ("999999999999999.000000000000001",) * 2
    assert point.change == 0
    (first, _) = judge("2023-02-28", observed=observed, measure="increment", target_value=large).case.points
    assert str(first.change) == "999999999999998.999999999999999"

"""The edges of the rules: one step to either side another answer is right. Expected numbers are worked by hand."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from generator.data.dataset import Dataset
from generator.model import Period, PlanPoint, Status
from generator.status.points import Reason
from generator.status.progress import assess_all, tally
from generator.status.schedule import compute_expected, measure_elapsed
from generator.status.verdict import Assessment, StatusRule, Trend

Judge = Callable[..., Assessment]
Reader = Callable[..., Dataset]
Cells = dict[str, object]


@pytest.fixture(autouse=True)
def _uncached() -> None:
    measure_elapsed.cache_clear()  # what an earlier test has left would hide a fault


@pytest.mark.parametrize(
    ("published_on", "status"),
    [
        ("2023-06-29", Status.NOT_REPORTED),  # of the time before the due date alone
        ("2023-06-30", Status.ON_PACE),  # of the very day
        ("2023-07-01", Status.ON_PACE),
    ],
)
def test_a_report_of_the_due_date_itself_counts(judge: Judge, published_on: str, status: Status) -> None:
    update = {"published_on": published_on, "reported_status": "on_pace"}
    assert judge("2023-09-30", kind="action", due_on="2023-06-30", updates=[update]).status is status


def test_a_sum_with_a_hole_says_so(judge: Judge) -> None:
    found = judge("2023-03-31", observed={"2023-02": 4, "2023-03": 5}, measure="increment", target_value=60)
    assert (found.status, found.verdict.reasons["status"]) == (Status.NOT_REPORTED, Reason.INCREMENT_GAP)


@pytest.mark.parametrize(
    ("starts_on", "period", "value"),
    [
        ("2023-06-30", "2023-07", None),  # a day is missing
        ("2023-06-30", "2023-06", 7),  # the period ends with the first day
        ("2023-07-01", "2023-07", 7),
        ("2023-07-01", "2023-06", None),  # it ends before the first day
    ],
)
def test_the_first_increment_begins_with_the_first_day(
    judge: Judge, starts_on: str, period: str, value: int | None
) -> None:
    found = judge("2023-07-31", observed={period: 7}, measure="increment", starts_on=starts_on, target_value=60)
    assert [point.value for point in found.case.points] == [value]


def test_three_months_before_the_last_day_of_a_month_is_a_last_day(judge: Judge) -> None:
    ages = {day: judge("2023-06-30", observed={day: 9}, target_value=60).stale for day in ("2023-03-30", "2023-03-31")}
    assert ages == {"2023-03-30": True, "2023-03-31": False}


def test_less_than_the_target_is_not_reached_at_it(judge: Judge) -> None:
    cells = {"baseline_value": 100, "target_value": 60, "comparator": "<"}
    assert judge("2023-12-31", observed={"2023-12": 60}, **cells).status is Status.MISSED
    assert judge("2023-12-31", observed={"2023-12": "59.9"}, **cells).status is Status.MET


@pytest.mark.parametrize(("value", "status"), [(9, Status.MET), (10, Status.MET), (11, Status.BEHIND)])
def test_a_sum_that_is_to_stay_at_its_baseline_or_fall(judge: Judge, value: int, status: Status) -> None:
    cells = {"direction": "down", "comparator": "=", "baseline_value": 10, "target_value": 10}
    verdict = judge("2023-09-30", observed={"2023-09": value}, **cells).verdict
    assert (verdict.status, verdict.rule, verdict.expected) == (status, StatusRule.SHARE, Fraction(3, 4))


def test_a_masked_baseline_leaves_a_quantity_in_progress(judge: Judge) -> None:
    found = judge("2023-09-30", observed={"2023-09": 50}, baseline_value="***", target_value=100)
    assert (found.status, found.verdict.expected) == (Status.IN_PROGRESS, None)
    assert set(found.verdict.reasons.values()) == {Reason.BASELINE_MASKED}
    assert set(found.verdict.reasons) == {"status", "share", "expected_share", "gap_points"}
    ceiling = judge("2023-09-30", observed={"2023-09": 50}, baseline_value="***", target_value=100, comparator="<=")
    assert ceiling.verdict.rule is StatusRule.CEILING
    assert ceiling.verdict.reasons["share"] is Reason.BASELINE_MASKED
    rank = judge(observed={"2023-09": 5}, kind="rank", baseline_value="***", target_value=6, comparator="<=")
    assert rank.verdict.reasons["share"] is Reason.BASELINE_MASKED


def test_a_ceiling_at_its_baseline_has_no_share(judge: Judge) -> None:
    verdict = judge("2023-09-30", observed={"2023-09": 0}, target_value=0, comparator="<=").verdict
    assert verdict.reasons["share"] is verdict.reasons["gap_points"] is Reason.TARGET_IS_BASELINE
    assert verdict.expected == Fraction(3, 4)


def test_a_milestone_of_the_as_of_date_is_no_lead(judge: Judge) -> None:
    stages = [{"planned_on": "2023-09-30", "achieved_on": "2023-08-15"}, {"planned_on": "2023-12-31"}]
    assert judge("2023-09-30", kind="stage", milestones=stages).status is Status.ON_PACE
    assert judge("2023-09-29", kind="stage", milestones=stages).status is Status.AHEAD


@pytest.mark.parametrize("told", [True, False])
def test_missed_milestones_say_why_only_where_nothing_was_told(judge: Judge, told: bool) -> None:
    updates = [{"published_on": "2023-07-05"}] if told else []
    stages = [{"planned_on": "2023-06-30"}]
    reasons = judge("2023-09-30", kind="stage", due_on="2023-06-30", milestones=stages, updates=updates).verdict.reasons
    assert reasons == {"gap_points": Reason.NOT_MEASURED} | ({} if told else {"status": Reason.DUE_NOT_COVERED})


def make_path(judge: Judge, day: date) -> Fraction | None:
    """Return what is expected on a day of a path from 1 March that ends at 80 of 100."""
    case = judge(plan="points", starts_on="2023-03-01", target_value=100, points={"2023-12": 80}).case
    points = [PlanPoint("A", Period.parse("2023-12"), case.plan_points[0].planned_value)]
    return compute_expected(case.commitment, Fraction(100), points, day)


def test_a_path_begins_at_0_and_stays_at_its_end(judge: Judge) -> None:
    assert make_path(judge, date(2022, 12, 31)) == 0
    assert make_path(judge, date(2023, 2, 28)) == 0
    assert make_path(judge, date(2023, 7, 31)) == Fraction(2, 5)  # 5 of 10 months to 80%
    assert make_path(judge, date(2024, 1, 31)) == Fraction(4, 5)


def test_a_schedule_by_days_counts_days(judge: Judge) -> None:
    found = judge(observed={"2023-03-14": 1}, plan="linear-day", target_value=10)
    assert found.verdict.expected == Fraction(73, 365)  # 31 + 28 + 14 days


def test_a_level_that_is_to_fall_to_zero_is_judged_by_the_way_it_came(judge: Judge) -> None:
    verdict = judge(observed={"2023-06": 5}, kind="level", direction="down", baseline_value=10, target_value=0).verdict
    assert verdict.share == Fraction(1, 2)


def test_a_level_that_holds_at_zero_has_attained_it(judge: Judge) -> None:
    assert judge(observed={"2023-06": 0}, kind="level", direction="hold", target_value=0).verdict.share == 1


def test_where_a_level_is_to_hold_neither_way_is_better(judge: Judge) -> None:
    for comparator in ("=", "~"):
        found = judge(
            observed={"2023-06": 8},
            kind="level",
            direction="hold",
            comparator=comparator,
            baseline_value=7,
            target_value=10,
        )
        assert found.verdict.trend is None
    upward = judge(observed={"2023-06": 8}, kind="level", comparator="~", baseline_value=7, target_value=10)
    assert upward.verdict.trend is None  # about so much may be missed on either side
    same = judge(observed={"2023-06": 7}, kind="level", direction="hold", baseline_value=7)
    assert same.verdict.trend is Trend.SAME
    other = judge(observed={"2023-06": 8}, kind="level", direction="hold", baseline_value=7)
    assert other.verdict.trend is None


@pytest.mark.parametrize(("value", "met"), [(5, True), (6, False)])
def test_a_position_below_another_is_not_that_position(judge: Judge, value: int, met: bool) -> None:
    found = judge(observed={"2023-12": value}, kind="rank", comparator="<", target_value=6)
    assert (found.status is Status.MET) == met


@pytest.mark.parametrize(("value", "share", "trend"), [(5, 0, Trend.SAME), (4, 1, Trend.BETTER), (6, -1, Trend.WORSE)])
def test_one_place_promised(judge: Judge, value: int, share: int, trend: Trend) -> None:
    verdict = judge(observed={"2023-06": value}, kind="rank", baseline_value=5, target_value=1).verdict
    assert (verdict.share, verdict.trend) == (share, trend)


def test_the_status_by_the_target_first_set_is_known_only_where_it_changed(judge: Judge) -> None:
    assert judge(observed={"2023-06": 50}, target_value=100).by_original is None
    change = {"effective_on": "2023-03-01", "target_value": 60}
    assert judge(observed={"2023-06": 50}, target_value=100, changes=[change]).by_original is not None


def test_before_its_start_a_commitment_says_what_is_not_known(judge: Judge) -> None:
    verdict = judge("2023-06-30", starts_on="2023-07-01", target_value=100).verdict
    assert (verdict.status, verdict.rule) == (Status.NOT_STARTED, StatusRule.NOT_STARTED)
    assert verdict.reasons["share"] is Reason.NOT_REPORTED


def list_rows(values: dict[str, dict[str, object]], **cells: object) -> dict[str, list[Cells]]:
    """Return the tables of commitments that have figures by period."""
    row = {"pillar_id": "growth", "title_zh": "事项", "kind": "level", "group_id": "g", **cells}
    return {
        "commitments": [{**row, "commitment_id": key} for key in values],
        "observations": [
            {"commitment_id": key, "period": period, "value": value}
            for key, observed in values.items()
            for period, value in observed.items()
        ],
    }


def test_three_that_are_equal_share_the_first_place(dataset_of: Reader) -> None:
    tables = list_rows({"A": {"2023-06": 5}, "B": {"2023-06": 5}, "C": {"2023-06": 5}, "D": {"2023-06": 1}})
    ranks = assess_all(dataset_of(**tables), date(2023, 6, 30)).ranks
    assert {key: rank.rank for key, rank in ranks.items()} == {"A": 1, "B": 1, "C": 1, "D": 4}
    assert {rank.period.text for rank in ranks.values()} == {"2023-06"}


def test_where_less_is_better_it_was_so_in_the_period_before(dataset_of: Reader) -> None:
    tables = list_rows({"A": {"2023-05": 1, "2023-06": 9}, "B": {"2023-05": 2, "2023-06": 3}}, direction="down")
    ranks = assess_all(dataset_of(**tables), date(2023, 6, 30)).ranks
    assert (ranks["A"].change, ranks["B"].change) == (-1, 1)


@pytest.mark.parametrize(("comparator", "first"), [("<=", "B"), (">=", "A")])
def test_of_shares_the_lower_is_better_only_under_a_ceiling(dataset_of: Reader, comparator: str, first: str) -> None:
    tables = list_rows(
        {"A": {"2023-06": 30}, "B": {"2023-06": 20}},
        kind="quantity",
        direction="down" if comparator == "<=" else "up",
        comparator=comparator,
        target_value=100,
    )
    ranks = assess_all(dataset_of(**tables), date(2023, 6, 30)).ranks
    assert next(key for key, rank in ranks.items() if rank.rank == 1) == first


def test_of_reductions_the_larger_share_is_first(dataset_of: Reader) -> None:
    tables = list_rows(  # 100 to 60: A has come 30 of 40, B 20
        {"A": {"2023-06": 70}, "B": {"2023-06": 80}},
        kind="quantity",
        direction="down",
        baseline_value=100,
        target_value=60,
    )
    assert assess_all(dataset_of(**tables), date(2023, 6, 30)).ranks["A"].rank == 1


def test_a_figure_of_the_first_day_is_compared(dataset_of: Reader) -> None:
    tables = list_rows({"A": {"2023-06-30": 5}, "B": {"2023-06-30": 4}}, starts_on="2023-06-30")
    assert assess_all(dataset_of(**tables), date(2023, 6, 30)).ranks["A"].rank == 1


def test_where_no_period_is_shared_by_most_the_one_that_the_most_share_is_compared(dataset_of: Reader) -> None:
    early, late = {"2023-03": 3}, {"2023-06": 6}
    tables = list_rows({"A": early, "B": early, "C": early, "D": late, "E": late, "F": {}, "G": {}})
    ranks = assess_all(dataset_of(**tables), date(2023, 6, 30)).ranks
    assert {key: rank.period.text for key, rank in ranks.items()} == dict.fromkeys("ABC", "2023-03")


def test_every_group_is_ranked_and_nobody_is_found_where_nobody_is(dataset_of: Reader) -> None:
    tables = list_rows({key: {"2023-06": number} for number, key in enumerate("ABCD")})
    for row in tables["commitments"][2:]:
        row["group_id"] = "h"
    dataset = dataset_of(**tables)
    progress = assess_all(dataset, date(2023, 6, 30), ())
    assert {key: rank.rank for key, rank in progress.ranks.items()} == {"A": 2, "B": 1, "C": 2, "D": 1}
    assert (progress.dataset, progress.as_of, progress.findings) == (dataset, date(2023, 6, 30), ())
    assert progress.of(pillar_id="projects") == []


def test_only_targets_met_for_now_are_counted_as_met_so_far(judge: Judge) -> None:
    level = {"kind": "level", "observed": {"2023-06": 7}}
    for_now = judge("2023-06-30", target_value=7, **level)
    for_good = judge("2023-06-30", target_value=7, due_on="2023-06-30", **level)
    ahead = judge("2023-06-30", target_value=10, observed={"2023-06": 9})
    assert [tally([found]).so_far for found in (for_now, for_good, ahead)] == [1, 0, 0]

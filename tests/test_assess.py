"""Quantities: share against schedule. Every expected number is worked by hand or published."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from generator.data.settings import Bands
from generator.language.words import round_half_up
from generator.model import Status
from generator.status.bands import judge_gap
from generator.status.points import Reason
from generator.status.verdict import Assessment, StatusRule

Judge = Callable[..., Assessment]


def points(gap: Fraction | None, decimals: int = 2) -> Decimal:
    assert gap is not None
    return round_half_up(gap * 100, decimals)


def test_jiangmen_october_the_gap_comes_from_unrounded_values(judge: Judge) -> None:
    # 629.0 ÷ 647.4 = 97.158…%; 10 ÷ 12 = 83.333…%; gap 13.824… points
    verdict = judge(observed={"2023-10": "629.0"}, target_value="647.4").verdict
    assert verdict.share == Fraction(6290, 6474)
    assert verdict.expected == Fraction(10, 12)
    assert points(verdict.share) == Decimal("97.16")
    assert points(verdict.expected) == Decimal("83.33")
    assert points(verdict.gap_share) == Decimal("13.82")
    assert points(verdict.gap_share, 1) == Decimal("13.8")
    assert Decimal("97.2") - Decimal("83.3") == Decimal("13.9")  # what rounded inputs would give
    assert (verdict.status, verdict.rule) == (Status.AHEAD, StatusRule.SHARE)


def test_yunfu_mid_august_is_held_against_seven_and_a_half_months(judge: Judge) -> None:
    # 119.73 ÷ 195.82 = 61.1429…%; 7.5 ÷ 12 = 62.5%; gap −1.357… points
    verdict = judge(observed={"2023-08-15": "119.73"}, target_value="195.82").verdict
    assert points(verdict.share) == Decimal("61.14")
    assert verdict.expected == Fraction(625, 1000)
    assert points(verdict.gap_share) == Decimal("-1.36")
    assert verdict.status is Status.SLIGHTLY_BEHIND


def test_a_value_on_its_schedule_has_a_gap_of_exactly_0(judge: Judge) -> None:
    verdict = judge(observed={"2023-11": 11}, target_value=12).verdict  # 11/12 has no finite decimal
    assert verdict.gap_share == 0
    assert verdict.status is Status.ON_PACE


@pytest.mark.parametrize(
    ("value", "status"),
    [  # of 1,000 by the end of June 50% is expected: value ÷ 10 − 50 points
        ("550", Status.AHEAD),  # +5 exactly
        ("549.999", Status.ON_PACE),
        ("500", Status.ON_PACE),  # 0 exactly
        ("499.999", Status.SLIGHTLY_BEHIND),
        ("400.001", Status.SLIGHTLY_BEHIND),  # still above −10
        ("400", Status.BEHIND),  # −10 exactly is behind
        ("200", Status.BEHIND),  # −30 exactly is still behind
        ("199.999", Status.FAR_BEHIND),
        ("0", Status.FAR_BEHIND),  # a reported 0 is a value
        ("-5", Status.FAR_BEHIND),
        ("1000", Status.MET),
        ("1200", Status.MET),
    ],
)
def test_the_bands_and_their_edges(judge: Judge, value: str, status: Status) -> None:
    assert judge(observed={"2023-06": value}, target_value=1000).status is status


def test_the_portal_may_set_bands_of_its_own(judge: Judge) -> None:
    portal = "title_zh: 测试\nyear: 2023\nstatus: {ahead: 2, on_pace: -1, slightly_behind: -5, behind: -20}\n"
    # of 100 by the end of June: 52 is +2, 49 is −1, 45 is −5 (behind), 30 is −20, 29 is −21
    found = [judge(portal=portal, observed={"2023-06": v}, target_value=100).status for v in (52, 49, 45, 30, 29)]
    assert found == [Status.AHEAD, Status.ON_PACE, Status.BEHIND, Status.BEHIND, Status.FAR_BEHIND]


def test_a_band_is_a_matter_of_points_not_of_shares() -> None:
    assert judge_gap(Fraction(5, 100), Bands()) is Status.AHEAD
    assert judge_gap(Fraction(-30, 100) - Fraction(1, 10**9), Bands()) is Status.FAR_BEHIND


@pytest.mark.parametrize(
    ("baseline", "target", "value", "share"),
    [
        (None, 80, 20, Fraction(1, 4)),  # without a baseline the count starts at 0
        (20, 60, 30, Fraction(1, 4)),  # (30 − 20) ÷ (60 − 20)
        (100, 80, 90, Fraction(1, 2)),  # a falling target: (90 − 100) ÷ (80 − 100)
        (100, 80, 105, Fraction(-1, 4)),  # the wrong way
        (0, 3, 1, Fraction(1, 3)),
    ],
)
def test_a_share_counts_from_the_baseline(
    judge: Judge, baseline: int | None, target: int, value: int, share: Fraction
) -> None:
    direction = "down" if baseline and target < baseline else "up"
    cells = {"baseline_value": "" if baseline is None else baseline, "target_value": target, "direction": direction}
    assert judge(observed={"2023-06": value}, **cells).verdict.share == share


def test_a_falling_target_is_met_at_or_below_it(judge: Judge) -> None:
    cells = {"baseline_value": 100, "target_value": 80, "direction": "down"}
    assert judge(observed={"2023-05": 80}, **cells).status is Status.MET
    assert judge(observed={"2023-05": 79}, **cells).status is Status.MET


def test_a_masked_baseline_is_not_counted_as_0(judge: Judge) -> None:
    assert judge(observed={"2023-06": 60}, baseline_value="***", target_value=100).verdict.share is None


def test_a_target_equal_to_its_baseline_is_met_while_the_value_is_not_below_it(judge: Judge) -> None:
    kept = judge(observed={"2023-06": 7}, baseline_value=7, target_value=7)
    assert (kept.status, kept.verdict.share, kept.final) == (Status.MET, None, False)
    assert kept.verdict.reasons["share"] is Reason.TARGET_IS_BASELINE
    assert judge(observed={"2023-06": "6.9"}, baseline_value=7, target_value=7).status is Status.BEHIND
    assert judge(observed={"2023": "6.9"}, baseline_value=7, target_value=7).status is Status.MISSED
    assert judge(observed={"2023": 7}, baseline_value=7, target_value=7).final
    # more than it was promised: at it is not enough
    more = judge(observed={"2023-06": 7}, baseline_value=7, target_value=7, comparator=">")
    assert more.status is Status.BEHIND


def test_without_a_plan_there_is_a_share_and_no_gap(judge: Judge) -> None:
    verdict = judge(observed={"2023-06": 60}, target_value=100, plan="none").verdict
    assert (verdict.status, verdict.share, verdict.gap_share) == (Status.IN_PROGRESS, Fraction(3, 5), None)
    assert verdict.reasons["gap_points"] is Reason.NO_PLAN
    assert judge(observed={"2023-06": 100}, target_value=100, plan="none").status is Status.MET


def test_a_plan_by_points_is_the_schedule(judge: Judge) -> None:
    # 60 of 100 planned by the half year: 50 expected by the end of May
    verdict = judge(observed={"2023-05": 48}, target_value=100, plan="points", points={"2023-H1": 60}).verdict
    assert verdict.expected == Fraction(1, 2)
    assert verdict.gap_share == Fraction(-2, 100)


def test_a_step_expects_nothing_until_due(judge: Judge) -> None:
    verdict = judge(observed={"2023-11": 1}, target_value=100, plan="step").verdict
    assert (verdict.expected, verdict.gap_share, verdict.status) == (0, Fraction(1, 100), Status.ON_PACE)


def test_increments_are_summed(judge: Judge) -> None:
    case = judge(observed={"2023-01": 10, "2023-02": "2.5", "2023-03": 0}, measure="increment", target_value=100).case
    assert [point.value for point in case.points] == [Decimal(10), Decimal("12.5"), Decimal("12.5")]
    assert case.latest is not None
    assert case.latest.share == Fraction(125, 1000)


def test_increments_of_quarters_and_months_join_up(judge: Judge) -> None:
    verdict = judge(observed={"2023-Q1": 20, "2023-04": 5, "2023-05": 5}, measure="increment", target_value=60).verdict
    assert verdict.share == Fraction(1, 2)  # 20 + 5 + 5 of 60


def test_january_and_february_may_be_one_increment(judge: Judge) -> None:
    together = {"2023-01..02": 9, "2023-03": 6}  # 15 of 60 at the end of March, a quarter of the year
    verdict = judge(observed=together, measure="increment", target_value=60).verdict
    assert (verdict.share, verdict.gap_share, verdict.status) == (Fraction(1, 4), 0, Status.ON_PACE)


def test_an_increment_of_february_alone_leaves_a_hole_where_january_is_not_given(judge: Judge) -> None:
    case = judge(observed={"2023-02": 9, "2023-03": 6}, measure="increment", target_value=60).case
    assert [point.reason for point in case.points] == [Reason.INCREMENT_GAP] * 2


def test_increments_stand_in_the_order_of_time_not_of_the_file(judge: Judge) -> None:
    case = judge(observed={"2023-02": 2, "2023-01": 1}, measure="increment", target_value=10).case
    assert [(point.observation.period.text, point.value) for point in case.points] == [("2023-01", 1), ("2023-02", 3)]


@pytest.mark.parametrize(
    ("observed", "known"),
    [
        ({"2023-01": 10, "2023-03": 10}, "2023-01"),  # February has no row
        ({"2023-01": 10, "2023-02": "", "2023-03": 10}, "2023-01"),  # February is not reported
        ({"2023-01": 10, "2023-02": "***", "2023-03": 10}, "2023-01"),  # February is masked
        ({"2023-02": 10, "2023-03": 10}, None),  # January has no row
    ],
)
def test_a_missing_increment_is_never_0(judge: Judge, observed: dict[str, object], known: str | None) -> None:
    assessment = judge("2023-03-31", observed=observed, measure="increment", target_value=100)
    values = {point.observation.period.text: point.value for point in assessment.case.points}
    assert values["2023-03"] is None
    if known:
        # only January's 10 of 100 against 1/12
        assert values[known] == 10
        assert assessment.verdict.share == Fraction(1, 10)
        assert assessment.verdict.expected == Fraction(1, 12)
    else:
        assert assessment.status is Status.NOT_REPORTED


def test_an_increment_through_a_day_runs_on_from_the_one_before(judge: Judge) -> None:
    verdict = judge(observed={"2023-01": 4, "2023-02-15": 2}, measure="increment", target_value=48).verdict
    assert verdict.share == Fraction(6, 48)
    assert verdict.expected == Fraction(3, 24)


def test_what_is_not_reported_is_not_0(judge: Judge) -> None:
    assessment = judge("2023-06-30", observed={"2023-06": ""}, target_value=100)
    assert assessment.status is Status.NOT_REPORTED
    assert (assessment.verdict.share, assessment.verdict.gap_share, assessment.case.latest) == (None, None, None)
    assert assessment.verdict.reasons["share"] is Reason.NOT_REPORTED
    assert judge("2023-06-30", target_value=100).status is Status.NOT_REPORTED


def test_a_month_that_is_not_reported_leaves_the_one_before_it(judge: Judge) -> None:
    verdict = judge("2023-06-30", observed={"2023-05": 50, "2023-06": ""}, target_value=100).verdict
    assert (verdict.share, verdict.expected) == (Fraction(1, 2), Fraction(5, 12))


@pytest.mark.parametrize("cell", ["***", {"value": 60, "status": "suppressed"}])
def test_a_masked_value_is_never_filled_in(judge: Judge, cell: object) -> None:
    assessment = judge("2023-06-30", observed={"2023-06": cell}, target_value=100)
    assert assessment.case.points[0].value is None
    assert (assessment.status, assessment.verdict.share) == (Status.IN_PROGRESS, None)
    assert assessment.verdict.reasons["share"] is Reason.VALUE_MASKED


@pytest.mark.parametrize("kind", ["quantity", "level", "rank"])
def test_a_masked_value_without_a_target_is_not_called_unreported(judge: Judge, kind: str) -> None:
    assert judge("2023-06-30", kind=kind, observed={"2023-06": "***"}).status is Status.IN_PROGRESS


def test_a_masked_target_is_masked_and_never_guessed(judge: Judge) -> None:
    for kind in ("quantity", "level", "rank"):
        assessment = judge(kind=kind, observed={"2023-06": 60}, baseline_value=100, target_value="***")
        assert (assessment.status, assessment.verdict.rule) == (Status.MASKED, StatusRule.TARGET_MASKED)
        assert (assessment.verdict.share, assessment.verdict.gap_share, assessment.case.target) == (None, None, None)


def test_the_schedule_of_a_masked_target_is_still_known(judge: Judge) -> None:
    assert judge(observed={"2023-06": 60}, target_value="***").verdict.expected == Fraction(1, 2)


def test_an_unquantified_quantity_is_in_progress_once_a_figure_is_there(judge: Judge) -> None:
    verdict = judge(observed={"2023-06": 60}).verdict
    assert (verdict.status, verdict.share) == (Status.IN_PROGRESS, None)
    assert verdict.reasons["share"] is Reason.TARGET_UNQUANTIFIED
    assert judge("2023-06-30").status is Status.NOT_REPORTED

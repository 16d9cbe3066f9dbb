"""Levels, ranks, milestones and what units report; every expected status follows from the written rules."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from generator.model import Status
from generator.status.points import Reason
from generator.status.verdict import Assessment, StatusRule, Trend

Judge = Callable[..., Assessment]


def test_meishan_unemployment_under_its_ceiling_is_met(judge: Judge) -> None:
    # 4.2% under a ceiling of 4.3%; attainment 4.3 ÷ 4.2 = 43/42 (published: 超额完成)
    cells = {"kind": "level", "direction": "down", "comparator": "<=", "target_value": "4.3"}
    verdict = judge("2023-07-31", observed={"2023-07": "4.2"}, **cells).verdict
    assert (verdict.status, verdict.rule, verdict.share) == (Status.MET, StatusRule.LEVEL, Fraction(43, 42))


def test_a_level_is_never_pro_rated(judge: Judge) -> None:
    # 95 of 100 in January: attainment 95%, not 95% against 1/12
    verdict = judge(kind="level", observed={"2023-01": 95}, target_value=100).verdict
    assert (verdict.share, verdict.expected, verdict.gap_share) == (Fraction(95, 100), None, Fraction(-5, 100))
    assert verdict.status is Status.SLIGHTLY_BEHIND
    assert verdict.reasons["expected_share"] is Reason.NOT_PRORATED


@pytest.mark.parametrize(
    ("direction", "target", "value", "status"),
    [
        ("up", 100, "100", Status.MET),
        ("up", 100, "99.9", Status.SLIGHTLY_BEHIND),
        ("up", 100, "90", Status.BEHIND),  # attainment − 1 = −10 points exactly
        ("up", 100, "70", Status.BEHIND),  # −30 exactly
        ("up", 100, "69.9", Status.FAR_BEHIND),
        ("down", 35, "35", Status.MET),
        ("down", 35, "30", Status.MET),
        ("down", 36, "37.5", Status.SLIGHTLY_BEHIND),  # 36 ÷ 37.5 = 96%
        ("down", 36, "40", Status.BEHIND),  # 36 ÷ 40 = 90%: −10 exactly
        ("down", 35, "50", Status.BEHIND),  # 35 ÷ 50 = 70%: −30 exactly
        ("down", 35, "51", Status.FAR_BEHIND),  # 68.6%
        ("hold", 100, "100", Status.MET),
        ("hold", 100, "96", Status.SLIGHTLY_BEHIND),
        ("down", 0, "0", Status.MET),  # no accidents
    ],
)
def test_a_level_that_does_not_hold_is_as_far_behind_as_its_attainment_falls_short(
    judge: Judge, direction: str, target: int, value: str, status: Status
) -> None:
    assert judge(kind="level", direction=direction, target_value=target, observed={"2023-06": value}).status is status


@pytest.mark.parametrize(
    ("comparator", "direction", "at", "beyond"),
    [(">=", "up", True, True), (">", "up", False, True), ("<=", "down", True, False), ("<", "down", False, False)],
)
def test_each_comparator_judges_the_value_on_its_target(
    judge: Judge, comparator: str, direction: str, at: bool, beyond: bool
) -> None:
    cells = {"kind": "level", "comparator": comparator, "direction": direction, "target_value": "4.3"}
    for value, met in (("4.3", at), ("4.31", beyond)):
        assert (judge(observed={"2023-06": value}, **cells).status is Status.MET) == met


def test_a_level_over_its_ceiling_is_never_on_pace_or_ahead(judge: Judge) -> None:
    # the direction is left empty, as an editor may who has written "<="
    for value in ("4.4", "6"):
        status = judge(kind="level", comparator="<=", target_value="4.3", observed={"2023-06": value}).status
        assert status not in (Status.MET, Status.AHEAD, Status.ON_PACE)


def test_a_level_missed_once_due(judge: Judge) -> None:
    cells = {"kind": "level", "target_value": 100}
    assert judge("2023-12-31", observed={"2023": 99}, **cells).status is Status.MISSED
    assert judge("2023-12-31", observed={"2023": 100}, **cells).status is Status.MET
    assert judge("2023-12-30", observed={"2023-11": 99}, **cells).status is Status.SLIGHTLY_BEHIND


@pytest.mark.parametrize(
    ("direction", "value", "trend"),
    [
        ("up", 410, Trend.BETTER),
        ("up", 400, Trend.SAME),
        ("up", 390, Trend.WORSE),
        ("down", 390, Trend.BETTER),
        ("down", 400, Trend.SAME),
        ("down", 410, Trend.WORSE),
    ],
)
def test_a_level_without_a_target_is_compared_with_its_baseline_in_words(
    judge: Judge, direction: str, value: int, trend: Trend
) -> None:
    verdict = judge(kind="level", direction=direction, baseline_value=400, observed={"2023-06": value}).verdict
    assert (verdict.status, verdict.rule, verdict.trend) == (Status.IN_PROGRESS, StatusRule.BASELINE, trend)
    assert (verdict.share, verdict.gap_share) == (None, None)


@pytest.mark.parametrize(
    ("value", "status"),
    [  # from 38th, three places promised
        (35, Status.MET),  # 3 gained
        (30, Status.MET),  # 8 gained
        (36, Status.SLIGHTLY_BEHIND),  # 2 gained
        (38, Status.BEHIND),  # none
        (40, Status.BEHIND),  # 2 lost
    ],
)
def test_a_rank_is_judged_by_the_places_gained(judge: Judge, value: int, status: Status) -> None:
    cells = {"kind": "rank", "baseline_value": 38, "target_value": 3}
    verdict = judge("2023-06-30", observed={"2023-06": value}, **cells).verdict
    assert (verdict.status, verdict.rule) == (status, StatusRule.RANK)
    assert verdict.expected is None  # never pro-rated


def test_a_rank_not_reached_is_missed_once_due(judge: Judge) -> None:
    cells = {"kind": "rank", "baseline_value": 38, "target_value": 3}
    assert judge("2023-12-31", observed={"2023": 36}, **cells).status is Status.MISSED
    assert judge("2023-12-31", observed={"2023": 35}, **cells).status is Status.MET


def test_a_rank_without_a_baseline_is_in_progress(judge: Judge) -> None:
    assert judge(kind="rank", target_value=3, observed={"2023-06": 5}).status is Status.IN_PROGRESS


FOUNDATIONS, ROOF, OPENING = "2023-03-31", "2023-08-31", "2023-11-30"


def build(*achieved: str) -> list[dict[str, str]]:
    """Three milestones: foundations, roof and opening, with the days on which they were achieved."""
    days = [*achieved, "", "", ""]
    planned = (FOUNDATIONS, ROOF, OPENING)
    return [{"planned_on": plan, "achieved_on": day} for plan, day in zip(planned, days, strict=False)]


@pytest.mark.parametrize("kind", ["stage", "designation", "recurring", "action"])
@pytest.mark.parametrize(
    ("as_of", "achieved", "status"),
    [
        ("2023-09-30", ("2023-03-31", "2023-08-20"), Status.ON_PACE),  # both planned, both done
        ("2023-09-30", ("2023-03-31",), Status.BEHIND),  # the roof is overdue
        ("2023-08-31", ("2023-03-31",), Status.BEHIND),  # planned by the as-of date
        ("2023-08-30", ("2023-03-31",), Status.ON_PACE),  # due tomorrow
        ("2023-06-30", ("2023-03-31", "2023-06-15"), Status.AHEAD),  # the roof before its time
        ("2023-06-30", ("2023-03-31", "2023-07-15"), Status.ON_PACE),  # not known yet
        ("2023-10-15", ("2023-03-31", "2023-08-31", "2023-10-10"), Status.MET),  # all of them, early
        ("2023-03-30", (), Status.NOT_STARTED),  # nothing planned yet, nothing said
        ("2023-12-31", ("2023-03-31", "2023-08-31", "2023-12-20"), Status.MET),  # late, but done
    ],
)
def test_milestones(judge: Judge, kind: str, as_of: str, achieved: tuple[str, ...], status: Status) -> None:
    assessment = judge(as_of, kind=kind, milestones=build(*achieved))
    assert (assessment.status, assessment.verdict.rule) == (status, StatusRule.MILESTONES)


def test_every_overdue_milestone_is_listed(judge: Judge) -> None:
    verdict = judge("2023-09-30", kind="stage", milestones=build()).verdict
    assert verdict.status is Status.BEHIND
    assert [str(milestone.planned_on) for milestone in verdict.overdue] == [FOUNDATIONS, ROOF]
    assert (verdict.share, verdict.expected) == (0, Fraction(2, 3))


def test_one_overdue_milestone_means_behind_even_where_a_later_one_is_done(judge: Judge) -> None:
    milestones = [{"planned_on": FOUNDATIONS}, {"planned_on": ROOF, "achieved_on": FOUNDATIONS}]
    assert judge("2023-04-30", kind="stage", milestones=milestones).status is Status.BEHIND


def test_a_milestone_without_a_day_plans_nothing(judge: Judge) -> None:
    def found(*milestones: dict[str, str], as_of: str = "2023-06-30") -> tuple[Status, Fraction | None]:
        verdict = judge(as_of, kind="stage", milestones=milestones).verdict
        return verdict.status, verdict.expected

    open_, done = {"planned_on": ""}, {"planned_on": "", "achieved_on": "2023-03-01"}
    due, late = {"planned_on": "2023-05-31", "achieved_on": "2023-05-30"}, {"planned_on": "2023-05-31"}
    early = {"planned_on": "2023-09-30", "achieved_on": "2023-06-30"}
    assert found(open_, open_) == (Status.NOT_STARTED, None)
    assert found(done, open_) == (Status.IN_PROGRESS, None)  # nothing was planned: nothing to be ahead of
    assert found(done, done) == (Status.MET, None)
    assert found(due, open_) == (Status.ON_PACE, Fraction(1, 2))
    assert found(due, done, open_) == (Status.ON_PACE, Fraction(1, 3))  # the one without a day is not early
    assert found(due, early, open_) == (Status.AHEAD, Fraction(1, 3))
    assert found(late, early) == (Status.BEHIND, Fraction(1, 2))
    assert found(early, open_, as_of="2023-06-29") == (Status.NOT_STARTED, Fraction(0))  # achieved the day after
    assert found(early, open_) == (Status.AHEAD, Fraction(0))  # achieved on the as-of day counts


def test_milestones_are_missed_only_when_a_report_covers_the_due_date(judge: Judge) -> None:
    cells = {"kind": "stage", "milestones": build("2023-03-31", "2023-08-31")}
    silent = judge("2023-12-31", updates=[{"published_on": "2023-12-30"}], **cells)
    assert silent.status is Status.NOT_REPORTED
    assert silent.verdict.reasons["status"] is Reason.DUE_NOT_COVERED
    assert judge("2023-12-31", updates=[{"published_on": "2023-12-31"}], **cells).status is Status.MISSED


@pytest.mark.parametrize("kind", ["recurring", "action"])
def test_without_milestones_it_is_what_the_unit_reports_and_said_to_be(judge: Judge, kind: str) -> None:
    updates = [
        {"published_on": "2023-03-10", "reported_status": "behind"},
        {"published_on": "2023-05-10", "reported_status": "on_pace"},
        {"published_on": "2023-08-10", "reported_status": "met"},
    ]
    assessment = judge("2023-07-31", kind=kind, updates=updates)  # August's report is not out yet
    assert (assessment.status, assessment.verdict.rule) == (Status.ON_PACE, StatusRule.REPORTED)
    assert (assessment.verdict.share, assessment.disagrees) == (None, False)


def test_words_without_a_status_are_in_progress_and_silence_is_not_reported(judge: Judge) -> None:
    assert judge("2023-07-31", kind="action", updates=[{"published_on": "2023-05-10"}]).status is Status.IN_PROGRESS
    assert judge("2023-07-31", kind="action").status is Status.NOT_REPORTED
    assert judge("2023-07-31", kind="action", state="completed").status is Status.MET


def test_where_the_unit_and_the_rule_disagree_both_are_kept(judge: Judge) -> None:
    updates = [{"published_on": "2023-06-20", "reported_status": "on_pace"}]
    # 30 of 100 by the end of June: −20 points
    assessment = judge("2023-06-30", observed={"2023-06": 30}, target_value=100, updates=updates)
    assert (assessment.status, assessment.case.reported, assessment.disagrees) == (Status.BEHIND, Status.ON_PACE, True)
    agreed = judge("2023-06-30", observed={"2023-06": 50}, target_value=100, updates=updates)
    assert (agreed.status, agreed.disagrees) == (Status.ON_PACE, False)


@pytest.mark.parametrize("starts_on", ["2023-01-01", "2023-09-01"])
def test_what_is_withdrawn_is_withdrawn_whatever_its_figures(judge: Judge, starts_on: str) -> None:
    cells = {"state": "withdrawn", "starts_on": starts_on, "target_value": 100}
    assessment = judge("2023-06-30", observed={"2023-06": 100}, **cells)
    assert (assessment.status, assessment.verdict.rule) == (Status.WITHDRAWN, StatusRule.WITHDRAWN)


def test_a_commitment_with_one_figure_that_is_not_real_says_so(judge: Judge) -> None:
    real = {"observed": {"2023-06": 1}, "target_value": 2}
    assert not judge(**real).case.illustrative
    assert judge(observed={"2023-06": {"value": 1, "status": "illustrative"}}, target_value=2).case.illustrative
    assert judge(**real, target_state="illustrative").case.illustrative
    assert judge(**real, milestones=[{"status": "illustrative"}]).case.illustrative
    assert judge(**real, updates=[{"published_on": "2023-06-01", "status": "illustrative"}]).case.illustrative

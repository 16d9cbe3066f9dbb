"""What is known when: the as-of date, the period of the latest observation, due dates, and targets that change."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from generator.model import Status
from generator.status.points import Reason
from generator.status.verdict import Assessment

Judge = Callable[..., Assessment]


def test_the_expected_share_is_that_of_the_latest_observation_not_of_today(judge: Judge) -> None:
    # 50 of 100 by the end of April, seen in September: 50% against 4 ÷ 12, not against 9 ÷ 12
    verdict = judge("2023-09-30", observed={"2023-04": 50}, target_value=100).verdict
    assert verdict.expected == Fraction(4, 12)
    assert (verdict.gap_share, verdict.status) == (Fraction(1, 6), Status.AHEAD)


def test_what_was_observed_after_the_as_of_date_is_ignored(judge: Judge) -> None:
    observed = {"2023-04": 30, "2023-05": 60, "2023-H1": 70, "2023": 100}
    assert judge("2023-05-30", observed=observed, target_value=100).verdict.share == Fraction(3, 10)  # May ends on 31
    assert judge("2023-05-31", observed=observed, target_value=100).verdict.share == Fraction(6, 10)
    assert judge("2023-12-30", observed=observed, target_value=100).verdict.share == Fraction(7, 10)


def test_a_new_target_takes_effect_on_its_day(judge: Judge) -> None:
    observed = dict.fromkeys(("2023-06-30", "2023-07-01", "2023-08-31", "2023-09-01"), 50)
    cells = {"observed": observed, "target_value": 100}
    changes = [{"effective_on": "2023-07-01", "target_value": 200}, {"effective_on": "2023-09-01", "target_value": 250}]
    shares = [judge(day, changes=changes, **cells).verdict.share for day in observed]
    assert shares == [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4), Fraction(1, 5)]


def test_a_lowered_target_does_not_rewrite_the_past(judge: Judge) -> None:
    changes = [{"effective_on": "2023-08-01", "target_value": 60}]
    found = judge(
        "2023-09-30", observed={"2023-06": 50, "2023-07": 52, "2023-09": 54}, target_value=100, changes=changes
    )
    # June 50 ÷ 100, July 52 ÷ 100, September 54 ÷ 60; 9 of 12 months make 75%
    assert [point.share for point in found.case.points] == [Fraction(1, 2), Fraction(13, 25), Fraction(9, 10)]
    assert (found.status, found.verdict.gap_share) == (Status.AHEAD, Fraction(15, 100))
    assert found.case.original_target == 100
    assert found.by_original is not None
    # by the original target 54 ÷ 100 less 75% is −21 points
    assert (found.by_original.status, found.by_original.share) == (Status.BEHIND, Fraction(27, 50))


def test_a_figure_from_before_a_change_is_judged_by_the_target_of_its_time(judge: Judge) -> None:
    changes = [{"effective_on": "2023-08-01", "target_value": 60}]
    found = judge("2023-09-30", observed={"2023-06": 50}, target_value=100, changes=changes)
    assert (found.case.target, found.case.judged_target) == (60, 100)
    assert (found.status, found.verdict.share) == (Status.ON_PACE, Fraction(1, 2))


def test_a_change_may_disclose_a_target_or_only_give_a_reason(judge: Judge) -> None:
    disclosed = [{"effective_on": "2023-06-01", "target_value": 100}]
    assert judge("2023-05-31", observed={"2023-05": 50}, target_value="***", changes=disclosed).status is Status.MASKED
    assert judge("2023-06-01", observed={"2023-05": 50}, target_value="***", changes=disclosed).status is Status.AHEAD
    reason = [{"effective_on": "2023-06-01", "target_value": ""}]
    assert judge("2023-06-30", observed={"2023-05": 50}, target_value=100, changes=reason).case.target == 100


def test_a_target_masked_by_a_change_is_no_longer_judged_by_the_old_one(judge: Judge) -> None:
    masked = [{"effective_on": "2023-06-01", "target_value": "***"}]
    assert judge("2023-05-31", observed={"2023-05": 50}, target_value=100, changes=masked).status is Status.AHEAD
    assert judge("2023-06-01", observed={"2023-05": 50}, target_value=100, changes=masked).status is Status.MASKED


def test_the_as_of_date_is_the_setting_else_the_latest_day_observed(judge: Judge) -> None:
    portal = "title_zh: 测试\nyear: 2023\nas_of: 2023-04-30\n"
    observed = {"2023-04": 1, "2023-Q3": 2, "2023": ""}
    assert judge(portal=portal, observed=observed, target_value=10).case.as_of == date(2023, 4, 30)
    assert judge(observed=observed, target_value=10).case.as_of == date(2023, 9, 30)  # nothing is known of the year


def test_without_a_figure_the_as_of_date_is_that_of_the_last_update(judge: Judge) -> None:
    updates = [{"published_on": "2023-05-08"}, {"published_on": "2023-03-02"}]
    assert judge(kind="action", updates=updates).case.as_of == date(2023, 5, 8)
    assert judge(kind="action").case.as_of == date(2023, 1, 1)


def test_a_share_of_1_is_met_whenever(judge: Judge) -> None:
    assert judge(observed={"2023-02": 100}, target_value=100).status is Status.MET
    # still met when due, though nothing was reported since
    assert judge("2024-03-01", observed={"2023-02": 100}, target_value=100).status is Status.MET


def test_missed_needs_an_observation_that_covers_the_due_date(judge: Judge) -> None:
    cells = {"target_value": 100, "due_on": "2023-10-31"}
    assert judge("2023-10-30", observed={"2023-09": 99}, **cells).status is Status.AHEAD
    unknown = judge("2023-10-31", observed={"2023-09": 99}, **cells).verdict
    assert unknown.status is Status.NOT_REPORTED
    assert unknown.reasons["status"] is Reason.DUE_NOT_COVERED
    assert judge("2023-10-31", observed={"2023-10": 99}, **cells).status is Status.MISSED
    assert judge("2023-12-31", observed={"2023-11": 99}, **cells).status is Status.MISSED


def test_before_its_start_a_commitment_is_not_started(judge: Judge) -> None:
    cells = {"target_value": 100, "starts_on": "2023-06-01"}
    assert judge("2023-05-31", **cells).status is Status.NOT_STARTED
    assert judge("2023-06-01", **cells).status is Status.NOT_REPORTED
    # what was counted before the start belongs to the series of the year before
    assert judge("2023-05-31", observed={"2023-05": 100}, **cells).status is Status.NOT_STARTED
    assert judge("2023-06-30", observed={"2023-05": 100}, **cells).status is Status.NOT_REPORTED
    assert judge("2023-06-30", observed={"2023-05": 90, "2023-06": 100}, **cells).status is Status.MET


@pytest.mark.parametrize(("said", "status"), [("on_pace", "not_reported"), ("", "not_reported"), ("met", "met")])
def test_what_was_told_before_the_due_date_does_not_stand_for_it(judge: Judge, said: str, status: str) -> None:
    update = {"published_on": "2023-05-10", "progress_zh": "推进中", "reported_status": said}
    assert judge("2023-12-31", updates=[update], kind="recurring").status == status
    before = judge("2023-12-30", updates=[update], kind="recurring").status
    assert before == (said or "in_progress")

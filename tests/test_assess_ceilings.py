"""Ceilings, strict comparators, printed shares, old figures and reports: worked by hand."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from generator.model import Status
from generator.status.verdict import Assessment, Basis, StatusRule

Judge = Callable[..., Assessment]


@pytest.mark.parametrize(
    ("period", "value", "target", "comparator", "status"),
    [
        ("2023-06", 40, 100, "<=", Status.AHEAD),  # 50% − 40% = +10
        ("2023-06", 50, 100, "<=", Status.ON_PACE),
        ("2023-06", 55, 100, "<=", Status.SLIGHTLY_BEHIND),
        ("2023-06", 100, 100, "<=", Status.FAR_BEHIND),  # used up at half time, not yet broken
        ("2023-06", 101, 100, "<=", Status.MISSED),  # broken, at any date
        ("2023-06", 100, 100, "<", Status.MISSED),
        ("2023-06", 0, 0, "<=", Status.ON_PACE),  # 零发生
        ("2023-06", 1, 0, "<=", Status.MISSED),
        ("2023", 0, 0, "<=", Status.MET),
        ("2023", 100, 100, "<=", Status.MET),
        ("2023", 101, 100, "<=", Status.MISSED),
    ],
)
def test_a_ceiling_is_broken_at_any_date_and_kept_only_when_due(
    judge: Judge, period: str, value: int, target: int, comparator: str, status: Status
) -> None:
    found = judge(observed={period: value}, target_value=target, comparator=comparator)
    assert (found.status, found.verdict.rule) == (status, StatusRule.CEILING)
    share = Fraction(value, target) if target else None
    assert found.verdict.share == share
    expected = Fraction(1) if period == "2023" else Fraction(1, 2)
    assert found.verdict.gap_share == (None if share is None else expected - share)


def test_a_figure_of_the_first_day_counts(judge: Judge) -> None:
    found = judge(observed={"2023-03-01": 5}, target_value=100, starts_on="2023-03-01")
    assert found.verdict.share == Fraction(1, 20)


def test_a_ceiling_that_no_figure_covers_when_due_is_not_reported(judge: Judge) -> None:
    found = judge("2023-12-31", observed={"2023-11": 3}, target_value=100, comparator="<=")
    assert found.status is Status.NOT_REPORTED


def test_a_target_at_its_baseline_is_a_ceiling_and_one_below_it_a_reduction(judge: Judge) -> None:
    cells = {"comparator": "<=", "baseline_value": 100}
    kept = judge(observed={"2023-06": 100}, target_value=100, **cells)
    assert (kept.status, kept.verdict.rule, kept.verdict.share) == (Status.ON_PACE, StatusRule.CEILING, None)
    cut = judge(observed={"2023-06": 90}, target_value=80, **cells)
    assert (cut.status, cut.verdict.rule, cut.verdict.share) == (Status.ON_PACE, StatusRule.SHARE, Fraction(1, 2))


def test_more_than_the_target_takes_more_than_a_whole_share(judge: Judge) -> None:
    assert judge(observed={"2023-06": 100}, target_value=100, comparator=">").status is Status.AHEAD
    assert judge(observed={"2023": 100}, target_value=100, comparator=">").status is Status.MISSED
    assert judge(observed={"2023-06": 101}, target_value=100, comparator=">").status is Status.MET


def test_a_sum_of_about_so_much_is_reached_within_the_tolerance(judge: Judge) -> None:
    cells = {"target_value": 100, "comparator": "~", "tolerance_value": 5}
    assert judge(observed={"2023": 95}, **cells).status is Status.MET
    assert judge(observed={"2023": 94}, **cells).status is Status.MISSED
    assert judge(observed={"2023": 130}, **cells).status is Status.MET  # more is no fault of a sum


def test_a_share_that_the_source_prints_stands_for_a_value_that_it_does_not(judge: Judge) -> None:
    row = {"value": "", "published_pct": 62}
    found = judge("2023-06-30", observed={"2023-06": row}, target_value=100)
    assert (found.status, found.verdict.rule) == (Status.AHEAD, StatusRule.PUBLISHED_SHARE)
    assert (found.verdict.share, found.verdict.gap_share) == (Fraction(62, 100), Fraction(12, 100))
    assert (found.basis, found.case.latest.value if found.case.latest else 0) == (Basis.PUBLISHED_SHARE, None)
    # a target that is hidden, or set in words alone, does not keep it from being judged
    for target in ("***", ""):
        assert judge("2023-06-30", observed={"2023-06": row}, target_value=target).status is Status.AHEAD
    # a value that is there goes first
    both = judge("2023-06-30", observed={"2023-06": {"value": 50, "published_pct": 62}}, target_value=100)
    assert (both.verdict.rule, both.verdict.share) == (StatusRule.SHARE, Fraction(1, 2))


@pytest.mark.parametrize(
    ("period", "as_of", "stale"),
    [
        ("2023-08", "2023-11-30", False),
        ("2023-07", "2023-11-30", True),
        ("2023-06", "2023-09-30", False),
        ("2023-06-29", "2023-09-30", True),
        ("2023-08-14", "2023-11-15", True),
        ("2023-08-15", "2023-11-15", False),
    ],
)
def test_a_figure_older_than_three_months_is_stale(judge: Judge, period: str, as_of: str, stale: bool) -> None:
    found = judge(as_of, observed={period: 60}, target_value=100)
    assert found.stale is stale


def test_the_portal_sets_the_age_and_what_is_final_has_none(judge: Judge) -> None:
    portal = "title_zh: 测试\nyear: 2023\nstale_after: 1\n"
    assert judge("2023-08-31", portal=portal, observed={"2023-07": 60}, target_value=100).stale is False
    assert judge("2023-08-31", portal=portal, observed={"2023-06": 60}, target_value=100).stale is True
    assert judge("2023-11-30", observed={"2023-01": 100}, target_value=100).stale is False  # met


def test_a_report_is_dated_by_the_update_that_says_it(judge: Judge) -> None:
    updates = [
        {"published_on": "2023-06-27", "progress_zh": "推进", "reported_status": "in_progress"},
        {"published_on": "2023-09-19", "progress_zh": "又有进展"},
    ]
    found = judge("2023-09-30", kind="action", updates=updates)
    assert (found.status, found.basis) == (Status.IN_PROGRESS, Basis.SELF_REPORTED)
    assert found.informed_on == date(2023, 6, 27)
    assert found.stale  # three months before 30 September is 30 June
    due = judge("2023-12-31", kind="action", updates=[*updates, {"published_on": "2023-12-31", "progress_zh": "年终"}])
    assert due.status is Status.NOT_REPORTED  # the last words say no status, and do not renew the one of June

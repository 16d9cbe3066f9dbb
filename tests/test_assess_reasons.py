"""What is not known has its reason, each worked out for one situation."""

from collections.abc import Callable
from typing import Any

import pytest

from generator.model import Status, TargetState
from generator.status.points import Reason, is_percentage
from generator.status.verdict import Assessment, StatusRule, Trend

Judge = Callable[..., Assessment]
SILENT = dict.fromkeys(("status", "share", "gap_points", "expected_share"), Reason.NOT_REPORTED)
JUNE = {"2023-06": 5}


def every(reason: Reason, *names: str) -> dict[str, Reason]:
    return dict.fromkeys(names or ("share", "expected_share", "gap_points"), reason)


@pytest.mark.parametrize(
    ("cells", "rule", "reasons"),
    [
        ({"target_value": 10}, StatusRule.NOT_REPORTED, SILENT),
        ({"target_value": 10, "observed": JUNE}, StatusRule.SHARE, {}),
        (
            {"target_value": 10, "observed": JUNE, "plan": "none"},
            StatusRule.SHARE,
            every(Reason.NO_PLAN, "expected_share", "gap_points"),
        ),
        (
            {"target_value": "***", "observed": JUNE},
            StatusRule.TARGET_MASKED,
            every(Reason.TARGET_MASKED, "status", "share", "gap_points"),
        ),
        (
            {"target_value": "***"},
            StatusRule.TARGET_MASKED,
            every(Reason.TARGET_MASKED, "status", "share", "gap_points", "expected_share"),
        ),
        (
            {"target_value": 10, "observed": {"2023-06": "***"}},
            StatusRule.REPORTED,
            every(Reason.VALUE_MASKED, "status", "share", "gap_points", "expected_share"),
        ),
        ({"observed": {"2023-06": "***"}}, StatusRule.REPORTED, every(Reason.VALUE_MASKED)),
        ({"observed": JUNE}, StatusRule.REPORTED, every(Reason.TARGET_UNQUANTIFIED)),
        (
            {"target_value": 5, "baseline_value": 5, "observed": JUNE},
            StatusRule.SHARE,
            every(Reason.TARGET_IS_BASELINE, "share", "gap_points"),
        ),
        (
            {"target_value": 9, "baseline_value": "***", "observed": JUNE},
            StatusRule.SHARE,
            every(Reason.BASELINE_MASKED, "share", "gap_points", "expected_share", "status"),
        ),
        ({"target_value": 9, "comparator": "<=", "observed": JUNE}, StatusRule.CEILING, {}),
        (
            {"target_value": 9, "comparator": "<=", "observed": JUNE, "plan": "none"},
            StatusRule.CEILING,
            every(Reason.NO_PLAN, "expected_share", "gap_points"),
        ),
        (
            {"target_value": 0, "comparator": "<=", "observed": {"2023-06": 0}},
            StatusRule.CEILING,
            every(Reason.TARGET_IS_BASELINE, "share", "gap_points"),
        ),
        (
            {"kind": "level", "target_value": 9, "observed": JUNE},
            StatusRule.LEVEL,
            every(Reason.NOT_PRORATED, "expected_share"),
        ),
        (
            {"kind": "level", "target_value": -1, "observed": {"2023-06": -5}},
            StatusRule.LEVEL,
            every(Reason.NOT_PRORATED, "expected_share") | every(Reason.ATTAINMENT_UNDEFINED, "share", "gap_points"),
        ),
        ({"kind": "level", "observed": JUNE}, StatusRule.BASELINE, every(Reason.TARGET_UNQUANTIFIED)),
        ({"kind": "level", "target_value": 9}, StatusRule.NOT_REPORTED, SILENT),
        ({"kind": "growth", "target_value": 9}, StatusRule.NOT_REPORTED, SILENT),
        (
            {"kind": "growth", "target_value": 9, "observed": JUNE},
            StatusRule.GROWTH,
            every(Reason.NO_PRIOR, "status", "share", "gap_points", "growth")
            | every(Reason.NOT_PRORATED, "expected_share"),
        ),
        (
            {"kind": "rank", "target_value": 3, "baseline_value": 9, "observed": JUNE},
            StatusRule.RANK,
            every(Reason.NOT_PRORATED, "expected_share", "gap_points"),
        ),
        (
            {"kind": "rank", "target_value": 3, "observed": JUNE},
            StatusRule.BASELINE,
            every(Reason.NOT_PRORATED, "expected_share", "gap_points") | every(Reason.NO_BASELINE, "share"),
        ),
        (
            {"kind": "rank", "baseline_value": 9, "observed": JUNE},
            StatusRule.BASELINE,
            every(Reason.NOT_PRORATED, "expected_share", "gap_points") | every(Reason.TARGET_UNQUANTIFIED, "share"),
        ),
        (
            {"kind": "rank", "target_value": 9, "comparator": "<=", "baseline_value": 9, "observed": JUNE},
            StatusRule.RANK,
            every(Reason.NOT_PRORATED, "expected_share", "gap_points") | every(Reason.TARGET_IS_BASELINE, "share"),
        ),
        (
            {"kind": "stage", "milestones": [{"planned_on": "2023-09-30"}]},
            StatusRule.MILESTONES,
            every(Reason.NOT_MEASURED, "gap_points"),
        ),
        (
            {"kind": "stage", "milestones": [{"planned_on": ""}]},
            StatusRule.MILESTONES,
            every(Reason.NOT_MEASURED, "gap_points") | every(Reason.NO_PLAN, "expected_share"),
        ),
        (
            {"kind": "action", "updates": [{"published_on": "2023-06-01", "reported_status": "on_pace"}]},
            StatusRule.REPORTED,
            every(Reason.NOT_MEASURED),
        ),
        ({"kind": "action"}, StatusRule.NOT_REPORTED, SILENT),
        ({"state": "withdrawn", "observed": JUNE}, StatusRule.WITHDRAWN, every(Reason.WITHDRAWN, "status")),
    ],
)
def test_each_rule_says_why_something_is_not_known(
    judge: Judge, cells: dict[str, Any], rule: StatusRule, reasons: dict[str, Reason]
) -> None:
    verdict = judge("2023-06-30", **cells).verdict
    assert (verdict.rule, dict(verdict.reasons)) == (rule, reasons)


@pytest.mark.parametrize(
    "cells",
    [
        {"target_value": 10},
        {"target_value": 10, "comparator": "<="},
        {"target_value": 6, "baseline_value": 6},
        {"target_value": 10, "kind": "level"},
        {"target_value": 3, "kind": "rank", "baseline_value": 7},
    ],
)
def test_figures_that_do_not_cover_a_due_date_that_has_passed_are_named(judge: Judge, cells: dict[str, Any]) -> None:
    found = judge("2023-12-31", observed={"2023-11": 5}, **cells)
    assert (found.status, found.verdict.reasons["status"]) == (Status.NOT_REPORTED, Reason.DUE_NOT_COVERED)


def test_a_position_without_a_target_is_compared_with_where_it_began(judge: Judge) -> None:
    cells = {"kind": "rank", "baseline_value": 9}
    trends = [judge(observed={"2023-06": value}, **cells).verdict.trend for value in (8, 9, 10)]
    assert trends == [Trend.BETTER, Trend.SAME, Trend.WORSE]
    # 9 to 5 of 9 to 3
    assert judge(observed=JUNE, target_value=3, comparator="<=", **cells).verdict.share == pytest.approx(4 / 6)


def test_a_changed_target_says_whether_it_is_real(judge: Judge) -> None:
    def state(status: str) -> TargetState:
        changes = [{"effective_on": "2023-03-01", "target_value": 9, "status": status}]
        return judge("2023-06-30", observed=JUNE, target_value=10, changes=changes).case.target_state

    assert (state(""), state("illustrative")) == (TargetState.DISCLOSED, TargetState.ILLUSTRATIVE)


def test_each_figure_says_why_it_has_no_value(judge: Judge) -> None:
    def reasons(measure: str, starts_on: str = "") -> list[Reason | None]:
        observed = {"2023-01": 1, "2023-02": "", "2023-03": "***", "2023-04": 2}
        found = judge("2023-06-30", observed=observed, measure=measure, target_value=9, starts_on=starts_on)
        return [point.reason for point in found.case.points]

    assert reasons("cumulative") == [None, Reason.NOT_REPORTED, Reason.VALUE_MASKED, None]
    assert reasons("increment") == [None, Reason.NOT_REPORTED, Reason.VALUE_MASKED, Reason.INCREMENT_GAP]
    assert reasons("increment", "2023-02-01")[0] is Reason.BEFORE_START


def test_a_milestone_achieved_when_due_tells_of_the_due_date(judge: Judge) -> None:
    one, other = {"planned_on": "2023-03-31"}, {"planned_on": "2023-08-31", "achieved_on": "2023-12-31"}
    assert judge("2023-12-31", kind="stage", milestones=[one, other]).status is Status.MISSED
    early = other | {"achieved_on": "2023-12-30"}
    assert judge("2023-12-31", kind="stage", milestones=[one, early]).status is Status.NOT_REPORTED


def test_a_printed_share_of_a_ceiling_may_reach_the_whole_and_not_exceed_it(judge: Judge) -> None:
    def status(share: int) -> Status:
        row = {"value": "", "published_pct": share}
        return judge(observed={"2023": row}, target_value=100, comparator="<=").status

    assert (status(100), status(101)) == (Status.MET, Status.MISSED)


@pytest.mark.parametrize(("unit", "percentage"), [("%", True), ("‰", True), ("百分点", True), ("家", False)])
def test_percentages_are_known_by_their_unit(judge: Judge, unit: str, percentage: bool) -> None:
    assert is_percentage(judge(observed=JUNE, target_value=9, unit_zh=unit).commitment) is percentage

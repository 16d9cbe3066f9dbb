"""What a mark of a chart says, in one line and in both languages. The figures are worked by hand."""

from collections.abc import Callable

import pytest

from generator.language.words import Words
from generator.status.verdict import Assessment
from generator.text.marks import (
    describe_milestone,
    describe_point,
    describe_project_milestone,
    describe_standing,
    describe_update,
)

Judge = Callable[..., Assessment]
ZH, EN = Words("zh"), Words("en")


def test_a_quantity_is_said_with_its_share_and_its_schedule(judge: Judge) -> None:
    # 30 of 120 is 25%; three months of twelve are 25%
    told = judge(observed={"2023-03": 30}, target_value=120, unit_zh="亿元", unit_en="100 million yuan")
    (point,) = told.case.points
    assert describe_point(told, point, revised=False).text(ZH) == "2023年3月：30亿元；完成率25.0%；序时进度25.0%"
    assert (
        describe_point(told, point, revised=False).text(EN)
        == "March 2023: 30 × 100 million yuan; share 25.0%; schedule 25.0%"
    )


def test_what_is_not_settled_or_was_changed_is_said(judge: Judge) -> None:
    told = judge(
        kind="level", observed={"2023-03": {"value": "5.1", "status": "provisional"}}, unit_zh="%", unit_en="%"
    )
    (point,) = told.case.points
    assert describe_point(told, point, revised=True).text(ZH) == "2023年3月：5.1%；初步；首次公布后有更正或修订"
    assert (
        describe_point(told, point, revised=True).text(EN)
        == "March 2023: 5.1%; provisional; changed after it was first published"
    )


def test_a_missing_figure_is_said_in_words_and_never_as_0(judge: Judge) -> None:
    told = judge("2023-09-30", observed={"2023-02": "", "2023-03": "***"}, target_value=120)
    said = [describe_point(told, point, revised=False).text(ZH) for point in told.case.points]
    assert said == ["2023年2月：未收到数据", "2023年3月：数值未公开"]


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        (
            {"planned_on": "2023-06-30", "achieved_on": "2023-07-03"},
            "节点1：计划2023年6月30日；2023年7月3日完成；逾期3天完成",
            "节点1: planned 30 June 2023; achieved 3 July 2023; 3 days late",
        ),
        (
            {"planned_on": "2023-09-20"},
            "节点1：计划2023年9月20日；逾期10天",
            "节点1: planned 20 September 2023; 10 days overdue",
        ),
        (
            {"planned_on": "2023-12-01"},
            "节点1：计划2023年12月1日；未到期",
            "节点1: planned 1 December 2023; not due yet",
        ),
    ],
)
def test_a_milestone_is_said_with_its_days(judge: Judge, row: dict[str, str], zh: str, en: str) -> None:
    case = judge("2023-09-30", kind="stage", milestones=[row]).case
    (milestone,) = case.milestones
    assert describe_milestone(case, milestone).text(ZH) == zh
    assert describe_milestone(case, milestone).text(EN) == en
    assert describe_project_milestone(case, milestone).text(ZH) == f"事项，{zh}"


def test_a_report_and_a_standing_are_said_with_the_word_of_the_status(judge: Judge) -> None:
    told = judge("2023-09-30", kind="action", updates=[{"published_on": "2023-09-20", "reported_status": "on_pace"}])
    (update,) = told.case.updates
    assert describe_update(told.case, update).text(ZH) == "2023年9月20日：单位自评“达序时”"
    assert describe_update(told.case, update).text(EN) == "20 September 2023: the unit reports “On pace”"
    assert describe_standing(told).text(ZH) == "A 事项：达序时"

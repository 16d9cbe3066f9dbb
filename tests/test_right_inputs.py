"""What is unusual but right: none of it may be called a fault, nor a doubt."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import table

from generator.checks.check import check_folder

PORTAL = "title_zh: 测试\nyear: 2023\nas_of: 2023-09-30\n"
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Right:
    """One commitment with all that belongs to it; `observed` maps a period to a value, or to the cells of its row."""

    name: str
    observed: Mapping[str, Any] = field(default_factory=dict)
    cells: Mapping[str, Any] = field(default_factory=dict)
    measure: str = ""
    milestones: Iterable[tuple[str, str]] = ()  # planned, achieved
    changes: Mapping[str, Any] = field(default_factory=dict)  # the day to the new target
    planned: Mapping[str, Any] = field(default_factory=dict)
    updates: Iterable[str] = ()
    others: Rows = field(default_factory=list)  # more commitments
    as_of: str = "2023-09-30"

    def write(self) -> dict[str, str]:
        """Return the tables."""
        key = {"commitment_id": "A"}
        usual = {"pillar_id": "growth", "title_zh": "事项", "kind": "quantity", "target_value": 100}
        commitments = [{**key, **usual, **self.cells}]
        commitments += [{"commitment_id": f"B{n}", **usual, **cells} for n, cells in enumerate(self.others)]
        rows = [
            {**key, "period": period, "measure": self.measure, **(v if isinstance(v, Mapping) else {"value": v})}
            for period, v in self.observed.items()
        ]
        tables: dict[str, Rows] = {
            "commitments": commitments,
            "observations": rows or [{"commitment_id": "", "period": "", "value": ""}],
            "milestones": [
                {**key, "position": n, "stage_zh": f"节点{n}", "planned_on": planned, "achieved_on": achieved}
                for n, (planned, achieved) in enumerate(self.milestones, 1)
            ],
            "target_changes": [
                {**key, "effective_on": day, "target_value": target, "reason_zh": "调整"}
                for day, target in self.changes.items()
            ],
            "plan_points": [{**key, "period": period, "planned_value": v} for period, v in self.planned.items()],
            "updates": [{**key, "published_on": day, "progress_zh": "进展"} for day in self.updates],
        }
        return {name: table(rows) for name, rows in tables.items() if rows}


def run(start: int, *values: float) -> dict[str, float]:
    """Return values for months of 2023 that follow each other."""
    return {f"2023-{month:02}": value for month, value in enumerate(values, start)}


def year(number: int, *values: float) -> dict[str, float]:
    return {f"{number}-{month:02}": value for month, value in enumerate(values, 1)}


LEVEL = {"kind": "level", "unit_zh": "%", "target_value": 85}
RANK = {"kind": "rank", "baseline_value": 5, "target_value": 2, "unit_zh": "位"}
GROWTH = {"kind": "growth", "unit_zh": "%", "target_value": 10}
STAGE = {"kind": "stage", "target_value": ""}
DOWN = {"direction": "down"}
NOTED = {"note_zh": "年中并入邻县同类项目"}
EVEN = [round(10 * month / 1.2, 2) for month in range(1, 13)]
SPRING = (2, 8, 30, 55, 70, 78, 84, 88, 92, 95, 98, 100)

QUANTITIES = [
    Right("nothing reported"),
    Right("nothing done yet", run(7, 0, 0, 0)),
    Right("nothing may happen", run(7, 0, 0, 0), {"target_value": 0, "comparator": "<="}),
    Right("a ceiling of zero that was broken", run(7, 0, 0, 1), {"target_value": 0, "comparator": "<="}),
    Right("a ceiling that was broken", run(9, 4), {"target_value": 3, "comparator": "<="}),
    Right("a small ceiling broken four times over", run(9, 4), {"target_value": 1, "comparator": "<="}),
    Right("a ceiling above last year's figure", run(9, 50), {**DOWN, "baseline_value": 95}),
    Right("far ahead", run(9, 250)),
    Right("three times the target", run(9, 300)),
    Right("over three times, explained", {"2023-09": {"value": 469, **NOTED}}),
    Right("over three times, explained in English", {"2023-09": {"value": 469, "note_en": "Merged with a neighbour"}}),
    Right("over three times, explained once", {"2023-08": {"value": 320, **NOTED}, "2023-09": 350}),
    Right("over three times, as its source prints", {"2023-09": {"value": 313.8, "published_pct": 313.8}}),
    Right("met in January", run(1, 100), as_of="2023-01-31"),
    Right("to be kept where it is", run(9, 100), {"baseline_value": 100}),
    Right("a reduction", run(8, 95, 90), {**DOWN, "baseline_value": 100, "target_value": 80}),
    Right(
        "a reduction to a number", run(8, 95), {**DOWN, "baseline_value": 100, "target_value": 80, "comparator": "="}
    ),
    Right("a reduction to nothing", run(8, 30, 12), {**DOWN, "baseline_value": 120, "target_value": 0}),
    Right("a reduction that went wrong", run(9, 108), {**DOWN, "baseline_value": 100, "target_value": 90}),
    Right("a baseline just below the target", run(9, 99.5), {"baseline_value": 99}),
    Right("a stock that shrank a little", run(9, 95), {"baseline_value": 100, "target_value": 120}),
    Right(
        "a big stock that grows slowly", run(7, 100010, 100020, 100030), {"baseline_value": 1e5, "target_value": 2e5}
    ),
    Right("a target that nobody may know", run(7, 5e6, 5.1e6, 5.2e6), {"target_value": "***"}),
    Right("no target in figures", run(7, 3, 3, 45), {"target_value": ""}),
    Right("figures that nobody may know", {"2023-08": "***", "2023-09": "***"}),
    Right("a figure that was held back", {"2023-09": {"value": 40, "status": "suppressed"}}),
    Right("increments with a month of nothing", run(7, 10, 0, 12), {"starts_on": "2023-07-01"}, measure="increment"),
    Right("increments of an uneven year", run(4, 4, 2, 1, 9, 2, 1), {"starts_on": "2023-04-01"}, measure="increment"),
    Right("all at once", run(5, 0, 0, 0, 0, 80)),
    Right("a big contract at last", run(6, 0.5, 0.5, 0.6, 60)),
    Right("a slow beginning", run(1, 1, 2, 3), as_of="2023-03-31"),
    Right("far behind, but growing", run(7, 3, 4, 6), {"target_value": 500}),
    Right("one of a hundred", run(8, 1, 1)),
    Right("very large numbers", run(9, 123456789012), {"target_value": 200000000000}),
    Right("very small numbers", {"2023-09": "0.0005"}, {"target_value": "0.001"}),
    Right("between two ends", run(9, 15), {"target_value": 10, "target_upper_value": 20, "comparator": "between"}),
    Right(
        "a baseline between the two ends",
        run(9, 16),
        {"target_value": 10, "target_upper_value": 20, "comparator": "between", "baseline_value": 15},
    ),
    Right("about, with a tolerance", run(9, 96), {"comparator": "~", "tolerance_value": 5}),
    Right("a series that breaks", {"2023-08": 60, "2023-09": {"value": 20, "break": "true"}}),
    Right("quarters and half-months", {"2023-Q1": 20, "2023-H1": 45, "2023-08-15": 60, "2023-Q3": 70}),
    Right("the same as a year before", {f"2023-0{n}": {"value": 10 * n, "prior_value": 10 * n} for n in (7, 8, 9)}),
    Right("nothing a year before", {"2023-09": {"value": 60, "prior_value": 0}}),
    Right("twenty times the year before", {"2023-09": {"value": 60, "prior_value": 3}}),
    Right("a printed share of more than four times", {"2023-09": {"value": "", "published_pct": 469}}),
    Right("only a printed share", {"2023-09": {"value": "", "published_pct": 74.8}}),
    Right("a printed share rounded", {"2023-09": {"value": 74.84, "published_pct": 74.8}}),
]
CHANGES = [
    Right("a target raised", run(7, 50, 60, 70), changes={"2023-08-01": 110}),
    Right("a target halved", run(7, 20, 25, 30), changes={"2023-08-01": 50}),
    Right("a target five times as high", run(7, 50, 60, 90), changes={"2023-08-01": 500}),
    Right("a target that was hidden", run(7, 50, 60, 70), changes={"2023-08-01": "***"}),
    Right("a target set at last", run(7, 50, 60, 70), {"target_value": ""}, changes={"2023-08-01": 100}),
    Right("a target corrected by a change", run(7, 50, 60, 70), {"target_value": 1}, changes={"2023-06-01": 100}),
    Right("changed twice", run(7, 50, 60, 70), changes={"2023-06-01": 90, "2023-08-01": 120}),
    Right("a ceiling lowered", run(7, 5, 6, 7), {"comparator": "<=", "target_value": 12}, changes={"2023-08-01": 10}),
]
SERIES = [
    Right("last year's series", {**year(2022, *EVEN), **run(7, 50, 60, 70)}),
    Right("the series of two years", {**year(2021, *EVEN), **year(2022, *EVEN), **run(7, 50, 60, 70)}),
    Right("last year's increments", {**year(2022, *[8] * 12), **run(1, *[8] * 9)}, measure="increment"),
    Right("five years of annual figures", {**{str(y): 80 + y % 5 for y in range(2018, 2023)}, "2023-09": 84}, LEVEL),
    Right("a December alone", {"2022-12": 90, **run(8, 60, 70)}),
    Right(
        "an uneven year with a plan",
        {**year(2022, *SPRING), **run(8, 60, 70)},
        {"plan": "points"},
        planned={"2023-03": 30, "2023-06": 78, "2023-09": 92, "2023-12": 100},
    ),
    Right("five months of an uneven year", {**year(2022, 2, 8, 30, 55, 70), **run(8, 60, 70)}),
    Right("an uneven year for half a year", {**year(2022, *SPRING), **run(8, 60, 70)}, {"due_on": "2023-10-31"}),
]
PLANS = [
    Right("a plan that ends at the target", run(9, 60), {"plan": "points"}, planned={"2023-H1": 40, "2023": 100}),
    Right("a plan that ends before", run(9, 60), {"plan": "points"}, planned={"2023-03": 10, "2023-09": 70}),
    Right("a plan that pauses", run(9, 40), {"plan": "points"}, planned={"2023-Q1": 40, "2023-H1": 40, "2023": 100}),
    Right("a plan that is done early", run(9, 99), {"plan": "points"}, planned={"2023-H1": 100, "2023": 100}),
    Right(
        "a plan of a reduction",
        run(9, 92),
        {**DOWN, "plan": "points", "baseline_value": 100, "target_value": 80},
        planned={"2023-H1": 95, "2023": 80},
    ),
    Right("a plan for more than a number", run(9, 60), {"plan": "points", "comparator": ">"}, planned={"2023": 101}),
    Right(
        "a plan within two ends",
        run(9, 9),
        {"plan": "points", "target_value": 10, "target_upper_value": 20, "comparator": "between"},
        planned={"2023-H1": 5, "2023": 15},
    ),
    Right(
        "a plan by a changed target",
        run(9, 60),
        {"plan": "points"},
        planned={"2023-H1": 50, "2023": 120},
        changes={"2023-07-01": 120},
    ),
    Right("a plan for a hidden target", run(9, 60), {"plan": "points", "target_value": "***"}, planned={"2023": 70}),
    Right("all when due", run(9, 0), {"plan": "step"}),
    Right("no plan", run(9, 1), {"plan": "none"}),
]
LEVELS = [
    Right("near its target", run(6, 84.1, 84.7, 85.2, 85.3), LEVEL),
    Right("all of them", run(8, 100, 100), {**LEVEL, "direction": "hold", "target_value": 100}),
    Right("just under a ceiling", run(8, 4.2, 4.17), {**LEVEL, **DOWN, "target_value": 4.3}),
    Right("growth that turned", run(6, -3.2, 0.1, 2.2, 5.4), {**LEVEL, "target_value": 6}),
    Right("growth that nearly ceased", run(6, 5.8, 6.1, 0.3, 0.05), {**LEVEL, "target_value": 6}),
    Right(
        "air in winter and summer",
        run(4, 52, 41, 22, 18, 17, 24),
        {"kind": "level", **DOWN, "unit_zh": "微克/立方米", "target_value": 31, "baseline_value": 33},
    ),
    Right("shares written as fractions", run(7, 0.84, 0.86, 0.85), {**LEVEL, "unit_zh": "", "target_value": 0.9}),
    Right("tenths of a percent", run(7, 0.12, 0.14, 0.13), {**LEVEL, **DOWN, "target_value": 0.15}),
    Right("per thousand", run(7, 2.1, 2.3, 2.2), {**LEVEL, **DOWN, "unit_zh": "‰", "target_value": 4}),
    Right("a coverage that grows", run(6, 12, 31, 58, 82), LEVEL),
    Right("a coverage that begins at one percent", run(7, 1, 30, 80), LEVEL),
    Right("a first figure far from its target", run(9, 8.5), LEVEL),
    Right("a first figure of nothing", run(9, 0), LEVEL),
    Right("a tiny first figure, explained", {"2023-09": {"value": 0.9, "note_zh": "刚起步"}}, LEVEL),
    Right("a hidden target", run(8, 85, 86), {**LEVEL, "target_value": "***"}),
    Right("against the baseline alone", run(8, 85, 86), {**LEVEL, "target_value": "", "baseline_value": 80}),
    Right("worse than the baseline", run(8, 78, 77), {**LEVEL, "baseline_value": 80}),
    Right("a loss", run(8, -12, -9), {"kind": "level", "unit_zh": "万元", "target_value": -5, "baseline_value": -15}),
    Right(
        "to be held about", run(8, 3.1, 2.9), {**LEVEL, "direction": "hold", "target_value": 3, "tolerance_value": 0.2}
    ),
    Right(
        "between", run(8, 3.1, 2.9), {**LEVEL, "comparator": "between", "target_value": 2.5, "target_upper_value": 3.5}
    ),
    Right(
        "old cases, nearly all solved",
        run(6, 90, 45, 20, 2),
        {"kind": "level", **DOWN, "unit_zh": "件", "baseline_value": 120, "target_value": 100},
    ),
    Right(
        "from many to one",
        run(7, 110, 90, 70),
        {"kind": "level", **DOWN, "unit_zh": "件", "baseline_value": 120, "target_value": 1},
    ),
    Right("sites that are opened one by one", run(6, 1, 2, 3, 4), {"kind": "level", "unit_zh": "个"}),
    Right("yuan by month", run(7, 436, 438, 440), {"kind": "level", "unit_zh": "元/月", "baseline_value": 400}),
]
RANKS = [
    Right("places to gain", run(8, 4, 3), RANK),
    Right("a position to reach", run(9, 12), {**RANK, "comparator": "<=", "baseline_value": 15, "target_value": 10}),
    Right("a position to hold", run(9, 4), {**RANK, "comparator": "<=", "target_value": 5}),
    Right("the first place", run(9, 1), {**RANK, "comparator": "<=", "baseline_value": 1, "target_value": 1}),
    Right("up to the first place", run(9, 3), {**RANK, "target_value": 4}),
    Right("places lost", run(9, 9), RANK),
    Right("no baseline", run(9, 9), {**RANK, "baseline_value": ""}),
    Right("a rank with a comparator and a direction", run(9, 4), {**RANK, "direction": "up", "comparator": "<="}),
    Right("from far behind to the front", run(6, 98, 40, 12, 3), {**RANK, "baseline_value": 98, "target_value": 90}),
]
RATES = [
    Right("growth by hand", {"2023-09": {"value": 110, "prior_value": 100}}, GROWTH),
    Right("growth by the series", {"2022-09": 100, "2023-09": 110}, GROWTH),
    Right("growth from a loss", {"2023-09": {"value": 3, "prior_value": -2}}, GROWTH),
    Right(
        "growth that is not known for an older month", {"2023-08": 9, "2023-09": {"value": 9, "prior_value": 8}}, GROWTH
    ),
    Right("growth before anything is reported", {"2023-09": ""}, GROWTH),
]
STAGES = [
    Right("no dates", cells=STAGE, milestones=[("", ""), ("", "")]),
    Right("side by side", cells=STAGE, milestones=[("2023-06-30", "2023-06-20"), ("2023-06-30", "2023-05-20")]),
    Right("begun years ago", cells=STAGE, milestones=[("2022-03-31", "2022-04-10"), ("2023-05-31", "2023-05-20")]),
    Right("early", cells=STAGE, milestones=[("2023-05-31", "2023-01-10"), ("2023-08-31", "2023-02-20")]),
    Right("late", cells=STAGE, milestones=[("2023-02-28", "2023-08-10"), ("2023-03-31", "2023-09-20")]),
    Right("two on one day", cells=STAGE, milestones=[("2023-02-28", "2023-03-10"), ("2023-03-31", "2023-03-10")]),
    Right("first and last day", cells=STAGE, milestones=[("2023-01-01", "2023-01-01"), ("2023-12-31", "")]),
    Right("overdue", cells=STAGE, milestones=[("2023-02-28", "2023-02-10"), ("2023-03-31", ""), ("2023-05-31", "")]),
]
DATES = [
    Right("of several years", run(9, 55), {"starts_on": "2021-01-01", "due_on": "2025-12-31"}),
    Right("until 2035", run(9, 5), {"due_on": "2035-12-31"}),
    Right("for the summer", run(8, 60), {"starts_on": "2023-06-01", "due_on": "2023-08-31"}),
    Right("a leap day", {"2024-02-29": 100}, {"starts_on": "2023-03-01", "due_on": "2024-02-29"}, as_of="2024-02-29"),
    Right("a last report in January", run(9, 70), updates=["2024-01-20"]),
    Right("an update of the first and the last day", run(9, 70), updates=["2023-01-01", "2023-12-31"]),
    Right("published on the last day", {"2023-09": {"value": 70, "published_on": "2023-09-30"}}),
    Right("revised a year later", {"2022-03": {"value": 20, "published_on": "2023-08-10"}, "2023-09": 70}),
    Right("a next update in spring", run(9, 70), {"next_update_on": "2024-03-31"}),
    Right("reported ahead by most", {**run(8, 60, 70), "2023-10": ""}),
]
STATES = [
    Right("completed and met", run(9, 100), {"state": "completed"}),
    Right("completed without figures", cells={"kind": "action", "target_value": "", "state": "completed"}),
    Right("completed stages", cells={**STAGE, "state": "completed"}, milestones=[("2023-05-31", "2023-05-20")]),
    Right("completed, below a ceiling", run(9, 2), {"target_value": 9, "comparator": "<=", "state": "completed"}),
    Right("completed about the target", run(9, 97), {"comparator": "~", "tolerance_value": 5, "state": "completed"}),
    Right("completed, the target hidden", run(9, 3), {"target_value": "***", "state": "completed"}),
    Right("withdrawn early", run(9, 3), {"state": "withdrawn", "state_reason_zh": "规划调整"}),
]
GROUPS = [
    Right(
        "percent in two widths",
        run(9, 85),
        {**LEVEL, "group_id": "g"},
        others=[{**LEVEL, "group_id": "g", "unit_zh": "％"}],
    ),
    Right("a member without a unit", run(9, 5), {"group_id": "g", "unit_zh": "户"}, others=[{"group_id": "g"}]),
    Right("a group of one", run(9, 5), {"group_id": "g", "unit_zh": "户"}),
    Right(
        "members of other pillars", run(9, 5), {"group_id": "g"}, others=[{"group_id": "g", "pillar_id": "projects"}]
    ),
    Right("targets of other sizes", run(9, 5), {"group_id": "g"}, others=[{"group_id": "g", "target_value": 90000}]),
]
ALL = [*QUANTITIES, *CHANGES, *SERIES, *PLANS, *LEVELS, *RANKS, *RATES, *STAGES, *DATES, *STATES, *GROUPS]


@pytest.mark.parametrize("right", ALL, ids=lambda right: right.name)
def test_what_is_unusual_but_right_passes(right: Right, portal_folder: Callable[..., Path]) -> None:
    tables = right.write()
    if not right.observed:
        tables["observations"] = "commitment_id,period,value\n"
    _, findings = check_folder(portal_folder(PORTAL.replace("2023-09-30", right.as_of), **tables))
    assert [(f.rule, f.column, f.value, f.expected) for f in findings] == []


def test_there_are_many_of_them() -> None:
    assert len(ALL) == len({right.name for right in ALL}) >= 78

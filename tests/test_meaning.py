"""What cannot be meant: one cell of a sound portal is changed, and is found, there and once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import SEED, table

from generator.checks.check import check_folder
from generator.checks.consistency import check_dataset
from generator.data.dataset import Dataset, read_records
from generator.data.tables import Row, Table, read_tables
from generator.findings.rules import DATA_RULES
from generator.findings.rules.rule import Severity
from generator.releases.freeze import freeze

Folder = Callable[..., Path]
Reader = Callable[..., Dataset]

PORTAL = "title_zh: 测试\nyear: 2023\nas_of: 2023-09-30\n"
KEY = {"commitment_id": "A", "pillar_id": "growth", "title_zh": "事项", "kind": "quantity", "target_value": 100}

# table, row (the commitment, and its period or position), column, what is typed there, the rule
COMMITMENTS = [
    ("UR-40", "baseline_value", "100000", "baseline-beyond-target"),  # read as 99.9% done
    ("UR-40", "target_value", "10", "target-implausible"),
    ("UR-40", "target_value", "1000", "target-implausible"),  # a zero lost
    ("UR-40", "target_value", "10000000", "target-doubtful"),
    ("IN-31", "target_value", "20000000", "target-implausible"),
    ("IN-31", "target_value", "200000", "target-doubtful"),
    ("IN-31", "target_value", "2", "target-implausible"),
    ("UR-26", "target_value", "0.81", "figure-scale"),
    ("UR-26", "target_value", "8.1", "figure-tenfold"),
    ("UR-26", "baseline_value", "0.795", "figure-scale"),
    ("UR-26", "baseline_value", "7.95", "figure-tenfold"),
    ("GR-04", "baseline_value", "0", "rank-whole"),
    ("GR-04", "target_value", "2.5", "rank-whole"),
    ("GR-04", "target_value", "0", "rank-whole"),
    ("GR-04", "target_value", "20", "rank-beyond-first"),
    ("UR-40", "due_on", "2032-12-31", "year-doubtful"),
    ("UR-40", "due_on", "2013-12-31", "due-before-start"),
    ("UR-40", "starts_on", "2013-01-01", "year-doubtful"),
    ("GR-10", "next_update_on", "2032-10-20", "far-outside"),
    ("GR-10", "state", "completed", "state-doubtful"),
    ("IN-31", "state", "completed", "state-doubtful"),
    ("GR-10", "theme_id", "pr-t1", "theme-pillar"),
    ("PR-22", "unit_zh", "万元", "group-mixed"),
    ("PR-22", "kind", "level", "group-mixed"),
    ("UR-26", "target_upper_value", "90", "upper-without-between"),
    ("UR-26", "tolerance_value", "1", "tolerance-unused"),
]
OBSERVATIONS = [
    ("UR-40/2023-05", "value", "6233000", "share-implausible"),
    ("UR-40/2023-05", "value", "62330", "share-implausible"),
    ("UR-40/2023-05", "value", "623.3", "figure-tenfold"),
    ("UR-40/2023-05", "value", "6.233", "figure-scale"),
    ("UR-40/2023-01", "value", "142300", "share-implausible"),
    ("UR-40/2023-09", "value", "1.0126", "figure-scale"),  # the latest, with a note of other things
    ("IN-31/2023-07", "value", "861600", "share-implausible"),
    ("UR-26/2023-08", "value", "0.79", "figure-scale"),
    ("UR-26/2023-08", "value", "7.9", "figure-tenfold"),
    ("UR-26/2023-08", "value", "790", "figure-tenfold"),
    ("UR-25/2023-08", "value", "3000", "figure-scale"),  # with the note that every row has
    ("GR-04/2023-Q2", "value", "0", "rank-whole"),
    ("GR-04/2023-Q2", "value", "3.5", "rank-whole"),
    ("UR-40/2023-05", "period", "2032-05", "far-outside"),
    ("UR-40/2023-05", "period", "2013-05", "far-outside"),
    ("UR-40/2023-05", "period", "2024-05", "period-outside"),
    ("UR-40/2023-05", "period", "2023-11", "period-later"),
    ("UR-40/2023-05", "published_on", "2032-06-13", "far-outside"),
    ("UR-40/2023-05", "published_on", "2013-06-13", "far-outside"),
    ("UR-40/2023-05", "published_on", "2022-06-13", "published-early"),
]
OTHERS = [
    ("target_changes", "GR-15", "target_value", "380000", "target-change-implausible"),
    ("target_changes", "GR-15", "target_value", "3.8", "target-change-implausible"),
    ("target_changes", "GR-15", "target_value", "380", "target-change-doubtful"),
    ("target_changes", "GR-15", "effective_on", "2032-07-01", "far-outside"),
    ("target_changes", "GR-15", "effective_on", "2022-07-01", "date-outside"),
    ("milestones", "PR-10/2", "achieved_on", "2013-04-15", "far-outside"),
    ("milestones", "PR-10/2", "achieved_on", "2022-04-15", "date-outside"),
    ("milestones", "PR-10/3", "achieved_on", "2023-03-31", "stage-order"),
    ("milestones", "PR-10/4", "planned_on", "2032-12-20", "far-outside"),
    ("milestones", "PR-10/4", "planned_on", "2024-12-20", "date-outside"),
    ("milestones", "PR-10/4", "planned_on", "2023-01-20", "plan-order"),
    ("milestones", "PR-10/2", "planned_on", "2022-04-15", "date-outside"),
    ("updates", "IN-31", "published_on", "2013-09-20", "far-outside"),
    ("updates", "IN-31", "published_on", "2022-09-20", "date-outside"),
    ("updates", "IN-31", "published_on", "2032-09-20", "far-outside"),
    ("plan_points", "GR-10/2023-H1", "planned_value", "0.36", "plan-falls"),
    ("plan_points", "GR-10/2023-H1", "planned_value", "360", "plan-off-target"),
    ("plan_points", "GR-10/2023", "planned_value", "60", "plan-off-target"),
    ("plan_points", "GR-10/2023", "planned_value", "5", "plan-off-target"),
    ("plan_points", "GR-10/2023-H1", "period", "2013-H1", "far-outside"),
]
CHANGED = [
    *(("commitments", *change) for change in COMMITMENTS),
    *(("observations", *change) for change in OBSERVATIONS),
    *OTHERS,
]


@pytest.fixture(scope="module")
def seed() -> Mapping[str, Table]:
    tables, findings = read_tables(SEED)
    assert not findings
    return tables


def change_cell(
    tables: Mapping[str, Table], name: str, row: str, column: str, text: str
) -> tuple[dict[str, Table], int]:
    """Return the tables with one cell changed, and its line."""
    key, _, part = row.partition("/")
    chosen = [
        each
        for each in tables[name].rows
        if each.cells["commitment_id"] == key
        and (not part or part in (each.cells.get("period"), each.cells.get("position")))
    ]
    (line,) = {each.line for each in chosen}
    rows = tuple(
        Row(each.line, {**{column: ""}, **each.cells, **({column: text} if each.line == line else {})})
        for each in tables[name].rows
    )
    columns = tuple(dict.fromkeys((*tables[name].columns, column)))
    return {**tables, name: replace(tables[name], columns=columns, rows=rows)}, line


@pytest.mark.parametrize(("name", "row", "column", "text", "rule"), CHANGED)
def test_one_wrong_cell_is_found_there_and_once(
    name: str, row: str, column: str, text: str, rule: str, seed: Mapping[str, Table]
) -> None:
    tables, line = change_cell(seed, name, row, column, text)
    reading = read_records(SEED, tables, [])
    assert reading.dataset is not None
    findings = [*reading.findings, *check_dataset(reading.dataset)]
    assert [(f.rule, Path(f.file).stem, f.line, f.column) for f in findings] == [(rule, name, line, column)]


def test_none_hides_another(seed: Mapping[str, Table]) -> None:
    # six wrong cells of five commitments, two of them in one series
    wrong = [
        ("commitments", "UR-40", "baseline_value", "100000"),
        ("observations", "IN-31/2023-03", "value", "271200"),
        ("observations", "IN-31/2023-06", "value", "745100"),
        ("observations", "UR-26/2023-08", "value", "0.79"),
        ("target_changes", "GR-15", "target_value", "380000"),
        ("milestones", "PR-10/2", "achieved_on", "2013-04-15"),
    ]
    tables: Mapping[str, Table] = seed
    cells = set()
    for name, row, column, text in wrong:
        tables, line = change_cell(tables, name, row, column, text)
        cells.add((name, line, column))
    reading = read_records(SEED, tables, [])
    assert reading.dataset is not None
    findings = [*check_dataset(reading.dataset)]
    assert {(Path(f.file).stem, f.line, f.column) for f in findings} == cells
    assert len(findings) == len(wrong)
    assert {f.severity for f in findings} == {Severity.ERROR}


def find_rules(folder: Path) -> list[str]:
    return [f"{finding.rule}:{finding.line}" for finding in check_folder(folder)[1]]


def write_series(values: Mapping[str, object], **cells: object) -> dict[str, str]:
    rows = [{"commitment_id": "A", "period": period, "value": value} for period, value in values.items()]
    return {"commitments": table([{**KEY, **cells}]), "observations": table(rows)}


@pytest.mark.parametrize("value", ["301", "-101"])
def test_a_share_out_of_all_bounds_needs_a_note(value: str, portal_folder: Folder) -> None:
    tables = write_series({"2023-09": value})
    assert find_rules(portal_folder(PORTAL, **tables)) == ["share-implausible:2"]
    noted = f"commitment_id,period,value,note_zh\nA,2023-09,{value},并入邻县项目\n"
    assert find_rules(portal_folder(PORTAL, **{**tables, "observations": noted})) == []


def test_only_the_first_of_figures_for_the_same_reason_is_told(portal_folder: Folder) -> None:
    values = {"2023-06": 90, "2023-07": 310, "2023-08": 330, "2023-09": 350}
    assert find_rules(portal_folder(PORTAL, **write_series(values))) == ["share-implausible:3"]


def test_fractions_of_a_percentage_are_told_without_a_history(portal_folder: Folder) -> None:
    cells = {"kind": "level", "unit_zh": "%", "target_value": 85}
    assert find_rules(portal_folder(PORTAL, **write_series({"2023-09": 0.85}, **cells))) == ["figure-scale:2"]
    # two figures of that kind: the target is the one that differs, unless the baseline agrees with it
    values = {"2023-08": 0.84, "2023-09": 0.85}
    assert find_rules(portal_folder(PORTAL, **write_series(values, **cells))) == ["figure-scale:2"]
    folder = portal_folder(PORTAL, **write_series(values, **cells, baseline_value=80))
    findings = check_folder(folder)[1]
    assert [(Path(f.file).stem, f.line) for f in findings] == [("observations", 2), ("observations", 3)]


def test_a_completed_quantity_below_one_half_is_an_error_only_at_the_end_of_the_period(portal_folder: Folder) -> None:
    done = {"state": "completed"}
    assert find_rules(portal_folder(PORTAL, **write_series({"2023-09": 31}, **done))) == ["state-contradicted:2"]
    assert find_rules(portal_folder(PORTAL, **write_series({"2023-03": 31}, **done))) == ["state-doubtful:2"]


def test_a_later_figure_is_told_unless_most_commitments_have_one(portal_folder: Folder) -> None:
    commitments = table([{**KEY, "commitment_id": key} for key in "ABC"])
    rows = [{"commitment_id": key, "period": "2023-10", "value": 60} for key in "ABC"]
    first = [{"commitment_id": key, "period": "2023-09", "value": 50} for key in "ABC"]
    one = portal_folder(PORTAL, commitments=commitments, observations=table([*first, rows[0]]))
    assert find_rules(one) == ["period-later:5"]
    assert find_rules(portal_folder(PORTAL, commitments=commitments, observations=table([*first, *rows]))) == []


def test_a_sum_begins_anew_with_its_commitment_alone(portal_folder: Folder) -> None:
    before = {"2022-11": 90, "2022-12": 100, "2023-08": 60, "2023-09": 70}
    assert find_rules(portal_folder(PORTAL, **write_series(before))) == []
    # a commitment of three years goes on counting
    folder = portal_folder(PORTAL, **write_series(before, starts_on="2022-01-01", due_on="2024-12-31"))
    assert "cumulative-falls:4" in find_rules(folder)


SPRING = (2, 8, 30, 55, 70, 78, 84, 88, 92, 95, 98, 100)


@pytest.mark.parametrize("typed", ["series", "increments", "together", "prior"])
def test_an_uneven_year_proposes_plan_points(typed: str, portal_folder: Folder) -> None:
    # 30% by March and 78% by June, where an even plan has 25 and 50: 28 points apart
    if typed == "prior":
        rows = [
            {"commitment_id": "A", "period": f"2023-{n:02}", "value": 7 * n, "prior_value": value}
            for n, value in enumerate(SPRING[:9], 1)
        ]
    else:
        steps = [right - left for left, right in zip((0, *SPRING), SPRING, strict=False)]
        measure, values = ("cumulative", SPRING) if typed == "series" else ("increment", steps)
        rows = [
            {"commitment_id": "A", "period": f"2022-{n:02}", "value": value, "measure": measure}
            for n, value in enumerate(values, 1)
        ]
        if typed == "together":  # January's 2 and February's 6
            rows[:2] = [{**rows[1], "period": "2022-01..02", "value": 8}]
    folder = portal_folder(PORTAL, commitments=table([{**KEY, "target_value": 50}]), observations=table(rows))
    found = [finding for finding in check_folder(folder)[1] if finding.rule == "seasonal"]
    # by nine months of the year before, typed beside this one: the rest came evenly, 92 × 12 ÷ 9 = 122.7; 37.5 is 38
    march, june, september = ("12", "32", "38") if typed == "prior" else ("15", "39", "46")  # things counted
    expected = f"2023-03: {march}, 2023-06: {june}, 2023-09: {september}, 2023-12: 50"
    assert [finding.expected for finding in found] == [expected]
    assert not DATA_RULES["seasonal"].public


def released(
    portal_folder: Folder, before: Mapping[str, object], now: Mapping[str, object], values: tuple[int, int]
) -> Path:
    """Return a folder with a release of a commitment and one figure, which are others now."""
    old = write_series({"2023-06": values[0]}, **before)
    folder = portal_folder(PORTAL, **write_series({"2023-06": values[1]}, **now))
    freeze(
        folder / "releases",
        {f"{name}.csv": text.encode() for name, text in old.items()},
        date(2023, 8, 18),
        date(2023, 7, 31),
        origin="example.gov.cn/p",
    )
    return folder


@pytest.mark.parametrize(
    ("before", "now", "values", "rules"),
    [
        ({"unit_zh": "人"}, {"unit_zh": "万人"}, (60, 60), ["unit-changed:2"]),
        ({"unit_zh": "人"}, {"unit_zh": "万人", "target_value": 120}, (60, 60), ["unit-changed:2"]),  # a figure stayed
        ({"unit_zh": "人"}, {"unit_zh": "万人"}, (60, 61), ["unit-changed:2"]),  # the target stayed
        ({"unit_zh": "亿元", "target_value": 1}, {"unit_zh": "万元", "target_value": 10000}, (0, 0), []),
        ({"unit_zh": "人", "target_value": 1000000}, {"unit_zh": "万人"}, (600000, 60), []),  # all converted
        ({"unit_zh": "公里"}, {"unit_zh": "米"}, (60, 60), ["unit-changed:2"]),
        ({"unit_zh": "个"}, {"unit_zh": "家"}, (60, 60), ["unit-renamed:2"]),
        ({"unit_zh": "％"}, {"unit_zh": "%"}, (60, 60), []),
        ({"unit_zh": ""}, {"unit_zh": "人"}, (60, 60), []),
        ({"unit_zh": "人"}, {"unit_zh": "万人", "state_reason_zh": "更正计量单位"}, (60, 60), []),
    ],
)
def test_a_unit_changes_with_its_figures(
    before: Mapping[str, object],
    now: Mapping[str, object],
    values: tuple[int, int],
    rules: list[str],
    portal_folder: Folder,
) -> None:
    assert find_rules(released(portal_folder, before, now, values)) == rules

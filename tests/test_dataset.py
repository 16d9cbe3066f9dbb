"""The checked data: the same from every form of file, with every default of the contract filled in."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from generator.checks.check import check_folder
from generator.data.dataset import Dataset, read_folder
from generator.data.tables import read_schemas
from generator.model import DataStatus, Direction, Kind, Measure, Plan, State, TargetState

Folder = Callable[..., Path]

TABLES = {
    "units": [["unit_id", "name_zh", "name_en"], ["fgw", "发改委", ""], ["czj", "财政局", "Finance, Bureau of"]],
    "commitments": [
        ["commitment_id", "pillar_id", "title_zh", "kind", "quote", "target_value", "support_unit_ids"],
        ["GR-01", "growth", "奖补资金", "quantity", "全年兑现各类奖补资金*亿元以上", "***", "fgw;czj"],
        ["GR-02", "growth", "减税\n降费", "quantity", "“减税”，降费", "12.5", ""],
    ],
    "observations": [
        ["commitment_id", "period", "value", "note_zh"],
        ["GR-01", "2023-06", "3.20", "含“免申即享”，\t已核"],
        ["GR-02", "2023-H1", "", "未报送；待补"],
    ],
}


def written(name: str, delimiter: str = ",", end: str = "\n", titles: bool = False) -> str:
    header, *rows = TABLES[name]
    if titles:
        title = {field.name: field.title for field in read_schemas()[name].fields}
        header = [title[column] for column in header]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows([header, *rows])
    return text.getvalue()


def read(portal_folder: Folder, encoding: str = "utf-8", **form: str | bool) -> Dataset:
    texts = {name: written(name, **form).encode(encoding) for name in TABLES}  # type: ignore[arg-type]
    dataset, findings = check_folder(portal_folder(**texts))
    assert findings == ()
    assert dataset is not None
    return replace(dataset, tables={})  # the files themselves differ


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("titles", [False, True], ids=["names", "titles"])
def test_every_form_of_file_reads_the_same(
    portal_folder: Folder, encoding: str, delimiter: str, end: str, titles: bool
) -> None:
    assert read(portal_folder, encoding, delimiter=delimiter, end=end, titles=titles) == read(portal_folder)


def test_what_was_typed_is_kept(portal_folder: Folder) -> None:
    dataset = read(portal_folder, "gb18030", delimiter=";", end="\r\n")
    masked, plain = dataset.commitments
    assert masked.quote == "全年兑现各类奖补资金*亿元以上"
    assert (masked.target_value, masked.target_state) == (None, TargetState.MASKED)
    assert masked.support_unit_ids == ("fgw", "czj")
    assert (plain.target_value, plain.target_state) == (Decimal("12.5"), TargetState.DISCLOSED)
    assert str(dataset.observations["GR-01"][0].value) == "3.20"
    assert dataset.observations["GR-02"][0].value is None


def test_a_minimal_folder_is_a_portal(portal_folder: Folder) -> None:
    commitments = "commitment_id,pillar_id,title_zh,kind\nA,growth,事项,quantity\nB,projects,事项,level\n"
    observations = "commitment_id,period,value\nA,2024-06,5\nB,2024-06,5\n"
    folder = portal_folder("title_zh: 测试\nyear: 2024\n", commitments=commitments, observations=observations)
    assert sorted(path.name for path in folder.iterdir()) == ["commitments.csv", "observations.csv", "portal.yml"]
    dataset, findings = check_folder(folder)
    assert findings == ()
    assert dataset is not None
    assert [pillar.title_zh for pillar in dataset.pillars] == ["稳定增长", "重大项目", "创新赋能", "城乡融合"]
    assert [pillar.pillar_id for pillar in dataset.pillars] == ["growth", "projects", "innovation", "integration"]
    first, second = dataset.commitments
    assert (first.kind, first.direction, first.comparator) == (Kind.QUANTITY, Direction.UP, ">=")
    assert (first.starts_on, first.due_on, first.due_set) == (date(2024, 1, 1), date(2024, 12, 31), False)
    assert (first.plan, second.plan) == (Plan.LINEAR_MONTH, Plan.NONE)
    assert (first.target_state, first.state) == (TargetState.UNQUANTIFIED, State.ACTIVE)
    assert dataset.observations["A"][0].measure is Measure.CUMULATIVE
    assert dataset.observations["B"][0].measure is Measure.LEVEL
    assert dataset.observations["A"][0].status is DataStatus.FINAL


@pytest.mark.parametrize(("direction", "comparator"), [("", ">="), ("up", ">="), ("down", "<="), ("hold", "=")])
def test_the_comparator_follows_the_direction(
    dataset_of: Callable[..., Dataset], direction: str, comparator: str
) -> None:
    row = {"commitment_id": "A", "pillar_id": "growth", "title_zh": "事项", "kind": "level", "direction": direction}
    assert dataset_of(commitments=[row]).commitments[0].comparator == comparator


def test_records_stand_in_the_order_of_time_and_updates_newest_first(dataset_of: Callable[..., Dataset]) -> None:
    key = {"commitment_id": "A"}
    dataset = dataset_of(
        commitments=[{**key, "pillar_id": "growth", "title_zh": "事项", "kind": "quantity", "target_value": 9}],
        observations=[{**key, "period": period, "value": 1} for period in ("2023-Q3", "2023-02", "2023-07-15")],
        updates=[
            {**key, "published_on": day, "progress_zh": "进展"} for day in ("2023-03-01", "2023-05-01", "2023-01-09")
        ],
        milestones=[{**key, "position": position, "stage_zh": "节点"} for position in (10, 9, 1)],
    )
    assert [o.period.text for o in dataset.observations["A"]] == ["2023-02", "2023-07-15", "2023-Q3"]
    assert [str(u.published_on) for u in dataset.updates["A"]] == ["2023-05-01", "2023-03-01", "2023-01-09"]
    assert [m.position for m in dataset.milestones["A"]] == [1, 9, 10]
    assert dataset.milestones["A"][0].planned_on is None


def test_a_pillar_of_its_own_replaces_the_usual_four(dataset_of: Callable[..., Dataset]) -> None:
    dataset = dataset_of(
        pillars=[
            {"pillar_id": "people", "position": 2, "title_zh": "民生"},
            {"pillar_id": "growth", "position": 1, "title_zh": ""},
        ],
        commitments=[{"commitment_id": "A", "pillar_id": "people", "title_zh": "事项", "kind": "action"}],
    )
    assert [(pillar.pillar_id, pillar.title_zh) for pillar in dataset.pillars] == [
        ("growth", "稳定增长"),
        ("people", "民生"),
    ]


def test_a_period_long_after_the_plan_year_does_not_move_the_end_of_the_reporting_period(
    portal_folder: Folder,
) -> None:
    months = "".join(f"A,2023-0{month},{month}\nB,2023-0{month},{month}\n" for month in range(1, 7))
    commitments = "commitment_id,pillar_id,title_zh,kind\nA,growth,甲,quantity\nB,growth,乙,quantity\n"
    observations = f"commitment_id,period,value\n{months}A,2123-07,7\n"
    folder = portal_folder(commitments=commitments, observations=observations)
    dataset = read_folder(folder).dataset
    assert dataset is not None
    assert dataset.as_of == date(2023, 6, 30)
    assert [finding.value for finding in check_folder(folder)[1]] == ["2123-07"]

"""Index numbers that stay, days of publication that are true, working days by the calendar of China, identity codes."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import SEED

from generator.checks.check import check_folder
from generator.checks.consistency import check_dataset
from generator.data.dataset import Dataset
from generator.data.settings import Host, Portal, Publisher, find_invented_codes
from generator.status.case import gather_case
from generator.status.disclosure import (
    Timeliness,
    count_timeliness,
    find_change_day,
    number_commitments,
)
from generator.status.workdays import LAST_YEAR, count_working_days

Reader = Callable[..., Dataset]


@pytest.mark.parametrize(
    ("after", "through", "days"),
    [
        ("2023-09-28", "2023-10-09", 3),  # 中秋国庆 29 September to 6 October; worked on Saturday 7 and Sunday 8
        ("2023-01-20", "2023-01-30", 3),  # 春节 21 to 27 January; worked on Saturday 28 and Sunday 29
        ("2023-04-28", "2023-05-04", 1),  # 五一 29 April to 3 May
        ("2023-06-30", "2023-07-28", 20),  # four plain weeks
        ("2023-06-30", "2023-06-30", 0),
        ("2022-12-30", "2023-01-03", 1),  # 元旦 31 December to 2 January
    ],
)
def test_working_days_follow_the_published_schedules(after: str, through: str, days: int) -> None:
    assert count_working_days(date.fromisoformat(after), date.fromisoformat(through)) == days


def test_beyond_the_published_schedules_nothing_is_claimed() -> None:
    assert LAST_YEAR >= 2026
    assert count_working_days(date(LAST_YEAR, 12, 31), date(LAST_YEAR + 1, 1, 5)) is None
    assert count_working_days(date(2003, 12, 31), date(2004, 1, 5)) is None


def commitments(*keys: str, **numbers: int) -> list[dict[str, Any]]:
    return [
        {"commitment_id": key, "pillar_id": "growth", "title_zh": key, "kind": "action"}
        | {"index_number": numbers.get(key, "")}
        for key in keys
    ]


def test_an_index_number_does_not_hang_on_the_other_rows(dataset_of: Reader) -> None:
    few = number_commitments(dataset_of(commitments=commitments("A", "B", "C")))
    more = number_commitments(dataset_of(commitments=commitments("D", "C", "A", "E")))
    assert {key: more[key] for key in "AC"} == {key: few[key] for key in "AC"}
    assert len(set(more.values())) == 4
    # sha256("A") is 559aead08264d579…; as a number modulo 99999, plus one
    digits = int("559aead08264d5795d3909718cdd05abd49572e84fe55590eef31a88a08fdffd", 16) % 99_999 + 1
    assert few["A"] == f"202301-{digits:05}"


def test_an_index_number_begins_with_the_credit_code_where_it_is_known(dataset_of: Reader) -> None:
    setting = "title_zh: 测试\nyear: 2024\npublisher: {credit_code: 91110000600037341L}\n"
    numbers = number_commitments(dataset_of(setting, commitments=commitments("A", A=7)))
    assert numbers == {"A": "91110000600037341L/202401-00007"}


def test_a_number_that_the_office_gives_goes_first_and_the_other_is_told(dataset_of: Reader) -> None:
    taken = int(number_commitments(dataset_of(commitments=commitments("A")))["A"][-5:])
    dataset = dataset_of(commitments=commitments("A", "B", B=taken))
    numbers = number_commitments(dataset)
    assert numbers["B"] == f"202301-{taken:05}"
    assert numbers["A"] == f"202301-{taken % 99_999 + 1:05}"
    (finding,) = [f for f in check_dataset(dataset) if f.rule == "index-number-moves"]
    assert (finding.line, finding.value, finding.expected) == (2, "A", numbers["A"][-5:])


def test_the_numbers_of_the_seed_need_no_help() -> None:
    dataset, findings = check_folder(SEED)
    assert dataset is not None
    assert len(set(number_commitments(dataset).values())) == 131
    assert not [finding for finding in findings if finding.rule.startswith("index-number")]


OBSERVED = [
    {"commitment_id": "A", "period": "2023-06", "value": 1, "published_on": "2023-07-28"},  # the 20th working day
    {
        "commitment_id": "A",
        "period": "2023-07",
        "value": 2,
        "published_on": "2023-08-29",
    },  # the 21st
    {"commitment_id": "A", "period": "2023-08", "value": 3},
    {
        "commitment_id": "A",
        "period": "2023-09",
        "value": "",
        "published_on": "2023-10-10",
    },  # no figure
]


def test_figures_are_timed_against_twenty_working_days(dataset_of: Reader) -> None:
    rows = [{**row, "commitment_id": "A"} for row in OBSERVED]
    dataset = dataset_of(
        commitments=[{"commitment_id": "A", "pillar_id": "growth", "title_zh": "甲", "kind": "quantity"}],
        observations=rows,
    )
    case = gather_case(dataset.commitments[0], dataset, date(2023, 12, 31))
    assert count_timeliness([case]) == Timeliness(total=3, in_time=1, late=1, uncounted=0, undated=1)


def test_the_day_of_an_item_is_the_latest_on_which_something_was_published(dataset_of: Reader) -> None:
    dataset = dataset_of(
        commitments=commitments("A", "B"),
        observations=[{"commitment_id": "A", "period": "2023-06", "value": 1, "published_on": "2023-07-10"}],
        updates=[
            {"commitment_id": "A", "published_on": "2023-08-01", "progress_zh": "进展"},
            {"commitment_id": "A", "published_on": "2023-11-01", "progress_zh": "进展"},  # not yet known in September
        ],
    )
    known, silent = (gather_case(commitment, dataset, date(2023, 9, 30)) for commitment in dataset.commitments)
    assert find_change_day(known) == date(2023, 8, 1)
    assert find_change_day(silent) is None


REAL = {
    "credit_code": "91110000600037341L",
    "id_code": "3201000012",
    "icp": "苏ICP备05001234号-1",
    "police": "苏公网安备32010002000123号",
}


def portal(**codes: str) -> Portal:
    site = Host(id_code=codes.get("id_code", ""), icp=codes.get("icp", ""), police=codes.get("police", ""))
    return Portal("测试", 2023, publisher=Publisher(credit_code=codes.get("credit_code", "")), site=site)


def test_real_codes_and_absent_ones_are_no_fault() -> None:
    assert find_invented_codes(portal(**REAL)) == []
    assert find_invented_codes(portal()) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("credit_code", "91110000600037341M"),  # the last character is a check digit, and should be L
        ("credit_code", "11320000014000000X"),
        ("credit_code", "111111111111111111"),
        ("credit_code", "9111000060003734"),
        ("id_code", "1111111111"),
        ("id_code", "9901000012"),  # no division begins with 99
        ("id_code", "320100001"),
        ("icp", "ICP备00000000号"),
        ("police", "公网安备123号"),
    ],
)
def test_an_invented_code_is_found(name: str, code: str) -> None:
    ((setting, found, _),) = find_invented_codes(portal(**REAL | {name: code}))
    assert setting.split(".")[1] == name
    assert found == code


def test_the_check_tells_of_an_invented_code_in_its_line(portal_folder: Callable[..., Path]) -> None:
    setting = "title_zh: 测试\nyear: 2023\nsite:\n  id_code: '1111111111'\n"
    dataset, findings = check_folder(portal_folder(setting))
    assert dataset is not None  # a draft may hold it, a release may not
    assert [(f.rule, f.line, f.column) for f in findings] == [("invented-code", 4, "site.id_code")]


def test_the_quality_page_tells_how_many_figures_came_in_time(seed_site: Path) -> None:
    figures = [
        observation
        for file in sorted((seed_site / "api/v1/commitments").glob("*.json"))
        for observation in json.loads(file.read_text(encoding="utf-8"))["observations"]
        if observation["value"] is not None
    ]
    page = (seed_site / "quality/index.html").read_text(encoding="utf-8")
    rows = page.split('id="timeliness"')[1].split("</table>")[0].split("<tr>")[2:]
    counts = [[int(cell.split("<")[0]) for cell in row.split('class="num">')[1:]] for row in rows]
    assert sum(row[0] for row in counts) == len(figures)
    assert sum(row[4] for row in counts) == sum("published_on" not in observation for observation in figures)
    assert all(row[0] == sum(row[1:]) for row in counts)

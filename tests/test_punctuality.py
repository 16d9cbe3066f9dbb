"""Punctuality of the units, worked by hand: what was due, in time, late, missing, and what is not known."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import table
from reader import read_site

from generator.build import build
from generator.checks.check import check_folder
from generator.data.dataset import Dataset
from generator.status.progress import assess_all
from generator.status.punctuality import Punctuality, count_punctuality, find_due_day

SETTINGS = "title_zh: 测试\ntitle_en: Test\nyear: 2023\nas_of: 2023-06-30\ncollect: {due_day: 10}\n"
UNITS = [{"unit_id": "fgw", "name_zh": "发改委", "name_en": "Planning"}, {"unit_id": "jyj", "name_zh": "教育局"}]
HEAD = {"pillar_id": "growth", "kind": "quantity", "target_value": "100", "lead_unit_id": "fgw"}
COMMITMENTS: list[dict[str, Any]] = [
    {"commitment_id": "A", "title_zh": "甲", **HEAD},
    {"commitment_id": "B", "title_zh": "乙", **HEAD},
    {"commitment_id": "C", "title_zh": "丙", **HEAD, "lead_unit_id": "jyj"},
    {"commitment_id": "D", "title_zh": "丁", "pillar_id": "growth", "kind": "action", "lead_unit_id": "jyj"},
]
OBSERVATIONS = [
    ("A", "2023-01", "10", "2023-02-10"),  # on the day: in time
    ("A", "2023-02", "20", "2023-03-11"),  # a day late
    ("A", "2023-03", "", ""),  # missing
    ("A", "2023-05", "50", ""),  # the day is not known; April, which its rhythm asks for, is skipped
    ("A", "2023-06", "60", "2023-07-03"),  # in time, and due on 10 July
    ("B", "2023-Q1", "***", "2023-04-10"),  # withheld from the public, but reported in time; by quarters
    ("B", "2023-Q2", "40", "2023-08-01"),  # late
]


def rows() -> list[dict[str, str]]:
    return [dict(zip(("commitment_id", "period", "value", "published_on"), row, strict=True)) for row in OBSERVATIONS]


@pytest.fixture
def dataset(dataset_of: Callable[..., Dataset]) -> Dataset:
    return dataset_of(SETTINGS, commitments=COMMITMENTS, units=UNITS, observations=rows())


def count(dataset: Dataset, unit_id: str, on: str) -> Punctuality:
    cases = [a.case for a in assess_all(dataset, dataset.as_of).of(lead_unit_id=unit_id)]
    return count_punctuality(cases, dataset.portal.collect.due_day, date.fromisoformat(on))


def test_the_figures_of_a_unit_are_counted_by_when_they_came(dataset: Dataset) -> None:
    assert count(dataset, "fgw", "2023-08-31") == Punctuality(
        commitments=2, silent=0, due=8, in_time=3, late=2, missing=2, undated=1
    )


def test_what_is_not_due_yet_is_not_counted(dataset: Dataset) -> None:
    before = count(dataset, "fgw", "2023-07-09")  # June and the second quarter are due on 10 July
    assert before == Punctuality(commitments=2, silent=0, due=6, in_time=2, late=1, missing=2, undated=1)


def test_a_commitment_without_any_figure_is_told_apart_and_work_in_words_is_not_counted(dataset: Dataset) -> None:
    assert count(dataset, "jyj", "2023-08-31") == Punctuality(
        commitments=1, silent=1, due=0, in_time=0, late=0, missing=0, undated=0
    )


@pytest.mark.parametrize(
    ("end", "due_day", "day"),
    [("2023-06-30", 5, "2023-07-05"), ("2023-12-31", 5, "2024-01-05"), ("2023-01-31", 31, "2023-02-28")],
)
def test_a_figure_is_due_in_the_next_month_at_the_latest_on_its_last_day(end: str, due_day: int, day: str) -> None:
    assert find_due_day(date.fromisoformat(end), due_day) == date.fromisoformat(day)


def test_the_page_of_quality_shows_each_unit(portal_folder: Callable[..., Path], tmp_path: Path) -> None:
    tables = {"commitments": table(COMMITMENTS), "units": table(UNITS), "observations": table(rows())}
    build(portal_folder(SETTINGS, **tables), tmp_path / "site", on=date(2023, 8, 31))
    pages = read_site(tmp_path / "site")
    text = pages["en/quality/"].text
    assert "Units report a figure by day 10 of the month after its period." in text
    # two commitments, none silent; six figures due by 30 June, as June and the second quarter are due on 10 July
    assert "Planning2062121" in text.replace(" ", "")
    assert "教育局1100000" in text.replace(" ", "")
    assert "次月10日前" in pages["quality/"].text


@pytest.mark.parametrize(
    ("setting", "day"),
    [
        ("", 5),
        ("collect: {due_day: 31}\n", 31),
        ("collect: {due_day: 0}\n", None),
        ("collect: [5]\n", None),
        ("collect: {day: 5}\n", None),
    ],
)
def test_the_day_by_which_units_report_is_a_setting(
    portal_folder: Callable[..., Path], setting: str, day: int | None
) -> None:
    dataset, findings = check_folder(portal_folder(f"title_zh: 测试\nyear: 2023\n{setting}"))
    assert (dataset and dataset.portal.collect.due_day) == day
    assert bool(findings) == (day is None)

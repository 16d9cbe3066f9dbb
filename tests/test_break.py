"""A break in a series: marked in table, chart and API, and nothing is compared across it."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import table
from reader import read_site

from generator.build import build
from generator.charts.canvas import Canvas
from generator.charts.series import plan_level
from generator.charts.theme import make_palette
from generator.data.dataset import Dataset
from generator.exports.records import record_commitments
from generator.model import Status
from generator.status.points import Reason
from generator.status.progress import assess_all
from generator.status.verdict import Assessment

Judge = Callable[..., Assessment]
BROKEN = {"break": "true"}
SETTINGS = "title_zh: 测试\ntitle_en: Test\nyear: 2023\nas_of: 2023-06-30\nsite: {url: https://www.example.gov.cn/p}\n"
LEVEL = {"commitment_id": "A", "pillar_id": "growth", "title_zh": "规上企业数", "kind": "level", "unit_zh": "家"}


def observe(**cells: Mapping[str, str]) -> dict[str, Mapping[str, object]]:
    """Return 50 in June 2022, 52 in March and 60 in June 2023; keywords are more cells of a period, as `p2023_03`."""
    values = {"2022-06": "50", "2023-03": "52", "2023-06": "60"}
    return {
        period: {"value": value, **cells.get(f"p{period.replace('-', '_')}", {})} for period, value in values.items()
    }


@pytest.mark.parametrize("measure", ["increment", "cumulative"])
def test_where_a_series_goes_on_no_point_is_said_to_break(judge: Judge, measure: str) -> None:
    values = {"2022-01": 4, "2023-01": 5}
    for observed, reason in ((values, Reason.PRIOR_NOT_POSITIVE), ({"2023-01": 5}, Reason.NO_PRIOR)):
        point = judge("2023-01-31", observed=observed, measure=measure).case.points[-1]
        assert (point.crosses_break, point.growth_reason) == (False, reason)


@pytest.mark.parametrize(
    ("cells", "growth", "reason"),
    [
        ({}, Fraction(20), Reason.PRIOR_NOT_POSITIVE),  # 60 ÷ 50
        ({"p2023_03": BROKEN}, None, Reason.SERIES_BREAK),  # the series breaks in between
        ({"p2023_06": BROKEN}, None, Reason.SERIES_BREAK),  # or with the very figure
        (
            {"p2022_06": BROKEN},
            Fraction(20),
            Reason.PRIOR_NOT_POSITIVE,
        ),  # what broke with June 2022 is comparable since
        (
            {"p2023_06": BROKEN | {"prior_value": "48"}},
            Fraction(25),
            Reason.PRIOR_NOT_POSITIVE,
        ),  # 60 ÷ 48, by the source
    ],
)
def test_growth_is_not_computed_across_a_break(
    judge: Judge, cells: dict[str, Mapping[str, str]], growth: Fraction | None, reason: Reason
) -> None:
    found = judge("2023-06-30", kind="level", unit_zh="家", observed=observe(**cells))
    assert found.case.latest is not None
    assert found.case.latest.growth == growth
    if growth is None:
        assert found.case.latest.growth_reason is reason


def test_a_growth_across_a_break_is_in_progress_with_the_reason(judge: Judge) -> None:
    found = judge("2023-06-30", kind="growth", target_value="6.5", observed=observe(p2023_03=BROKEN))
    assert found.status is Status.IN_PROGRESS
    assert found.verdict.reasons["status"] is Reason.SERIES_BREAK


def test_increments_are_not_compared_once_one_of_them_crosses_a_break(judge: Judge) -> None:
    observed = {
        "2022-01": {"value": "10"},
        "2022-02": {"value": "10"},
        "2023-01": {"value": "11"},
        "2023-02": {"value": "12", **BROKEN},
    }
    found = judge("2023-02-28", kind="quantity", target_value="100", measure="increment", observed=observed)
    points = {point.observation.period.text: point for point in found.case.points}
    assert points["2023-01"].growth == 10  # 11 ÷ 10
    assert points["2023-02"].growth is None
    assert points["2023-02"].growth_reason is Reason.SERIES_BREAK


def test_the_line_is_interrupted_between_the_break_and_the_point_before(
    dataset_of: Callable[..., Dataset],
) -> None:
    rows = [
        {"commitment_id": "A", "period": p, "value": v, "break": b}
        for p, v, b in (("2023-02", "50", ""), ("2023-04", "60", "true"), ("2023-06", "61", ""))
    ]
    progress = assess_all(dataset_of(SETTINGS, commitments=[LEVEL], observations=rows), date(2023, 6, 30), ())
    figure = plan_level(Canvas(progress, make_palette({})), progress.assessments["A"])
    assert [(row["x"], row["y"]) for row in figure.rows["observed"]] == [(2, 50), (3, None), (4, 60), (6, 61)]


def test_a_break_is_marked_on_the_page_and_in_the_api(portal_folder: Callable[..., Path], tmp_path: Path) -> None:
    rows = [{"commitment_id": "A", "period": period, **cells} for period, cells in observe(p2023_03=BROKEN).items()]
    build(portal_folder(SETTINGS, commitments=table([LEVEL]), observations=table(rows)), tmp_path / "site")
    pages = read_site(tmp_path / "site")
    english = pages["en/commitments/a/"].text
    for said in ("March 2023 series breaks", "Not compared with the year before", "Gap in the line: the series breaks"):
        assert said in english
    assert "口径变动" in pages["commitments/a/"].text
    entry = json.loads((tmp_path / "site/api/v1/commitments/A.json").read_text())
    assert [observation["breaks"] for observation in entry["observations"]] == [False, True, False]
    assert (entry["growth"], entry["reasons"]["growth"]) == (None, "series_break")
    assert (entry["prior_value"], entry["reasons"]["prior_value"]) == (None, "series_break")


def test_without_a_break_nothing_is_said_of_one(dataset_of: Callable[..., Dataset]) -> None:
    rows = [{"commitment_id": "A", "period": period, **cells} for period, cells in observe().items()]
    progress = assess_all(dataset_of(SETTINGS, commitments=[LEVEL], observations=rows), date(2023, 6, 30), ())
    (record,) = record_commitments(progress).commitments.values()
    assert record.summary["growth"] == 20

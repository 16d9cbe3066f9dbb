"""Plan years: two turns by command line, after which every figure and address of the years before is what it was."""

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import made_once, table
from office import command
from reader import read_page

from generator.build import build
from generator.charts.canvas import Canvas
from generator.charts.series import plan_quantity
from generator.charts.theme import make_palette
from generator.data.dataset import Dataset
from generator.model import Status
from generator.releases.release import FOLDER
from generator.status.points import Reason
from generator.status.progress import assess_all

Reader = Callable[..., Dataset]
Folder = Callable[..., Path]
SETTINGS = (
    "title_zh: 测试门户   # 名称\ntitle_en: Test portal\nyear: 2022  # 年度\nas_of: 2022-12-31\n"
    "site: {url: https://www.example.gov.cn/p}\nstatus: {ahead: 6}\n"
)
ROW = {"pillar_id": "growth", "kind": "quantity", "unit_zh": "亿元", "lead_unit_id": "fgw"}
COMMITMENTS = [
    {"commitment_id": "GR-01", "title_zh": "投资", "target_value": "120", "quote": "投资120亿元", **ROW},
    {"commitment_id": "GR-02", "title_zh": "税收", "target_value": "60", **ROW},
    {"commitment_id": "GR-03", "title_zh": "新区", "target_value": "500", "due_on": "2025-12-31", **ROW},
    {"commitment_id": "PR-01", "pillar_id": "projects", "title_zh": "大桥", "kind": "stage", "lead_unit_id": "jtj"},
]
MILESTONES = [{"commitment_id": "PR-01", "position": "1", "stage_zh": "通车", "planned_on": "2022-10-31"}]
UPDATES = [{"commitment_id": "PR-01", "published_on": "2022-12-31", "progress_zh": "未通车"}]
UNITS = [{"unit_id": "fgw", "name_zh": "发改委"}, {"unit_id": "jtj", "name_zh": "交通局"}]
# 2022: 100 of 120 is missed, 60 of 60 is met, 110 of 500 goes on to 2025: 22% where 25% of the time has gone
OBSERVATIONS = [
    *({"commitment_id": "GR-01", "period": f"2022-{n:02}", "value": str(v)} for n, v in ((3, 25), (6, 50), (12, 100))),
    *({"commitment_id": "GR-02", "period": f"2022-{n:02}", "value": str(v)} for n, v in ((6, 30), (12, 60))),
    {"commitment_id": "GR-03", "period": "2022-12", "value": "110"},
]
FIGURES = ("status", "value", "target", "share", "expected_share", "gap_points", "index_number", "as_of", "due_on")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal after two turns of the year, a release in each, with the site of every year beside its data."""
    return made_once(tmp_path_factory, "years", turn_twice)


def turn_twice(folder: Path) -> None:
    data = folder / "data"
    data.mkdir()
    (data / "portal.yml").write_text(SETTINGS, encoding="utf-8")
    tables = {"commitments": COMMITMENTS, "observations": OBSERVATIONS, "milestones": MILESTONES}
    tables |= {"units": UNITS, "updates": UPDATES}
    for name, rows in tables.items():
        (data / f"{name}.csv").write_text(table(rows), encoding="utf-8")
    run(data, "release", "--date", "2023-01-20")
    build(data, folder / "2022")
    (folder / "said").write_text(run(data, "year", "2023", "--yes"), encoding="utf-8")
    add(data, "observations", "2023-GR-01,2023-03,30", "2023-GR-01,2023-06,55", "2023-GR-03,2023-06,160")
    run(data, "release", "--date", "2023-07-20")
    build(data, folder / "2023")
    run(data, "year", "2024", "--carry", "2023-GR-01", "--yes")
    add(data, "observations", "2024-GR-01,2024-03,33")
    run(data, "release", "--date", "2024-04-20")
    build(data, folder / "2024")


def run(data: Path, *arguments: object) -> str:
    done = command(*arguments, "--data", data, "--lang", "en")
    assert done.exit_code == 0, done.output
    return done.output


def read(site: Path, path: str) -> Any:
    return json.loads((site / "api" / "v1" / path).read_text(encoding="utf-8"))


def figures(site: Path, key: str) -> dict[str, Any]:
    found = read(site, f"commitments/{key}.json")
    return {name: found[name] for name in FIGURES}


def list_files(site: Path) -> set[str]:
    return {
        path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file() and "assets/" not in str(path)
    }


def add(data: Path, name: str, *rows: str) -> None:
    with (data / f"{name}.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)


OLD = ("GR-01", "GR-02", "GR-03", "PR-01")


def test_what_was_not_met_or_is_due_later_is_proposed(folder: Path) -> None:
    assert [figures(folder / "2022", key)["status"] for key in OLD] == ["missed", "met", "slightly_behind", "missed"]
    said = (folder / "said").read_text(encoding="utf-8")
    for told in ("2023-GR-01", "2023-GR-03", "2023-PR-01", "3 rows are added"):
        assert told in said
    assert "2023-GR-02" not in said  # it was met


def test_two_turns_change_no_figure_and_lose_no_address(folder: Path) -> None:
    old = {key: figures(folder / "2022", key) for key in OLD}
    for year in ("2023", "2024"):
        assert {key: figures(folder / year, key) for key in OLD} == old
        assert list_files(folder / str(int(year) - 1)) <= list_files(folder / year)
    assert "3 releases, whole and unaltered" in run_verify(folder / "data")
    newest = folder / "data" / FOLDER / "2024-04-20"
    held = json.loads((newest / "statuses.json").read_text(encoding="utf-8"))["commitments"]
    assert {entry["plan_year"] for entry in held} == {2022, 2023, 2024}


def test_the_api_knows_the_years(folder: Path) -> None:
    years = read(folder / "2024", "years.json")["years"]
    assert [(y["year"], y["closed"], y["total"], y["by_status"].get("met", 0)) for y in years] == [
        (2024, False, 1, 0),
        (2023, True, 3, 0),
        (2022, True, 4, 1),
    ]
    listed = read(folder / "2024", "years/2022/commitments.json")["commitments"]
    assert [entry["commitment_id"] for entry in listed] == list(OLD)
    listed = read(folder / "2024", "commitments.json")["commitments"]
    assert [entry["commitment_id"] for entry in listed] == ["2024-GR-01"]


def test_carried_items_are_tied_both_ways_and_compared_with_the_year_before(folder: Path) -> None:
    chain = [read(folder / "2024", f"commitments/{key}.json") for key in ("GR-01", "2023-GR-01", "2024-GR-01")]
    assert [(c["plan_year"], c["continues_id"], c["continued_by_ids"]) for c in chain] == [
        (2022, None, ["2023-GR-01"]),
        (2023, "GR-01", ["2024-GR-01"]),
        (2024, "2023-GR-01", []),
    ]
    # 33 ÷ 30 in March; 30 ÷ 25 the March before
    assert chain[2]["growth"] == pytest.approx(10)
    assert chain[1]["observations"][0]["growth"] == pytest.approx(20)
    page = read_page(folder / "2024", folder / "2024" / "commitments" / "2023-gr-01" / "index.html")
    assert {"../../commitments/gr-01/", "../../commitments/2024-gr-01/"} <= set(page.links())


def run_verify(data: Path) -> str:
    done = command("verify", data, "--lang", "en")
    assert done.exit_code == 0, done.output
    return done.output


def test_the_pages_of_a_closed_year_name_it_and_lead_to_the_others(folder: Path) -> None:
    site = folder / "2024"
    closed = read_page(site, site / "2022" / "index.html")
    assert "2022年度成绩单" in closed.text
    assert "数据截至2022年12月31日" in closed.text
    assert {"../", "../2023/", "../years/", "../2022/growth/"} <= set(closed.links())
    for path in ("2022/growth/", "2022/lists/results/", "2022/units/fgw/", "years/", "en/2022/", "en/years/"):
        assert (site / path / "index.html").is_file(), path
    assert "GR-02" in (site / "2022" / "growth" / "index.html").read_text(encoding="utf-8")
    found = json.loads((site / "search" / "index.json").read_text(encoding="utf-8"))["entries"]
    assert [entry[2] for entry in found if entry[0] == "commitments/gr-02/"] == ["2022年度 · GR-02 · 稳定增长 · 已完成"]
    assert {"2022/", "2023/", "years/"} <= {
        link.removeprefix("../") for link in read_page(site, site / "sitemap" / "index.html").links()
    }
    assert "GR-02" not in (site / "growth" / "index.html").read_text(encoding="utf-8")


def test_a_dry_run_shows_all_and_writes_nothing(folder: Path) -> None:
    data = folder / "data"
    before = {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()}
    assert "2025-GR-01" in run(data, "year", "2025", "--dry-run", "--carry", "all")
    assert {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()} == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("2030",), "the next one is"), (("2025", "--carry", "XX-01"), "There is no commitment XX-01")],
)
def test_what_cannot_be_meant_is_refused(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    done = command("year", *arguments, "--yes", "--data", folder / "data", "--lang", "en")
    assert (done.exit_code, told in done.output) == (2, True)


def test_the_settings_keep_what_was_written_and_what_the_year_was_closed_with(portal_folder: Folder) -> None:
    folder = portal_folder(SETTINGS, commitments=table(COMMITMENTS[:1]), units=table(UNITS))
    run(folder, "year", "2023", "--yes", "--carry", "none")
    text = (folder / "portal.yml").read_text(encoding="utf-8")
    assert "year: 2023  # 年度" in text
    assert "title_zh: 测试门户   # 名称" in text
    assert "2022:\n    as_of: 2022-12-31\n    title_zh: 测试门户\n" in text
    assert "ahead: 6" in text.split("years:")[1]
    assert "as_of" not in text.split("years:")[0]


@pytest.mark.parametrize("form", ["utf-8-sig, Chinese", "gbk"])
def test_the_table_keeps_its_encoding_and_its_form(portal_folder: Folder, form: str) -> None:
    chinese = form.endswith("Chinese")
    head = "事项编号;板块编号;事项;类型\r\n" if chinese else "commitment_id;pillar_id;title_zh;kind\r\n"
    raw = f"{head}A;growth;承诺;action\r\n".encode(form.split(",")[0])
    folder = portal_folder("title_zh: 测试\nyear: 2022\n", commitments=raw)
    run(folder, "year", "2023", "--yes", "--carry", "all")
    text = (folder / "commitments.csv").read_bytes().decode(form.split(",")[0])
    assert text.split("\r\n")[1:] == ["A;growth;承诺;action;2022;", "2023-A;growth;承诺;action;2023;A", ""]
    assert text.startswith("事项编号;板块编号;事项;类型;计划年度;接续事项" if chinese else "commitment_id;")
    again = (folder / "commitments.csv").read_bytes()
    assert command("year", "2023", "--yes", "--data", folder).exit_code == 2  # it is open already
    assert (folder / "commitments.csv").read_bytes() == again


def carry(
    dataset_of: Reader, before: dict[str, object], after: dict[str, object], *figures: tuple[str, str, str]
) -> Any:
    """Return the latest point of B, which carries on A from the year before."""
    row = {"pillar_id": "growth", "title_zh": "甲", "kind": "quantity", "unit_zh": "亿元", "target_value": 100}
    dataset = dataset_of(
        "title_zh: 测试\nyear: 2023\nas_of: 2023-06-30\n",
        commitments=[
            {**row, "commitment_id": "A", "plan_year": 2022, "continues_id": "", **before},
            {**row, "commitment_id": "B", "plan_year": 2023, "continues_id": "A", **after},
        ],
        observations=[{"commitment_id": key, "period": period, "value": value} for key, period, value in figures],
    )
    return assess_all(dataset, date(2023, 6, 30)).assessments["B"].case.points[-1]


def test_growth_on_the_year_before_comes_from_the_commitment_that_is_carried_on(dataset_of: Reader) -> None:
    point = carry(dataset_of, {}, {}, ("A", "2022-06", "40"), ("B", "2023-06", "46"))
    assert (point.growth, point.change) == (15, 6)  # 46 ÷ 40
    rate = {"kind": "level", "unit_zh": "%", "target_value": 5}
    point = carry(dataset_of, rate, rate, ("A", "2022-06", "4.2"), ("B", "2023-06", "4.5"))
    assert str(point.change) == "0.3"  # percentage points


@pytest.mark.parametrize(
    ("before", "value", "reason"),
    [
        ({}, "0", Reason.PRIOR_NOT_POSITIVE),
        ({"kind": "level"}, "40", Reason.NO_PRIOR),  # it counted something else
        ({"unit_zh": "万元"}, "40", Reason.NO_PRIOR),
        ({}, "", Reason.NO_PRIOR),
    ],
)
def test_what_cannot_be_compared_is_said_not_computed(
    dataset_of: Reader, before: dict[str, object], value: str, reason: Reason
) -> None:
    point = carry(dataset_of, before, {}, ("A", "2022-06", value), ("B", "2023-06", "46"))
    assert (point.growth, point.growth_reason) == (None, reason)


def test_a_closed_year_is_judged_by_its_own_bands_and_its_own_end(dataset_of: Reader) -> None:
    settings = (
        "title_zh: 测试\nyear: 2023\nas_of: 2023-06-30\nstatus: {ahead: 5}\n"
        "years: {2022: {as_of: 2022-09-30, status: {ahead: 20}}}\n"
    )
    row = {"pillar_id": "growth", "title_zh": "甲", "kind": "quantity", "target_value": 100}
    dataset = dataset_of(
        settings,
        commitments=[{**row, "commitment_id": key, "plan_year": year} for key, year in (("A", 2022), ("B", 2023))],
        observations=[
            {"commitment_id": "A", "period": "2022-09", "value": 85},  # 10 points ahead of 75
            {"commitment_id": "A", "period": "2022-12", "value": 90},  # after its end
            {"commitment_id": "B", "period": "2023-06", "value": 60},  # 10 points ahead of 50
        ],
    )
    progress = assess_all(dataset, date(2023, 6, 30))
    (closed,) = progress.closed.values()
    assert closed.assessments["A"].verdict.share == Fraction(85, 100)
    assert (closed.assessments["A"].status, progress.assessments["B"].status) == (Status.ON_PACE, Status.AHEAD)


def test_an_axis_of_several_years_names_them_and_a_total_stands_at_its_end(dataset_of: Reader) -> None:
    dataset = dataset_of(
        "title_zh: 测试\nyear: 2023\nas_of: 2023-09-30\n",
        commitments=[{**ROW, "commitment_id": "A", "title_zh": "绿道", "target_value": 500, "lead_unit_id": "",
                      "starts_on": "2021-01-01", "due_on": "2025-12-31"}],
        observations=[{"commitment_id": "A", "period": p, "value": v} for p, v in (("2021", 80), ("2023-Q3", 260))],
    )  # fmt: skip
    canvas = Canvas(assess_all(dataset, date(2023, 9, 30)), make_palette({}))
    rows = plan_quantity(canvas, canvas.progress.assessments["A"]).rows
    # 60 months on an axis of 12: a year is 2.4 of it, 33 months are 6.6
    assert [round(row["x"], 6) for row in rows["observed"]] == [2.4, 6.6]
    assert [(row["text"], round(row["x"], 6)) for row in rows["years"]] == [
        ("2021", 1.2), ("2022", 3.6), ("2023", 6), ("2024", 8.4), ("2025", 10.8),
    ]  # fmt: skip
    assert [(rows["schedule"][n]["x"], rows["schedule"][n]["y"]) for n in (0, 30, 60)] == [(0, 0), (6, 250), (12, 500)]
    assert rows["due"] == rows["before"] == []


def test_the_path_of_the_year_before_is_drawn_behind_this_years(dataset_of: Reader) -> None:
    row = {**ROW, "title_zh": "税收", "target_value": 60, "lead_unit_id": ""}
    figures = (("A", "2022-03", 10), ("A", "2022-06", 26), ("B", "2023-03", 12), ("B", "2023-06", 31))
    dataset = dataset_of(
        "title_zh: 测试\nyear: 2023\nas_of: 2023-06-30\n",
        commitments=[
            {**row, "commitment_id": "A", "plan_year": 2022},
            {**row, "commitment_id": "B", "plan_year": 2023, "continues_id": "A"},
        ],
        observations=[{"commitment_id": key, "period": period, "value": value} for key, period, value in figures],
    )
    canvas = Canvas(assess_all(dataset, date(2023, 6, 30)), make_palette({}))
    rows = plan_quantity(canvas, canvas.progress.assessments["B"]).rows
    assert rows["before"] == [{"x": 3.0, "y": 10.0}, {"x": 6.0, "y": 26.0}]
    assert rows["years"] == []


def test_a_rebuild_of_the_current_year_leaves_five_closed_ones_alone(tmp_path: Path, portal_folder: Folder) -> None:
    row = {**ROW, "title_zh": "投资", "target_value": 120, "lead_unit_id": ""}
    years = range(2018, 2024)
    folder = portal_folder(
        "title_zh: 测试\nyear: 2023\nas_of: 2023-06-30\nlanguages: [zh]\n",
        commitments=table({**row, "commitment_id": f"Y{year}", "plan_year": year} for year in years),
        observations=table({"commitment_id": f"Y{year}", "period": f"{year}-06", "value": 50} for year in years),
    )
    alone = portal_folder(
        "title_zh: 测试\nyear: 2023\nas_of: 2023-06-30\nlanguages: [zh]\n",
        commitments=table([{**row, "commitment_id": "Y2023", "plan_year": 2023}]),
        observations=table([{"commitment_id": "Y2023", "period": "2023-06", "value": 50}]),
    )
    work = []
    for data in (folder, alone):
        out, keep = tmp_path / f"site-{data.name}-{len(work)}", tmp_path / f"cache-{len(work)}"
        build(data, out, keep=keep)
        file = data / "observations.csv"
        file.write_text(file.read_text(encoding="utf-8").replace("2023-06,50", "2023-06,55"), encoding="utf-8")
        again = build(data, out, keep=keep)
        work.append((again.rendered, again.drawn))
    assert work[0][1] == work[1][1]
    assert work[0][0] <= work[1][0] + 1  # the page of all years

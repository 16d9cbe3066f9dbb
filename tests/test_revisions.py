"""Revisions by kind, size, direction and age: worked by hand for three releases of a small portal, and of the seed."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import SEED, table
from office import released
from reader import read_site

from generator.build import build, make_shown
from generator.changes.diff import FigureKind
from generator.changes.history import History
from generator.changes.revisions import Age, Scale, count_published, list_revisions, summarize_revisions
from generator.checks.check import check_folder
from generator.status.progress import assess_all

SETTINGS = "title_zh: 测试\ntitle_en: Test\nyear: 2023\nas_of: 2023-06-30\n"
HEAD = {"pillar_id": "growth", "kind": "level"}
COMMITMENTS = [
    {"commitment_id": "A", "title_zh": "产值", "unit_zh": "亿元", **HEAD},
    {"commitment_id": "B", "title_zh": "失业率", "unit_zh": "%", **HEAD},
    {"commitment_id": "C", "title_zh": "新增", "unit_zh": "家", **HEAD},
]
ROWS = (  # the day of the release, and commitment, period, value and data status of each figure
    ("2023-04-10", [("A", "2023-03", "50", "provisional"), ("B", "2023-03", "5.0", ""), ("C", "2023-03", "0", "")]),
    (
        "2023-05-11",  # 31 days later: 50 becomes 51, planned, +2%; 5.0 becomes 4.7, in error, −0.3 points
        [
            ("A", "2023-03", "51", "provisional"),
            ("A", "2023-04", "80", "provisional"),
            ("B", "2023-03", "4.7", ""),
            ("C", "2023-03", "0", ""),
        ],
    ),
    (
        "2023-08-10",  # 122 days after the first: 51 becomes 49.98, −2%; 91 days: 80 becomes 84, +5%; 0 becomes 3
        [
            ("A", "2023-03", "49.98", ""),
            ("A", "2023-04", "84", ""),
            ("B", "2023-03", "4.7", ""),
            ("C", "2023-03", "3", ""),
        ],
    ),
)


@pytest.fixture
def folder(portal_folder: Callable[..., Path]) -> Path:
    """Release three times; the working data change another figure, which no release has published."""
    folder = portal_folder(SETTINGS, commitments=table(COMMITMENTS))
    columns = ("commitment_id", "period", "value", "status")
    for day, rows in ROWS:
        (folder / "observations.csv").write_text(table(dict(zip(columns, row, strict=True)) for row in rows))
        released(folder, day)
    text = (folder / "observations.csv").read_text()
    (folder / "observations.csv").write_text(text.replace(",84,", ",90,"))
    return folder


def read_history(folder: Path) -> History:
    dataset, findings = check_folder(folder)
    assert dataset is not None
    return make_shown(folder, assess_all(dataset, dataset.as_of, findings)).history


def test_each_change_of_a_published_figure_is_a_revision_with_its_size_and_age(folder: Path) -> None:
    found = [
        (r.commitment_id, r.period, r.kind, r.scale, r.size, r.days, r.age)
        for r in list_revisions(read_history(folder))
    ]
    revised, corrected = FigureKind.REVISED, FigureKind.CORRECTED
    assert found == [
        ("A", "2023-03", revised, Scale.PERCENT, 2, 31, Age.MONTH),
        ("B", "2023-03", corrected, Scale.POINTS, Fraction(-3, 10), 31, Age.MONTH),
        ("A", "2023-03", revised, Scale.PERCENT, -2, 122, Age.YEAR),
        ("A", "2023-04", revised, Scale.PERCENT, 5, 91, Age.QUARTER),
        ("C", "2023-03", corrected, Scale.PERCENT, None, 122, Age.YEAR),  # nothing is a percentage of 0
    ]


def test_means_are_those_of_the_sizes_that_are_known(folder: Path) -> None:
    revisions = list(list_revisions(read_history(folder)))
    routine = summarize_revisions(r for r in revisions if r.kind is FigureKind.REVISED)
    assert (routine.count, routine.up, routine.down) == (3, 2, 1)
    assert routine.mean == Fraction(5, 3)  # (2 − 2 + 5) ÷ 3
    assert routine.mean_absolute == 3  # (2 + 2 + 5) ÷ 3
    zero = summarize_revisions(r for r in revisions if r.commitment_id == "C")
    assert (zero.count, zero.up, zero.mean, zero.mean_absolute) == (1, 1, None, None)


def test_the_newest_release_is_counted(folder: Path) -> None:
    assert count_published(read_history(folder)) == 4


def test_the_page_of_quality_keeps_routine_revisions_and_corrections_apart(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "site")
    pages = read_site(tmp_path / "site")
    text = pages["en/quality/"].text
    assert "Figures in the newest release: 4." in text
    assert "changed after they had been published: 4." in text
    cells = "".join(text.split())
    for row in (
        "planned revision within a month 1 1 0 +2.00% 2.00%",
        "planned revision after one to three months 1 1 0 +5.00% 5.00%",
        "planned revision after three months to a year 1 0 1 −2.00% 2.00%",
        "planned revision at any time 3 2 1 +1.67% 3.00%",
        "correction within a month 1 0 1 −0.30 points 0.30 points",
        "correction after three months to a year 1 1 0 — —",
        "产值 planned revision 3 2 1 +1.67% 3.00%",
        "失业率 correction 1 0 1 −0.30 points 0.30 points",
    ):
        assert "".join(row.split()) in cells, row
    assert "平均绝对修订幅度" in pages["quality/"].text


def test_the_revisions_of_the_seed_are_those_that_its_releases_tell() -> None:
    history = read_history(SEED)
    told = [diff.counts for diff in history.diffs]
    revisions = list(list_revisions(history))
    assert len(revisions) == sum(counts.revised + counts.corrected for counts in told)
    assert all(r.days > 0 for r in revisions)


def test_before_the_second_release_nothing_can_be_said(portal_folder: Callable[..., Path], tmp_path: Path) -> None:
    folder = portal_folder(SETTINGS, commitments=table(COMMITMENTS))
    released(folder, "2023-07-10")
    build(folder, tmp_path / "site", on=date(2023, 8, 1))
    assert "there are not two releases yet" in read_site(tmp_path / "site")["en/quality/"].text

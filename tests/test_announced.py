"""The release calendar: what was announced, what came of it, and what is next, on every page and in every file."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import table
from icalendar import Calendar
from office import released
from reader import Page, broken_links, read_site

from generator.build import build
from generator.changes.announced import Announced, Outcome, find_next, follow_announced

DAYS = ["2023-07-10", "2023-08-10", "2023-09-10", "2023-10-10"]
SETTINGS = (
    f"title_zh: 测试\ntitle_en: Test\nyear: 2023\nas_of: 2023-06-30\nreleases: [{', '.join(DAYS)}]\n"
    "site: {url: https://www.example.gov.cn/p}\npublisher: {name_zh: 某局, contact: 0510-80000000}\n"
)
Folder = Callable[..., Path]


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def follow(on: str, *came: str) -> list[Announced]:
    return list(follow_announced(days(*DAYS), days(*came), date.fromisoformat(on)))


def test_an_announced_day_is_kept_late_missed_or_to_come() -> None:
    found = follow("2023-09-20", "2023-07-10", "2023-08-14")
    assert [(one.outcome, one.released_on) for one in found] == [
        (Outcome.KEPT, date(2023, 7, 10)),
        (Outcome.LATE, date(2023, 8, 14)),
        (Outcome.MISSED, None),
        (Outcome.AHEAD, None),
    ]
    assert find_next(found) == date(2023, 10, 10)


@pytest.mark.parametrize(
    ("on", "outcome"), [("2023-09-09", "AHEAD"), ("2023-09-10", "AHEAD"), ("2023-09-11", "MISSED")]
)
def test_a_day_is_not_over_while_it_is_the_day_of_publication(on: str, outcome: str) -> None:
    assert follow(on)[2].outcome is Outcome[outcome]


def test_a_release_is_late_for_the_last_day_before_it_alone() -> None:
    assert [one.outcome for one in follow("2023-09-01", "2023-08-20")] == [
        Outcome.MISSED,
        Outcome.LATE,
        Outcome.AHEAD,
        Outcome.AHEAD,
    ]


def test_nothing_is_next_when_all_have_passed() -> None:
    assert find_next(follow("2024-01-01")) is None


@pytest.fixture
def site(portal_folder: Folder, tmp_path: Path) -> Path:
    commitments = [{"commitment_id": "A", "pillar_id": "growth", "title_zh": "甲", "kind": "action"}]
    folder = portal_folder(SETTINGS, commitments=table(commitments))
    for day in ("2023-07-10", "2023-08-14"):
        released(folder, day)
    build(folder, tmp_path / "site", on=date(2023, 9, 20))
    return tmp_path / "site"


def test_the_pages_and_the_files_say_what_was_announced(site: Path) -> None:
    pages: dict[str, Page] = read_site(site)
    english = pages["en/releases/"].text
    for said in (
        "Next release: 10 October 2023",
        "10 July 2023: released on that day",
        "10 August 2023: not released on that day, but on 14 August 2023",
        "10 September 2023: not released",
        "10 October 2023: to come",
    ):
        assert said in english
    assert "Questions about the figures: 0510-80000000" in english
    assert "2023年9月10日：未按期发布" in pages["releases/"].text
    assert "Next release: 10 October 2023" in pages["en/"].text
    assert "下次发布：2023年10月10日" in pages[""].text
    assert json.loads((site / "api/v1/index.json").read_text())["announced_releases"] == DAYS
    for path in ("calendar.ics", "en/growth/calendar.ics"):
        events = Calendar.from_ical((site / path).read_text()).walk("VEVENT")
        assert [str(e["dtstart"].dt) for e in events if "-release-" in str(e["uid"])] == DAYS


def test_what_is_announced_before_the_first_release_has_a_page(portal_folder: Folder, tmp_path: Path) -> None:
    build(portal_folder(SETTINGS), tmp_path / "site", on=date(2023, 7, 1))
    pages = read_site(tmp_path / "site")
    assert "Nothing has been released yet." in pages["en/releases/"].text
    assert "Next release: 10 July 2023" in pages["en/"].text
    assert "en/errata/" not in pages
    assert [link for link in pages["en/releases/"].links() if "errata" in link or "index.json" in link] == []


def test_the_guide_has_a_place_for_who_sees_figures_before_publication(site: Path) -> None:
    pages = read_site(site)
    assert broken_links(site, pages) == []
    assert any(link.endswith("guide/#access") for link in pages["en/releases/"].links())
    assert "发布前可接触数据的岗位、用途、提前时间和起始日期，由主办单位在本页列明。" in pages["guide/"].text
    assert "which posts see figures before they are published" in " ".join(pages["en/guide/"].text.split())

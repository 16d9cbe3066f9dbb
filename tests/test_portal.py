"""The settings: what is wrong in `portal.yml` is a finding with its line, never a crash."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from generator.checks.check import check_folder
from generator.data.settings import Bands, StatusStyle, read_portal
from generator.model import Status

Folder = Callable[..., Path]
HEAD = "title_zh: 测试\nyear: 2023\n"
SETTINGS = {"setting", "unknown-setting", "portal-yml", "settings-form", "address"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD + "as_of: 2023-02-30\n", 3),  # not a day of the calendar
        (HEAD + "as_of: 2023-13-01\n", 3),
        (HEAD + "as_of: 2023-09\n", 3),
        (HEAD + "as_of: 2023-09-30 12:00:00\n", 3),
        ("title_zh: 测\x01试\nyear: 2023\n", 1),  # a control character, as copied from a document
        (HEAD + "status: {ahead: .nan}\n", 3),
        (HEAD + "status: {ahead: .inf}\n", 3),
        (HEAD + "status: {ahead: five}\n", 3),
        (HEAD + "status: {ahead: 5, on_pace: 6}\n", 3),  # the bands must fall
        (HEAD + "publisher: 某区\n", 3),
        (HEAD + "publisher:\n  name: 某区\n", 4),  # name_zh or name_en
        (HEAD + "statuses:\n  mett: {word_zh: 完成}\n", 4),
        (HEAD + "statuses:\n  met:\n    color: green\n", 5),
        ("title_zh: ''\nyear: 2023\n", 1),
        ("title_zh: 测试\nyear: true\n", 2),
        ("title_zh: 测试\nyear: 23\n", 2),
        ("title_zh: 测试\n\tyear: 2023\n", 2),  # a tab
        (HEAD + "as_of: 2013-09-30\n", 3),  # before the plan year
        (HEAD + "as_of: 2022-12-31\n", 3),
        (HEAD + "as_of: 2026-01-01\n", 3),  # more than two years after it
        (HEAD + "as_of: 0001-01-01\n", 3),
        (HEAD + "languages: [[zh], zh]\n", 3),
        (HEAD + "site:\n  url: 'https://e.org/\"><script>alert(1)</script>'\n", 4),
        (HEAD + "publisher:\n  name_zh: 某区\n  feedback_url: javascript:alert(1)\n", 5),
        (HEAD + "publisher: {feedback_url: 'mailto:xxgk@example.gov.cn'}\n", 3),
        (HEAD + "license: {url: 'javascript:alert(1)'}\n", 3),
        (HEAD + "license: {url: https://}\n", 3),
        (HEAD + "region_zh: &a 某区\nregion_en: *a\n", 4),
        (HEAD + f"publisher: {'[' * 20_000}\n", 3),  # levels without end
        (HEAD + f"publisher: {'{a: ' * 20_000}\n", 3),
        (HEAD + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40)), 3),
        (HEAD + "site: &a {url: *a}\n", 3),  # a place within itself
        ("- title_zh\n- year\n", 1),
        ("", 1),
    ],
)
def test_a_wrong_setting_is_one_finding_with_its_line(portal_folder: Folder, text: str, line: int) -> None:
    dataset, findings = check_folder(portal_folder(text))
    assert dataset is None
    assert [finding.rule in SETTINGS for finding in findings] == [True]
    assert findings[0].line == line


def test_a_required_setting_that_is_not_there_is_named(portal_folder: Folder) -> None:
    _, findings = check_folder(portal_folder("title_en: Test\n"))
    assert [(finding.rule, finding.column) for finding in findings] == [("setting", "title_zh"), ("setting", "year")]


def test_a_missing_portal_yml_is_a_missing_file(portal_folder: Folder) -> None:
    folder = portal_folder()
    (folder / "portal.yml").unlink()
    _, findings = check_folder(folder)
    assert [(finding.rule, Path(finding.file).name) for finding in findings] == [("missing-table", "portal.yml")]


def test_settings_are_read_as_written(portal_folder: Folder) -> None:
    portal, findings = read_portal(
        portal_folder(
            HEAD + "as_of: 2023-09-30\npublisher: {name_zh: 某区, contact: }\n"
            "status: {ahead: 2.5}\nstatuses: {met: {word_zh: 完成, color: '#1f6feb'}}\n"
        )
    )
    assert findings == []
    assert portal is not None
    assert (portal.title_zh, portal.year, portal.as_of) == ("测试", 2023, date(2023, 9, 30))
    assert (portal.publisher.name_zh, portal.publisher.contact) == ("某区", "")
    assert portal.status == Bands(ahead=Decimal("2.5"))
    assert portal.statuses == {Status.MET: StatusStyle("完成", "", "#1f6feb")}


def test_the_default_bands_are_the_published_lamps() -> None:
    assert Bands() == Bands(Decimal(5), Decimal(0), Decimal(-10), Decimal(-30))


@pytest.mark.parametrize("day", ["2023-01-01", "2023-09-30", "2024-06-30", "2025-12-31"])
def test_a_period_may_end_within_the_plan_year_or_two_years_after(portal_folder: Folder, day: str) -> None:
    portal, findings = read_portal(portal_folder(HEAD + f"as_of: {day}\n"))
    assert findings == []
    assert portal is not None
    assert portal.as_of == date.fromisoformat(day)


def test_settings_that_are_not_utf_8_name_their_line(portal_folder: Folder) -> None:
    folder = portal_folder()
    (folder / "portal.yml").write_bytes(b"year: 2023\n" + "title_zh: 测试\n".encode("gbk"))
    _, findings = read_portal(folder)
    assert [(finding.rule, finding.line) for finding in findings] == [("unreadable", 2)]

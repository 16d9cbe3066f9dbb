"""A stranger, with nothing but `commitments.json` and the written rules, finds every status again.

The rules stand here a second time, short and in floats, so that they share no line with the generator.
"""

import calendar
import hashlib
import io
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

import pytest
from conftest import MEISHAN, SEED
from test_exports import files_of

from generator.checks.check import check_folder
from generator.data.dataset import Dataset
from generator.exports.bundle import render_bundle, render_texts
from generator.exports.records import record_commitments
from generator.language.words import Words
from generator.model import Plan
from generator.releases.release import FOLDER
from generator.releases.site_files import read_site_files
from generator.status.progress import assess_all
from generator.status.verdict import StatusRule
from generator.text.method import RULES

Entry = dict[str, Any]
RECOMPUTED = {"share", "published-share", "ceiling", "level", "growth", "rank", "milestones"}
TINY = 1e-9


def last_day(period: str) -> date:
    parts = period.split("-")
    year = int(parts[0])
    if len(parts) == 3:
        return date.fromisoformat(period)
    month = 12
    if len(parts) == 2:
        month = {"H": 6, "Q": 3}.get(parts[1][0], 1) * int(parts[1].lstrip("HQ").split("..")[-1])
    return date(year, month, calendar.monthrange(year, month)[1])


def months(day: date) -> float:
    part = 0.5 if day.day == 15 else day.day / calendar.monthrange(day.year, day.month)[1]
    return 12 * day.year + day.month - 1 + part


def expected_share(entry: Entry, day: date) -> float | None:
    before, due = date.fromisoformat(entry["starts_on"]) - timedelta(1), date.fromisoformat(entry["due_on"])
    match entry["plan"]:
        case "linear-month" | "linear-day":
            clock = months if entry["plan"] == "linear-month" else date.toordinal
            return min(max((clock(day) - clock(before)) / (clock(due) - clock(before)), 0.0), 1.0)
        case "step":
            return float(day >= due)
        case "points":
            baseline = entry["baseline"] or 0
            way = entry["target"] - baseline
            path = [(months(before), 0.0)]
            path += [
                (months(last_day(p["period"])), (p["planned_value"] - baseline) / way) for p in entry["plan_points"]
            ]
            path += [] if path[-1][0] >= months(due) else [(months(due), 1.0)]
            for (left, low), (right, high) in pairwise(path):
                if left <= months(day) <= right:
                    return low + (high - low) * (months(day) - left) / (right - left)
            return path[-1][1]
    return None


def by_gap(points: float, bands: dict[str, float]) -> str:
    points = round(points, 9)
    if points >= bands["ahead"]:
        return "ahead"
    if points >= bands["on_pace"]:
        return "on_pace"
    if points > bands["slightly_behind"]:
        return "slightly_behind"
    return "behind" if points >= bands["behind"] else "far_behind"


def two_sided(entry: Entry) -> bool:
    return entry["comparator"] in ("~", "between") or (entry["comparator"] == "=" and entry["direction"] == "hold")


def ends(entry: Entry) -> tuple[float, float]:
    target = entry["target_judged"]
    return target, entry["target_upper"] if entry["comparator"] == "between" else target


def holds(entry: Entry, value: float) -> bool:
    target, down = entry["target_judged"], entry["direction"] == "down"
    if two_sided(entry):
        low, high = ends(entry)
        return bool(low - entry["tolerance"] <= value <= high + entry["tolerance"])
    return {
        ">=": value >= target,
        ">": value > target,
        "<=": value <= target,
        "<": value < target,
        "=": value <= target if down else value >= target,
    }[entry["comparator"]]


def attainment(entry: Entry, value: float) -> float | None:
    target, baseline, down = entry["target_judged"], entry["baseline"], entry["direction"] == "down"
    if two_sided(entry):
        low, high = ends(entry)
        near = min((low, high), key=lambda end: abs(value - end))
        return 1.0 if low < value < high else 1 - abs(value - near) / abs(near) if near else None
    if target > 0:
        return (target / value if value > 0 else None) if down else value / target
    if baseline is None or not (baseline > target if down else baseline < target):
        return None
    return (value - baseline) / (target - baseline)


def found(entry: Entry, bands: dict[str, float]) -> tuple[float | None, float | None, float | None, str]:
    """Return share, expected share, gap in points and status."""
    as_of, due_on = date.fromisoformat(entry["as_of"]), date.fromisoformat(entry["due_on"])
    if entry["rule"] == "milestones":
        return (*by_milestones(entry, as_of, due_on),)
    value, target, baseline, end = entry["value"], entry["target_judged"], entry["baseline"], last_day(entry["period"])
    share: float | None
    expected = gap = None
    if entry["rule"] in ("level", "growth"):
        figure = (value / entry["prior_value"] - 1) * 100 if entry["rule"] == "growth" else value
        share = attainment(entry, figure)
        gap = None if share is None else 100 * (share - 1)
        met, otherwise = holds(entry, figure), "behind" if gap is None else by_gap(gap, bands)
        otherwise = "slightly_behind" if otherwise in ("ahead", "on_pace") else otherwise
        worse = baseline is not None and (figure > baseline if entry["direction"] == "down" else figure < baseline)
        if worse and not two_sided(entry) and otherwise == "slightly_behind":
            otherwise = "behind"
    elif entry["rule"] == "rank":
        share = (baseline - value) / target
        met, otherwise = baseline - value >= target, "slightly_behind" if value < baseline else "behind"
    else:
        share = (value - (baseline or 0)) / (target - (baseline or 0)) if value is not None else entry["share"]
        expected = expected_share(entry, end)
        ceiling = entry["rule"] == "ceiling"
        if expected is not None:
            gap = 100 * (expected - share if ceiling else share - expected)
        met = end >= due_on and holds(entry, value) if ceiling else share >= 1
        otherwise = "in_progress" if gap is None else by_gap(gap, bands)
        if ceiling and not holds(entry, value):
            return share, expected, gap, "missed"
    if not met and as_of >= due_on:
        otherwise = "missed" if end >= due_on else "not_reported"
    return share, expected, gap, "met" if met else otherwise


def by_milestones(entry: Entry, as_of: date, due_on: date) -> tuple[float, float, None, str]:
    days = [
        (
            date.fromisoformat(m["planned_on"]) if m.get("planned_on") else None,
            date.fromisoformat(m["achieved_on"]) if m.get("achieved_on") else None,
        )
        for m in entry["milestones"]
    ]
    achieved = [done for _, done in days if done and done <= as_of]
    planned = [planned for planned, _ in days if planned and planned <= as_of]
    overdue = [day for day, done in days if day and day <= as_of and not (done and done <= as_of)]
    early = [day for day, done in days if day and day > as_of and done and done <= as_of]
    if len(achieved) == len(days):
        status = "met"
    elif as_of >= due_on:
        told = [str(day) for day in achieved] + [entry["last_update_on"] or ""]
        status = "missed" if max(told) >= str(due_on) else "not_reported"
    elif overdue:
        status = "behind"
    elif early:
        status = "ahead"
    elif planned:
        status = "on_pace"
    else:
        status = "in_progress" if achieved or entry["last_update_on"] else "not_started"
    return len(achieved) / len(days), len(planned) / len(days), None, status


def portals() -> dict[str, Any]:
    return {"seed": (SEED, None), "july": (MEISHAN, None), "november": (MEISHAN, date(2017, 11, 30))}


@pytest.mark.parametrize(("portal", "least"), [("seed", 50), ("july", 14), ("november", 14)])
def test_a_stranger_finds_every_share_gap_and_status_again(portal: str, least: int) -> None:
    whole = json.loads(files_of(*portals()[portal])["api/v1/commitments.json"])
    assert whole["bands"] == {"ahead": 5, "on_pace": 0, "slightly_behind": -10, "behind": -30}
    judged = [entry for entry in whole["commitments"] if entry["rule"] in RECOMPUTED]
    assert len(judged) >= least
    different = {}
    for entry in judged:
        said = (entry["share"], entry["expected_share"], entry["gap_points"], entry["status"])
        ours = found(entry, whole["bands"])
        numbers = zip(said[:3], ours[:3], strict=True)
        same = all(a == b or (a is not None and b is not None and abs(a - b) < TINY * 100) for a, b in numbers)
        if not same or said[3] != ours[3]:
            different[entry["commitment_id"]] = (entry["rule"], said, ours)
    assert different == {}


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-H1", date(2024, 6, 30)),
        ("2024-Q3", date(2024, 9, 30)),
        ("2024-02", date(2024, 2, 29)),
        ("2024-01..02", date(2024, 2, 29)),
        ("2024-08-15", date(2024, 8, 15)),
    ],
)
def test_the_stranger_reads_a_period_as_its_last_day(period: str, day: date) -> None:
    assert last_day(period) == day


BANDS = "title_zh: 测试\nyear: 2023\nstatus: {ahead: 30}\n"
PLAN = {"milestones": [{"stage_zh": "竣工", "planned_on": "2023-12-31"}]}
LATE = {"milestones": [{"stage_zh": "竣工", "planned_on": "2023-08-31"}]}


@pytest.mark.parametrize(
    ("one", "other", "statuses"),
    [
        ({}, {"portal": BANDS}, ("ahead", "on_pace")),
        (PLAN, PLAN | {"updates": ["2023-03-02"]}, ("not_started", "in_progress")),
        (
            LATE | {"due_on": "2023-08-31"},
            LATE | {"due_on": "2023-08-31", "updates": ["2023-09-01"]},
            ("not_reported", "missed"),
        ),
    ],
    ids=["bands", "an update before the first milestone", "an update after the due date"],
)
def test_nothing_that_changes_a_status_is_missing_from_the_file(
    dataset_of: Callable[..., Dataset], one: Entry, other: Entry, statuses: tuple[str, str]
) -> None:
    inputs = []
    for cells, status in zip((one, other), statuses, strict=True):
        key = {"commitment_id": "A"}
        kind = {"kind": "stage", "due_on": cells.get("due_on", "")} if "milestones" in cells else {"kind": "quantity"}
        dataset = dataset_of(
            cells.get("portal", "title_zh: 测试\nyear: 2023\n"),
            commitments=[{**key, "pillar_id": "growth", "title_zh": "事项", "target_value": 100, **kind}],
            observations=[{**key, "period": "2023-06", "value": 60}] if kind["kind"] == "quantity" else [],
            milestones=[{**key, "position": n, **row} for n, row in enumerate(cells.get("milestones", []), 1)],
            updates=[{**key, "published_on": day, "progress_zh": "进展"} for day in cells.get("updates", [])],
        )
        whole = json.loads(
            dict(render_texts(record_commitments(assess_all(dataset, date(2023, 9, 30)))))["api/v1/commitments.json"]
        )
        (entry,) = whole["commitments"]
        assert entry.pop("status") == status
        del entry["reasons"], entry["reason"]
        inputs.append(whole)
    assert inputs[0] != inputs[1]


@pytest.fixture(scope="module")
def archive() -> ZipFile:
    """Return the archive of the seed, with nothing of the site around it."""
    dataset, findings = check_folder(SEED)
    assert dataset is not None
    records = record_commitments(assess_all(dataset, dataset.as_of, findings))
    released = read_site_files(SEED / FOLDER, "example.gov.cn/p")
    return ZipFile(io.BytesIO(render_bundle(records, released)["data/portal.zip"]))


def test_every_status_is_found_again_from_the_archive_alone(archive: ZipFile) -> None:
    whole = json.loads(archive.read("api/v1/commitments.json"))
    judged = [entry for entry in whole["commitments"] if entry["rule"] in RECOMPUTED]
    assert len(judged) >= 50
    assert {e["commitment_id"]: found(e, whole["bands"])[3] for e in judged} == {
        e["commitment_id"]: e["status"] for e in judged
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_archive_says_in_words_how_each_status_is_found(archive: ZipFile, lang: str) -> None:
    words, method = Words(lang), archive.read(f"METHOD.{lang}.txt").decode()
    readme = archive.read(f"README.{lang}.txt").decode()
    for rule in RULES:
        assert words.t(rule.title) in method
        assert all(words.t(text, months=3) in method for text in rule.paragraphs), rule.title
        assert words.t(rule.example) in method
    named = {name for line in method.splitlines() if line.startswith("(rule = ") for name in line[8:-1].split(", ")}
    assert {str(rule) for rule in StatusRule} == named
    assert [f"- plan = {plan}" in method for plan in Plan] == [True] * len(Plan)
    assert f"METHOD.{lang}.txt" in readme
    assert words.t("How to compute every status again") in readme
    assert not re.search(r"[{}]|&#|&amp;", method)


def test_the_releases_are_proved_by_hashes_in_the_archive(archive: ZipFile) -> None:
    listed = json.loads(archive.read("releases/index.json"))["releases"]
    assert [release["released_on"] for release in listed] == sorted(path.name for path in (SEED / FOLDER).iterdir())
    for release in listed:
        manifest = archive.read(f"releases/{release['released_on']}/manifest.json")
        assert hashlib.sha256(manifest).hexdigest() == release["manifest_sha256"]
        statuses = (SEED / FOLDER / release["released_on"] / "statuses.json").read_bytes()
        assert json.loads(manifest)["files"]["statuses.json"]["sha256"] == hashlib.sha256(statuses).hexdigest()

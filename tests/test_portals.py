"""Whole portals: published figures of a real city, and the seed."""

import csv
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import MEISHAN, PORTALS, SEED

from generator.checks.check import check_folder
from generator.data.dataset import Dataset
from generator.findings.finding import Finding, has_errors
from generator.model import DataStatus, Direction, Status, TargetState
from generator.status.progress import Progress, assess_all, tally
from generator.status.verdict import Basis

MEANING = {  # the words of the published table
    "超额完成": {Status.MET},
    "已完成": {Status.MET},
    "达到时间进度": {Status.ON_PACE, Status.AHEAD},
}
FIRMS = {"PR-10", "PR-11", "PR-12", "PR-14", "PR-15", "IN-28", "IN-29", "UR-29"}


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def loaded(folder: Path) -> tuple[Dataset, tuple[Finding, ...]]:
    dataset, findings = check_folder(folder)
    assert not has_errors(findings)
    assert dataset is not None
    return dataset, findings


@pytest.fixture(scope="module")
def meishan() -> tuple[Dataset, tuple[Finding, ...]]:
    return loaded(MEISHAN)


@pytest.fixture(scope="module")
def seed() -> Progress:
    dataset, findings = loaded(SEED)
    return assess_all(dataset, dataset.as_of, findings)


def test_meishan_is_read_whole(meishan: tuple[Dataset, tuple[Finding, ...]]) -> None:
    dataset, _ = meishan
    assert len(dataset.commitments) == 14
    assert sum(map(len, dataset.observations.values())) == 28
    assert dataset.as_of == date(2017, 7, 31)


@pytest.mark.parametrize(("as_of", "period"), [(date(2017, 7, 31), "2017-07"), (date(2017, 11, 30), "2017-11")])
def test_meishan_stands_as_its_published_table_says(
    meishan: tuple[Dataset, tuple[Finding, ...]], as_of: date, period: str
) -> None:
    dataset, _ = meishan
    for key, assessment in assess_all(dataset, as_of).assessments.items():
        latest = assessment.case.latest
        assert latest is not None
        assert latest.observation.period.text == period
        assert assessment.status in MEANING[latest.observation.note_zh], key


@pytest.mark.parametrize("as_of", [date(2017, 7, 31), date(2017, 11, 30)])
def test_meishan_shares_are_value_over_target(meishan: tuple[Dataset, tuple[Finding, ...]], as_of: date) -> None:
    dataset, _ = meishan
    for key, assessment in assess_all(dataset, as_of).assessments.items():
        latest, target = assessment.case.latest, assessment.case.target
        assert latest is not None
        assert latest.value is not None
        assert target is not None
        share = Fraction(latest.value) / Fraction(target)
        down = assessment.commitment.direction is Direction.DOWN
        assert assessment.verdict.share == (1 / share if down else share), key


def test_meishan_schedule_is_seven_and_eleven_twelfths(meishan: tuple[Dataset, tuple[Finding, ...]]) -> None:
    dataset, _ = meishan
    for as_of, expected in ((date(2017, 7, 31), Fraction(7, 12)), (date(2017, 11, 30), Fraction(11, 12))):
        verdict = assess_all(dataset, as_of).assessments["MS-01"].verdict
        assert verdict.expected == expected
    # 162 of 260 by July: 62.307…% less 58.333…% is 3.97 points, on pace
    assert assess_all(dataset, date(2017, 7, 31)).assessments["MS-08"].status is Status.ON_PACE


def test_meishan_prints_two_shares_that_do_not_follow(meishan: tuple[Dataset, tuple[Finding, ...]]) -> None:
    _, findings = meishan
    assert {finding.rule for finding in findings} == {"published-share"}
    rows = rows_of(MEISHAN / "observations.csv")
    places = {(rows[f.line - 2]["commitment_id"], rows[f.line - 2]["period"], f.value) for f in findings}
    # 4.3 ÷ 4.2 is 102.4%, printed 103; 24,589 ÷ 30,000 is 82.0%, printed 91.9
    assert places == {("MS-04", "2017-07", "103"), ("MS-11", "2017-07", "91.9")}
    assert len(findings) == 2
    assert [finding.expected for finding in findings] == ["102.4", "82.0"]


def test_the_seed_has_its_131_commitments_and_no_fault(seed: Progress) -> None:
    assert seed.findings == ()
    counts = {pillar.pillar_id: len(seed.of(pillar_id=pillar.pillar_id)) for pillar in seed.dataset.pillars}
    assert counts == {"growth": 19, "projects": 28, "innovation": 32, "integration": 52}  # together 131
    assert len(seed.assessments) == 131


def test_the_seed_shows_every_status(seed: Progress) -> None:
    found = tally(seed.assessments.values())
    assert set(found.by_status) == set(Status)
    parts = found.computed + found.self_reported + found.not_reported + found.masked + found.not_assessable
    assert parts + found.withdrawn == found.total == 131


def test_no_figure_of_the_seed_passes_for_real(seed: Progress) -> None:
    observations = [o for group in seed.dataset.observations.values() for o in group]
    assert observations
    assert {observation.status for observation in observations} == {DataStatus.ILLUSTRATIVE}
    assert seed.illustrative


def test_every_commitment_of_the_seed_with_an_invented_figure_says_so(seed: Progress) -> None:
    invented = {c.commitment_id for c in seed.dataset.commitments if c.target_state is TargetState.ILLUSTRATIVE}
    for name in ("observations", "milestones", "updates", "plan_points", "target_changes"):
        invented |= {row["commitment_id"] for row in rows_of(SEED / f"{name}.csv") if row["status"] == "illustrative"}
    assert {key for key, assessment in seed.assessments.items() if assessment.case.illustrative} == invented


def test_the_masks_of_the_seed_are_kept(seed: Progress) -> None:
    commitments = {commitment.commitment_id: commitment for commitment in seed.dataset.commitments}
    assert commitments["GR-11"].quote == "减税降费**亿元以上"
    assert commitments["UR-39"].quote == "全年新增城镇就业****人"
    masked = [commitment for commitment in commitments.values() if commitment.target_state is TargetState.MASKED]
    assert masked
    for commitment in masked:
        assert commitment.target_value is None
        assert re.search(r"\*", commitment.quote), commitment.commitment_id
        assert seed.assessments[commitment.commitment_id].verdict.share is None


def test_the_one_disclosed_target_of_the_seed_is_that_of_its_quote(seed: Progress) -> None:
    disclosed = [c for c in seed.dataset.commitments if c.target_state is TargetState.DISCLOSED]
    assert [(c.commitment_id, c.target_value) for c in disclosed] == [("PR-26", Decimal(2))]
    assert "2亿元" in disclosed[0].quote


def test_no_named_firm_of_the_seed_is_said_to_lag_by_an_invented_figure(seed: Progress) -> None:
    for key in FIRMS:
        assert seed.assessments[key].status in (Status.ON_PACE, Status.MET, Status.NOT_REPORTED), key


@pytest.mark.parametrize(
    ("as_of", "statuses"),
    [
        # 7 ÷ 12 = 58.33% of the time; 62.3% is 3.97 points ahead of it, 313.8% and 156.2% are over 100%, all others
        # from 70% to 91.9%
        (date(2017, 7, 31), {"MS-08": Status.ON_PACE, "MS-10": Status.MET, "MS-13": Status.MET, "": Status.AHEAD}),
        (date(2017, 11, 30), {"": Status.MET}),  # 100% at the least
    ],
)
def test_a_portal_that_prints_shares_alone_is_judged_by_them(as_of: date, statuses: dict[str, Status]) -> None:
    dataset, findings = check_folder(PORTALS / "meishan-2017-printed")
    assert dataset is not None
    assert not has_errors(findings)
    found = assess_all(dataset, as_of).assessments
    assert len(found) == 11
    assert {key: a.status for key, a in found.items()} == {key: statuses.get(key, statuses[""]) for key in found}
    assert {a.basis for a in found.values()} == {Basis.PUBLISHED_SHARE}
    assert {a.case.latest.value for a in found.values() if a.case.latest} == {None}

"""The embargo: a figure or an update is nowhere before its day, and everywhere it belongs on that day."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest
from conftest import table
from office import command

from generator.build import build
from generator.checks.check import check_folder
from generator.data.dataset import Dataset
from generator.language.words import Words
from generator.releases.release import FOLDER, release_days

Folder = Callable[..., Path]
SETTINGS = "title_zh: 测试\nyear: 2023\nas_of: 2023-06-30\nsite: {url: https://www.example.gov.cn/p}\n"
COMMITMENTS = [
    {"commitment_id": "A", "pillar_id": "growth", "title_zh": "产值", "kind": "quantity", "target_value": "100000"},
    {"commitment_id": "B", "pillar_id": "growth", "title_zh": "开工", "kind": "action"},
]
OBSERVATIONS = [
    {"commitment_id": "A", "period": "2023-05", "value": "41000", "published_on": "2023-06-10"},
    {
        "commitment_id": "A",
        "period": "2023-06",
        "value": "57913.5",  # 57.9 of 100 thousand: 57.9135%
        "published_on": "2023-07-15",
        "note_zh": "含新增企业",
    },
]
UPDATES = [
    {"commitment_id": "B", "published_on": "2023-06-20", "progress_zh": "已完成招标", "reported_status": "on_pace"},
    {"commitment_id": "B", "published_on": "2023-07-15", "progress_zh": "桩基全部完成", "reported_status": "met"},
]
SECRET = ("57913", "57,913", "57.9", "含新增企业", "桩基全部完成")
EVE, DAY = date(2023, 7, 14), date(2023, 7, 15)


@pytest.fixture
def folder(portal_folder: Folder) -> Path:
    return portal_folder(
        SETTINGS, commitments=table(COMMITMENTS), observations=table(OBSERVATIONS), updates=table(UPDATES)
    )


def list_texts(site: Path) -> Iterator[tuple[str, str]]:
    """Yield every file as text, with what archives and workbooks hold."""
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        yield from unpack(str(path.relative_to(site)), path.read_bytes())


def unpack(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    if is_zipfile(io.BytesIO(content)):
        with ZipFile(io.BytesIO(content)) as packed:
            for entry in packed.namelist():
                yield from unpack(f"{name}!{entry}", packed.read(entry))
    else:
        yield name, content.decode("utf-8", errors="replace")


def find_secrets(site: Path) -> set[tuple[str, str]]:
    return {(secret, name) for name, text in list_texts(site) for secret in SECRET if secret in text}


def checked(folder: Path, on: date) -> Dataset:
    dataset, _ = check_folder(folder, on)
    assert dataset is not None
    return dataset


def test_before_its_day_a_row_is_in_no_file_of_the_site_and_on_its_day_it_is(folder: Path, tmp_path: Path) -> None:
    command("release", "--date", "2023-07-01", "--data", folder)
    released = command("release", "--date", "2023-07-15", "--data", folder)  # made ready for its day
    assert released.exit_code == 0, released.output
    build(folder, tmp_path / "eve", on=EVE)
    assert find_secrets(tmp_path / "eve") == set()
    assert release_days(tmp_path / "eve" / FOLDER) == ["2023-07-01"]
    build(folder, tmp_path / "day", on=DAY)
    shown = find_secrets(tmp_path / "day")
    assert {secret for secret, _ in shown} == set(SECRET)
    names = {name for _, name in shown}
    assert {
        "data/observations.csv",
        "data/portal.zip!data/observations.csv",
        "api/v1/commitments.json",
        "commitments/a/index.html",
        "feed.xml",
        "releases/2023-07-15/observations.csv",
    } <= names
    assert any(name.startswith("data/portal.xlsx!") for name in names)


def test_the_status_is_that_of_what_is_shown(folder: Path) -> None:
    assert [o.value for o in checked(folder, EVE).observations["A"]] == [41000]
    assert [u.progress_zh for u in checked(folder, EVE).updates["B"]] == ["已完成招标"]
    assert len(checked(folder, DAY).observations["A"]) == len(checked(folder, DAY).updates["B"]) == 2


def test_the_check_tells_the_office_of_each_row_that_is_withheld(folder: Path) -> None:
    eve = [(Path(f.file).name, f.line, f.rule) for f in check_folder(folder, EVE)[1]]
    assert eve == [("observations.csv", 3, "withheld"), ("updates.csv", 3, "withheld")]
    assert check_folder(folder, DAY)[1] == ()
    assert check_folder(folder)[1] == ()


def test_the_commands_take_the_day_of_publication(folder: Path, tmp_path: Path) -> None:
    assert "[withheld]" in command("check", "--data", folder, "--on", "2023-07-14").output
    assert "[withheld]" not in command("check", "--data", folder, "--on", "2023-07-15").output
    assert "[withheld]" not in command("check", "--data", folder).output  # today is long after that day
    assert "57913.5" not in command("diff", "--data", folder, "--on", "2023-07-14", "--format", "json").output
    assert "57913.5" in command("diff", "--data", folder, "--on", "2023-07-15", "--format", "json").output


def test_a_release_holds_what_may_be_published_on_its_day(folder: Path) -> None:
    for day, held in (("2023-07-14", False), ("2023-07-15", True)):
        run = command("release", "--date", day, "--data", folder, "--lang", "en")
        assert ("2 rows are dated later and withheld" in run.output) != held
        text = "".join(path.read_text() for path in (folder / FOLDER / day).iterdir())
        assert ("57913.5" in text) == held


def test_a_change_of_target_is_not_embargoed(portal_folder: Folder) -> None:
    changes = [{"commitment_id": "A", "effective_on": "2023-08-01", "target_value": "90000", "reason_zh": "调整"}]
    folder = portal_folder(SETTINGS, commitments=table(COMMITMENTS), target_changes=table(changes))
    assert len(checked(folder, EVE).target_changes["A"]) == 1


def test_what_is_wrong_with_a_withheld_row_is_not_told_to_the_public(portal_folder: Folder, tmp_path: Path) -> None:
    rows = [*OBSERVATIONS, {"commitment_id": "A", "period": "2023-04", "value": "30000", "published_on": "2023-04-01"}]
    rows[1] = rows[1] | {"value": "40999", "published_on": "2023-07-15"}  # it falls
    folder = portal_folder(SETTINGS, commitments=table(COMMITMENTS), observations=table(rows))
    build(folder, tmp_path / "site", on=EVE)
    page = (tmp_path / "site" / "quality" / "index.html").read_text()
    assert Words("zh").t("What does not add up") in page
    assert "2023-04-01" in page
    assert "40999" not in page

"""The command line: exit codes, what is printed, and an old site that stays whole whatever goes wrong."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MEISHAN, SEED, portal
from reader import HAN, Page, read_page, read_site, tree
from typer.testing import CliRunner

import generator.build
from generator.cli import app
from generator.errors import SiteError
from generator.website import mkdocs

Folder = Callable[..., Path]
BAD = "commitment_id,period,value\nA,2023-01,12\nA,2023-02,十二\n"
PUBLISHED = {  # the words of the published table: 超额完成 and 已完成 are met, 达到时间进度 is on pace or ahead
    "2017-07-31": {"MS-01": {"ahead"}, "MS-08": {"on_pace"}, "MS-04": {"met"}},
    "2017-11-30": {"MS-01": {"met"}, "MS-04": {"met"}},
}


@pytest.fixture
def old_site(meishan_sites: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(meishan_sites["2017-07-31"], tmp_path / "out" / "site"))


@pytest.mark.parametrize(("locale", "chinese"), [("en_GB.UTF-8", False), ("zh_CN.UTF-8", True)])
def test_the_help_is_in_the_language_of_the_terminal(locale: str, chinese: bool) -> None:
    run = portal("--help", LC_ALL=locale)
    assert run.returncode == 0, run.stderr
    assert bool(HAN.search(run.stdout)) == chinese


def test_a_bad_number_is_told_with_its_place_and_the_old_site_stays(portal_folder: Folder, old_site: Path) -> None:
    before = tree(old_site)
    data = portal_folder(observations=BAD)
    run = portal("build", "--data", data, "--out", old_site)
    assert run.returncode == 1
    assert re.search(r"observations\.csv:3 value\b", run.stdout), run.stdout
    assert "十二" in run.stdout
    assert "1 error" in run.stdout
    assert tree(old_site) == before
    assert [path.name for path in old_site.parent.iterdir()] == ["site"]


def test_a_folder_with_something_else_is_refused_and_left_alone(portal_folder: Folder, tmp_path: Path) -> None:
    out = tmp_path / "documents"
    (out / "thesis").mkdir(parents=True)
    (out / "thesis" / "chapter.txt").write_text("years of work")
    before = tree(out)
    run = portal("build", "--data", portal_folder(), "--out", out)
    assert run.returncode == 2
    assert "documents" in run.stderr
    assert tree(out) == before


def test_a_file_is_not_taken_for_a_folder(portal_folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("not a folder")
    assert portal("build", "--data", portal_folder(), "--out", tmp_path / "site").returncode == 2
    assert (tmp_path / "site").read_text() == "not a folder"


def test_wrong_usage_is_exit_code_2() -> None:
    run = portal("check", "--quux", "--lang", "zh")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "没有选项 --quux。\n用法说明：portal check --help\n"


def test_when_the_site_builder_fails_the_old_site_stays(
    monkeypatch: pytest.MonkeyPatch, portal_folder: Folder, old_site: Path, tmp_path: Path
) -> None:
    def fail(process: mkdocs.Process) -> str:
        process.communicate()
        return "a page is not as it should be"

    before = tree(old_site)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))  # what is in the cache is not given to the builder
    monkeypatch.setattr(mkdocs, "read_complaint", fail)
    with pytest.raises(SiteError, match="a page is not"):
        generator.build.build(portal_folder(), old_site)
    run = CliRunner().invoke(app, ["build", "--data", str(portal_folder()), "--out", str(old_site)])
    assert run.exit_code == 1
    assert "a page is not as it should be" in run.output
    assert tree(old_site) == before
    assert [path.name for path in old_site.parent.iterdir()] == ["site"]


def test_a_page_with_a_dead_link_is_not_published(portal_folder: Folder, tmp_path: Path) -> None:
    data, docs = portal_folder(), tmp_path / "docs" / "zh"
    docs.mkdir(parents=True)
    (docs / "about.md").write_text("# 本站说明\n\n[没有这一页](nowhere.md)\n", encoding="utf-8")
    with pytest.raises(SiteError, match=r"nowhere\.md"):
        generator.build.build(data, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_page_at_the_address_of_another_is_not_published(portal_folder: Folder, tmp_path: Path) -> None:
    data, docs = portal_folder(), tmp_path / "docs" / "zh"
    docs.mkdir(parents=True)
    (docs / "growth.md").write_text("# 稳增长\n", encoding="utf-8")
    run = portal("build", "--data", data, "--out", tmp_path / "site")
    assert run.returncode == 1
    assert "docs/zh/growth.md" in run.stderr
    assert not (tmp_path / "site").exists()


def test_a_portal_of_two_small_tables_takes_the_place_of_the_old_one(portal_folder: Folder, old_site: Path) -> None:
    run = portal("build", "--data", portal_folder(), "--out", old_site)
    assert run.returncode == 0, run.stdout + run.stderr
    pages = read_site(old_site)
    assert {"", "en/", "growth/", "commitments/a/", "en/commitments/a/", "data/"} <= pages.keys()
    assert "事项" in pages["commitments/a/"].text
    assert "places/" not in pages  # there are none
    folders = [path.name for path in (old_site / "commitments").iterdir() if path.is_dir()]
    assert folders == ["a"]  # none of the old ones


def test_check_finds_nothing_wrong_with_the_seed() -> None:
    run = portal("check", "--data", SEED)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.strip() == "0 errors, 0 warnings"


def test_check_warns_without_failing() -> None:
    run = portal("check", "--data", MEISHAN, "--format", "json")
    assert run.returncode == 0
    assert [entry["severity"] for entry in json.loads(run.stdout)["findings"]] == ["warning", "warning"]


def test_check_tells_programs_the_same_as_people(portal_folder: Folder) -> None:
    data = portal_folder(observations=BAD)
    run = portal("check", "--data", data, "--format", "json")
    (entry,) = json.loads(run.stdout)["findings"]
    assert run.returncode == 1
    fields = {"rule", "severity", "file", "sheet", "line", "column", "found", "expected", "message_zh", "message_en"}
    assert entry.keys() == fields
    assert (entry["rule"], entry["line"], entry["column"], entry["found"]) == ("not-a-number", 3, "value", "十二")


def test_check_annotates_in_ci(portal_folder: Folder) -> None:
    run = portal("check", "--data", portal_folder(observations=BAD), "--format", "github")
    assert run.returncode == 1
    assert re.fullmatch(r"::error file=[^,]*observations\.csv,line=3,.*::.+\n", run.stdout)


@pytest.mark.parametrize("arguments", [["--lang", "zh"], ["--lang=zh"]])
def test_check_speaks_chinese(portal_folder: Folder, arguments: list[str]) -> None:
    run = portal("check", "--data", portal_folder(observations=BAD), *arguments)
    assert run.returncode == 1
    message = run.stdout.split("\n", 1)[1]
    assert HAN.search(message.replace("十二", ""))
    assert not re.search(r"\b(error|warning|number)s?\b", run.stdout.replace("not-a-number", ""))


def test_the_language_of_the_system_is_spoken_unless_another_is_asked_for(portal_folder: Folder) -> None:
    data = portal_folder()
    assert HAN.search(portal("check", "--data", data, LC_ALL="zh_CN.UTF-8").stdout)
    assert not HAN.search(portal("check", "--data", data, "--lang", "en", LC_ALL="zh_CN.UTF-8").stdout)


@pytest.mark.parametrize("as_of", PUBLISHED)
def test_meishan_stands_on_its_pages_as_its_published_table_says(meishan_sites: dict[str, Path], as_of: str) -> None:
    site = meishan_sites[as_of]

    def status(key: str, lang: str) -> str:
        page: Page = read_page(site, site / lang / "commitments" / key.lower() / "index.html")
        (name,) = (name for name in page.all("div", "p-answer")[0].classes if name.startswith("status-"))
        return name.removeprefix("status-").replace("-", "_")

    meant = {"超额完成": {"met"}, "已完成": {"met"}, "达到时间进度": {"on_pace", "ahead"}}
    listed = json.loads((site / "api/v1/commitments.json").read_text(encoding="utf-8"))["commitments"]
    assert len(listed) == 14
    for entry in listed:
        key = entry["commitment_id"]
        alone = json.loads((site / f"api/v1/commitments/{key}.json").read_text(encoding="utf-8"))
        note = alone["observations"][-1]["note_zh"]
        assert status(key, "") == status(key, "en") == entry["status"]
        assert entry["status"] in meant[note] & PUBLISHED[as_of].get(key, meant[note]), key
        assert entry["as_of"] == as_of


def test_two_builds_of_the_same_input_give_the_same_bytes(seed_site: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(SEED, tmp_path / "elsewhere" / "tables"))
    other = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "LC_ALL": "zh_CN.UTF-8", "COLUMNS": "40"}
    other |= {"SOURCE_DATE_EPOCH": "1", "HOME": str(tmp_path), "USER": "nobody"}
    other |= {"XDG_CACHE_HOME": str(tmp_path / "empty")}  # nothing is taken from the first build
    mask = os.umask(0o077)
    try:
        run = portal("build", "--data", data, "--out", tmp_path / "b", folder=tmp_path, **other)
    finally:
        os.umask(mask)
    assert run.returncode == 0, run.stdout + run.stderr
    one, two = tree(seed_site), tree(tmp_path / "b")
    assert one.keys() == two.keys()
    assert [path for path in one if one[path] != two[path]] == []
    for path in one:
        assert (tmp_path / "b" / path).stat().st_mode == (seed_site / path).stat().st_mode, path


def test_a_path_with_brackets_is_printed_as_it_is(portal_folder: Folder, tmp_path: Path) -> None:
    run = portal("build", "--data", portal_folder(), "--out", tmp_path / "a[red]b")
    assert run.returncode == 0
    assert f"{tmp_path}/a[red]b" in run.stdout

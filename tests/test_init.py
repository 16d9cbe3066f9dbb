"""A new portal: it builds at once, speaks of nobody else, and never overwrites anything."""

import csv
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, portal
from reader import HAN, read_site, tree
from typer.testing import CliRunner

from generator.cli import app
from generator.data.tables import read_schemas
from generator.findings.rules import DATA_RULES
from generator.scaffold import NewPortal, create_portal
from generator.workbook.read import read_workbook

KNOWN = ("--title", "甲县重点工作进展", "--year", "2024", "--region", "甲县")
OTHERS = ("某区", "Meishan", "眉山", "示例", "illustrative", "2023")  # what the program's own portals say


@pytest.fixture(scope="module", params=["empty", "example"])
def new(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal begun and built by command line in a folder elsewhere."""
    above = tmp_path_factory.mktemp(request.param)
    options = ["--example"] if request.param == "example" else []
    run = portal("init", "甲县", *KNOWN, *options, "--lang", "zh", folder=above)
    assert run.returncode == 0, run.stdout + run.stderr
    for command in ("check", "build"):
        run = portal(command, folder=above / "甲县")
        assert run.returncode == 0, run.stdout + run.stderr
        assert "0 errors, 0 warnings" in run.stdout
    return above / "甲县"


def test_a_new_portal_builds_at_once_in_both_languages(new: Path) -> None:
    pages = read_site(new / "site")
    assert {"", "en/", "about/", "guide/", "data/", "methodology/"} <= pages.keys()
    assert "甲县重点工作进展" in pages[""].text
    count = len(json.loads((new / "site/api/v1/commitments.json").read_text(encoding="utf-8"))["commitments"])
    assert count == (0 if new.parent.name.startswith("empty") else 8)


def test_it_says_nothing_of_another_district(new: Path) -> None:
    if new.parent.name.startswith("example"):
        marked = read_site(new / "site")[""].all("p", "p-notice")
        assert marked  # invented rows say so on the page
        return
    for file in (path for path in new.rglob("*") if path.suffix in (".yml", ".md", ".csv", ".txt")):
        if "site" in file.parts:
            continue
        text = file.read_text(encoding="utf-8")
        assert not [word for word in OTHERS if word in text and file.name not in ("about.md", "guide.md")], file


def test_the_tables_are_what_excel_opens_and_the_workbook_has_every_sheet(new: Path) -> None:
    for name in ("commitments", "observations"):
        raw = (new / "data" / f"{name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")  # without it Excel shows Chinese as signs
        header = next(csv.reader([raw.decode("utf-8-sig").split("\n")[0]]))
        assert header == [str(field.title) for field in read_schemas()[name].fields]
    assert set(read_workbook(new / "填报.xlsx").sheets) == set(read_schemas())


def test_its_settings_are_explained_in_the_language_of_the_reader(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        create_portal(tmp_path / lang, NewPortal('A "B": c', 2024, lang=lang))
        text = (tmp_path / lang / "data" / "portal.yml").read_text(encoding="utf-8")
        comments = "".join(re.findall(r"#(.*)", text))
        assert bool(HAN.search(comments)) == (lang == "zh")
        assert yaml.safe_load(text)["title_zh"] == 'A "B": c'
        assert yaml.safe_load(text)["year"] == 2024


@pytest.mark.parametrize("name", ["file", "folder"])
def test_what_is_there_is_never_overwritten(name: str, tmp_path: Path) -> None:
    taken = tmp_path / name
    if name == "folder":
        taken.mkdir()
        (taken / "thesis.txt").write_text("years of work")
    else:
        taken.write_text("years of work")
    before = tree(tmp_path)
    run = portal("init", taken, *KNOWN, "--lang", "zh")
    assert run.returncode == 2
    assert HAN.search(run.stderr)
    assert tree(tmp_path) == before


def test_without_options_it_asks_and_offers_what_is_usual(tmp_path: Path) -> None:
    answers = "乙县\n\n24\n2025\n乙县人民政府办公室\n"
    run = CliRunner().invoke(app, ["--lang", "zh", "init", str(tmp_path / "new")], input=answers)
    assert run.exit_code == 0, run.output
    settings = yaml.safe_load((tmp_path / "new/data/portal.yml").read_text(encoding="utf-8"))
    assert settings["title_zh"] == "乙县政府工作报告进展公开"
    assert (settings["year"], settings["publisher"]["name_zh"]) == (2025, "乙县人民政府办公室")
    assert "年度为四位数字" in run.output


def test_with_an_option_it_asks_nothing(tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["init", str(tmp_path / "new"), "--region", "丙县", "--lang", "zh"], input="")
    assert run.exit_code == 0, run.output
    settings = yaml.safe_load((tmp_path / "new/data/portal.yml").read_text(encoding="utf-8"))
    assert settings["year"] == date.today().year


def test_chinese_alone_has_no_english_page_link_or_file(new: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for file in (new / "data").iterdir():
        text = file.read_text(encoding="utf-8")
        (data / file.name).write_text(text.replace("languages: [zh, en]", "languages: [zh]"), encoding="utf-8")
    run = portal("build", "--data", data, "--out", tmp_path / "site", "--lang", "zh")
    assert run.returncode == 0, run.stdout + run.stderr
    pages = read_site(tmp_path / "site")
    assert not [path for path in tree(tmp_path / "site") if path.startswith("en/") or path.endswith(".en.txt")]
    for path, page in pages.items():
        assert not [e for e in page.elements if e.attributes.get("hreflang", "").startswith("en")], path
        assert not [link for link in page.links() if "/en/" in f"/{link}"], path
        assert "English" not in page.text, path
    with zipfile.ZipFile(tmp_path / "site/data/portal.zip") as packed:
        assert "README.en.txt" not in packed.namelist()


@pytest.mark.parametrize("wrong", ["[fr]", "[en]", "zh", "[]"])
def test_languages_that_there_are_not_are_told(wrong: str, tmp_path: Path) -> None:
    create_portal(tmp_path / "new", NewPortal("甲", 2024))
    settings = tmp_path / "new" / "data" / "portal.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("[zh, en]", wrong), encoding="utf-8")
    run = portal("check", "--data", settings.parent)
    assert run.returncode == 1
    assert "languages" in run.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as it is installed: the wheel, unpacked in a folder of its own, and nothing else of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (file,) = folder.glob("*.whl")
    with zipfile.ZipFile(file) as packed:
        packed.extractall(folder / "installed")
    return folder / "installed"


def test_the_wheel_holds_all_that_a_portal_needs(wheel: Path, tmp_path: Path) -> None:
    """Begun, checked and built by the wheel alone, in a folder elsewhere; it holds no table of this repository."""
    environment = os.environ | {"PYTHONPATH": str(wheel), "LC_ALL": "zh_CN.UTF-8"}

    def run(*arguments: str, folder: Path) -> str:
        command = [sys.executable, "-m", "generator", *arguments]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("init", "甲县", *KNOWN, folder=tmp_path)
    run("build", folder=tmp_path / "甲县")
    code = "import generator; print(generator.__file__)"
    used = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert used.stdout.startswith(str(wheel))
    assert (tmp_path / "甲县/site/quality/rules/index.html").read_text(encoding="utf-8").count("<tr") > len(DATA_RULES)
    names = {path.relative_to(wheel).parts[0] for path in wheel.rglob("*")}
    assert {name.split("-")[0] for name in names} == {"generator", "progress_portal"}

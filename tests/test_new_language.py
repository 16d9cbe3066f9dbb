"""Two languages are not built in: a third needs an entry, a catalogue and a folder of pages, and nothing else."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urljoin

import pytest
from babel.messages.pofile import read_po, write_po
from conftest import ROOT, table
from reader import HOME, Page, broken_links, read_site

PSEUDO = "ug"  # a language that Material has no words in
ENTRY = (
    f'PSEUDO = Language("{PSEUDO}", "Pseudo", "en_GB", "{PSEUDO}", "ZXX", ("en", "zh"), False, '
    '"d MMMM y", "MMMM d", "MMMM y", "MMM")\n'
)
TABLES = {
    "commitments": [
        {"commitment_id": "A", "pillar_id": "growth", "title_zh": "投资", "kind": "quantity", "target_value": 100},
        {"commitment_id": "B", "pillar_id": "projects", "title_zh": "道路", "kind": "stage", "target_value": ""},
    ],
    "observations": [{"commitment_id": "A", "period": "2023-06", "value": 40}],
    "milestones": [{"commitment_id": "B", "position": 1, "stage_zh": "开工", "planned_on": "2023-03-31"}],
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal in Chinese, English and pseudo-words, built by a copy of the program that has learnt these."""
    folder = tmp_path_factory.mktemp("language")
    program = Path(shutil.copytree(ROOT / "generator", folder / "generator", ignore=lambda *_: ["__pycache__"]))
    languages = program / "language" / "languages.py"
    text = languages.read_text(encoding="utf-8").replace("LANGUAGES:", f"{ENTRY}LANGUAGES:", 1)
    languages.write_text(text.replace("(CHINESE, ENGLISH)", "(CHINESE, ENGLISH, PSEUDO)"), encoding="utf-8")
    with (program / "locale" / "zh" / "LC_MESSAGES" / "portal.po").open("rb") as known:
        catalogue = read_po(known, locale="en")
    for message in catalogue:
        if isinstance(message.id, tuple):
            message.string = tuple(f"⟦{form}⟧" for form in message.id)
        elif message.id:
            message.string = f"⟦{message.id}⟧"
    own = program / "locale" / PSEUDO / "LC_MESSAGES"
    own.mkdir(parents=True)
    with (own / "portal.po").open("wb") as out:
        write_po(out, catalogue)
    shutil.copytree(program / "defaults" / "docs" / "en", program / "defaults" / "docs" / PSEUDO)
    data = folder / "portal" / "data"
    data.mkdir(parents=True)
    settings = f"title_zh: 测试\nyear: 2023\nlanguages: [zh, en, {PSEUDO}]\n"
    (data / "portal.yml").write_text(settings, encoding="utf-8")
    for name, rows in TABLES.items():
        (data / f"{name}.csv").write_text(table(rows), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "generator", "build"],
        cwd=data.parent,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return data.parent / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return read_site(site)


def bare(path: str) -> tuple[str, str]:
    """Split the root of a language from a path."""
    found = re.match(rf"(en/|{PSEUDO}/)?(.*)", path)
    assert found
    return (found[1] or "").rstrip("/") or "zh", found[2]


def test_every_language_has_every_page_and_every_link_leads_somewhere(site: Path, pages: dict[str, Page]) -> None:
    by_language: dict[str, set[str]] = {}
    for path in pages:
        lang, own = bare(path)
        by_language.setdefault(lang, set()).add(own)
    assert by_language.keys() == {"zh", "en", PSEUDO}
    assert by_language["zh"] == by_language["en"] == by_language[PSEUDO]
    assert broken_links(site, pages) == []


def test_every_page_leads_to_its_twins(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        lang, own = bare(path)
        twins = {"zh": own, "en": f"en/{own}", PSEUDO: f"{PSEUDO}/{own}"}
        links = [e for e in page.elements if e.tag == "a" and e.attributes.get("hreflang")]
        found = {urljoin(HOME + path, e.attributes["href"]).removeprefix(HOME) for e in links}
        assert found == {twin for code, twin in twins.items() if code != lang}, path


def test_its_pages_and_files_speak_it(site: Path, pages: dict[str, Page]) -> None:
    home = pages[f"{PSEUDO}/"]
    assert "⟦Home⟧" in " ".join(p.text for p in home.passages)
    assert "⟦" in home.text
    assert "⟦" not in pages[""].text + pages["en/"].text
    assert (site / PSEUDO / "feed.xml").is_file()
    assert (site / PSEUDO / "calendar.ics").is_file()
    assert json.loads((site / PSEUDO / "search" / "index.json").read_text(encoding="utf-8"))["entries"]
    with zipfile.ZipFile(site / "data" / "portal.zip") as packed:
        assert f"README.{PSEUDO}.txt" in packed.namelist()

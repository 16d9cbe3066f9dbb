"""The built seed: every page of the design in both languages, every link within it sound, nothing from elsewhere."""

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin

import pytest
from conftest import Run
from reader import HOME, Page, broken_links, is_outside, read_page, tree

from generator.addresses import RESERVED
from generator.findings.finding import Finding
from generator.findings.rules import DATA_RULES, PHASES
from generator.findings.rules.rule import Phase
from generator.language.columns import find_table
from generator.language.words import Words

PAGES = [
    "growth/",
    "projects/",
    "innovation/",
    "integration/",
    "projects/timeline/",
    "lists/tasks/",
    "lists/responsibilities/",
    "lists/results/",
    "units/",
    "places/",
    "updates/",
    "data/",
    "quality/",
    "quality/rules/",
    "methodology/",
    "data/api/",
    "directory/",
    "guide/",
    "accessibility/",
    "about/",
    "sitemap/",
]
MACHINES = [
    "api/v1/index.json",
    "api/v1/pillars.json",
    "api/v1/commitments.json",
    "api/v1/commitments/GR-10.json",
    "data/commitments.csv",
    "data/observations.csv",
    "data/datapackage.json",
    "data/portal.xlsx",
    "data/portal.zip",
    "data/commitments/GR-10.csv",
    "commitments/gr-10/chart.svg",
    "en/commitments/gr-10/chart.svg",
    "calendar.ics",
    "en/growth/calendar.ics",
    "catalog.jsonld",
    "robots.txt",
]
STAGES = ("reading and checking", "assessing", "drawing charts", "writing pages", "building the site", "in all")
Pages = dict[str, Page]


def commitments_of(site: Path) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = json.loads((site / "api/v1/commitments.json").read_text())["commitments"]
    return listed


def of_language(pages: Pages, lang: str) -> Pages:
    return {path: page for path, page in pages.items() if path.startswith("en/") == (lang == "en")}


def test_a_build_tells_the_time_of_each_stage(seed_run: tuple[Run, Path]) -> None:
    run, site = seed_run
    assert run.returncode == 0, run.stdout + run.stderr
    for stage in STAGES:
        assert re.search(rf"{stage} +\d+\.\d\d s", run.stdout), stage
    assert str(site) in run.stdout
    assert "0 errors" in run.stdout


def test_a_build_leaves_nothing_but_the_site(seed_site: Path) -> None:
    assert [path.name for path in seed_site.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("lang", ["", "en/"])
def test_every_page_of_the_design_is_there(seed_pages: Pages, lang: str) -> None:
    assert {lang, *(lang + path for path in PAGES)} <= seed_pages.keys()
    for path in ("", *PAGES):
        page = seed_pages[lang + path]
        assert len(page.all("h1")) == 1, page.path
        assert page.title, page.path
        assert len(page.text) > 40, page.path


@pytest.mark.parametrize("path", MACHINES)
def test_every_file_for_machines_is_there(seed_site: Path, path: str) -> None:
    assert (seed_site / path).stat().st_size > 0


@pytest.mark.parametrize("lang", ["", "en/"])
def test_every_commitment_has_its_page_with_a_chart_or_milestones(
    seed_site: Path, seed_pages: Pages, lang: str
) -> None:
    listed = commitments_of(seed_site)
    folders = {path.name for path in (seed_site / lang / "commitments").iterdir() if path.is_dir()}
    assert folders == {str(entry["commitment_id"]).lower() for entry in listed}
    assert len(folders) == 131
    for entry in listed:
        page = seed_pages[f"{lang}commitments/{str(entry['commitment_id']).lower()}/"]
        assert page.all("svg", "chart") or page.all("ol", "p-milestones"), page.path
        assert page.all("p", "p-answer") or page.all("div", "p-answer"), page.path


def test_every_chart_has_a_name_or_is_hidden_from_screen_readers(seed_pages: Pages) -> None:
    for path, page in seed_pages.items():
        for chart in page.all("svg", "chart"):
            named = chart.attributes.get("role") == "img" and chart.attributes.get("aria-label")
            assert named or chart.attributes.get("aria-hidden") == "true", path


def test_no_pillar_can_have_the_name_of_another_folder_of_the_site(seed_site: Path) -> None:
    pillars = {entry["pillar_id"] for entry in json.loads((seed_site / "api/v1/pillars.json").read_text())["pillars"]}
    assert {path.name for path in seed_site.iterdir() if path.is_dir()} - pillars <= RESERVED
    assert {path.name for path in (seed_site / "en").iterdir() if path.is_dir()} - pillars <= RESERVED


def test_every_link_within_the_site_leads_somewhere(seed_site: Path, seed_pages: Pages) -> None:
    broken = broken_links(seed_site, seed_pages)
    assert broken == [], f"{len(broken)}: {Counter(link.split(' -> ')[1] for link in broken).most_common(20)}"


def test_nothing_is_fetched_from_another_host(seed_site: Path, seed_pages: Pages) -> None:
    for path, page in seed_pages.items():
        fetched = [e for e in page.elements if e.tag not in ("a", "form") and e.attributes.get("rel") != "canonical"]
        links = [e.attributes[name] for e in fetched for name in {"href", "src", "data"} & e.attributes.keys()]
        assert not [link for link in links if is_outside(link) and not link.startswith("data:")], path
    for file in seed_site.rglob("*.css"):
        imported = re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^)]+", file.read_text(encoding="utf-8"))
        assert imported == [], file


def test_links_to_other_hosts_are_those_of_the_sources(seed_pages: Pages) -> None:
    outside = {link for page in seed_pages.values() for link in page.links() if link.startswith("http")}
    assert {link.split("/")[2] for link in outside} <= {"squidfunk.github.io"}


def test_every_id_stands_once_on_its_page(seed_pages: Pages) -> None:
    twice = {path: [i for i, n in Counter(page.ids).items() if n > 1] for path, page in seed_pages.items()}
    assert {path: ids for path, ids in twice.items() if ids} == {}


DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


def test_no_token_of_a_chart_is_left(seed_site: Path) -> None:
    files = [file for kind in ("html", "svg", "xml") for file in seed_site.rglob(f"*.{kind}")]
    drawings = [drawing for file in files for drawing in DRAWING.findall(file.read_text(encoding="utf-8"))]
    assert len(drawings) > 500
    assert [drawing for drawing in drawings if re.search(r"\{[\w.+-]*\}", drawing)] == []


def test_no_template_is_left(seed_pages: Pages) -> None:
    for path, page in seed_pages.items():
        assert not re.search(r"\{\{|\}\}|\{%|\bUndefined\b|\bNone\b|\bnan\b", page.text), path
        assert not [p.text for p in page.article() if re.search(r"\{[a-z_]+\}", p.text)], path


def test_both_languages_have_the_same_pages(seed_pages: Pages) -> None:
    chinese = set(of_language(seed_pages, "zh"))
    assert {path.removeprefix("en/") for path in of_language(seed_pages, "en")} == chinese
    assert len(chinese) >= 131 + len(PAGES)


def test_every_page_links_its_twin_in_the_other_language(seed_pages: Pages) -> None:
    wrong = {}
    for path, page in seed_pages.items():
        twin = path.removeprefix("en/") if path.startswith("en/") else f"en/{path}"
        tongue = "zh" if path.startswith("en/") else "en"
        links = [e for e in page.elements if e.attributes.get("hreflang", "")[:2] == tongue]
        found = {(e.tag, urljoin(HOME + path, e.attributes["href"]).removeprefix(HOME)) for e in links}
        if found != {("a", twin)}:  # for machines only where the whole address is known (test_head)
            wrong[path] = found
    assert wrong == {}


def test_every_page_says_its_language(seed_pages: Pages) -> None:
    for path, page in seed_pages.items():
        (root,) = page.all("html")
        assert root.attributes["lang"].startswith("en" if path.startswith("en/") else "zh"), path


@pytest.mark.parametrize(("root", "word"), [("", "就业"), ("en/", "jobs")])
def test_the_search_index_finds_a_word(seed_site: Path, root: str, word: str) -> None:
    index = json.loads((seed_site / root / "search/index.json").read_text(encoding="utf-8"))
    found = {path for path, *texts in index["entries"] if word in " ".join(texts).lower()}
    assert "commitments/ur-39/" in found
    assert len(found) < 60  # a word, not everything
    for path, *_ in index["entries"]:
        assert (seed_site / root / path / "index.html").is_file(), path


def test_the_same_statuses_stand_in_the_pages_and_in_the_api(seed_site: Path, seed_pages: Pages) -> None:
    for entry in commitments_of(seed_site):
        name = f"status-{str(entry['status']).replace('_', '-')}"
        for lang in ("", "en/"):
            page = seed_pages[f"{lang}commitments/{str(entry['commitment_id']).lower()}/"]
            assert page.all("div", "p-answer")[0].classes == ["p-answer", name], page.path


def test_the_page_for_an_unknown_address_works_wherever_it_is_shown(seed_site: Path) -> None:
    # a host shows it at any depth: without a site.url no relative link can be right, one from the root of the host may
    page = read_page(seed_site, seed_site / "404.html")
    assert not [link for link in page.links() if not is_outside(link) and link[:1] not in ("/", "#")]


def test_every_file_can_be_read_by_the_web_server(seed_site: Path) -> None:
    assert tree(seed_site)
    assert all(path.stat().st_mode & 0o004 for path in seed_site.rglob("*"))
    assert seed_site.stat().st_mode & 0o005 == 0o005


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_of_the_rules_tells_every_rule_with_its_example(seed_pages: Pages, lang: str) -> None:
    page, words = seed_pages[("en/" if lang == "en" else "") + "quality/rules/"], Words(lang)
    listed = {element.attributes["id"] for element in page.all("tr") if "id" in element.attributes}
    assert listed == set(DATA_RULES)
    for name, rule in DATA_RULES.items():
        column = rule.example.column
        file = "observations.csv" if name in PHASES[Phase.FILE] else f"{find_table(column) or 'observations'}.csv"
        example = Finding(name, file, 2, column, rule.example.value, rule.example.expected)
        assert " ".join(example.message(words).split()) in page.text, name
        assert " ".join(example.advice(words).split()) in page.text, name

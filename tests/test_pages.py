"""Whatever stands in a cell is shown as it stands: no markup, no script, no template comes out of a table."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import served, table
from playwright.sync_api import Browser, Dialog, expect
from reader import Page, broken_links, read_embeds, read_site
from test_browser import search

from generator.build import build
from generator.data.tables import UNPUBLISHED, read_schemas
from generator.findings.finding import has_errors
from generator.status.verdict import StatusRule
from generator.text.method import RULES

SCRIPT = "<script>alert(1)</script>"
LINK = "[x](javascript:alert(1))"
IMAGE = '"><img src=x onerror=alert(1)>'
CELLS = {
    "script": SCRIPT,
    "link": LINK,
    "mask": "减税**亿元与****人、**bold**",
    "image": IMAGE,
    "template": "{{ 7*7 }} {% raw %} {# x #}",
    "signs": "# - * _ [ ] { } 1. | ~ ` \\ & &amp; &lt; ^[1] ![i](https://e.example/a.png) :+1: [附件](report.pdf)",
    "newline": "第一行\n第二行\r\n\r\n    # 第三行",
    "front": "%\n---\ntitle: x\n---",
    "quotes": "'单' \"双\" “弯” `反`",
    "attributes": "标题 { #home .x onclick=alert(1) }",
    "yaml": "yes: [no] #1 &a *b !c %d @e",
    "reference": "[home]: javascript:alert(1) <https://e.example> [x][home]",
}
INJECTIONS = (Path(__file__).parent / "injections.txt").read_text(encoding="utf-8").splitlines()
TEXT = " ".join(INJECTIONS)
PROSE = "见[报告](https://example.org/a?b=1&c=2)，_强调_，**亿元"
WHOLE = " ".join(CELLS.values())
TITLES = {f"{sign}": f"{text}甲" for sign, text in CELLS.items()}
PORTAL = {
    "title_zh": WHOLE,
    "year": "2023",
    "as_of": "2023-09-30",
    "region_zh": IMAGE,
    "publisher": {"name_zh": WHOLE, "contact": IMAGE},
    "site": {"icp": SCRIPT, "police": LINK, "id_code": IMAGE},
    "license": {"name": WHOLE, "url": "https://example.org/?a=%27&b={{c}}"},
    "statuses": {"on_pace": {"word_zh": IMAGE, "word_en": SCRIPT}},
}


def literal(text: str) -> str:
    return " ".join(text.split())


def hostile_tables() -> dict[str, list[dict[str, Any]]]:
    """A commitment for each hostile title; the first also has every hostile cell wherever text may stand."""
    common = {"pillar_id": "growth", "kind": "quantity", "target_value": 100, "unit_zh": IMAGE, "quote": WHOLE}
    common |= {"lead_unit_id": "u", "support_unit_ids": "v", "place_id": "p", "theme_id": "t", "leader": WHOLE}
    commitments = [
        {**common, "commitment_id": sign, "title_zh": title, "source_id": "s", "group_id": "g", "place_id": f"p{n}"}
        for n, (sign, title) in enumerate(TITLES.items())
    ]
    stage = {"commitment_id": "stage", "pillar_id": "projects", "title_zh": WHOLE, "kind": "stage", "theme_id": "t2"}
    gone = {"commitment_id": "gone", "pillar_id": "projects", "title_zh": "乙", "kind": "action", "state": "withdrawn"}
    key = {"commitment_id": "script"}
    words = {"progress_zh": WHOLE, "problems_zh": WHOLE, "next_steps_zh": PROSE}
    return {
        "pillars": [
            {"pillar_id": "growth", "title_zh": WHOLE, "summary_zh": WHOLE},
            {"pillar_id": "projects", "title_zh": IMAGE, "summary_zh": SCRIPT},
        ],
        "themes": [
            {"theme_id": "t", "pillar_id": "growth", "title_zh": WHOLE},
            {"theme_id": "t2", "pillar_id": "projects", "title_zh": SCRIPT},
        ],
        "units": [
            {"unit_id": "u", "name_zh": WHOLE, "contact": WHOLE},
            {"unit_id": "v", "name_zh": IMAGE, "contact": LINK},
        ],
        "places": [{"place_id": f"p{n}", "name_zh": f"{text}乡"} for n, text in enumerate(CELLS.values())],
        "sources": [{"source_id": "s", "title": WHOLE, "producer": IMAGE, "url": "https://e.org/?a=1&b={{c}}"}],
        "commitments": [*commitments, {**stage, "lead_unit_id": "u"}, {**gone, "state_reason_zh": WHOLE}],
        "observations": [
            {"commitment_id": sign, "period": f"2023-0{month}", "value": month * 7 + n, "note_zh": WHOLE}
            for n, sign in enumerate(TITLES)
            for month in (8, 9)
        ],
        "milestones": [
            {"commitment_id": "stage", "position": n, "stage_zh": text, "planned_on": f"2023-0{n % 9 + 1}-01"}
            for n, text in enumerate(CELLS.values(), 1)
        ],
        "updates": [{**key, "published_on": "2023-09-01", **words}],
        "target_changes": [{**key, "effective_on": "2023-09-02", "target_value": 90, "reason_zh": PROSE + WHOLE}],
    }


def injected_tables() -> dict[str, list[dict[str, Any]]]:
    """Return a row for each table, with every injection in every column that takes any text."""
    given = {
        "pillars": {"pillar_id": "innovation"},
        "themes": {"theme_id": "ti", "pillar_id": "innovation"},
        "units": {"unit_id": "ui"},
        "places": {"place_id": "pi"},
        "sources": {"source_id": "si"},
        "commitments": {"commitment_id": "all", "pillar_id": "innovation", "kind": "quantity", "target_value": 100}
        | {
            "theme_id": "ti",
            "lead_unit_id": "ui",
            "support_unit_ids": "ui",
            "place_id": "pi",
            "source_id": "si",
            "group_id": "gi",
        },
        "groups": {"group_id": "gi"},
        "plan_points": {"commitment_id": "all", "period": "2023-06", "planned_value": 50},
        "observations": {"commitment_id": "all", "period": "2023-09", "value": 60, "source_id": "si"},
        "milestones": {"commitment_id": "all", "position": 1, "source_id": "si"},
        "updates": {"commitment_id": "all", "published_on": "2023-09-03", "unit_id": "ui", "source_id": "si"},
        "target_changes": {"commitment_id": "all", "effective_on": "2023-03-02", "target_value": 90},
    }
    rows = {}
    for name, row in given.items():
        texts = [field for field in read_schemas()[name].fields if field.type == "string"]
        free = [field.name for field in texts if not field.constraints.keys() - {"required"}]
        references = {"source_id", "theme_id", "place_id", "lead_unit_id", "support_unit_ids", "unit_id", "pillar_id"}
        rows[name] = [row | {column: TEXT for column in free if column not in row.keys() | references | {"group_id"}}]
    return rows


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    data = folder / "data"
    data.mkdir()
    (data / "portal.yml").write_text(yaml.safe_dump(PORTAL), encoding="utf-8")
    injected = injected_tables()
    for name, rows in ({"plan_points": []} | hostile_tables()).items():
        (data / f"{name}.csv").write_bytes(table([*rows, *injected[name]]).encode())
    built = build(data, folder / "site")
    assert not has_errors(built.findings), built.findings
    return folder / "site"


@pytest.fixture(scope="session")
def hostile(hostile_site: Path) -> dict[str, Page]:
    return read_site(hostile_site)


def test_every_page_of_the_hostile_portal_is_there(hostile: dict[str, Page]) -> None:
    for lang in ("", "en/"):
        for path in ("", "growth/", "projects/timeline/", "units/u/", "places/p0/", "quality/", "directory/", "data/"):
            assert lang + path in hostile
        assert {f"{lang}commitments/{sign}/" for sign in (*CELLS, "stage", "gone")} <= hostile.keys()


def test_no_cell_becomes_a_script_or_an_image(hostile: dict[str, Page]) -> None:
    for path, page in hostile.items():
        assert not [text for text in page.scripts if "alert" in text], path
        for tag in ("script", "img", "iframe", "object", "embed", "form", "b", "meta", "link", "base"):
            inside = [e for e in page.all(tag) if "article" in e.around and (tag != "b" or e.attributes)]
            assert inside == [], (path, tag)
        assert page.all("img") == [], path


def test_no_cell_becomes_an_attribute_that_acts(hostile: dict[str, Page]) -> None:
    for path, page in hostile.items():
        acting = [e for e in page.elements if any(name.startswith("on") or name == "style" for name in e.attributes)]
        assert [e for e in acting if "article" in e.around or "onerror" in e.attributes] == [], path
        links = set(page.links())
        schemes = {link.split(":")[0].lower() for link in links if re.match(r"\s*[a-z]+:", link, re.IGNORECASE)}
        assert schemes <= {"https", "http"}, path
        assert "x" not in {name for e in page.elements for name in e.classes}


@pytest.mark.parametrize("lang", ["", "en/"])
@pytest.mark.parametrize("sign", sorted(TITLES))
def test_a_title_is_shown_as_it_stands(hostile: dict[str, Page], lang: str, sign: str) -> None:
    page, title = hostile[f"{lang}commitments/{sign}/"], literal(TITLES[sign])
    headings = ["".join(p.text for p in page.passages if "h1" in p.around)]
    assert [" ".join(text.split()) for text in headings] == [title]
    assert page.title.startswith(title)
    for path in ("growth/", "lists/tasks/", "lists/responsibilities/", "lists/results/", "units/u/", "directory/"):
        assert title in hostile[lang + path].text, path


@pytest.mark.parametrize("sign", sorted(CELLS.keys() - {"reference", "signs", "link", "front", "newline", "script"}))
def test_names_are_shown_as_they_stand(hostile: dict[str, Page], sign: str) -> None:
    text = literal(CELLS[sign])
    for path in ("", "growth/", "units/u/", "units/", "commitments/stage/", "projects/timeline/", "places/"):
        assert text in hostile[path].text, path


def test_the_quote_the_leader_and_the_source_are_shown_as_they_stand(hostile: dict[str, Page]) -> None:
    for lang in ("", "en/"):
        assert hostile[f"{lang}commitments/script/"].text.count(literal(WHOLE)) >= 6
        assert literal(WHOLE) in hostile[f"{lang}commitments/gone/"].text


def test_prose_keeps_its_masks_and_shows_what_is_no_link(hostile: dict[str, Page]) -> None:
    text = hostile["updates/"].text
    for sign in ("script", "link", "mask", "image", "template", "quotes"):
        assert literal(CELLS[sign]) in text, sign
    assert "49" not in text.replace("2023-09", "")


def test_a_link_in_prose_becomes_a_link_and_its_stars_stay(hostile: dict[str, Page]) -> None:
    for path in ("updates/", "commitments/script/", "en/updates/"):
        page = hostile[path]
        assert "https://example.org/a?b=1&c=2" in page.links(), path
        assert "见报告，强调，**亿元" in page.text, path
        assert [e for e in page.all("em") if "p" in e.around or "li" in e.around], path


def test_the_title_of_the_portal_is_shown_as_it_stands_in_the_head(hostile: dict[str, Page]) -> None:
    for path, page in hostile.items():
        assert page.title.endswith(literal(WHOLE)), path
        for meta in page.all("meta"):
            assert meta.attributes.keys() <= {"charset", "name", "content", "property", "http-equiv"}, path


def test_the_words_of_a_status_are_shown_as_they_stand(hostile: dict[str, Page]) -> None:
    assert IMAGE in hostile["methodology/"].text


def test_no_link_of_the_hostile_portal_is_broken(hostile_site: Path, hostile: dict[str, Page]) -> None:
    assert broken_links(hostile_site, hostile) == []


def test_the_injections_stand_in_every_column_that_takes_any_text() -> None:
    assert {name for name, rows in injected_tables().items() if rows} == read_schemas().keys() - UNPUBLISHED
    filled = [cell for rows in injected_tables().values() for cell in rows[0].values() if cell == TEXT]
    assert len(filled) == 43  # 4 + 2 + 3 + 3 + 3 + 2 of the lists, 14 of commitments, 2 + 2 + 6 + 2 of the rest


@pytest.mark.parametrize("lang", ["", "en/"])
def test_every_injection_is_shown_as_text(hostile: dict[str, Page], lang: str) -> None:
    page = hostile[f"{lang}commitments/all/"]
    for text in INJECTIONS:
        if not text.startswith("[x](https:"):  # a link to a whole address may be one
            assert literal(text) in page.text, text


def test_what_leaves_the_portal_shows_cells_as_they_stand_too(hostile_site: Path, hostile: dict[str, Page]) -> None:
    frames = read_embeds(hostile_site)
    for path, frame in frames.items():
        for tag in ("script", "img", "iframe", "object", "form", "b", "base"):
            assert frame.all(tag) == [], (path, tag)
        assert not [e for e in frame.elements if any(n.startswith("on") or n == "style" for n in e.attributes)], path
    for sign, title in TITLES.items():
        heading = "".join(p.text for p in frames[f"embed/{sign}/"].passages if "h1" in p.around)
        assert literal(heading) == literal(title)
    for file in hostile_site.rglob("chart.svg"):
        names = {element.tag.rsplit("}")[-1] for element in ET.fromstring(file.read_text(encoding="utf-8")).iter()}  # noqa: S314 - our own
        assert not names & {"script", "img", "image", "foreignObject", "a"}, file
    for path, page in hostile.items():
        for text in page.linked:
            assert json.loads(text)["@context"] == "https://schema.org", path


def test_nothing_in_a_cell_runs_in_a_browser(browser: Browser, hostile_site: Path, tmp_path: Path) -> None:
    """Open every kind of page; whatever an injection runs shows a dialog or asks another host."""
    seen: list[str] = []
    opened = ["", "growth/", "innovation/", "commitments/script/", "commitments/all/", "projects/timeline/"]
    opened += ["lists/tasks/", "lists/responsibilities/", "lists/results/", "units/", "units/ui/", "places/pi/"]
    opened += ["updates/", "data/", "quality/", "methodology/", "directory/"]

    def refuse(dialog: Dialog) -> None:
        seen.append(dialog.message)
        dialog.dismiss()

    with served(hostile_site, tmp_path) as address, browser.new_context() as context:
        page = context.new_page()
        page.on("dialog", refuse)
        page.on("request", lambda request: None if request.url.startswith(address) else seen.append(request.url))
        for path in [*opened, *(f"en/{path}" for path in opened)]:
            page.goto(address + path)
            page.wait_for_load_state("load")
            assert page.locator("img").count() == 0, path
            assert page.locator("article script").count() == 0, path
            names = page.evaluate("[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())")
            assert not [name for name in names if name.startswith("on")], path
            assert page.evaluate("document.baseURI") == address + path
        for word in ("减税", "script"):
            expect(search(page, word).first).to_be_attached()
            assert page.locator(".md-search-result script, .md-search-result img").count() == 0
    assert seen == []


def test_the_method_states_every_rule_with_an_example(seed_pages: dict[str, Page]) -> None:
    assert {rule for text in RULES for rule in text.rules} == set(StatusRule)
    for path in ("methodology/", "en/methodology/"):
        page = seed_pages[path]
        anchors = {e.attributes.get("id") for e in page.elements}
        assert {rule.anchor for rule in RULES} <= anchors
        assert page.text.count("Example" if path.startswith("en/") else "示例") >= len(RULES)

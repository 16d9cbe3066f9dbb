"""What leaves the portal with a commitment: the page for a frame, the chart as a file, the downloads beside it."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urljoin

import pytest
from conftest import served
from playwright.sync_api import Browser
from reader import HOME, Page, broken_links, read_embeds

Pages = dict[str, Page]
SVG = "{http://www.w3.org/2000/svg}"
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"


@pytest.fixture(scope="module")
def frames(seed_site: Path) -> Pages:
    return read_embeds(seed_site)


def test_every_commitment_has_a_page_for_a_frame_in_both_languages(frames: Pages, seed_pages: Pages) -> None:
    pages = {path.replace("commitments/", "embed/") for path in seed_pages if "commitments/" in path}
    assert frames.keys() == pages
    assert len(pages) == 262


def test_a_frame_says_what_the_page_says_and_leads_to_it(frames: Pages, seed_pages: Pages) -> None:
    for path, frame in frames.items():
        whole = seed_pages[path.replace("embed/", "commitments/")]
        (answer,) = frame.all("p", "answer")
        assert answer.classes[1] == whole.all("div", "p-answer")[0].classes[1], path
        chart, drawn = frame.all("svg", "chart")[0], whole.all("svg", "chart")[0]
        assert chart.attributes["aria-label"] == drawn.attributes["aria-label"], path
        targets = {urljoin(HOME + path, link).removeprefix(HOME) for link in frame.links() if not link.endswith(".css")}
        assert targets == {whole.path}, path
        assert bool(frame.all("p", "p-notice")) == bool(whole.all("p", "p-notice")), path


def test_a_frame_may_load_nothing_but_its_stylesheets(frames: Pages) -> None:
    for path, frame in frames.items():
        policies = [e.attributes["content"] for e in frame.all("meta") if e.attributes.get("http-equiv")]
        assert policies == [POLICY], path
        assert not frame.all("script"), path
        names = {name for element in frame.elements for name in element.attributes}
        assert not [name for name in names if name == "style" or name.startswith("on")], path
        assert "noindex" in [e.attributes["content"] for e in frame.all("meta") if e.attributes.get("name") == "robots"]


def test_the_links_of_frames_and_the_downloads_of_pages_lead_somewhere(
    seed_site: Path, seed_pages: Pages, frames: Pages
) -> None:
    assert broken_links(seed_site, seed_pages | frames) == []
    for path, page in seed_pages.items():
        if re.fullmatch(r"(en/)?commitments/[^/]+/", path):
            downloads = [e for e in page.all("a") if "download" in e.attributes]
            assert {e.attributes["href"].rsplit(".", 1)[1] for e in downloads} >= {"svg", "json"}, path


def test_a_chart_as_a_file_stands_alone(seed_site: Path) -> None:
    files = sorted(seed_site.rglob("chart.svg"))
    assert len(files) == 262
    for file in files:
        root = ET.fromstring(file.read_text(encoding="utf-8"))  # noqa: S314 - our own
        assert root.tag == f"{SVG}svg", file
        assert root.findtext(f"{SVG}title"), file
        assert root.findtext(f"{SVG}desc"), file
        for element in root.iter():
            assert not [value for value in element.attrib.values() if "var(" in value or "currentColor" in value], file
            if element.tag == f"{SVG}text" and element.text:
                assert element.get("fill", "").startswith("#"), (file, element.text)


def test_a_frame_is_drawn_in_the_colours_of_the_reader(browser: Browser, seed_site: Path, tmp_path: Path) -> None:
    seen: dict[str, str] = {}
    refused: list[str] = []
    with served(seed_site, tmp_path) as address:
        for scheme in ("light", "dark"):
            with browser.new_context(color_scheme=scheme) as context:  # type: ignore[arg-type]
                page = context.new_page()
                page.on("console", lambda message: refused.append(message.text))
                page.goto(f"{address}embed/gr-10/")
                seen[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
                assert page.evaluate("getComputedStyle(document.querySelector('.chart .s-ink')).stroke") != seen[scheme]
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert seen == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}
    assert refused == []


def test_a_chart_as_a_file_has_the_colours_of_the_page(browser: Browser, seed_site: Path, tmp_path: Path) -> None:
    with served(seed_site, tmp_path) as address, browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{address}commitments/gr-10/chart.svg")
        assert page.evaluate("getComputedStyle(document.querySelector('rect')).fill") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.querySelector('.s-ink')).stroke") == "rgb(27, 31, 36)"


def test_a_citation_names_the_period_and_the_day_of_its_release(seed_pages: Pages) -> None:
    text = " ".join(seed_pages["commitments/gr-10/"].text.split())
    title = "某区人民政府办公室（示例）. 兑现奖补资金: 高质量发展进展公开"
    # the figures are those of the release; the whole is a draft again, since a rule was revised
    assert f"{title}: 数据截至2023年9月30日[DS/OL]. (2023-10-16)[引用日期]." in text
    text = " ".join(seed_pages["en/commitments/gr-10/"].text.split())
    assert "(2023, October 16). " in text
    assert "(data to 30 September 2023) [Data set]" in text

"""The built seed in a real Chromium, under the sub-path of a larger site."""

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import PATIENCE
from looks import LOOKS, PAGES
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

Open = Callable[..., Page]
READ = [path for path in PAGES if path != "404.html"]  # which knows no sub-path without the portal's address
TABS = 9
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}


@dataclass
class Troubles:
    """What must not happen on any page, and what must not happen while one is only read."""

    severe: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)


@pytest.fixture
def troubles() -> Troubles:
    return Troubles()


@pytest.fixture
def visit(browser: Browser, address: str, troubles: Troubles) -> Iterator[Open]:
    """Open a page of the site in a fresh profile; no script may fail, and no request may leave the site."""
    contexts = []

    def go(path: str, **options: Any) -> Page:
        context = browser.new_context(**{"viewport": WIDE, **options})
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: check(request.url))
        context.on("response", lambda reply: refuse(reply.status, reply.url))
        context.on("console", lambda message: complain(message) if message.type == "error" else None)
        context.on("weberror", lambda error: troubles.severe.append(f"{error.page and error.page.url}: {error.error}"))
        contexts.append(context)
        page = context.new_page()
        page.goto(address + path)
        return page

    def complain(message: ConsoleMessage) -> None:
        troubles.small.append(f"{message.location['url']}: {message.text}")

    def check(url: str) -> None:
        if not url.startswith((address, "blob:", "data:")):
            troubles.severe.append(f"asked for {url}")

    def refuse(status: int, url: str) -> None:
        if status >= 400:
            troubles.small.append(f"{status} {url}")

    yield go
    for context in contexts:
        context.close()
    assert troubles.severe == []


def search(page: Page, word: str) -> Locator:
    """Type a word into the search, and give the links it finds."""
    page.locator(".p-search input").fill(word)
    return page.locator(".p-found a")


@pytest.mark.parametrize("lang", ["", "en/"])
def test_without_javascript_a_commitment_shows_its_answer_its_chart_and_its_table(visit: Open, lang: str) -> None:
    page = visit(f"{lang}commitments/gr-10/", java_script_enabled=False)
    answer = page.locator(".p-answer p").first
    expect(answer).to_be_visible()
    expect(answer).to_contain_text("81.0%")  # 4.86 of 6
    chart = page.locator("svg.chart").first
    expect(chart).to_be_visible()
    box = chart.bounding_box()
    assert box
    assert box["width"] > 200
    assert box["height"] > 100
    table = page.locator("table.p-points").first
    expect(table).to_be_visible()
    expect(table.locator("tbody tr")).to_have_count(9)


@pytest.mark.parametrize("path", ["", "growth/", "projects/timeline/", "en/", "en/data/"])
def test_without_javascript_every_kind_of_page_is_readable(visit: Open, path: str) -> None:
    page = visit(path, java_script_enabled=False)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("article")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
def test_no_kind_of_page_asks_another_host_or_reports_an_error(
    visit: Open, address: str, troubles: Troubles, look: str
) -> None:
    context = visit("", **LOOKS[look]).context
    for first in range(0, len(READ), TABS):
        pages = [context.new_page() for _ in READ[first : first + TABS]]
        for page, path in zip(pages, READ[first:], strict=False):
            page.goto(address + path)
        for page in pages:
            page.wait_for_load_state("networkidle")  # half a second without a request, for all tabs at once
            expect(page.locator("h1, .chart").first).to_be_visible()
            page.close()
    assert troubles == Troubles()


@pytest.mark.parametrize("path", ["", "commitments/gr-10/", "en/commitments/pr-10/"])
def test_a_first_view_weighs_half_of_what_it_may(browser: Browser, address: str, seed_site: Path, path: str) -> None:
    with browser.new_context() as context:
        page, asked = context.new_page(), list[str]()
        page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
    files = [seed_site / name / "index.html" if name in ("", path) else seed_site / name for name in asked]
    assert len(files) >= 5
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 30_000  # bytes, of 60 kB


@pytest.mark.parametrize(("root", "word"), [("", "就业"), ("en/", "employment")])
def test_the_search_finds_new_urban_jobs(visit: Open, root: str, word: str) -> None:
    page = visit(root)
    result = search(page, word).and_(page.locator("[href*='commitments/ur-39/']")).first
    expect(result).to_be_attached()
    result.click()
    page.wait_for_url("**/commitments/ur-39/**")
    expect(page.locator(".p-answer").first).to_be_visible()


def test_the_search_finds_a_commitment_by_its_number(visit: Open) -> None:
    page = visit("about/")
    expect(search(page, "GR-10").and_(page.locator("[href*='commitments/gr-10/']")).first).to_be_attached()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_narrow_screen_never_scrolls_sideways(visit: Open, address: str, scripts: bool) -> None:
    page = visit("", viewport=PHONE, java_script_enabled=scripts)
    wide = {}
    for path in ("", "growth/", "commitments/gr-10/", "commitments/pr-10/", "data/", "projects/timeline/", "en/"):
        page.goto(address + path)
        widths = page.locator("html, body, main, article").evaluate_all("found => found.map(e => e.scrollWidth)")
        wide[path] = max(widths)
    assert {path: width for path, width in wide.items() if width > PHONE["width"]} == {}


def test_the_results_of_a_search_can_be_walked_through_by_keyboard(visit: Open) -> None:
    page = visit("growth/")
    expect(search(page, "住房").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".p-found a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".p-found")).to_be_hidden()
    page.locator(".p-search input").press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("[data-results] a").first).to_be_visible()


def test_words_that_mean_the_same_find_the_same(visit: Open) -> None:
    page = visit("en/")
    for word in ("jobs", "EMPLOYMENT", "就业", "ｊｏｂｓ"):
        expect(search(page, word).and_(page.locator("[href*='commitments/ur-39/']"))).to_be_visible()


def test_the_settings_of_a_reader_hold_on_the_next_page(visit: Open, address: str) -> None:
    page = visit("")
    size = "() => parseFloat(getComputedStyle(document.body).fontSize)"
    assert page.evaluate(size) == 16
    page.locator("[data-elder]").click()
    page.goto(address + "commitments/gr-10/")
    assert page.evaluate(size) >= 18
    expect(page.locator("[data-elder]")).to_have_attribute("aria-pressed", "true")
    box = page.locator("[data-elder]").bounding_box()
    assert box
    assert box["height"] >= 60
    page.locator(".p-settings summary").click()
    page.get_by_label("特大").check()
    page.get_by_label("深色").check()
    page.goto(address)
    assert page.evaluate(size) >= 29
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 29)"
    assert page.context.cookies() == []


BROKEN = """cells => cells.filter(cell => {
  const text = document.createRange();
  text.selectNodeContents(cell);
  return new Set([...text.getClientRects()].map(line => Math.round(line.bottom))).size > 1;
}).map(cell => cell.textContent)"""


@pytest.mark.slow
@pytest.mark.parametrize("size", ["", "large", "elder", "largest"])
def test_no_size_of_type_scrolls_sideways_on_a_phone_or_breaks_a_number(visit: Open, address: str, size: str) -> None:
    page = visit("", viewport=PHONE)
    page.evaluate("size => localStorage.setItem('portal-size', size)", size)
    for path in READ:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        assert page.locator(".p-points td.num").evaluate_all(BROKEN) == [], path


def test_a_list_shows_only_what_is_asked_for_and_the_address_says_so(visit: Open) -> None:
    page = visit("integration/")
    rows = page.locator("table.p-list tbody tr")
    page.locator("select[name=status]").select_option("欠序时")
    expect(rows.filter(visible=True)).to_have_count(4)
    expect(page.locator(".p-filter output")).to_have_text("显示4项，共52项")
    page.reload()
    expect(rows.filter(visible=True)).to_have_count(4)
    page.locator(".p-filter button").click()
    expect(rows.filter(visible=True)).to_have_count(52)
    assert "?" not in page.url


def test_a_list_can_be_sorted_by_the_gap(visit: Open) -> None:
    page = visit("en/projects/")
    table = page.locator("table.p-list").nth(2)
    table.get_by_role("button", name="Gap").click()
    texts = table.locator("td[data-label=Gap]").all_inner_texts()
    known = [float(text.replace("\u2212", "-").split()[0]) for text in texts if text != "—"]
    assert len(known) >= 3
    assert known == sorted(known, reverse=True)
    assert texts[len(known) :] == ["—"] * (len(texts) - len(known))
    expect(table.locator("[aria-sort]")).to_have_attribute("aria-sort", "descending")


def test_a_link_that_leaves_the_site_asks_first(visit: Open) -> None:
    page = visit("")
    page.evaluate("document.querySelector('h1').innerHTML = '<a href=\"https://example.org/x\">x</a>'")
    page.locator("h1 a").click()
    expect(page.locator("dialog[data-leave]")).to_be_visible()
    expect(page.locator("dialog[data-leave] code")).to_have_text("https://example.org/x")
    page.locator("dialog[data-leave] button").first.click()
    expect(page.locator("dialog[data-leave]")).to_be_hidden()
    assert len(page.context.pages) == 1


@pytest.mark.parametrize("path", ["commitments/ur-39/", "commitments/pr-10/", "en/commitments/pr-10/"])
def test_a_commitment_is_one_page_of_paper(visit: Open, path: str) -> None:
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "12mm")
    printed = visit(path).pdf(format="A4", margin=margin)  # type: ignore[arg-type]
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_charts_follow_the_dark_scheme(visit: Open) -> None:
    colors = {}
    for scheme in ("light", "dark"):
        page = visit("commitments/gr-10/", color_scheme=scheme)
        label = page.locator("svg.chart text.f-muted").first
        colors[scheme] = label.evaluate("e => getComputedStyle(e).fill")
    assert colors["light"] == "rgb(91, 101, 112)"  # the colour of muted text on white paper
    assert colors["dark"] != colors["light"]


@pytest.mark.parametrize(
    ("path", "twin"),
    [
        ("commitments/gr-10/", "en/commitments/gr-10/"),
        ("en/commitments/gr-10/", "commitments/gr-10/"),
        ("", "en/"),
        ("en/", ""),
        ("en/projects/timeline/", "projects/timeline/"),
    ],
)
def test_the_language_link_leads_to_the_twin_page(visit: Open, address: str, path: str, twin: str) -> None:
    page = visit(path)
    page.locator(".p-head a[hreflang]").click()
    page.wait_for_url(address + twin)
    expect(page.locator("html")).to_have_attribute("lang", "en-GB" if twin.startswith("en/") else "zh-CN")


def test_a_page_opened_from_a_list_is_the_one_that_was_chosen(visit: Open, address: str) -> None:
    page = visit("growth/")
    page.locator("table a[href*='commitments/gr-10/']").first.click()
    page.wait_for_url(f"{address}commitments/gr-10/")
    expect(page.locator("h1")).to_have_text("兑现奖补资金")


@pytest.mark.parametrize(("root", "colon"), [("", "："), ("en/", ": ")])
def test_the_keyboard_alone_reads_every_point_of_a_chart(visit: Open, root: str, colon: str) -> None:
    page = visit(f"{root}commitments/gr-10/")
    rows = page.locator("table.p-points").first.locator("tbody tr")
    told = [f"{row.locator('th').inner_text()}{colon}{row.locator('td').first.inner_text()}" for row in rows.all()]
    chart = page.get_by_role("slider")
    chart.focus()
    page.keyboard.press("Home")
    said = [chart.get_attribute("aria-valuetext") or ""]
    for _ in told[1:]:
        page.keyboard.press("ArrowRight")
        said.append(chart.get_attribute("aria-valuetext") or "")
    assert len(told) == 9
    assert all(line.startswith(begin) for line, begin in zip(said, told, strict=True))
    expect(page.locator(".p-said")).to_have_text(re.compile(re.escape(told[-1])))
    page.keyboard.press("Escape")
    expect(page.locator(".p-said")).to_be_hidden()


def test_the_point_that_is_nearest_answers_and_nothing_moves_or_is_loaded(visit: Open) -> None:
    page, asked = visit("commitments/gr-10/"), list[str]()
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: asked.append(request.url))
    figure, below = page.locator(".p-figure").first, page.locator(".p-figure figcaption").first
    before = (figure.bounding_box(), below.bounding_box())
    box = page.get_by_role("slider").bounding_box()
    assert box
    # 3 of 12 months from the left, far from the line: March answers
    page.mouse.move(box["x"] + box["width"] * (6 + 408 * 3 / 12) / 420, box["y"] + 20)
    expect(page.locator(".p-said")).to_contain_text("2023年3月：1.24亿元")
    assert (figure.bounding_box(), below.bounding_box()) == before
    assert asked == []
    page.mouse.move(0, 0)
    expect(page.locator(".p-said")).to_be_hidden()


def test_a_finger_on_a_chart_reads_a_point(visit: Open) -> None:
    page = visit("commitments/pr-10/", viewport=PHONE, has_touch=True)
    chart = page.get_by_role("slider").first
    chart.tap()
    expect(page.locator(".p-said")).to_have_text(re.compile("计划2023年"))


def test_without_javascript_each_point_has_its_title(visit: Open) -> None:
    page = visit("commitments/gr-10/", java_script_enabled=False)
    expect(page.locator("svg.chart title")).to_have_count(9)
    expect(page.locator("svg.chart title").last).to_have_text("2023年9月：4.86亿元；完成率81.0%；序时进度80.0%")


def test_a_chart_can_be_taken_away_as_a_png(visit: Open, seed_site: Path, tmp_path: Path) -> None:
    page = visit("commitments/gr-10/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="图片（PNG）").click()
    waiting.value.save_as(tmp_path / "chart.png")
    head = (tmp_path / "chart.png").read_bytes()[:24]
    drawn = re.search(r'width="(\d+)" height="(\d+)"', (seed_site / "commitments/gr-10/chart.svg").read_text("utf-8"))
    assert drawn
    assert waiting.value.suggested_filename == "GR-10.png"
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    size = [int.from_bytes(head[at : at + 4], "big") for at in (16, 20)]
    assert size == [2 * int(drawn[1]), 2 * int(drawn[2])]

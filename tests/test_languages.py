"""Each language alone: no English words on Chinese pages, no Chinese on English ones but where it is marked."""

import json
import re
from pathlib import Path

import pytest
from reader import HAN, Page, read_site

Pages = dict[str, Page]

CHINESE = [
    "growth/",
    "integration/",
    "commitments/gr-10/",
    "commitments/gr-11/",
    "commitments/pr-10/",
    "commitments/ur-39/",
    "commitments/gr-04/",
    "commitments/in-28/",
    "projects/timeline/",
    "lists/tasks/",
    "lists/responsibilities/",
    "lists/results/",
    "units/",
    "units/czj/",
    "places/",
    "places/yuantou/",
    "updates/",
    "quality/",
    "methodology/",
    "releases/",
    "releases/2023-08-18/",
    "releases/2023-10-16/",
    "errata/",
    "directory/",
    "guide/",
    "accessibility/",
    "about/",
]
WORD = re.compile("[A-Za-z]{4,}")
NAMES = {
    "JSON",
    "Atom",
    "OpenSSH",
    "datapackage",
    "https",
    "http",
    "WCAG",
    "JavaScript",
    "English",
    "Cookie",
    "Chromium",
}
CODE = {"code", "pre", "kbd"}


def foreign(page: Page, allowed: set[str]) -> list[str]:
    return [
        p.text.strip()
        for p in page.article()
        if not p.lang.startswith("en") and not CODE & set(p.around) and set(WORD.findall(p.text)) - allowed
    ]


@pytest.mark.parametrize("path", ["", *CHINESE])
def test_a_chinese_page_has_no_english_words(seed_pages: Pages, path: str) -> None:
    files = {"observations", "commitments", "plan", "points", "csv"} if path == "quality/" else set()
    assert foreign(seed_pages[path], NAMES | files) == []


def test_the_menu_and_the_footer_of_a_chinese_page_are_chinese(seed_pages: Pages) -> None:
    allowed = NAMES | {"Dark", "Light"}
    texts = [
        p.text.strip()
        for p in seed_pages[""].passages
        if {"nav", "footer", "header"} & set(p.around) and not p.lang.startswith("en")
    ]
    assert [text for text in texts if set(WORD.findall(text)) - allowed] == []


def test_an_english_page_marks_every_chinese_word_as_chinese(seed_pages: Pages) -> None:
    unmarked = {
        path: texts
        for path, page in seed_pages.items()
        if path.startswith("en/")
        and (texts := [p.text.strip() for p in page.article() if HAN.search(p.text) and not p.lang.startswith("zh")])
    }
    assert unmarked == {}


def test_the_english_pages_of_a_portal_without_english_titles_mark_them_too(meishan_sites: dict[str, Path]) -> None:
    # the published sources of the portal have Chinese titles alone
    for path, page in read_site(meishan_sites["2017-07-31"]).items():
        if path.startswith("en/"):
            assert not [p for p in page.article() if HAN.search(p.text) and not p.lang.startswith("zh")], path


def test_a_quote_keeps_its_language_and_its_masks_on_english_pages(seed_pages: Pages) -> None:
    page = seed_pages["en/commitments/gr-11/"]
    assert ("减税降费**亿元以上", "zh-CN") in [(p.text, p.lang) for p in page.passages if "blockquote" in p.around]


def test_figures_are_written_as_each_language_writes_them(seed_pages: Pages) -> None:
    assert "2023年9月30日" in seed_pages[""].text
    assert "30 September 2023" in seed_pages["en/"].text
    assert not re.search(r"\d亿元", seed_pages["en/commitments/gr-10/"].text.replace("全年", ""))


def test_a_page_with_an_illustrative_figure_says_so(seed_site: Path, seed_pages: Pages) -> None:
    entries = json.loads((seed_site / "api/v1/commitments.json").read_text(encoding="utf-8"))["commitments"]
    invented = {f"commitments/{e['commitment_id'].lower()}/" for e in entries if e["illustrative"]}
    assert invented
    silent, needless = [], []
    for path, page in seed_pages.items():
        bare = path.removeprefix("en/")
        notice = bool(page.all("p", "p-notice"))
        shown = {
            link.split("#")[0].replace("../", "").replace("./", "")
            for e in page.elements
            if e.tag == "a" and "article" in e.around and (link := e.attributes.get("href", ""))
        }
        if (bare in invented or shown & invented) and not notice:
            silent.append(path)
        if bare.startswith("commitments/") and bare not in invented and notice:
            needless.append(path)
    assert (silent, needless) == ([], [])


def test_a_portal_of_published_figures_has_no_such_notice(meishan_sites: dict[str, Path]) -> None:
    for site in meishan_sites.values():
        pages = read_site(site)
        assert len(pages) > 30
        noticed = {path: page.all("p", "p-notice") for path, page in pages.items() if "patterns/" not in path}
        assert not [path for path, found in noticed.items() if [e for e in found if "noscript" not in e.around]]
        assert not json.loads((site / "api/v1/index.json").read_text(encoding="utf-8"))["illustrative"]

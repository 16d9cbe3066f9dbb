"""Long lists go on on further pages, with plain links; short ones stay as they are."""

import re
from pathlib import Path

import pytest
from conftest import served
from office import released
from playwright.sync_api import Browser
from reader import Page, broken_links, read_site

from benchmarks.synthetic import write_portal
from generator.build import build
from generator.pages.paging import ROWS_PER_PAGE, Position, cut, find_starts

FEW = 7


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a portal whose pages hold few rows, so that every list is a long one; a release lies behind it."""
    folder = tmp_path_factory.mktemp("long")
    write_portal(folder / "data", 90, 2)
    released(folder / "data", "2024-01-05")
    observations = folder / "data" / "observations.csv"
    text = observations.read_text(encoding="utf-8")
    more = re.sub(r"(2023-12,)(\d+)", lambda match: f"{match[1]}{int(match[2]) + 1}", text)
    observations.write_text(more, encoding="utf-8")
    assert build(folder / "data", folder / "site", rows_per_page=FEW).progress is not None
    return folder / "site"


@pytest.fixture(scope="module")
def long_pages(long_site: Path) -> dict[str, Page]:
    return read_site(long_site)


def cut_at(most: int, *sizes: int) -> list[list[tuple[str, str, bool]]]:
    """Cut groups A, B, … of so many rows; return each slice: its group, its rows, whether it goes on from before."""
    groups = [(name, [f"{n}" for n in range(1, size + 1)]) for name, size in zip("ABCDE", sizes, strict=False)]
    return [[(part.head, "".join(part.rows), part.continued) for part in page] for page in cut(groups, most)]


def test_a_page_is_filled_before_the_next_begins_and_a_group_goes_on() -> None:
    assert cut_at(3, 2, 0, 5) == [
        [("A", "12", False), ("C", "1", False)],
        [("C", "234", True)],
        [("C", "5", True)],
    ]
    assert cut_at(3, 3, 3) == [[("A", "123", False)], [("B", "123", False)]]
    assert cut_at(3, 3) == [[("A", "123", False)]]
    assert cut_at(3) == cut_at(3, 0) == [[]]


def test_each_group_is_led_to_where_it_begins() -> None:
    pages = cut([("A", "123"), ("B", "4")], 2)
    assert [(start.head, start.total, start.path) for start in find_starts("growth/", pages)] == [
        ("A", 3, "growth/"),
        ("B", 1, "growth/page/2/"),
    ]


@pytest.mark.parametrize(
    ("number", "count", "near"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 9, [1, 2, 3, None, 9]),
        (5, 9, [1, None, 3, 4, 5, 6, 7, None, 9]),
        (9, 9, [1, None, 7, 8, 9]),
    ],
)
def test_the_first_the_last_and_the_nearest_pages_are_linked(number: int, count: int, near: list[int | None]) -> None:
    assert Position(number, count, 0, "").near == near


def test_the_seed_has_no_list_that_is_cut(seed_pages: dict[str, Page]) -> None:
    assert ROWS_PER_PAGE >= 131
    assert [path for path in seed_pages if "page/" in path] == []


def pages_of(pages: dict[str, Page], start: str) -> list[Page]:
    """The pages of a list in order."""
    further = [path for path in pages if path.startswith(f"{start}page/")]
    return [pages[path] for path in (start, *sorted(further, key=lambda path: int(path.split("/")[-2])))]


@pytest.mark.parametrize(
    ("start", "held"),
    [
        ("growth/", 30),  # of ten in a row, each pillar has the next ten: 1 to 10, 41 to 50, 81 to 90
        ("en/growth/", 30),
        ("lists/tasks/", 90),
        ("lists/responsibilities/", 90),
        ("lists/results/", 90),
        ("en/lists/results/", 90),
        ("directory/", 90),
        ("projects/timeline/", 9),  # one of ten is a project
        ("units/u0/", 40),
        ("places/p1/", 12),  # every eighth, from the second
        ("updates/", 36),  # four of ten are told in words
    ],
)
def test_the_pages_of_a_list_hold_every_row_once(long_pages: dict[str, Page], start: str, held: int) -> None:
    found: list[str] = []
    for page in pages_of(long_pages, start):
        links = [e.attributes["href"] for e in page.all("a") if "article" in e.around and "table" in e.around]
        links += [e.attributes["href"] for e in page.all("a") if "article" in e.around and "ol" in e.around]
        own = [link.split("commitments/")[1] for link in links if "commitments/" in link]
        assert 0 < len(own) <= FEW
        found += own
    assert len(found) == len(set(found)) == held


@pytest.mark.parametrize("start", ["growth/", "directory/", "places/", "releases/", "en/updates/", "lists/results/"])
def test_the_pages_of_a_list_lead_to_each_other_and_say_where_they_are(long_pages: dict[str, Page], start: str) -> None:
    pages = pages_of(long_pages, start)
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        links = [e.attributes for e in page.all("a") if "nav" in e.around and "article" in e.around]
        rels = {link["rel"] for link in links if "rel" in link}
        assert rels == {"prev", "next"} - ({"prev"} if number == 1 else set()) - (
            {"next"} if number == len(pages) else set()
        )
        assert sum(link.get("aria-current") == "page" for link in links) == 1
        told = f"Page {number} of {len(pages)}, " if page.path.startswith("en/") else f"第{number}页，共{len(pages)}页"
        assert told in page.text
        assert (f"第{number}页" in page.title or f"page {number}" in page.title) is (number > 1)


def test_no_link_of_a_long_portal_is_broken(long_site: Path, long_pages: dict[str, Page]) -> None:
    assert broken_links(long_site, long_pages) == []


def test_a_commitment_leads_to_the_page_on_which_its_theme_begins(long_pages: dict[str, Page]) -> None:
    crumbs = [e.attributes["href"] for e in long_pages["commitments/c-00010/"].all("a") if "article" in e.around]
    assert "../../growth/page/4/#growth-4" in crumbs  # five themes of six: the last begins with row 25, on page 4


def test_a_long_pillar_has_no_tile_for_each_commitment_and_its_themes_to_jump_to(long_pages: dict[str, Page]) -> None:
    first, second = pages_of(long_pages, "growth/")[:2]
    assert not first.all("figure", "p-figure")
    assert len([e for e in first.all("a") if "#growth-" in e.attributes["href"]]) == 5
    assert first.all("figure", "p-counts")
    assert not second.all("figure", "p-counts")


def test_the_site_map_leads_to_the_pages_of_a_long_pillar_instead_of_each_commitment(
    long_pages: dict[str, Page],
) -> None:
    links = [e.attributes["href"] for e in long_pages["sitemap/"].all("a") if "article" in e.around]
    assert {"../growth/", *(f"../growth/page/{n}/" for n in (2, 3, 4, 5))} <= set(links)
    assert not any("commitments/" in link for link in links)


def test_filters_say_that_they_act_on_one_page(long_site: Path, browser: Browser, tmp_path: Path) -> None:
    with served(long_site, tmp_path) as url:
        page = browser.new_page()
        page.goto(f"{url}en/lists/tasks/")
        assert page.get_by_text("Filters and order apply to this page").is_visible()
        page.get_by_role("link", name="Next page").click()
        assert page.url == f"{url}en/lists/tasks/page/2/"
        page.close()

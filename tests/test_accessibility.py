"""Every kind of page by the rules of WCAG 2.2 AA and good practice: axe in a real Chromium finds nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PAGES = [
    "",
    "growth/",
    "commitments/gr-10/",
    "commitments/pr-10/",
    "commitments/ur-02/",
    "lists/results/",
    "projects/timeline/",
    "places/kaifaqu/",
    "units/",
    "updates/",
    "releases/",
    "releases/2023-09-15/",
    "errata/",
    "data/",
    "data/api/",
    "quality/",
    "quality/rules/",
    "methodology/",
    "directory/",
    "search/",
    "sitemap/",
    "accessibility/",
    "en/",
    "en/commitments/gr-10/",
    "embed/gr-10/",
    "404.html",
]
LOOKS: list[dict[str, Any]] = [
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark", "contrast": "more"},
    {"viewport": {"width": 320, "height": 640}, "color_scheme": "light", "contrast": "more"},
]


@pytest.fixture(params=LOOKS, ids=["light", "dark-phone", "dark-contrast", "contrast-phone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    with browser.new_context(**request.param, bypass_csp=True) as context:  # axe is put into the page
        yield context.new_page()


def test_no_kind_of_page_has_a_barrier(page: Page, address: str) -> None:
    found = {}
    for path in PAGES:
        page.goto(address + path)
        barriers = Axe().run(page).response["violations"]
        if barriers:
            found[path] = [(barrier["id"], barrier["nodes"][0]["html"]) for barrier in barriers]
    assert found == {}

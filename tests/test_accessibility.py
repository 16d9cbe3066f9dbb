"""Every kind of page by the rules of WCAG 2.2 AA and good practice: axe in a real Chromium finds nothing."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from looks import LOOKS, PAGES
from playwright.sync_api import Browser, Page


@pytest.fixture(params=LOOKS.values(), ids=LOOKS)
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

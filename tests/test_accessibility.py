"""Every kind of page by the rules of WCAG 2.2 AA and good practice: axe in a real Chromium finds nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PATIENCE
from looks import LOOKS, PAGES
from playwright.sync_api import Browser

ROWS = 12
# Of long lists the first rows stand for all: what a row may hold stands on /patterns/ as well, in every state.
SHORTEN = """rows => document.querySelectorAll('tbody, ul, ol').forEach(
  list => [...list.children].slice(rows).forEach(row => row.remove()))"""


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
def test_no_kind_of_page_has_a_barrier(browser: Browser, address: str, look: str) -> None:
    whole, found = look == "light", {}
    with browser.new_context(**LOOKS[look], bypass_csp=True) as context:  # axe is put into the page
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        for path in PAGES if whole else [path for path in PAGES if path != "en/patterns/"]:
            page.goto(address + path)
            if not whole and path != "patterns/":
                page.evaluate(SHORTEN, ROWS)
            barriers = Axe().run(page).response["violations"]
            if barriers:
                found[path] = [(barrier["id"], barrier["nodes"][0]["html"]) for barrier in barriers]
    assert found == {}

"""The hostile portal in a real Chromium: nothing that stands in a cell ever runs, not even through the search."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, expect
from test_browser import search, served
from test_pages import hostile_site

__all__ = ["hostile_site"]


@pytest.mark.parametrize("path", ["", "commitments/script/", "projects/timeline/"])
def test_nothing_in_a_cell_runs(browser: Browser, hostile_site: Path, tmp_path: Path, path: str) -> None:
    seen: list[str] = []

    def refuse(dialog: Dialog) -> None:
        seen.append(dialog.message)
        dialog.dismiss()

    with served(hostile_site, tmp_path) as address, browser.new_context() as context:
        page = context.new_page()
        page.on("dialog", refuse)
        page.on("request", lambda request: None if request.url.startswith(address) else seen.append(request.url))
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        expect(search(page, "减税").first).to_be_attached()
        assert page.locator("img").count() == 0
        assert page.locator("article script, .md-search-result script").count() == 0
        assert page.evaluate("[...document.querySelectorAll('[onerror], [onclick], [onload]')].length") == 0
    assert seen == []

"""Pictures of the README: each page at a desk and on a phone, light and dark. `python -m benchmarks.pictures`."""

import base64
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.browser import chromium
from benchmarks.host import hosted

HOME = Path(__file__).resolve().parents[1]
OUT = HOME / "benchmarks" / "readme"
PAGES = {"home": "", "pillar": "growth/", "commitment": "commitments/gr-10/", "timeline": "projects/timeline/"}
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
FRAME = """<!doctype html><style>
body {{ margin: 0; padding: 16px; display: flex; gap: 16px; background: #e9ecef; width: max-content }}
img {{ height: 450px; border: 1px solid #adb5bd; border-radius: 4px; display: block }}
</style>{images}"""


def picture(browser: Browser, address: str) -> bytes:
    """Show a page in its four looks, side by side."""
    shots = []
    for viewport in (DESK, PHONE):
        for scheme in ("light", "dark"):
            with browser.new_context(viewport=viewport, color_scheme=scheme) as context:  # type: ignore[arg-type]
                page = context.new_page()
                page.goto(address, wait_until="networkidle")
                shots.append(base64.b64encode(page.screenshot()).decode())
    with browser.new_context(viewport={"width": 100, "height": 100}) as context:
        page = context.new_page()
        page.set_content(FRAME.format(images="".join(f'<img src="data:image/png;base64,{shot}">' for shot in shots)))
        return page.locator("body").screenshot()


def main() -> None:
    """Write the pictures of the site in `site/`."""
    site = HOME / "site"
    if not (site / "index.html").exists():
        sys.exit("There is no site yet: run `make site` first.")
    with hosted(site) as address, sync_playwright() as playwright:
        browser = chromium(playwright)
        for name, path in PAGES.items():
            (OUT / f"{name}.png").write_bytes(picture(browser, address + path))
            print(f"benchmarks/readme/{name}.png")
        browser.close()


if __name__ == "__main__":
    main()

"""The Chromium of this machine, with what keeps it from asking anybody anything."""

import os
import shutil
import sys

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def find_chromium() -> str:
    """Return the path of the browser: that of the environment, else the system's."""
    path = os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)
    return path or sys.exit("No Chromium found: install one (apt install chromium), or set CHROMIUM to its path.")


def chromium(playwright: Playwright) -> Browser:
    """Start it."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=list(OPTIONS))

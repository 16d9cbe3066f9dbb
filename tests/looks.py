"""Every kind of page, and the ways in which readers look at them."""

from typing import Any

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
    "patterns/",
    "en/",
    "en/commitments/gr-10/",
    "en/patterns/",
    "embed/gr-10/",
    "404.html",
]
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark-phone": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    "dark-contrast": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark", "contrast": "more"},
    "contrast-phone": {"viewport": {"width": 320, "height": 640}, "color_scheme": "light", "contrast": "more"},
}

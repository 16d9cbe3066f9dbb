"""Rendering pages: each becomes Markdown by its template. No file is touched here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from generator.language.markup import environment, front_data, script_data
from generator.pages.about import about
from generator.pages.commitment import commitments
from generator.pages.front import front
from generator.pages.head import linked_data, tags
from generator.pages.lists import lists
from generator.pages.open_data import open_data
from generator.pages.patterns import patterns
from generator.pages.releases import releases
from generator.pages.site import Page, Site
from generator.pages.units_places import units_places

PARTS = (front, commitments, lists, units_places, open_data, about, releases)


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page with its Markdown."""

    page: Page
    markdown: str


def render_pages(site: Site, samples: Site) -> Iterator[RenderedPage]:
    """Yield every page of a language; `samples` is the portal of samples in the same language."""
    templates = environment(site.words)
    for part in PARTS:
        for page in part(site):
            yield RenderedPage(page, _render(site, templates, page))
    for page in patterns(site, samples):
        yield RenderedPage(page, _render(site, templates, page))


def _render(site: Site, templates: Environment, page: Page) -> str:
    depth = page.path.count("/")

    def head(title: str, description: str) -> Markup:
        portal = site.progress.dataset.portal
        found = tags(portal, site.words, page.head, title, description)
        linked = linked_data(portal, site.words, page.head, page.path, title)
        note = site.words.t("Illustrative figures.") if page.head.illustrative else ""
        data = {"tags": found, "image": page.head.image, "note": note, "linked": script_data(linked)}
        return front_data(data | {"noindex": not page.head.listed})

    def nth(title: str) -> str:
        number = page.place.number if page.place else 1
        return title if number == 1 else site.words.t("{title}, page {number}", title=title, number=number)

    shared: dict[str, Any] = {
        "head": head,
        "nth": nth,
        "first": page.place is None or page.place.number == 1,
        "paging": page.place,
        "root": "../" * depth or "./",
        "site_root": "../" * (depth + (site.words.lang != "zh")) or "./",
        "svg": site.svg,
        "year": site.progress.dataset.portal.year,
        "as_of": site.words.date(site.progress.as_of),
        "illustrative": site.illustrative,
        "other_lang": site.words.lang != "zh",
        "edition": site.edition,
    }
    return templates.get_template(f"{page.template}.md.j2").render(shared | dict(page.context))

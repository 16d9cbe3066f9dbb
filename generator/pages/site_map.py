"""The site map for readers: the pages of the menu, units, places, and the commitments of each pillar."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator import addresses
from generator.model import Pillar
from generator.pages.paging import cut, page_path
from generator.pages.site import Page, Site
from generator.pages.year_links import write_year
from generator.text.rows import Link, Text


@dataclass(frozen=True, slots=True)
class SiteMapGroup:
    """A group of pages."""

    title: Text  # of the group
    links: tuple[Link, ...]  # to the pages


@dataclass(frozen=True, slots=True)
class SiteMapContext:
    """The site map for readers."""

    template: ClassVar[str] = "sitemap.md.j2"
    groups: tuple[SiteMapGroup, ...]  # in the order of the menu


def make_site_map_page(site: Site) -> Iterator[Page]:
    """Yield the page of the site map."""
    pillars = (_list_pillar(site, pillar) for pillar in site.list_pillars())
    groups = (*_list_menu(site), *_list_units_places(site), *pillars, *_list_years(site))
    yield Page(addresses.SITEMAP, SiteMapContext(groups))


def _list_menu(site: Site) -> Iterator[SiteMapGroup]:
    t = site.words.t
    released = {t("Releases"): addresses.RELEASES} if site.history.releases or site.announced else {}
    released |= {t("Errata"): addresses.ERRATA} if site.history.releases else {}
    menu = {
        t("Lists"): {
            t("Tasks"): addresses.TASKS,
            t("Responsibilities"): addresses.RESPONSIBILITIES,
            t("Results"): addresses.RESULTS,
        },
        t("Data"): {t("Data"): addresses.DATA, t("API"): addresses.API_PAGE},
        t("About"): {
            t("Updates"): addresses.UPDATES,
            **released,
            t("How statuses are found"): addresses.METHODOLOGY,
            t("Data quality"): addresses.QUALITY,
            t("What is checked"): addresses.RULES,
            t("Disclosure directory"): addresses.DIRECTORY,
            t("Disclosure guide"): addresses.GUIDE,
            t("Accessibility"): addresses.ACCESSIBILITY,
            t("About this portal"): addresses.ABOUT,
        },
    }
    for title, pages in menu.items():
        yield SiteMapGroup(Text(title), tuple(Link(Text(name), path) for name, path in pages.items()))


def _list_years(site: Site) -> Iterator[SiteMapGroup]:
    """Yield the closed plan years, where there are any."""
    if site.closed:
        t = site.words.t
        links = [Link(Text(write_year(site.words, own.progress)), own.base) for own in site.closed]
        yield SiteMapGroup(Text(t("Plan years")), (Link(Text(t("All years")), addresses.YEARS), *links))


def _list_units_places(site: Site) -> Iterator[SiteMapGroup]:
    """Yield the units that lead a commitment, and the places that one is about, where there are any."""
    t, dataset, of = site.words.t, site.progress.dataset, site.progress.of
    units = [site.views.unit(unit_id) for unit_id in dataset.units if of(lead_unit_id=unit_id)]
    places = [site.views.place(place_id) for place_id in dataset.places if of(place_id=place_id)]
    for title, links in ((t("Responsible units"), units), (t("Places"), places)):
        if links:
            yield SiteMapGroup(Text(title), tuple(link for link in links if link))


def _list_pillar(site: Site, pillar: Pillar) -> SiteMapGroup:
    """Return the commitments of a pillar, or its further pages where they list them all."""
    own, rows = addresses.pillar_path(pillar.pillar_id), site.collect_pillar(pillar).rows
    first, title = Link(Text(site.words.t("All commitments of this pillar")), own), site.views.text(pillar, "title")
    if len(rows) <= site.rows_per_page:
        return SiteMapGroup(title, (first, *(row.link for row in rows)))
    count = len(cut([("", rows)], site.rows_per_page))
    names = ((n, Text(site.words.t("Page {number}", number=n))) for n in range(2, count + 1))
    return SiteMapGroup(title, (first, *(Link(name, page_path(own, n)) for n, name in names)))

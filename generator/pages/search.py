"""The search: its page, and its index in both languages, so that 就业 and employment find the same commitments."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from generator.addresses import SEARCH, pillar_path
from generator.pages.site import Page, Site
from generator.pages.year_links import write_year

Entry = tuple[str, str, str, str]  # path, title, what it belongs to, further text to search


@dataclass(frozen=True, slots=True)
class SearchContext:
    """The page of the search, whose results a script adds."""

    template: ClassVar[str] = "search.md.j2"


def make_search_page(site: Site) -> Iterator[Page]:
    """Yield the page of the search, the same for every portal."""
    yield Page(SEARCH, SearchContext())


def write_search_index(site: Site, synonyms: Path) -> str:
    """Return the index of one language as JSON: `entries` of path, title, context, text; `synonyms` in groups.

    `synonyms` is a file with a group a line.
    """
    every = (entry for own in (site, *site.closed) for entry in _list_commitments(own))
    entries = [*every, *_list_collections(site)]
    lines = synonyms.read_text(encoding="utf-8").splitlines()
    groups = [line.split() for line in lines if line and not line.startswith("#")]
    return json.dumps({"entries": entries, "synonyms": groups}, ensure_ascii=False, separators=(",", ":"))


def _list_commitments(site: Site) -> Iterator[Entry]:
    """Yield each commitment, with its titles, quote, unit, place and theme in both languages."""
    dataset, views = site.progress.dataset, site.views
    themes = {theme.theme_id: theme for theme in dataset.themes}
    pillars = {pillar.pillar_id: pillar for pillar in dataset.pillars}
    for key, assessment in site.progress.assessments.items():
        commitment, row = assessment.commitment, views.rows[key]
        parts = [key, commitment.title_zh, commitment.title_en, commitment.quote]
        for unit_id in commitment.unit_ids:
            parts += [dataset.units[unit_id].name_zh, dataset.units[unit_id].name_en]
        if commitment.place_id:
            parts += [dataset.places[commitment.place_id].name_zh, dataset.places[commitment.place_id].name_en]
        for thing in (themes.get(commitment.theme_id), pillars[commitment.pillar_id]):
            parts += [thing.title_zh, thing.title_en] if thing else []
        year = [] if site.current is site else [write_year(site.words, site.progress)]
        context = " · ".join([*year, key, views.text(pillars[commitment.pillar_id], "title").text, row.badge.word])
        yield row.path, row.title.text, context, " ".join(dict.fromkeys(filter(None, parts)))


def _list_collections(site: Site) -> Iterator[Entry]:
    """Yield pillars, responsible units and places that have a page."""
    dataset, views, t = site.progress.dataset, site.views, site.words.t
    for pillar in site.list_pillars():
        title = views.text(pillar, "title").text
        yield pillar_path(pillar.pillar_id), title, t("Pillar"), f"{pillar.title_zh} {pillar.title_en}"
    for unit in dataset.units.values():
        if site.progress.of(lead_unit_id=unit.unit_id):
            link = views.unit(unit.unit_id)
            assert link is not None
            yield link.path, link.title.text, t("Responsible unit"), f"{unit.name_zh} {unit.name_en}"
    for place in dataset.places.values():
        if site.progress.of(place_id=place.place_id):
            link = views.place(place.place_id)
            assert link is not None
            yield link.path, link.title.text, t("Place"), f"{place.name_zh} {place.name_en}"

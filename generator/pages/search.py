"""The search index: a line for each page a reader may look for, in both languages, so that 就业 and employment meet."""

import json
from collections.abc import Iterator
from pathlib import Path

from generator.pages.site import Site

Entry = tuple[str, str, str, str]  # path, title, what it belongs to, further text to search


def search_index(site: Site, synonyms: Path) -> str:
    """Return the index of one language as JSON: `entries` of path, title, context, text; `synonyms` in groups.

    `synonyms` is a file with a group a line.
    """
    entries = [*commitments(site), *collections(site)]
    lines = synonyms.read_text(encoding="utf-8").splitlines()
    groups = [line.split() for line in lines if line and not line.startswith("#")]
    return json.dumps({"entries": entries, "synonyms": groups}, ensure_ascii=False, separators=(",", ":"))


def commitments(site: Site) -> Iterator[Entry]:
    """Yield each commitment, with its titles, quote, unit, place and theme in both languages."""
    dataset, viewer = site.progress.dataset, site.viewer
    themes = {theme.theme_id: theme for theme in dataset.themes}
    pillars = {pillar.pillar_id: pillar for pillar in dataset.pillars}
    for key, assessment in site.progress.assessments.items():
        commitment, row = assessment.commitment, viewer.rows[key]
        parts = [key, commitment.title_zh, commitment.title_en, commitment.quote]
        for unit_id in commitment.unit_ids:
            parts += [dataset.units[unit_id].name_zh, dataset.units[unit_id].name_en]
        if commitment.place_id:
            parts += [dataset.places[commitment.place_id].name_zh, dataset.places[commitment.place_id].name_en]
        for thing in (themes.get(commitment.theme_id), pillars[commitment.pillar_id]):
            parts += [thing.title_zh, thing.title_en] if thing else []
        context = " · ".join([key, viewer.text(pillars[commitment.pillar_id], "title").text, row.badge.word])
        yield row.path, row.title.text, context, " ".join(dict.fromkeys(filter(None, parts)))


def collections(site: Site) -> Iterator[Entry]:
    """Yield pillars, responsible units and places that have a page."""
    dataset, viewer, t = site.progress.dataset, site.viewer, site.words.t
    for pillar in site.shown_pillars():
        yield (
            f"{pillar.pillar_id}/",
            viewer.text(pillar, "title").text,
            t("Pillar"),
            f"{pillar.title_zh} {pillar.title_en}",
        )
    for unit in dataset.units.values():
        if site.progress.of(lead_unit_id=unit.unit_id):
            link = viewer.unit(unit.unit_id)
            assert link is not None
            yield link.path, link.title.text, t("Responsible unit"), f"{unit.name_zh} {unit.name_en}"
    for place in dataset.places.values():
        if site.progress.of(place_id=place.place_id):
            link = viewer.place(place.place_id)
            assert link is not None
            yield link.path, link.title.text, t("Place"), f"{place.name_zh} {place.name_en}"

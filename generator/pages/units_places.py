"""Responsible units and places, with comparison across places."""

from collections.abc import Iterator, Sequence
from typing import Any

from generator.model import Direction
from generator.pages.groups import ranking_of
from generator.pages.head import Head
from generator.pages.site import Collection, Page, Site
from generator.status.assess import Assessment
from generator.status.progress import Rank
from generator.text.figure_ids import counts_id, ranking_id
from generator.text.rows import Link, Row, Text
from generator.text.sentences import value_text

Groups = list[tuple[dict[str, Any], Sequence[Row]]]  # what a table is called, and its rows


def units_places(site: Site) -> Iterator[Page]:
    """Yield an index and a page each for the units and the places that have a commitment."""
    yield from _units(site)
    yield from _places(site)


def _units(site: Site) -> Iterator[Page]:
    t, entries, supporting = site.words.t, [], _supported(site)
    for unit_id, unit in site.progress.dataset.units.items():
        link, led = site.viewer.unit(unit_id), site.progress.of(lead_unit_id=unit_id)
        supported = supporting.get(unit_id, [])
        if link is None or not (led or supported):
            continue
        entry = site.collection(link, led, counts_id("unit", unit_id))
        leads = {"title": t("Leads"), "anchor": "led", "unit": False}
        supports = {"title": t("Supports"), "anchor": "supports", "unit": True}
        context = {"contact": unit.contact, "comparisons": []}
        entries.append((entry, context, [(leads, entry.rows), (supports, supported)]))
    yield from _index_and_pages(
        site, Link(Text(t("Responsible units")), "units/"), t("Every unit with the commitments it leads"), entries
    )


def _places(site: Site) -> Iterator[Page]:
    t, entries = site.words.t, []
    for place_id in site.progress.dataset.places:
        link, members = site.viewer.place(place_id), site.progress.of(place_id=place_id)
        if link is None or not members:
            continue
        entry = site.collection(link, members, counts_id("place", place_id))
        held = {"title": t("Commitments"), "anchor": "led", "unit": True}
        entries.append((entry, {"contact": "", "comparisons": _comparisons(site, place_id)}, [(held, entry.rows)]))
    yield from _index_and_pages(
        site, Link(Text(t("Places")), "places/"), t("Every place with its commitments"), entries
    )


def _index_and_pages(
    site: Site, index: Link, lead: str, entries: Sequence[tuple[Collection, dict[str, Any], Groups]]
) -> Iterator[Page]:
    if not entries:
        return
    listed = [entry for entry, _, _ in entries if entry.rows]
    listing = {"title": index.title.text, "lead": lead}
    first = Page(index.path, "index_of", listing, Head(changed_on=site.changed_on()))
    yield from site.paged(first, index.title, [("", listed)])
    for entry, context, groups in entries:
        shown = [row.assessment for _, rows in groups for row in rows]
        head = Head(trail=[index], changed_on=site.changed_on(shown))
        own = Page(entry.link.path, "collection", {**context, "entry": entry, "parent": index}, head)
        yield from site.paged(own, entry.link.title, groups)


def _supported(site: Site) -> dict[str, list[Row]]:
    """Return the commitments that each unit supports."""
    found: dict[str, list[Row]] = {}
    for key, assessment in site.progress.assessments.items():
        for unit_id in dict.fromkeys(assessment.commitment.support_unit_ids):
            found.setdefault(unit_id, []).append(site.viewer.rows[key])
    return found


def _comparisons(site: Site, place_id: str) -> list[dict[str, Any]]:
    """Compare a place with the others of its groups."""
    found = []
    own = {a.commitment.group_id: a for a in site.progress.of(place_id=place_id) if a.commitment.group_id}
    for group_id, assessment in own.items():
        ranked = ranking_of(site.progress, group_id)
        if not ranked:
            continue
        latest = ranked[0][0].case.latest
        found.append(
            {
                "title": site.viewer.text(assessment.commitment, "title"),
                "anchor": ranking_id(group_id),
                "figure_id": ranking_id(group_id),
                "period": site.words.period(latest.observation.period) if latest else "",
                "down": assessment.commitment.direction is Direction.DOWN,
                "members": [_member(site, member, rank, place_id) for member, rank in ranked],
            }
        )
    return found


def _member(site: Site, assessment: Assessment, rank: Rank, place_id: str) -> dict[str, Any]:
    words, change = site.words, rank.change
    moved = "—" if change is None else words.t("unchanged")
    if change and change > 0:
        moved = words.n("up {count}", "up {count}", change)
    elif change:
        moved = words.n("down {count}", "down {count}", -change)
    return {
        "row": site.viewer.rows[assessment.commitment.commitment_id],
        "rank": rank.rank,
        "value": value_text(words, assessment),
        "change": moved,
        "own": assessment.commitment.place_id == place_id,
    }

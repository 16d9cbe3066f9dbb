"""Responsible units and places, with comparison across places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from generator.addresses import PLACES, UNITS
from generator.model import Direction
from generator.pages.groups import list_ranking
from generator.pages.head import Head
from generator.pages.paging import GroupSlice
from generator.pages.site import Collection, Page, Site
from generator.status.progress import Rank
from generator.status.verdict import Assessment
from generator.text.figure_ids import counts_id, ranking_id
from generator.text.quantities import describe_ranked
from generator.text.rows import CommitmentRow, Link, Summary, Text


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A responsible unit or a place in the index."""

    link: Link  # to its page
    summary: Summary  # its commitments counted


@dataclass(frozen=True, slots=True)
class IndexContext:
    """The index of responsible units, or of places."""

    template: ClassVar[str] = "index_of.md.j2"
    title: str  # of the index
    lead: str  # a sentence on what it lists
    groups: tuple[GroupSlice[str, IndexRow], ...]  # the entries on this page, in one group


@dataclass(frozen=True, slots=True)
class TableHead:
    """The head of a table of commitments."""

    title: str  # what the unit or place has to do with them
    anchor: str  # the identifier of the heading
    unit: bool  # whether there is a column for the lead unit


@dataclass(frozen=True, slots=True)
class Member:
    """A place in a comparison."""

    rank: str  # ties share one; "—" where it has no figure for the period
    place: Link | None  # where it is known
    commitment: Link  # of the place
    value: str  # the share or value compared, or that none was reported
    change: str  # of the rank since the period before
    own: bool  # whether it is the place of the page


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison of a place with others."""

    title: Text  # what is compared
    anchor: str  # the identifier of the heading
    figure_id: str  # the identifier of the ranked bars
    period: str  # of the values
    by_share: bool  # whether shares of the own targets are compared, and not values
    down: bool  # whether lower values are better
    members: tuple[Member, ...]  # by rank, then those without one


@dataclass(frozen=True, slots=True)
class CollectionContext:
    """A responsible unit or a place, with its commitments."""

    template: ClassVar[str] = "collection.md.j2"
    title: str  # the name of the unit or place
    parent: Link  # to the index
    contact: str  # "" where it is not known
    summary: Summary  # the commitments that it leads, or that are about it, counted
    shows_illustrative: bool  # whether any of their figures is not real
    comparisons: tuple[Comparison, ...]  # with other places
    groups: tuple[GroupSlice[TableHead, CommitmentRow], ...]  # the commitments on this page


Tables = list[tuple[TableHead, Sequence[CommitmentRow]]]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A unit or place with all that its pages show."""

    collection: Collection
    tables: Tables
    contact: str = ""
    comparisons: tuple[Comparison, ...] = ()


def make_unit_pages(site: Site) -> Iterator[Page]:
    """Yield the index of responsible units, and the pages of each that leads or supports a commitment."""
    t, supported = site.words.t, _group_by_support(site)
    leads, supports = TableHead(t("Leads"), "led", unit=False), TableHead(t("Supports"), "supports", unit=True)
    entries = []
    for unit_id, unit in site.progress.dataset.units.items():
        link, led = site.views.unit(unit_id), site.progress.of(lead_unit_id=unit_id)
        rows = supported.get(unit_id, [])
        if link and (led or rows or any(unit_id in _list_units(own) for own in site.closed)):
            own = site.collect(link, led, counts_id("unit", unit_id))
            entries.append(_Entry(own, [(leads, own.rows), (supports, rows)], unit.contact))
    index = Link(Text(t("Responsible units")), site.base + UNITS)
    yield from _make_pages(site, index, t("Every unit with the commitments it leads"), entries)


def make_place_pages(site: Site) -> Iterator[Page]:
    """Yield the index of places, and the pages of each that a commitment is about."""
    t, head = site.words.t, TableHead(site.words.t("Commitments"), "led", unit=True)
    entries = []
    for place_id in site.progress.dataset.places:
        link, members = site.views.place(place_id), site.progress.of(place_id=place_id)
        if link and (members or any(own.progress.of(place_id=place_id) for own in site.closed)):
            own = site.collect(link, members, counts_id("place", place_id))
            entries.append(_Entry(own, [(head, own.rows)], comparisons=_compare(site, place_id)))
    yield from _make_pages(
        site, Link(Text(t("Places")), site.base + PLACES), t("Every place with its commitments"), entries
    )


def _make_pages(site: Site, index: Link, lead: str, entries: Sequence[_Entry]) -> Iterator[Page]:
    if not entries:
        return
    listed = [IndexRow(e.collection.link, e.collection.summary) for e in entries if e.collection.rows]
    yield from site.list_pages(
        index.path,
        site.make_head(),
        index.title,
        [("", listed)],
        lambda page: IndexContext(index.title.text, lead, page.groups),
    )
    for entry in entries:
        yield from _make_collection_pages(site, index, entry)


def _make_collection_pages(site: Site, index: Link, entry: _Entry) -> Iterator[Page]:
    own = entry.collection
    shown = [site.progress.assessments[row.commitment_id] for _, rows in entry.tables for row in rows]
    yield from site.list_pages(
        own.link.path,
        Head(trail=(index,), changed_on=site.find_published_on(shown), illustrative=own.illustrative),
        own.link.title,
        entry.tables,
        lambda page: CollectionContext(
            title=own.link.title.text,
            parent=index,
            contact=entry.contact,
            summary=own.summary,
            shows_illustrative=own.illustrative,
            comparisons=entry.comparisons,
            groups=page.groups,
        ),
    )


def _list_units(site: Site) -> set[str]:
    """Return the units that lead or support a commitment."""
    return {unit_id for a in site.progress.assessments.values() for unit_id in a.commitment.unit_ids}


def _group_by_support(site: Site) -> dict[str, list[CommitmentRow]]:
    """Return the commitments that each unit supports."""
    found: dict[str, list[CommitmentRow]] = {}
    for key, assessment in site.progress.assessments.items():
        for unit_id in dict.fromkeys(assessment.commitment.support_unit_ids):
            found.setdefault(unit_id, []).append(site.views.rows[key])
    return found


def _compare(site: Site, place_id: str) -> tuple[Comparison, ...]:
    """Return the comparisons of a place with the others of its groups."""
    found = []
    own = {a.commitment.group_id: a for a in site.progress.of(place_id=place_id) if a.commitment.group_id}
    for group_id, assessment in own.items():
        ranked = list_ranking(site.progress, group_id)
        if not ranked:
            continue
        first, group = ranked[0][1], site.progress.dataset.groups.get(group_id)
        members = [_make_member(site, member, rank, place_id) for member, rank in ranked]
        unranked = [key for key in site.progress.members[group_id] if key not in site.progress.ranks]
        members += [_make_member(site, site.progress.assessments[key], None, place_id) for key in unranked]
        found.append(
            Comparison(
                title=site.views.text(group or assessment.commitment, "title"),
                anchor=ranking_id(group_id),
                figure_id=ranking_id(group_id),
                period=site.words.period(first.period),
                by_share=first.by_share,
                down=assessment.commitment.direction is Direction.DOWN and not first.by_share,
                members=tuple(members),
            )
        )
    return tuple(found)


def _make_member(site: Site, assessment: Assessment, rank: Rank | None, place_id: str) -> Member:
    words, row = site.words, site.views.rows[assessment.commitment.commitment_id]
    change = rank.change if rank else None
    moved = "—" if change is None else words.t("unchanged")
    if change and change > 0:
        moved = words.n("up {count}", "up {count}", change)
    elif change:
        moved = words.n("down {count}", "down {count}", -change)
    return Member(
        rank=str(rank.rank) if rank else "—",
        place=row.place,
        commitment=row.link,
        value=describe_ranked(rank, assessment.commitment).text(words) if rank else words.t("not reported"),
        change=moved,
        own=assessment.commitment.place_id == place_id,
    )

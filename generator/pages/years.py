"""Plan years: the final account of each closed one, and all of them side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from generator.addresses import RESPONSIBILITIES, RESULTS, TASKS, YEARS, year_path
from generator.language.words import mark
from generator.model import Status
from generator.pages.head import Head
from generator.pages.site import Page, Site
from generator.pages.year_links import link_year, write_year
from generator.status.case import find_predecessors, list_successors
from generator.status.verdict import Assessment
from generator.text.figure_ids import HOME_COUNTS
from generator.text.rows import CommitmentRow, Link, Summary, Text

LISTS = {
    mark("List of results"): RESULTS,
    mark("List of tasks"): TASKS,
    mark("List of responsibilities"): RESPONSIBILITIES,
}
REPEATED = 2  # times carried over from which an item is named


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the commitments of a plan year."""

    link: Link  # to its page
    as_of: str  # the end of its last reporting period
    promised: int  # commitments
    met: int  # commitments that were kept
    missed: int  # commitments that were not, by their due date
    not_reported: int  # commitments without a figure or a word of the due date
    others: int  # in no other of these counts
    carried: int  # of all, carried on in a later year
    current: bool  # whether the year has not ended


@dataclass(frozen=True, slots=True)
class AccountPart:
    """A pillar or a responsible unit in the years, the newest first."""

    name: Text  # of the pillar or unit
    cells: tuple[str, ...]  # met of promised in each year; "—" where there is none


@dataclass(frozen=True, slots=True)
class Chain:
    """A commitment that was carried over more than once."""

    links: tuple[Link, ...]  # to the commitment of each year, the oldest first


@dataclass(frozen=True, slots=True)
class YearContext:
    """The final account of a closed plan year."""

    template: ClassVar[str] = "year.md.j2"
    lead: str  # what the plan was; "" where nothing is said
    account: Account  # what became of it
    summary: Summary  # its commitments counted
    pillars: tuple[Link, ...]  # those that hold a commitment
    lists: tuple[Link, ...]  # its lists
    carried: tuple[tuple[CommitmentRow, tuple[Link, ...]], ...]  # what was carried on, and by what


@dataclass(frozen=True, slots=True)
class YearsContext:
    """The plan years side by side."""

    template: ClassVar[str] = "years.md.j2"
    accounts: tuple[Account, ...]  # the newest first
    pillars: tuple[AccountPart, ...]  # that ever held a commitment
    units: tuple[AccountPart, ...]  # that ever led one
    chains: tuple[Chain, ...]  # the longest first


def make_year_page(site: Site) -> Iterator[Page]:
    """Yield the final account of a closed plan year."""
    t, portal = site.words.t, site.progress.dataset.portal
    closed = portal.years.get(portal.year)
    carried = [
        (site.views.rows[key], tuple(link_year(site, other) for other in list_successors(key, site.progress.dataset)))
        for key in site.progress.assessments
    ]
    context = YearContext(
        lead=site.words.pick(closed, "summary") if closed and closed.summary_zh else "",
        account=_count(site),
        summary=site.views.summary(site.progress.assessments.values(), HOME_COUNTS),
        pillars=tuple(site.collect_pillar(pillar).link for pillar in site.list_pillars()),
        lists=tuple(Link(Text(t(name)), site.base + path) for name, path in LISTS.items()),
        carried=tuple((row, links) for row, links in carried if links),
    )
    yield Page(site.base, context, Head(illustrative=site.illustrative))


def make_years_page(site: Site) -> Iterator[Page]:
    """Yield the page of all plan years, where there is more than one."""
    if not site.closed:
        return
    sites = (site, *site.closed)
    context = YearsContext(
        accounts=tuple(map(_count, sites)),
        pillars=tuple(_list_pillars(site, sites)),
        units=tuple(_list_units(site, sites)),
        chains=tuple(_list_chains(site, sites)),
    )
    yield Page(YEARS, context, Head(illustrative=any(own.illustrative for own in sites)))


def _count(site: Site) -> Account:
    words, progress = site.words, site.progress
    listed = list(progress.assessments.values())
    counts = {status: sum(a.status is status for a in listed) for status in Status}
    met, missed, silent = counts[Status.MET], counts[Status.MISSED], counts[Status.NOT_REPORTED]
    return Account(
        link=Link(Text(write_year(words, progress)), site.base),
        as_of=words.date(progress.as_of),
        promised=len(listed),
        met=met,
        missed=missed,
        not_reported=silent,
        others=len(listed) - met - missed - silent,
        carried=sum(bool(list_successors(key, progress.dataset)) for key in progress.assessments),
        current=site.current is site,
    )


def _list_pillars(site: Site, sites: Sequence[Site]) -> Iterator[AccountPart]:
    for pillar in site.list_pillars():
        cells = (_count_met(own.progress.of(pillar_id=pillar.pillar_id)) for own in sites)
        yield AccountPart(site.views.text(pillar, "title"), tuple(cells))


def _list_units(site: Site, sites: Sequence[Site]) -> Iterator[AccountPart]:
    for unit_id, unit in site.progress.dataset.units.items():
        members = [own.progress.of(lead_unit_id=unit_id) for own in sites]
        if any(members):
            yield AccountPart(site.views.text(unit, "name"), tuple(map(_count_met, members)))


def _count_met(members: Sequence[Assessment]) -> str:
    met = sum(assessment.status is Status.MET for assessment in members)
    return f"{met} / {len(members)}" if members else "—"


def _list_chains(site: Site, sites: Sequence[Site]) -> Iterator[Chain]:
    """Yield what was carried over more than once, by its last commitment."""
    chains = []
    for own in sites:
        for key, assessment in own.progress.assessments.items():
            before = find_predecessors(assessment.commitment, own.progress.dataset)
            if len(before) >= REPEATED and not list_successors(key, own.progress.dataset):
                chains.append(
                    tuple(link_year(site, c.commitment_id) for c in (*reversed(before), assessment.commitment))
                )
    yield from map(Chain, sorted(chains, key=len, reverse=True))


def list_years(site: Site) -> tuple[Link, ...]:
    """Return the links to every plan year, the newest first; none where there is one alone."""
    current = site.current
    if not current.closed:
        return ()
    home = Link(Text(str(current.progress.dataset.portal.year)), "")
    return (home, *(Link(Text(own.base.rstrip("/")), year_path(int(own.base.rstrip("/")))) for own in current.closed))

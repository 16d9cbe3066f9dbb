"""The home page and the pillars."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from generator.addresses import TIMELINE
from generator.changes.announced import find_next
from generator.charts.pictures import HOME_PICTURE, pillar_picture_path
from generator.language.words import round_half_up
from generator.model import Pillar
from generator.pages.groups import GroupTitle, cut_timeline, group_by_theme
from generator.pages.head import Head
from generator.pages.paging import GroupSlice, GroupStart
from generator.pages.release_history import NewestChanges, find_newest_changes
from generator.pages.site import Page, Site
from generator.status.schedule import count_months, measure_elapsed
from generator.status.verdict import Assessment
from generator.text.figure_ids import HOME_COUNTS, tiles_id
from generator.text.rows import CommitmentRow, Link, Summary, Text, UpdateRow

MOST = 6  # commitments behind, and updates, on the home page


@dataclass(frozen=True, slots=True)
class PillarCard:
    """A pillar on the home page."""

    link: Link  # to its page
    lead: Text  # its summary; "" where there is none
    summary: Summary  # its commitments counted


@dataclass(frozen=True, slots=True)
class HomeContext:
    """The home page."""

    template: ClassVar[str] = "home.md.j2"
    title: str  # of the portal
    region: str  # the name of the district, or of the government
    elapsed: str  # the share of the plan year that had passed by the as-of date
    elapsed_value: Decimal  # the same in percent, as a number
    summary: Summary  # all commitments counted
    pillars: tuple[PillarCard, ...]  # those that hold a commitment
    late: tuple[CommitmentRow, ...]  # the commitments furthest behind
    latest: tuple[UpdateRow, ...]  # the newest updates of units
    changes: NewestChanges | None  # since the release before
    next_release: str  # the next day announced for a release; "" where there is none


@dataclass(frozen=True, slots=True)
class PillarContext:
    """A pillar, with its commitments by theme."""

    template: ClassVar[str] = "pillar.md.j2"
    title: str  # of the pillar
    lead: Text  # its summary; "" where there is none
    summary: Summary  # its commitments counted
    shows_illustrative: bool  # whether any of its figures is not real
    tiles: str  # the identifier of the figure of tiles; "" where there is none
    timeline: str  # the path of the timeline of projects, from the root of the language; "" where there is none
    groups: tuple[GroupSlice[GroupTitle, CommitmentRow], ...]  # its commitments on this page, by theme
    starts: tuple[GroupStart[GroupTitle], ...]  # the pages of the themes


def make_front_pages(site: Site) -> Iterator[Page]:
    """Yield the home page and the pages of each pillar."""
    yield Page("", _make_home(site), _make_head(site, HOME_PICTURE, list(site.progress.assessments.values())))
    yield from make_pillar_pages(site)


def make_pillar_pages(site: Site) -> Iterator[Page]:
    """Yield the pages of each pillar."""
    for pillar in site.list_pillars():
        yield from _make_pillar_pages(site, pillar)


def _make_head(site: Site, image: str, shown: Sequence[Assessment]) -> Head:
    illustrative = any(assessment.case.illustrative for assessment in shown)
    return Head(changed_on=site.find_published_on(shown), image=image, illustrative=illustrative)


def _make_home(site: Site) -> HomeContext:
    portal, views, words = site.progress.dataset.portal, site.views, site.words
    share = measure_elapsed(portal.starts_on, portal.ends_on, site.progress.as_of, count_months)
    collections = [site.collect_pillar(pillar) for pillar in site.list_pillars()]
    return HomeContext(
        title=words.pick(portal, "title"),
        region=words.pick(portal, "region") if portal.region_zh else words.t("The government"),
        elapsed=words.percent(share),
        elapsed_value=round_half_up(share * 100, 1),
        summary=views.summary(site.progress.assessments.values(), HOME_COUNTS),
        pillars=tuple(PillarCard(own.link, own.lead, own.summary) for own in collections if own.rows),
        late=views.furthest_behind(MOST),
        latest=views.latest_updates(MOST),
        changes=find_newest_changes(site),
        next_release=views.day(find_next(site.announced)),
    )


def _make_pillar_pages(site: Site, pillar: Pillar) -> Iterator[Page]:
    key, own, themes = pillar.pillar_id, site.collect_pillar(pillar), _list_themes(site, pillar)
    tiles = tiles_id(key) if len(themes) > 1 and tiles_id(key) in site.drawn else ""
    timeline = key == "projects" and any(cut_timeline(site.progress, site.rows_per_page))
    yield from site.list_pages(
        own.link.path,
        _make_head(site, pillar_picture_path(key), site.progress.of(pillar_id=key)),
        own.link.title,
        themes,
        lambda page: PillarContext(
            title=own.link.title.text,
            lead=own.lead,
            summary=own.summary,
            shows_illustrative=own.illustrative,
            tiles=tiles,
            timeline=site.base + TIMELINE if timeline else "",
            groups=page.groups,
            starts=page.starts,
        ),
    )


def _list_themes(site: Site, pillar: Pillar) -> list[tuple[GroupTitle, list[CommitmentRow]]]:
    other = GroupTitle(Text(site.words.t("Other commitments")), "other")
    return [
        (
            GroupTitle(site.views.text(theme, "title"), theme.theme_id) if theme else other,
            [site.views.rows[a.commitment.commitment_id] for a in members],
        )
        for theme, members in group_by_theme(site.progress, pillar.pillar_id)
    ]

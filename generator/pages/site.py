"""A portal in one language: the data of its pages, and the parts that several kinds of page share."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from markupsafe import Markup

from generator.addresses import RELEASES, pillar_path, release_path, year_path
from generator.changes.announced import Announced, follow_announced
from generator.changes.field_wording import Names
from generator.changes.history import History
from generator.changes.wording import ChangeWording
from generator.charts.figure import DrawnFigures
from generator.language.templates import Context
from generator.language.words import Words
from generator.model import Pillar
from generator.pages.groups import group_by_theme
from generator.pages.head import DATA, DataDescription, Head
from generator.pages.paging import ROWS_PER_PAGE, PageSlice, Position, cut, find_starts
from generator.status.disclosure import number_commitments
from generator.status.progress import Progress
from generator.status.verdict import Assessment
from generator.text.figure_ids import counts_id
from generator.text.rows import CommitmentRow, Link, Summary, Text
from generator.text.views import Views

PLAIN = Head()  # a page of the column 数据发布 that has no date of its own

GroupHead = TypeVar("GroupHead")
GroupRow = TypeVar("GroupRow")
Groups = Sequence[tuple[GroupHead, Sequence[GroupRow]]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page, before it is rendered."""

    path: str  # from the root of the language: a folder with a slash, or "" for the home page
    context: Context
    head: Head = PLAIN
    position: Position | None = None  # among the pages of a long list


@dataclass(frozen=True, slots=True)
class Collection:
    """A responsible unit, a place or a pillar with its commitments."""

    link: Link  # to its page
    lead: Text  # its summary; "" where there is none
    summary: Summary  # its commitments counted
    rows: tuple[CommitmentRow, ...]  # its commitments
    illustrative: bool  # whether any of their figures is not real


@dataclass(frozen=True, slots=True)
class Edition:
    """The release that the pages show, or the draft after it."""

    text: str  # its name
    path: str  # of its page, from the root of the language


class Site:
    """A portal in one language."""

    def __init__(
        self,
        progress: Progress,
        history: History,
        drawn: DrawnFigures,
        words: Words,
        rows_per_page: int = ROWS_PER_PAGE,
        *,
        current: "Site | None" = None,
    ) -> None:
        """Take the data, the releases, the drawn figures and the language; a longer list goes on on further pages.

        `current` is the site of the current plan year, where this is one of a closed year.
        """
        self.current = current or self
        self.base = year_path(progress.dataset.portal.year) if current else ""
        self.closed: tuple[Site, ...] = ()  # those of closed plan years, the newest first
        self.progress = progress
        self.history = history
        self.drawn = drawn
        self.words = words
        self.both = Words("zh"), Words("en")  # a citation stands on the pages of either language
        self.rows_per_page = rows_per_page
        self.views = Views(progress, words, self.base)
        self.edition = self._find_edition()
        self.numbers = number_commitments(progress.dataset)
        self.illustrative = progress.illustrative
        self.theme_paths = find_theme_paths(progress, rows_per_page, self.base)

    @property
    def released_on(self) -> date | None:
        """The day of the release, where the data are one."""
        newest = self.history.newest
        return newest.released_on if newest and self.history.current else None

    @cached_property
    def announced(self) -> tuple[Announced, ...]:
        """The days announced for releases, in order, with what became of each by the day of publication."""
        dataset = self.progress.dataset
        released = [release.released_on for release in self.history.releases]
        return tuple(follow_announced(dataset.portal.releases, released, dataset.on or self.progress.as_of))

    def wording(self, names: Names | None = None) -> ChangeWording:
        """Return the wording of a diff; `names` are those of the diff."""
        return ChangeWording(self.words, self.progress.dataset.portal.statuses, names)

    def list_pages(
        self,
        path: str,
        head: Head,
        title: Text,
        groups: Groups[GroupHead, GroupRow],
        make_context: Callable[[PageSlice[GroupHead, GroupRow]], Context],
    ) -> Iterator[Page]:
        """Yield the page of a list, and further ones where it would be too long."""
        pages = cut(groups, self.rows_per_page)
        total, starts = sum(len(rows) for _, rows in groups), find_starts(path, pages)
        for number, parts in enumerate(pages, 1):
            position, own = Position(number, len(pages), total, path), head
            if number > 1:
                own = replace(head, trail=(*head.trail, Link(title, path)))
            context = make_context(PageSlice(number, tuple(parts), starts))
            yield Page(position.path_of(number), context, own, position if len(pages) > 1 else None)

    def render_figure(self, figure_id: str, label: str) -> Markup:
        """Return a drawing; without a label it is decoration, and the page has its numbers beside it."""
        named = Markup('fill="none" class="chart" role="img" aria-label="{}"').format(label)
        hidden = Markup('fill="none" class="chart" aria-hidden="true"')
        return Markup(self.drawn.render(figure_id, self.words, named if label else hidden))  # noqa: S704 - our own

    def make_head(
        self, *, column: str = DATA, trail: tuple[Link, ...] = (), data: DataDescription | None = None
    ) -> Head:
        """Return the head of a page that speaks of all commitments."""
        day, illustrative = self.find_published_on(), self.illustrative
        return Head(trail=trail, column=column, changed_on=day, illustrative=illustrative, data=data)

    def find_published_on(self, assessments: Iterable[Assessment] | None = None) -> date | None:
        """Return the day of the release that first showed these commitments as they are; all without an argument.

        None where one of them is a draft, or speaks of a time after its release.
        """
        shown = self.progress.assessments.values() if assessments is None else assessments
        days = [self._find_day(assessment) for assessment in shown]
        return max((day for day in days if day), default=None) if all(days) else None

    def _find_day(self, assessment: Assessment) -> date | None:
        day, latest = self.history.published_on.get(assessment.commitment.commitment_id), assessment.case.latest
        early = day and latest and day < latest.observation.period.end
        return None if early else day

    def list_pillars(self) -> list[Pillar]:
        """Return the pillars that hold a commitment, in this year or, for the current one, in a year before."""
        return [p for p in self.progress.dataset.pillars if self.progress.ever(pillar_id=p.pillar_id)]

    def collect_pillar(self, pillar: Pillar) -> Collection:
        """Return a pillar with its commitments."""
        link = Link(self.views.text(pillar, "title"), self.base + pillar_path(pillar.pillar_id))
        members, lead = self.progress.of(pillar_id=pillar.pillar_id), self.views.text(pillar, "summary")
        return self.collect(link, members, counts_id("pillar", pillar.pillar_id), lead)

    def collect(
        self, link: Link, members: Sequence[Assessment], figure_id: str, lead: Text | None = None
    ) -> Collection:
        """Return commitments under a link; `figure_id` is that of their status counts."""
        return Collection(
            link=link,
            lead=lead or Text(""),
            summary=self.views.summary(members, figure_id),
            rows=tuple(self.views.rows[a.commitment.commitment_id] for a in members),
            illustrative=any(a.case.illustrative for a in members),
        )

    def _find_edition(self) -> Edition | None:
        newest = self.history.newest
        if newest is None:
            return None
        if self.history.current:
            return Edition(self.wording().release(newest.released_on), release_path(newest.released_on))
        return Edition(self.words.t("draft, not yet released"), RELEASES)


def find_theme_paths(progress: Progress, rows_per_page: int, base: str) -> dict[str, str]:
    """Return the path of each theme on the pages of its pillar, by its identifier."""
    found = {}
    for pillar in progress.dataset.pillars:
        pages = cut(group_by_theme(progress, pillar.pillar_id), rows_per_page)
        for start in find_starts(base + pillar_path(pillar.pillar_id), pages):
            if start.head:
                found[start.head.theme_id] = f"{start.path}#{start.head.theme_id}"
    return found

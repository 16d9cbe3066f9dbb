"""A portal in one language: all that its pages are made from, and what several of them show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from markupsafe import Markup

from generator.changes.history import History
from generator.changes.wording import Teller
from generator.charts.gallery import Gallery
from generator.language.words import Words
from generator.model import Pillar
from generator.pages.groups import by_theme
from generator.pages.head import Head
from generator.pages.paging import ROWS_PER_PAGE, Place, beginnings, cut
from generator.status.assess import Assessment
from generator.status.disclosure import index_numbers, last_change
from generator.status.progress import Progress
from generator.text.figure_ids import counts_id
from generator.text.rows import Link, Row, Summary, Text
from generator.text.views import Viewer

PLAIN = Head()  # a page of the column 数据发布 that has no date of its own


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its path below the language's root (a folder with a slash, or ""), its template, what it is given."""

    path: str
    template: str
    context: Mapping[str, Any]
    head: Head = PLAIN
    place: Place | None = None  # among the pages of a long list


@dataclass(frozen=True, slots=True)
class Collection:
    """A responsible unit, a place or a pillar with its commitments."""

    link: Link
    summary: Summary
    rows: Sequence[Row]
    illustrative: bool
    lead: Text


@dataclass(frozen=True, slots=True)
class Edition:
    """Which release the pages show; `draft` where the data differ from the newest one."""

    text: str
    path: str
    draft: bool


class Site:
    """A portal in one language."""

    def __init__(
        self, progress: Progress, history: History, gallery: Gallery, words: Words, rows_per_page: int = ROWS_PER_PAGE
    ) -> None:
        """Take what to show, what was released before, the figures drawn, the language, the length of a long list."""
        self.progress = progress
        self.history = history
        self.gallery = gallery
        self.words = words
        self.both = Words("zh"), Words("en")  # a citation stands on the pages of either language
        self.rows_per_page = rows_per_page
        self.viewer = Viewer(progress, words)
        self.edition = self._edition()
        self.numbers = index_numbers(progress.dataset)
        self.illustrative = progress.illustrative
        self.theme_paths = theme_paths(progress, rows_per_page)

    def paged(self, page: Page, title: Text, groups: Sequence[tuple[Any, Sequence[Any]]]) -> Iterator[Page]:
        """Yield a page with its groups of rows, and further ones where it would be too long.

        The template is given `groups`, the parts that stand on its page, and `starts`, where each group begins.
        """
        sheets = cut(groups, self.rows_per_page)
        total = sum(len(rows) for _, rows in groups)
        shared = {**page.context, "starts": beginnings(page.path, sheets)}
        for number, parts in enumerate(sheets, 1):
            place = Place(number, len(sheets), total, page.path)
            own = replace(page, path=place.path_of(number), context={**shared, "groups": parts})
            if len(sheets) > 1:
                own = replace(own, place=place)
            if number > 1:
                own = replace(own, head=replace(page.head, trail=[*page.head.trail, Link(title, page.path)]))
            yield own

    def teller(self, names: Mapping[str, Any]) -> Teller:
        """Return who tells of changes; `names` are those of a diff."""
        return Teller(self.words, self.progress.dataset.portal.statuses, names)

    @property
    def released_on(self) -> date | None:
        """The day of the release that the data are, where they are one."""
        newest = self.history.newest
        return newest.released_on if newest and self.history.current else None

    def _edition(self) -> Edition | None:
        newest = self.history.newest
        if newest is None:
            return None
        if self.history.current:
            text = self.teller({}).release(newest.released_on)
            return Edition(text, f"releases/{newest.released_on}/", draft=False)
        return Edition(self.words.t("draft, not yet released"), "releases/", draft=True)

    def svg(self, figure_id: str, label: str) -> Markup:
        """Return a drawing; without a label it is decoration, and its numbers stand beside it."""
        named = Markup('fill="none" class="chart" role="img" aria-label="{}"').format(label)
        hidden = Markup('fill="none" class="chart" aria-hidden="true"')
        return Markup(self.gallery.render(figure_id, self.words, named if label else hidden))  # noqa: S704 - our own

    def changed_on(self, assessments: Iterable[Assessment] | None = None) -> date | None:
        """Return the day on which the data of these commitments last changed; of all, where none are named."""
        shown = self.progress.assessments.values() if assessments is None else assessments
        return last_change(assessment.case for assessment in shown)

    def shown_pillars(self) -> list[Pillar]:
        """Return the pillars that hold a commitment."""
        return [p for p in self.progress.dataset.pillars if self.progress.of(pillar_id=p.pillar_id)]

    def pillar(self, pillar: Pillar) -> Collection:
        """Gather a pillar with its commitments."""
        link = Link(self.viewer.text(pillar, "title"), f"{pillar.pillar_id}/")
        members = self.progress.of(pillar_id=pillar.pillar_id)
        return self.collection(
            link, members, counts_id("pillar", pillar.pillar_id), self.viewer.text(pillar, "summary")
        )

    def collection(
        self, link: Link, members: Sequence[Assessment], figure: str, lead: Text | None = None
    ) -> Collection:
        """Gather commitments under a link; `figure` is the identifier of their status counts."""
        return Collection(
            link=link,
            summary=self.viewer.summary(members, figure),
            rows=[self.viewer.rows[a.commitment.commitment_id] for a in members],
            illustrative=any(a.case.illustrative for a in members),
            lead=lead or Text(""),
        )


def theme_paths(progress: Progress, rows_per_page: int) -> dict[str, str]:
    """Return the address of each theme on the pages of its pillar, by its identifier."""
    found = {}
    for pillar in progress.dataset.pillars:
        for part, path in beginnings(f"{pillar.pillar_id}/", cut(by_theme(progress, pillar.pillar_id), rows_per_page)):
            if part.head:
                found[part.head.theme_id] = f"{path}#{part.head.theme_id}"
    return found

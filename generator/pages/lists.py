"""The lists of tasks, responsibilities and results, and the timeline of projects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from generator.addresses import RESPONSIBILITIES, RESULTS, TASKS, TIMELINE
from generator.model import Status
from generator.pages.groups import GroupTitle, cut_timeline
from generator.pages.paging import GroupSlice, GroupStart
from generator.pages.site import Page, Site
from generator.text.figure_ids import timeline_id
from generator.text.rows import Badge, CommitmentRow, MilestoneRow, Text


@dataclass(frozen=True, slots=True)
class TasksContext:
    """The list of tasks."""

    template: ClassVar[str] = "list_tasks.md.j2"
    groups: tuple[GroupSlice[GroupTitle, CommitmentRow], ...]  # the commitments on this page, by pillar
    starts: tuple[GroupStart[GroupTitle], ...]  # the pages of the pillars


@dataclass(frozen=True, slots=True)
class ResponsibilitiesContext:
    """The list of responsibilities."""

    template: ClassVar[str] = "list_responsibilities.md.j2"
    groups: tuple[GroupSlice[GroupTitle, CommitmentRow], ...]  # the commitments on this page, by pillar
    starts: tuple[GroupStart[GroupTitle], ...]  # the pages of the pillars


@dataclass(frozen=True, slots=True)
class ResultsContext:
    """The list of results."""

    template: ClassVar[str] = "list_results.md.j2"
    groups: tuple[GroupSlice[Badge, CommitmentRow], ...]  # the commitments on this page, by status
    starts: tuple[GroupStart[Badge], ...]  # the pages of the statuses


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project on the timeline."""

    row: CommitmentRow  # the commitment
    milestones: tuple[MilestoneRow, ...]  # in their order


@dataclass(frozen=True, slots=True)
class TimelineContext:
    """The projects on one timeline."""

    template: ClassVar[str] = "timeline.md.j2"
    groups: tuple[GroupSlice[GroupTitle, ProjectRow], ...]  # the projects on this page, by pillar
    figures: Mapping[str, str]  # the identifier of the drawing of each pillar that has one, by its anchor


def make_list_pages(site: Site) -> Iterator[Page]:
    """Yield the pages of the lists, and of the timeline where there are projects."""
    t, head = site.words.t, site.make_head()
    pillars = _group_by_pillar(site)
    yield from site.list_pages(
        site.base + TASKS, head, Text(t("List of tasks")), pillars, lambda page: TasksContext(page.groups, page.starts)
    )
    yield from site.list_pages(
        site.base + RESPONSIBILITIES,
        head,
        Text(t("List of responsibilities")),
        pillars,
        lambda page: ResponsibilitiesContext(page.groups, page.starts),
    )
    yield from site.list_pages(
        site.base + RESULTS,
        head,
        Text(t("List of results")),
        _group_by_status(site),
        lambda page: ResultsContext(page.groups, page.starts),
    )
    projects = _group_projects(site)
    if projects or any(_group_projects(closed) for closed in site.closed):  # an address that was published stays
        yield from site.list_pages(
            site.base + TIMELINE,
            head,
            Text(t("Projects on one timeline")),
            projects,
            lambda page: TimelineContext(page.groups, _find_drawings(site, page.groups, page.number)),
        )


def _group_by_pillar(site: Site) -> list[tuple[GroupTitle, tuple[CommitmentRow, ...]]]:
    pillars = [site.collect_pillar(pillar) for pillar in site.list_pillars()]
    anchors = [own.link.path.removeprefix(site.base).rstrip("/") for own in pillars]
    return [(GroupTitle(own.link.title, at), own.rows) for own, at in zip(pillars, anchors, strict=True) if own.rows]


def _group_by_status(site: Site) -> list[tuple[Badge, list[CommitmentRow]]]:
    """Return the commitments by status, in the order of the statuses."""
    rows: dict[Status, list[CommitmentRow]] = {status: [] for status in Status}
    for key, assessment in site.progress.assessments.items():
        rows[assessment.status].append(site.views.rows[key])
    return [(site.views.badge(status), members) for status, members in rows.items() if members]


def _group_projects(site: Site) -> list[tuple[GroupTitle, list[ProjectRow]]]:
    """Return the projects by pillar, in the order of the figures."""
    views, groups = site.views, dict[str, tuple[GroupTitle, list[ProjectRow]]]()
    for part in (part for page in cut_timeline(site.progress, site.rows_per_page) for part in page):
        title = GroupTitle(views.text(part.head, "title"), part.head.pillar_id)
        rows = [ProjectRow(views.rows[a.commitment.commitment_id], views.milestones(a)) for a in part.rows]
        groups.setdefault(part.head.pillar_id, (title, []))[1].extend(rows)
    return list(groups.values())


def _find_drawings(
    site: Site, groups: tuple[GroupSlice[GroupTitle, ProjectRow], ...], number: int
) -> Mapping[str, str]:
    figures = {part.head.anchor: timeline_id(part.head.anchor, number) for part in groups}
    return {anchor: figure_id for anchor, figure_id in figures.items() if figure_id in site.drawn}

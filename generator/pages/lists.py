"""The three lists, and the projects on one timeline."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.model import Status
from generator.pages.groups import timelines
from generator.pages.head import Head
from generator.pages.site import Page, Site
from generator.text.figure_ids import timeline_id
from generator.text.rows import Text
from generator.text.views import grouped


def lists(site: Site) -> Iterator[Page]:
    """Yield the lists of tasks, responsibilities and results, and the timeline where there are projects."""
    t = site.words.t
    pillars = [site.pillar(pillar) for pillar in site.shown_pillars()]
    groups = [({"title": p.link.title, "anchor": p.link.path.rstrip("/")}, p.rows) for p in pillars]
    head = Head(changed_on=site.changed_on())
    for name, title in (("tasks", t("List of tasks")), ("responsibilities", t("List of responsibilities"))):
        yield from site.paged(Page(f"lists/{name}/", f"list_{name}", {}, head), Text(title), groups)
    results = grouped(list(site.viewer.rows.values()), Status)
    yield from site.paged(Page("lists/results/", "list_results", {}, head), Text(t("List of results")), results)
    yield from _timeline(site, head)


def _timeline(site: Site, head: Head) -> Iterator[Page]:
    """Yield the pages of the timeline; each has a drawing of the projects in its tables."""
    viewer, groups = site.viewer, dict[str, tuple[dict[str, Any], list[Any]]]()
    for part in (part for page in timelines(site.progress, site.rows_per_page) for part in page):
        shown = {"title": viewer.text(part.head, "title"), "anchor": part.head.pillar_id}
        rows = [{"row": viewer.rows[a.commitment.commitment_id], "milestones": viewer.milestones(a)} for a in part.rows]
        groups.setdefault(part.head.pillar_id, (shown, []))[1].extend(rows)
    if not groups:
        return
    title = Text(site.words.t("Projects on one timeline"))
    pages = site.paged(Page("projects/timeline/", "timeline", {}, head), title, list(groups.values()))
    for number, page in enumerate(pages, 1):
        drawn = {pillar_id: found for pillar_id in groups if (found := timeline_id(pillar_id, number)) in site.gallery}
        yield replace(page, context={**page.context, "figures": drawn})

"""The three lists, and the projects on one timeline."""

from collections.abc import Iterator
from typing import Any

from generator.model import Kind, Status
from generator.pages.head import Head
from generator.pages.writer import Page, Writer
from generator.views import grouped


def lists(writer: Writer) -> Iterator[Page]:
    """Give the lists of tasks, responsibilities and results, and the timeline where there are projects."""
    groups = [
        {"title": p.link.title, "anchor": p.link.path.rstrip("/"), "rows": p.rows}
        for p in (writer.pillar(pillar) for pillar in writer.shown_pillars())
    ]
    head = Head(changed_on=writer.changed_on())
    for name in ("tasks", "responsibilities"):
        yield Page(f"lists/{name}/", f"list_{name}", {"groups": groups}, head)
    results = [{"badge": badge, "rows": rows} for badge, rows in grouped(list(writer.viewer.rows.values()), Status)]
    yield Page("lists/results/", "list_results", {"groups": results}, head)
    on_timeline = projects(writer)
    if on_timeline:
        yield Page("projects/timeline/", "timeline", {"groups": on_timeline}, head)


def projects(writer: Writer) -> list[dict[str, Any]]:
    """Group the projects by pillar, major projects first."""
    groups = []
    for pillar in sorted(writer.shown_pillars(), key=lambda p: p.pillar_id != "projects"):
        members = writer.progress.of(pillar_id=pillar.pillar_id, kind=Kind.STAGE)
        figure = f"timeline-{pillar.pillar_id.lower()}"
        if members and figure in writer.gallery:
            projects = [
                {"row": writer.viewer.rows[a.commitment.commitment_id], "milestones": writer.viewer.milestones(a)}
                for a in members
            ]
            title = writer.viewer.text(pillar, "title")
            groups.append({"title": title, "anchor": pillar.pillar_id, "figure_id": figure, "projects": projects})
    return groups

"""The home page and the pillars."""

from collections.abc import Iterator, Sequence
from typing import Any

from generator.language.words import rounded
from generator.model import Pillar
from generator.pages.groups import by_theme, timelines
from generator.pages.head import Head
from generator.pages.releases import since
from generator.pages.writer import Page, Writer
from generator.status.assess import Assessment
from generator.status.schedule import elapsed, months
from generator.text.figure_ids import HOME_COUNTS, tiles_id
from generator.text.rows import Row, Text


def front(writer: Writer) -> Iterator[Page]:
    """Give the home page and a page for each pillar."""
    yield Page("", "home", _home(writer), _head(writer, "share/home.png", list(writer.progress.assessments.values())))
    yield from _pillars(writer)


def _head(writer: Writer, image: str, shown: Sequence[Assessment]) -> Head:
    """Say when the data of these commitments last changed, and what stands beside a shared link."""
    invented = any(assessment.case.illustrative for assessment in shown)
    return Head(changed_on=writer.changed_on(shown), image=image, illustrative=invented)


def _home(writer: Writer) -> dict[str, Any]:
    portal, viewer = writer.progress.dataset.portal, writer.viewer
    gone = elapsed(portal.starts_on, portal.ends_on, writer.progress.as_of, months)
    return {
        "portal_title": viewer.text(portal, "title"),
        "region": viewer.text(portal, "region") if portal.region_zh else Text(writer.words.t("The government")),
        "elapsed": writer.words.percent(gone),
        "elapsed_value": rounded(gone * 100, 1),
        "summary": viewer.summary(writer.progress.assessments.values(), HOME_COUNTS),
        "pillars": [writer.pillar(pillar) for pillar in writer.shown_pillars()],
        "late": viewer.behind(6),
        "latest": viewer.news(6),
        "since": since(writer),
    }


def _pillars(writer: Writer) -> Iterator[Page]:
    for pillar in writer.shown_pillars():
        collection = writer.pillar(pillar)
        themes, tiles = _themes(writer, pillar), tiles_id(pillar.pillar_id)
        context = {
            "link": collection.link,
            "lead": collection.lead,
            "summary": collection.summary,
            "illustrative": collection.illustrative,
            "tiles": tiles if len(themes) > 1 and tiles in writer.gallery else "",
            "timeline": pillar.pillar_id == "projects" and bool(timelines(writer.progress)[0]),
        }
        path = f"{pillar.pillar_id}/"
        head = _head(
            writer, f"share/pillars/{pillar.pillar_id.lower()}.png", writer.progress.of(pillar_id=pillar.pillar_id)
        )
        page = Page(path, "pillar", {"pillar": context}, head)
        yield from writer.paged(page, collection.link.title, themes)


def _themes(writer: Writer, pillar: Pillar) -> list[tuple[dict[str, Any], list[Row]]]:
    other = Text(writer.words.t("Other commitments"))
    return [
        (
            {
                "title": writer.viewer.text(theme, "title") if theme else other,
                "anchor": theme.theme_id if theme else "other",
            },
            [writer.viewer.rows[a.commitment.commitment_id] for a in members],
        )
        for theme, members in by_theme(writer.progress, pillar.pillar_id)
    ]

"""The home page and the pillars."""

from collections.abc import Iterator, Sequence
from typing import Any

from generator.language.words import rounded
from generator.model import Pillar
from generator.pages.groups import by_theme, timelines
from generator.pages.head import Head
from generator.pages.releases import since
from generator.pages.site import Page, Site
from generator.status.assess import Assessment
from generator.status.schedule import elapsed, months
from generator.text.figure_ids import HOME_COUNTS, tiles_id
from generator.text.rows import Row, Text


def front(site: Site) -> Iterator[Page]:
    """Yield the home page and a page for each pillar."""
    yield Page("", "home", _home(site), _head(site, "share/home.png", list(site.progress.assessments.values())))
    yield from _pillars(site)


def _head(site: Site, image: str, shown: Sequence[Assessment]) -> Head:
    """Say when the data of these commitments last changed, and what stands beside a shared link."""
    invented = any(assessment.case.illustrative for assessment in shown)
    return Head(changed_on=site.changed_on(shown), image=image, illustrative=invented)


def _home(site: Site) -> dict[str, Any]:
    portal, viewer = site.progress.dataset.portal, site.viewer
    gone = elapsed(portal.starts_on, portal.ends_on, site.progress.as_of, months)
    return {
        "portal_title": viewer.text(portal, "title"),
        "region": viewer.text(portal, "region") if portal.region_zh else Text(site.words.t("The government")),
        "elapsed": site.words.percent(gone),
        "elapsed_value": rounded(gone * 100, 1),
        "summary": viewer.summary(site.progress.assessments.values(), HOME_COUNTS),
        "pillars": [site.pillar(pillar) for pillar in site.shown_pillars()],
        "late": viewer.behind(6),
        "latest": viewer.news(6),
        "since": since(site),
    }


def _pillars(site: Site) -> Iterator[Page]:
    for pillar in site.shown_pillars():
        collection = site.pillar(pillar)
        themes, tiles = _themes(site, pillar), tiles_id(pillar.pillar_id)
        context = {
            "link": collection.link,
            "lead": collection.lead,
            "summary": collection.summary,
            "illustrative": collection.illustrative,
            "tiles": tiles if len(themes) > 1 and tiles in site.gallery else "",
            "timeline": pillar.pillar_id == "projects" and bool(timelines(site.progress, site.rows_per_page)[0]),
        }
        path = f"{pillar.pillar_id}/"
        head = _head(
            site, f"share/pillars/{pillar.pillar_id.lower()}.png", site.progress.of(pillar_id=pillar.pillar_id)
        )
        page = Page(path, "pillar", {"pillar": context}, head)
        yield from site.paged(page, collection.link.title, themes)


def _themes(site: Site, pillar: Pillar) -> list[tuple[dict[str, Any], list[Row]]]:
    other = Text(site.words.t("Other commitments"))
    return [
        (
            {
                "title": site.viewer.text(theme, "title") if theme else other,
                "anchor": theme.theme_id if theme else "other",
            },
            [site.viewer.rows[a.commitment.commitment_id] for a in members],
        )
        for theme, members in by_theme(site.progress, pillar.pillar_id)
    ]

"""What leaves the portal with a commitment: a page for the frame of another site, and its chart as a picture file.

Neither goes through the site builder: the page is small, and strict about what it may load.
"""

import re
from collections.abc import Iterator

from markupsafe import Markup

from generator.charts.drawing.colors import COLORS
from generator.language.markup import environment
from generator.pages.head import page_address
from generator.pages.site import Site
from generator.status.assess import Assessment
from generator.text.figure_ids import chart_id
from generator.text.rows import Row
from generator.text.views import html_lang

MARGIN, FOOT = 12, 22  # px around a chart in a file, and for the line below it
DRAWING = re.compile(r'<svg viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>(.*)</svg>', re.DOTALL)


def embeds(site: Site, sheet: str) -> Iterator[tuple[str, str]]:
    """Yield the page for a frame and the picture of each commitment, by their path from the site's root.

    `sheet` is the path of the stylesheet of the frames.
    """
    root = site.words.root
    templates = environment(site.words)
    page, picture = templates.get_template("embed.html.j2"), templates.get_template("chart.svg.j2")
    for assessment in site.progress.assessments.values():
        row = site.viewer.rows[assessment.commitment.commitment_id]
        key = row.commitment_id.lower()
        label = Markup('fill="none" class="chart" role="img" aria-label="{}"').format(row.answer)
        drawing = site.gallery.render(chart_id(assessment.commitment.commitment_id), site.words, label)
        yield f"{root}embed/{key}/index.html", page.render(_framed(site, assessment, drawing) | {"sheet": sheet})
        yield f"{root}{row.path}chart.svg", picture.render(_pictured(site, row, drawing))


def _framed(site: Site, assessment: Assessment, drawing: str) -> dict[str, object]:
    words, portal = site.words, site.progress.dataset.portal
    row = site.viewer.rows[assessment.commitment.commitment_id]
    source = site.viewer.source(assessment.commitment.source_id)
    return {
        "lang": html_lang(words),
        "row": row,
        "portal": words.pick(portal, "title"),
        "address": page_address(portal, words, "", row.path) if portal.site.url else "",
        "root": "../../",
        "site_root": "../" * (2 + words.root.count("/")),
        "other_lang": words.lang != "zh",
        "drawing": Markup(drawing),  # noqa: S704 - our own
        "caption": site.gallery.caption(chart_id(assessment.commitment.commitment_id), words),
        "source": source.title if source else "",
        "as_of": words.date(site.progress.as_of),
    }


def _pictured(site: Site, row: Row, drawing: str) -> dict[str, object]:
    words, portal = site.words, site.progress.dataset.portal
    drawn = DRAWING.fullmatch(drawing)
    assert drawn
    width, height = float(drawn[1]), float(drawn[2])
    day = words.t("Figures to {day}", day=words.date(site.progress.as_of))
    invented = words.t("Illustrative figures.") if row.illustrative else ""
    return {
        "lang": html_lang(words),
        "title": row.title.text,
        "description": row.answer,
        "source": " · ".join(part for part in (invented, words.pick(portal, "title"), row.commitment_id, day) if part),
        "drawing": Markup(drawn[3]),  # noqa: S704 - our own
        "width": _px(width + 2 * MARGIN),
        "height": _px(height + 2 * MARGIN + FOOT),
        "inner_width": _px(width),
        "inner_height": _px(height),
        "margin": MARGIN,
        "foot": _px(height + MARGIN + FOOT),
        "paper": COLORS["paper"].light,
        "muted": COLORS["muted"].light,
    }


def _px(length: float) -> int:
    return round(length)

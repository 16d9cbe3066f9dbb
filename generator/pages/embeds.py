"""The files of a commitment for other sites: a page for a frame, and the chart as a picture.

Neither goes through the site builder: the page is small, and strict about what it may load.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from generator.addresses import embed_path
from generator.charts.drawing.colors import COLORS
from generator.language.templates import load_templates, render
from generator.language.words import HTML_LANG
from generator.pages.linked_data import page_address
from generator.pages.site import Site
from generator.status.verdict import Assessment
from generator.text.figure_ids import chart_id
from generator.text.remarks import note_illustrative
from generator.text.rows import CommitmentRow

MARGIN, FOOT = 12, 22  # px around a chart in a file, and for the line below it
DRAWING = re.compile(r'<svg viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>(.*)</svg>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class EmbedContext:
    """The page of a commitment for the frame of another site."""

    template: ClassVar[str] = "embed.html.j2"
    lang: str  # the name of the language in HTML
    row: CommitmentRow  # the commitment
    portal: str  # the title of the portal
    address: str  # of the page of the commitment; "" where the portal has no address
    root: str  # the path to the root of the language
    site_root: str  # the path to the root of the site
    stylesheet: str  # its path from the root of the site
    other_lang: bool  # whether the page is in another language than the data
    drawing: Markup  # the chart
    caption: str  # how the chart is read
    source: str  # the title of the source; "" where it is not known
    as_of: str  # the end of the reporting period


@dataclass(frozen=True, slots=True)
class ChartFileContext:
    """The chart of a commitment as a picture of its own."""

    template: ClassVar[str] = "chart.svg.j2"
    lang: str  # the name of the language in HTML
    title: str  # of the commitment
    description: str  # how it stands, in one sentence
    source: str  # the line below the chart
    drawing: Markup  # the content of the chart
    width: int  # of the picture in px
    height: int  # of the picture in px
    inner_width: int  # of the chart in px
    inner_height: int  # of the chart in px
    margin: int  # around the chart in px
    foot: int  # the height of the line below the chart in px
    paper: str  # the colour of the background
    muted: str  # the colour of the line below the chart


def render_embeds(site: Site, stylesheet: str) -> Iterator[tuple[str, str]]:
    """Yield the page for a frame and the picture of each commitment, by their path from the site's root.

    `stylesheet` is the path of the stylesheet of the frames.
    """
    root, templates = site.words.root, load_templates(site.words)
    for key, assessment in site.progress.assessments.items():
        row = site.views.rows[key]
        said = note_illustrative(site.words, row.answer, illustrative=row.illustrative)
        label = Markup('fill="none" class="chart" role="img" aria-label="{}"').format(said)
        drawing = site.drawn.render(chart_id(key), site.words, label)
        frame, picture = _make_frame(site, assessment, drawing, stylesheet), _make_picture(site, row, drawing)
        yield f"{root}{embed_path(key)}index.html", render(templates, frame)
        yield f"{root}{row.path}chart.svg", render(templates, picture)


def _make_frame(site: Site, assessment: Assessment, drawing: str, stylesheet: str) -> EmbedContext:
    words, portal = site.words, site.progress.dataset.portal
    row = site.views.rows[assessment.commitment.commitment_id]
    source = site.progress.dataset.sources.get(assessment.commitment.source_id)
    return EmbedContext(
        lang=HTML_LANG[words.lang],
        row=row,
        portal=words.pick(portal, "title"),
        address=page_address(portal, words, "", row.path) if portal.site.url else "",
        root="../../",
        site_root="../" * (2 + words.root.count("/")),
        stylesheet=stylesheet,
        other_lang=words.lang != "zh",
        drawing=Markup(drawing),  # noqa: S704 - our own
        caption=site.drawn.caption(chart_id(assessment.commitment.commitment_id), words),
        source=source.title if source else "",
        as_of=words.date(site.progress.as_of),
    )


def _make_picture(site: Site, row: CommitmentRow, drawing: str) -> ChartFileContext:
    words, portal = site.words, site.progress.dataset.portal
    drawn = DRAWING.fullmatch(drawing)
    assert drawn
    width, height = float(drawn[1]), float(drawn[2])
    day = words.t("Figures to {day}", day=words.date(site.progress.as_of))
    note = words.t("Illustrative figures.") if row.illustrative else ""
    return ChartFileContext(
        lang=HTML_LANG[words.lang],
        title=row.title.text,
        description=row.answer,
        source=" · ".join(part for part in (note, words.pick(portal, "title"), row.commitment_id, day) if part),
        drawing=Markup(drawn[3]),  # noqa: S704 - our own
        width=round(width + 2 * MARGIN),
        height=round(height + 2 * MARGIN + FOOT),
        inner_width=round(width),
        inner_height=round(height),
        margin=MARGIN,
        foot=round(height + MARGIN + FOOT),
        paper=COLORS["paper"].light,
        muted=COLORS["muted"].light,
    )

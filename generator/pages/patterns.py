"""The page of patterns: every component, with every status and every kind of chart, from a small portal of samples."""

from collections.abc import Iterator
from dataclasses import replace

from generator.language.words import mark
from generator.model import Status
from generator.pages.commitment import progressed
from generator.pages.head import Head
from generator.pages.site import Page, Site
from generator.status.assess import Assessment
from generator.text.figure_ids import HOME_COUNTS, ranking_id, tiles_id, timeline_id
from generator.text.rows import Row

PATH = "patterns/"
DRAWINGS = {
    tiles_id("growth"): mark("One tile for each commitment"),
    timeline_id("projects", 1): mark("Projects on one timeline"),
    ranking_id("towns"): mark("Places compared"),
}


def patterns(site: Site, samples: Site) -> Iterator[Page]:
    """Yield the page; `samples` writes the portal of samples."""
    everything = samples.progress.assessments.values()
    context = {
        "statuses": [samples.viewer.badge(status) for status in Status],
        "samples": [progressed(samples, assessment) | {"downloads": False} for assessment in everything],
        "rows": [_row(samples, assessment) for assessment in everything],
        "summary": samples.viewer.summary(everything, HOME_COUNTS),
        "drawings": [
            {"figure": figure, "label": site.words.t(label)}
            for figure, label in DRAWINGS.items()
            if figure in samples.gallery
        ],
        "svg": samples.svg,
        "illustrative": True,
    }
    yield Page(PATH, "patterns", context, Head(listed=False))


def _row(samples: Site, assessment: Assessment) -> Row:
    """Return the row of a list, leading to the sample on the same page."""
    row = samples.viewer.rows[assessment.commitment.commitment_id]
    return replace(row, path=f"{PATH}#{row.commitment_id.lower()}")

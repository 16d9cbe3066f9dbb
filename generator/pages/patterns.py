"""The page of the components: each in every status and every kind of chart, from a small portal of samples."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from generator.addresses import PATTERNS
from generator.language.words import mark
from generator.model import Status
from generator.pages.commitment_progress import CommitmentProgress, show_progress
from generator.pages.head import Head
from generator.pages.site import Page, Site
from generator.status.verdict import Assessment
from generator.text.figure_ids import HOME_COUNTS, ranking_id, tiles_id, timeline_id
from generator.text.rows import Badge, CommitmentRow, Summary

DRAWINGS = {
    tiles_id("growth"): mark("One tile for each commitment"),
    timeline_id("projects", 1): mark("Projects on one timeline"),
    ranking_id("towns"): mark("Places compared"),
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of several commitments."""

    figure_id: str  # its identifier
    label: str  # its name


@dataclass(frozen=True, slots=True)
class PatternsContext:
    """The components."""

    template: ClassVar[str] = "patterns.md.j2"
    statuses: tuple[Badge, ...]  # all statuses
    samples: tuple[CommitmentProgress, ...]  # a commitment of each kind and status
    rows: tuple[CommitmentRow, ...]  # the same in a list
    summary: Summary  # the same counted
    drawings: tuple[Drawing, ...]  # charts of several commitments


def make_patterns_page(site: Site, samples: Site) -> Iterator[Page]:
    """Yield the page of the components; `samples` is the portal of samples in the same language."""
    everything = samples.progress.assessments.values()
    context = PatternsContext(
        statuses=tuple(samples.views.badge(status) for status in Status),
        samples=tuple(show_progress(samples, assessment, downloads=False) for assessment in everything),
        rows=tuple(_make_row(samples, assessment) for assessment in everything),
        summary=samples.views.summary(everything, HOME_COUNTS),
        drawings=tuple(
            Drawing(figure_id, site.words.t(label))
            for figure_id, label in DRAWINGS.items()
            if figure_id in samples.drawn
        ),
    )
    yield Page(PATTERNS, context, Head(listed=False))


def _make_row(samples: Site, assessment: Assessment) -> CommitmentRow:
    """Return the row of a list, with a link to the sample on the same page."""
    row = samples.views.rows[assessment.commitment.commitment_id]
    return replace(row, path=f"{PATTERNS}#{row.commitment_id.lower()}")

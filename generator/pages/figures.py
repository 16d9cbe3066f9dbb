"""The figures of a portal: each is planned once, drawn once, and rendered in every language.

Rows hold display coordinates (floats); the exact numbers of every figure stand in the table beside it.
"""

from collections.abc import Sequence

from generator.changes.history import History
from generator.charts.canvas import Canvas
from generator.charts.figure import Figure
from generator.charts.series import plan_level, plan_quantity, plan_rank
from generator.charts.strips import (
    plan_activity,
    plan_bullet,
    plan_counts,
    plan_ranking,
    plan_stages,
    plan_tiles,
    plan_timeline,
)
from generator.language.message import Joined, Message, Sayable, make_bilingual
from generator.model import Kind, Theme
from generator.pages.groups import cut_timeline, group_by_theme, list_ranking
from generator.pages.paging import ROWS_PER_PAGE
from generator.status.progress import Progress, Rank, tally
from generator.status.verdict import Assessment
from generator.text.figure_ids import HOME_COUNTS, counts_id, ranking_id, release_counts_id, tiles_id, timeline_id
from generator.text.quantities import describe_ranked

SERIES = {Kind.QUANTITY: plan_quantity, Kind.LEVEL: plan_level, Kind.GROWTH: plan_level, Kind.RANK: plan_rank}


def plan_chart(canvas: Canvas, assessment: Assessment) -> Figure:
    """Plan the main chart of a commitment: by its kind, or else its milestones or its updates over time."""
    case = assessment.case
    promised = case.target is not None and case.commitment.kind is Kind.QUANTITY and not case.updates
    if (case.latest is not None or promised) and case.commitment.kind in SERIES:
        return SERIES[case.commitment.kind](canvas, assessment)
    return plan_stages(canvas, assessment) if case.milestones else plan_activity(canvas, assessment)


def plan_figures(canvas: Canvas, rows_per_page: int = ROWS_PER_PAGE) -> list[Figure]:
    """Plan every figure of a portal."""
    progress, dataset = canvas.progress, canvas.progress.dataset
    everything = list(progress.assessments.values())
    figures = [plan_chart(canvas, assessment) for assessment in everything]
    figures += [bullet for assessment in everything if (bullet := plan_bullet(canvas, assessment))]
    figures.append(_plan_tally(canvas, HOME_COUNTS, everything))
    collections = [("pillar", "pillar_id", pillar.pillar_id) for pillar in dataset.pillars]
    collections += [("unit", "lead_unit_id", unit_id) for unit_id in dataset.units]
    collections += [("place", "place_id", place_id) for place_id in dataset.places]
    for prefix, column, value in collections:
        members = progress.of(**{column: value})
        if members:
            figures.append(_plan_tally(canvas, counts_id(prefix, value), members))
    for pillar in dataset.pillars:
        groups = [(_name_theme(theme), members) for theme, members in group_by_theme(progress, pillar.pillar_id)]
        if groups and sum(len(members) for _, members in groups) <= rows_per_page:  # on one page
            figures.append(plan_tiles(canvas, tiles_id(pillar.pillar_id), groups))
    for number, page in enumerate(cut_timeline(progress, rows_per_page), 1):
        for part in page:
            projects = [assessment for assessment in part.rows if assessment.case.milestones]
            if projects:
                figures.append(plan_timeline(canvas, timeline_id(part.head.pillar_id, number), projects))
    for group_id in progress.members:
        ranked = list_ranking(progress, group_id)
        if ranked:
            figures.append(plan_ranking(ranking_id(group_id), ranked, _name_members(progress, ranked)))
    return figures


def plan_releases(canvas: Canvas, history: History) -> list[Figure]:
    """Plan the bar of status counts of each release."""
    released = zip(history.releases, history.diffs, strict=True)
    return [
        plan_counts(canvas, release_counts_id(release.released_on), diff.new.statuses, diff.new.reported)
        for release, diff in released
    ]


def _plan_tally(canvas: Canvas, figure_id: str, assessments: Sequence[Assessment]) -> Figure:
    counted = tally(assessments)
    return plan_counts(canvas, figure_id, counted.by_status, counted.reported_by_status)


def _name_theme(theme: Theme | None) -> Sayable:
    return make_bilingual(theme, "title") if theme else Message("Other commitments")


def _name_members(progress: Progress, ranked: Sequence[tuple[Assessment, Rank]]) -> dict[str, Sayable]:
    """Return the label of each member by its identifier: rank, place or title, value."""
    labels: dict[str, Sayable] = {}
    for assessment, rank in ranked:
        commitment = assessment.commitment
        place = progress.dataset.places.get(commitment.place_id)
        name = make_bilingual(place, "name") if place else make_bilingual(commitment, "title")
        labels[commitment.commitment_id] = Joined((rank.rank, name, describe_ranked(rank, commitment)), "  ")
    return labels

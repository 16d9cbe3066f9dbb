"""The progress of a commitment: the answer, the chart, its table, the steps of the status, milestones and updates."""

from dataclasses import dataclass

from generator.model import Kind
from generator.pages.site import Site
from generator.status.verdict import Assessment
from generator.text.figure_ids import chart_id
from generator.text.remarks import write_by_original, write_compared
from generator.text.rows import Badge, CommitmentRow, MilestoneRow, PointRow, Text, UpdateRow
from generator.text.steps import Step, write_steps
from generator.text.vocabulary import RULE_WORDS


@dataclass(frozen=True, slots=True)
class CommitmentProgress:
    """The progress of a commitment as it is shown on its page and on that of the components."""

    row: CommitmentRow  # the commitment as in lists
    commitment_unit: str  # the unit of its figures; "" where there is none
    downloads: bool  # whether its files can be downloaded
    by_original: str  # what the target as first set would lead to; "" where it was not changed
    compared: str  # the change on the same period a year before; "" where that is not known or is the answer itself
    disagrees: bool  # whether the unit reports another status than the rule finds
    reported: Badge | None  # the status that the unit reports
    chart: str  # the identifier of its chart
    caption: str  # how the chart is read
    points: tuple[PointRow, ...]  # its observations, the oldest first
    shares: bool  # whether the table has a column for shares
    share_word: str  # the title of that column
    paced: bool  # whether the table has columns for the schedule
    same_status: str  # the data status of all observations; "" where they differ
    same_note: Text | None  # the note of all observations; None where they differ
    noted: bool  # whether the table has a column for notes
    breaks: bool  # whether the series breaks at one of them
    milestones: tuple[MilestoneRow, ...]  # in their order
    steps: tuple[Step, ...]  # the arithmetic of the status
    rule: str  # the name of the rule that gave the status
    updates: tuple[UpdateRow, ...]  # of the units, the newest first


def show_progress(site: Site, assessment: Assessment, *, downloads: bool = True) -> CommitmentProgress:
    """Return the progress of a commitment in words."""
    views, words, commitment = site.views, site.words, assessment.commitment
    points, reported = views.points(assessment), assessment.case.reported
    statuses, notes = {point.status for point in points}, {point.note for point in points}
    chart = chart_id(commitment.commitment_id)
    return CommitmentProgress(
        row=views.rows[commitment.commitment_id],
        commitment_unit=words.pick(commitment, "unit"),
        downloads=downloads,
        by_original=write_by_original(words, assessment),
        compared=write_compared(words, assessment),
        disagrees=assessment.disagrees,
        reported=views.badge(reported) if reported else None,
        chart=chart,
        caption=site.drawn.caption(chart, words),
        points=points,
        shares=commitment.kind is not Kind.RANK and any(point.share for point in points),
        share_word=words.t("Attainment") if commitment.kind in (Kind.LEVEL, Kind.GROWTH) else words.t("Share"),
        paced=any(point.expected for point in points),
        same_status=points[0].status if len(statuses) == 1 else "",
        same_note=points[0].note if len(notes) == 1 else None,
        noted=len(notes) > 1,
        breaks=any(point.breaks for point in points),
        milestones=views.milestones(assessment),
        steps=write_steps(words, assessment),
        rule=words.t(RULE_WORDS[assessment.verdict.rule]),
        updates=views.updates(assessment),
    )

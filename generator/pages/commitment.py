"""The page of a commitment."""

from collections.abc import Iterator
from typing import Any

from generator.assess import Assessment
from generator.model import Kind
from generator.pages.releases import history
from generator.pages.writer import Page, Writer
from generator.sentences import quantity
from generator.views import DIRECTIONS, Link


def commitments(writer: Writer) -> Iterator[Page]:
    """Give a page for each commitment."""
    for key, assessment in writer.progress.assessments.items():
        yield Page(writer.viewer.rows[key].path, "commitment", _commitment(writer, assessment))


def _commitment(writer: Writer, assessment: Assessment) -> dict[str, Any]:
    viewer, words, commitment = writer.viewer, writer.words, assessment.commitment
    row = viewer.rows[commitment.commitment_id]
    pillar = next(p for p in writer.progress.dataset.pillars if p.pillar_id == commitment.pillar_id)
    theme = next((t for t in writer.progress.dataset.themes if t.theme_id == commitment.theme_id), None)
    points = viewer.points(assessment)
    measured = commitment.kind in (Kind.QUANTITY, Kind.LEVEL, Kind.RANK)
    reported = assessment.case.reported
    return {
        "row": row,
        "commitment": commitment,
        "commitment_unit": words.pick(commitment, "unit"),
        "pillar": Link(viewer.text(pillar, "title"), f"{pillar.pillar_id}/"),
        "theme": Link(viewer.text(theme, "title"), theme.theme_id) if theme else None,
        "disagrees": assessment.disagrees,
        "reported": viewer.badge(reported) if reported else None,
        "source": viewer.source(commitment.source_id),
        "sources": _sources(writer, assessment),
        "chart": f"{commitment.commitment_id.lower()}-chart",
        "caption": _caption(writer, assessment),
        "points": points,
        "shares": commitment.kind is not Kind.RANK and any(point.share for point in points),
        "share_word": words.t("Attainment") if commitment.kind is Kind.LEVEL else words.t("Share"),
        "paced": any(point.expected for point in points),
        "same_status": points[0].status if len({point.status for point in points}) == 1 else "",
        "same_note": points[0].note if len({point.note for point in points}) == 1 else None,
        "noted": len({point.note for point in points}) > 1,
        "milestones": viewer.milestones(assessment),
        "steps": viewer.steps(assessment),
        "rule": viewer.rule(assessment),
        "updates": viewer.updates(assessment),
        "changes": _changes(writer, assessment),
        "direction": words.t(DIRECTIONS[commitment.direction]) if measured and commitment.kind is not Kind.RANK else "",
        "target": viewer.target_words(assessment) if measured else "",
        "due": viewer.due(assessment),
        "rank": _rank(writer, commitment.commitment_id),
        "history": history(writer, commitment.commitment_id),
        "next_update": viewer.day(commitment.next_update_on),
    }


def _caption(writer: Writer, assessment: Assessment) -> str:
    """Say how the chart is read."""
    words, form = writer.words, assessment.commitment.kind
    if assessment.case.latest is not None:
        match form:
            case Kind.QUANTITY if assessment.case.target is not None:
                return words.t("Solid: accumulated value. Dashed: schedule. Coloured bar: gap. Cross: no figure.")
            case Kind.QUANTITY:
                return words.t("Accumulated value by period. Cross: no figure.")
            case Kind.LEVEL:
                return words.t("Value by period. The shaded side of the line meets the target. Cross: no figure.")
            case Kind.RANK:
                return words.t("Position by period, first place on top.")
    day = words.date(writer.progress.as_of)
    if assessment.case.milestones:
        return words.t("Rings: planned. Filled: achieved. A thick line is delay; the vertical line is {day}.", day=day)
    return words.t("One dot for each update reported; the vertical line is {day}.", day=day)


def _sources(writer: Writer, assessment: Assessment) -> list[Any]:
    case = assessment.case
    ids = [assessment.commitment.source_id]
    ids += [point.observation.source_id for point in case.points]
    ids += [milestone.source_id for milestone in case.milestones] + [update.source_id for update in case.updates]
    return [source for source_id in dict.fromkeys(ids) if (source := writer.viewer.source(source_id))]


def _changes(writer: Writer, assessment: Assessment) -> list[dict[str, Any]]:
    commitment = assessment.commitment
    return [
        {
            "day": writer.words.date(change.effective_on),
            "target": quantity(writer.words, change.target_value, commitment)
            if change.target_value is not None
            else writer.words.t("not set in figures"),
            "reason": writer.viewer.text(change, "reason"),
        }
        for change in assessment.case.target_changes
    ]


def _rank(writer: Writer, commitment_id: str) -> str:
    rank = writer.progress.ranks.get(commitment_id)
    return writer.words.t("rank {rank} of {of}", rank=rank.rank, of=rank.of) if rank else ""

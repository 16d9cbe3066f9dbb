"""Parsing: the published state of a commitment from its record in a release.

A record is an object of the API, as JSON with figures as Decimal; what an older release does not have is left out.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from generator.changes.published import (
    DAYS,
    FIELDS,
    FieldValue,
    PublishedCommitment,
    PublishedFigure,
    PublishedMilestone,
    PublishedPlanPoint,
    PublishedTargetChange,
    PublishedUpdate,
    Standing,
)
from generator.model import DataStatus, Measure, Period, State, Status, TargetState


def parse_commitment(record: Mapping[str, Any], values: Mapping[tuple[str, str], str]) -> PublishedCommitment:
    """Return a commitment from its record, which is JSON with figures as Decimal.

    `values` holds each value by commitment and period as the table writes it, with zeros that JSON does not keep.
    """
    key = record["commitment_id"]
    return PublishedCommitment(
        commitment_id=key,
        pillar_id=record["pillar_id"],
        unit_ids=tuple(unit for unit in (record["lead_unit_id"], *record["support_unit_ids"]) if unit),
        kind=record["kind"],
        comparator=record["comparator"],
        title_zh=record["title_zh"],
        title_en=record["title_en"] or "",
        unit_zh=record["unit_zh"] or "",
        unit_en=record["unit_en"] or "",
        state_reason_zh=record.get("state_reason_zh") or "",
        state_reason_en=record.get("state_reason_en") or "",
        illustrative=record["illustrative"],
        standing=_parse_standing(record),
        observed={r["period"]: _parse_figure(r, values.get((key, r["period"]), "")) for r in record["observations"]},
        fields={name: _parse_field(name, record[name]) for name in FIELDS if name in record},
        milestones=tuple(_parse_milestone(row) for row in record["milestones"]),
        updates=tuple(_parse_update(row) for row in record["updates"]),
        target_changes=tuple(_parse_target_change(row) for row in record["target_changes"]),
    )


def _parse_standing(record: Mapping[str, Any]) -> Standing:
    done = [row for row in record["milestones"] if row.get("achieved_on") and row["achieved_on"] <= record["as_of"]]
    return Standing(
        status=Status(record["status"]),
        value=record["value"],
        period=Period.parse(record["period"]) if record["period"] else None,
        target=record["target"],
        target_state=TargetState(record["target_state"]),
        share=record["share"],
        expected=record["expected_share"],
        gap_points=record["gap_points"],
        reported=_parse_status(record["reported_status"]),
        state=State(record["state"]),
        achieved=len(done),
        milestones=len(record["milestones"]),
        updated_on=_parse_day(record["last_update_on"]),
        as_of=_parse_day(record["as_of"]),
        self_reported=record.get("rule") == "reported",
    )


def _parse_figure(row: Mapping[str, Any], text: str) -> PublishedFigure:
    value = row.get("value")
    if value is not None and text:
        value = Decimal(text)
    return PublishedFigure(
        period=Period.parse(row["period"]),
        value=value,
        masked=row["masked"],
        measure=Measure(row["measure"]),
        status=DataStatus(row["status"]),
        note_zh=row.get("note_zh", ""),
        note_en=row.get("note_en", ""),
    )


def _parse_field(name: str, value: Any) -> FieldValue:
    if name == "plan_points":
        return tuple(_parse_plan_points(value))
    if name in DAYS:
        return _parse_day(value)
    return tuple(value) if isinstance(value, list) else value


def _parse_plan_points(rows: Iterable[Mapping[str, Any]]) -> Iterable[PublishedPlanPoint]:
    return (PublishedPlanPoint(row["period"], row["planned_value"], DataStatus(row["status"])) for row in rows)


def _parse_milestone(row: Mapping[str, Any]) -> PublishedMilestone:
    return PublishedMilestone(
        position=int(row["position"]),
        stage_zh=row.get("stage_zh") or "",
        stage_en=row.get("stage_en") or None,
        planned_on=_parse_day(row.get("planned_on")),
        achieved_on=_parse_day(row.get("achieved_on")),
    )


def _parse_update(row: Mapping[str, Any]) -> PublishedUpdate:
    return PublishedUpdate(
        published_on=date.fromisoformat(row["published_on"]),
        progress_zh=row.get("progress_zh") or "",
        progress_en=row.get("progress_en") or None,
        problems_zh=row.get("problems_zh") or None,
        problems_en=row.get("problems_en") or None,
        next_steps_zh=row.get("next_steps_zh") or None,
        next_steps_en=row.get("next_steps_en") or None,
        reported_status=_parse_status(row.get("reported_status")),
    )


def _parse_target_change(row: Mapping[str, Any]) -> PublishedTargetChange:
    return PublishedTargetChange(
        effective_on=date.fromisoformat(row["effective_on"]),
        target_value=row.get("target_value"),
        masked=bool(row.get("masked")),
        reason_zh=row.get("reason_zh") or "",
        reason_en=row.get("reason_en") or None,
    )


def _parse_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _parse_status(text: str | None) -> Status | None:
    return Status(text) if text else None

"""Files for machines: the API and the canonical tables, from the same progress as the pages.

Figures are unrounded (shares as the nearest double, at least 15 significant digits); what is not known is null, with
its reason beside it. A stranger recomputes every status from `commitments.json` alone.
"""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from generator.assess import Assessment
from generator.case import Reason
from generator.model import DataStatus, Milestone, Observation, Period, PlanPoint, TargetChange, Update
from generator.progress import Progress, Tally, tally
from generator.tables import Row, Table, csv_text, schemas

API = "api/v1"


def export(progress: Progress) -> Iterator[tuple[str, str]]:
    """Give the path and the text of every file for machines."""
    listed = [commitment_json(progress, assessment) for assessment in progress.assessments.values()]
    yield f"{API}/index.json", _json(_index(progress))
    yield f"{API}/pillars.json", _json({"as_of": progress.as_of, "pillars": _pillars(progress)})
    whole = {"as_of": progress.as_of, "bands": _bands(progress), "commitments": listed}
    yield f"{API}/commitments.json", _json(whole)
    for entry, assessment in zip(listed, progress.assessments.values(), strict=True):
        yield f"{API}/commitments/{entry['commitment_id']}.json", _json(entry | _details(assessment))
    for name, text in public_tables(progress):
        yield f"data/{name}", text


def public_tables(progress: Progress) -> Iterator[tuple[str, str]]:
    """Give the name and the text of every table as it is published, and of their description."""
    for name, table in progress.dataset.tables.items():
        yield f"{name}.csv", public_csv(table)
    yield "datapackage.json", _json(_datapackage(progress))


def statuses(progress: Progress) -> str:
    """Write every commitment with its status, all inputs and everything published of it, as one file to be kept."""
    portal = progress.dataset.portal
    listed = [commitment_json(progress, a) | _details(a) for a in progress.assessments.values()]
    head = {"year": portal.year, "as_of": progress.as_of, "illustrative": progress.illustrative}
    return _json(head | {"bands": _bands(progress), "commitments": listed})


def commitment_json(progress: Progress, assessment: Assessment) -> dict[str, Any]:
    """Describe a commitment with its status and every input of it; shares are 0 to 1, gaps in percentage points."""
    case, verdict, commitment = assessment.case, assessment.verdict, assessment.commitment
    latest, rank = case.latest, progress.ranks.get(commitment.commitment_id)
    entry: dict[str, Any] = {
        "commitment_id": commitment.commitment_id,
        "pillar_id": commitment.pillar_id,
        "theme_id": commitment.theme_id or None,
        "title_zh": commitment.title_zh,
        "title_en": commitment.title_en or None,
        "quote": commitment.quote or None,
        "kind": commitment.kind,
        "direction": commitment.direction,
        "comparator": commitment.comparator,
        "unit_zh": commitment.unit_zh or None,
        "unit_en": commitment.unit_en or None,
        "status": assessment.status,
        "reported_status": case.reported,
        "rule": verdict.rule,
        "value": latest.value if latest else None,
        "target": case.target,
        "target_state": case.target_state,
        "baseline": commitment.baseline_value,
        "period": latest.observation.period if latest else None,
        "as_of": case.as_of,
        "starts_on": commitment.starts_on,
        "due_on": commitment.due_on,
        "due_on_is_set": commitment.due_set,
        "plan": commitment.plan,
        "plan_points": [_record(point) for point in case.plan_points],
        "share": verdict.share,
        "expected_share": verdict.expected,
        "gap_points": None if verdict.gap is None else verdict.gap * 100,
        "trend": verdict.trend,
        "milestones": [_record(milestone) for milestone in case.milestones],
        "rank": rank.rank if rank else None,
        "rank_of": rank.of if rank else None,
        "group_id": commitment.group_id or None,
        "place_id": commitment.place_id or None,
        "lead_unit_id": commitment.lead_unit_id or None,
        "support_unit_ids": list(commitment.support_unit_ids),
        "leader": commitment.leader or None,
        "state": commitment.state,
        "state_reason_zh": commitment.state_reason_zh or None,
        "state_reason_en": commitment.state_reason_en or None,
        "last_update_on": case.updates[0].published_on if case.updates else None,
        "next_update_on": commitment.next_update_on,
        "illustrative": case.illustrative,
    }
    entry["reasons"] = _reasons(assessment, entry)
    entry["reason"] = entry["reasons"].get("status") or entry["reasons"].get("share")
    return entry


def _reasons(assessment: Assessment, entry: dict[str, Any]) -> dict[str, str]:
    """Give the reason for every figure that is not known."""
    case = assessment.case
    reasons: dict[str, str] = {name: str(reason) for name, reason in assessment.verdict.reasons.items()}
    missing = Reason.VALUE_MASKED if any(p.reason is Reason.VALUE_MASKED for p in case.points) else Reason.NOT_REPORTED
    target = Reason.TARGET_MASKED if case.target_state == "masked" else Reason.TARGET_UNQUANTIFIED
    defaults = {
        "value": missing,
        "period": missing,
        "target": target,
        "baseline": Reason.BASELINE_MASKED if assessment.commitment.baseline_masked else Reason.NO_BASELINE,
        "share": missing,
        "expected_share": missing,
        "gap_points": missing,
        "rank": Reason.OTHER_PERIOD if entry["group_id"] else Reason.NO_GROUP,
    }
    for name, reason in defaults.items():
        if entry[name] is None:
            reasons.setdefault(name, str(reason))
        else:
            reasons.pop(name, None)
    return reasons


def _details(assessment: Assessment) -> dict[str, Any]:
    case = assessment.case
    observations = [
        _record(point.observation)
        | {"accumulated": point.value, "share": point.share, "expected_share": point.expected, "reason": point.reason}
        for point in case.points
    ]
    return {
        "observations": observations,
        "updates": [_record(update) for update in case.updates],
        "target_changes": [_record(change) for change in case.target_changes],
    }


def _record(thing: Observation | PlanPoint | Milestone | Update | TargetChange) -> dict[str, Any]:
    values = {field.name: getattr(thing, field.name) for field in fields(thing)}
    return {name: value for name, value in values.items() if name not in ("commitment_id", "line") and value != ""}


def _index(progress: Progress) -> dict[str, Any]:
    portal = progress.dataset.portal
    return {
        "title_zh": portal.title_zh,
        "title_en": portal.title_en or None,
        "region_zh": portal.region_zh or None,
        "region_en": portal.region_en or None,
        "year": portal.year,
        "as_of": progress.as_of,
        "illustrative": progress.illustrative,
        "license": portal.license.name or None,
        "bands": _bands(progress),
        "totals": _tally(tally(progress.assessments.values())),
        "files": {
            "pillars": f"{API}/pillars.json",
            "commitments": f"{API}/commitments.json",
            "commitment": f"{API}/commitments/{{commitment_id}}.json",
            "tables": "data/datapackage.json",
        },
    }


def _bands(progress: Progress) -> dict[str, Any]:
    bands = progress.dataset.portal.status
    return {field.name: getattr(bands, field.name) for field in fields(bands)}


def _pillars(progress: Progress) -> list[dict[str, Any]]:
    return [
        {"pillar_id": pillar.pillar_id, "title_zh": pillar.title_zh, "title_en": pillar.title_en or None}
        | _tally(tally(progress.of(pillar_id=pillar.pillar_id)))
        for pillar in progress.dataset.pillars
    ]


def _tally(counted: Tally) -> dict[str, Any]:
    return {field.name: getattr(counted, field.name) for field in fields(counted)}


def public_csv(table: Table) -> str:
    """Write a table as it is published: a withheld value is a mask, and so is the share that would give it away."""
    if table.name != "observations" or "status" not in table.columns:
        return csv_text(table)
    withheld = dict.fromkeys({"value", "published_pct"} & set(table.columns), "***")
    rows = [
        Row(row.line, {**row.cells, **withheld}) if row.cells["status"] == DataStatus.SUPPRESSED else row
        for row in table.rows
    ]
    return csv_text(replace(table, rows=tuple(rows)))


def _datapackage(progress: Progress) -> dict[str, Any]:
    """Describe the tables that are published, with their columns as they stand."""
    resources = []
    for name, table in progress.dataset.tables.items():
        schema = schemas()[name].to_descriptor()
        keys = [key for key in schema.get("foreignKeys", []) if key["reference"]["resource"] in progress.dataset.tables]
        schema = {part: value for part, value in schema.items() if part != "foreignKeys"} | (
            {"foreignKeys": keys} if keys else {}
        )
        known = {field["name"]: field for field in schema["fields"]}
        resources.append(
            {
                "name": name,
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": schema | {"fields": [known[column] for column in table.columns]},
            }
        )
    portal = progress.dataset.portal
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "progress-portal",
        "title": portal.title_zh,
        "resources": resources,
    }


def _json(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    """Turn exact figures into JSON numbers: whole ones stay whole, others become the nearest double."""
    match value:
        case dict():
            return {str(key): _plain(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_plain(entry) for entry in value]
        case Fraction() | Decimal():
            return int(value) if value == int(value) else float(value)
        case Period():
            return value.text
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case _:
            return value

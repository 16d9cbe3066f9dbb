"""Records: what is published of each commitment, by the names of the API, with exact figures.

They are made once; the files of the API, the files of a release and the comparison with releases are made from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from generator.model import Commitment, Kind, Milestone, Observation, PlanPoint, TargetChange, Update
from generator.status.case import Case, list_successors
from generator.status.disclosure import number_commitments
from generator.status.points import Point, Reason, is_percentage
from generator.status.progress import Progress
from generator.status.verdict import Assessment


@dataclass(frozen=True, slots=True)
class Record:
    """What is published of a commitment.

    `summary` holds the status and every input of it, `details` the rows of its tables, `state_reasons` why its state
    changed.
    Figures are exact (Decimal, Fraction), what is not known is None; shares are 0 to 1, gaps in percentage points.
    """

    summary: Mapping[str, Any]
    details: Mapping[str, Any]
    state_reasons: Mapping[str, Any]

    @property
    def whole(self) -> dict[str, Any]:
        """Everything, as a release keeps it."""
        return {**self.summary, **self.state_reasons, **self.details}


@dataclass(frozen=True, slots=True)
class Records:
    """The record of every commitment by its identifier, in the order of the file, with the progress they tell of.

    `closed` holds those of earlier plan years, the newest first.
    """

    progress: Progress
    commitments: Mapping[str, Record]
    closed: Mapping[int, "Records"] = field(default_factory=dict)

    @property
    def all(self) -> Mapping[str, Record]:
        """The record of every commitment of every year, the current one first."""
        return {key: record for records in (self, *self.closed.values()) for key, record in records.commitments.items()}


def record_commitments(progress: Progress) -> Records:
    """Return the records of a progress."""
    numbers = number_commitments(progress.dataset)
    listed = {
        key: Record(_describe_commitment(progress, a, numbers[key]), _describe_details(a), _state_reasons(a))
        for key, a in progress.assessments.items()
    }
    return Records(progress, listed, {year: record_commitments(own) for year, own in progress.closed.items()})


def _state_reasons(assessment: Assessment) -> dict[str, Any]:
    commitment = assessment.commitment
    return {f"state_reason_{lang}": getattr(commitment, f"state_reason_{lang}") or None for lang in ("zh", "en")}


def _describe_commitment(progress: Progress, assessment: Assessment, number: str) -> dict[str, Any]:
    """Describe a commitment with its status and every input of it; shares are 0 to 1, gaps in percentage points."""
    case, verdict, commitment = assessment.case, assessment.verdict, assessment.commitment
    latest, rank = case.latest, progress.ranks.get(commitment.commitment_id)
    entry: dict[str, Any] = {
        "commitment_id": commitment.commitment_id,
        "plan_year": commitment.plan_year,
        "continues_id": commitment.continues_id or None,
        "continued_by_ids": list_successors(commitment.commitment_id, progress.dataset),
        "index_number": number,
        "pillar_id": commitment.pillar_id,
        "theme_id": commitment.theme_id or None,
        "title_zh": commitment.title_zh,
        "title_en": commitment.title_en or None,
        "quote": commitment.quote or None,
        "kind": commitment.kind,
        "direction": commitment.direction,
        "comparator": commitment.comparator,
        "strength": commitment.strength,
        "unit_zh": commitment.unit_zh or None,
        "unit_en": commitment.unit_en or None,
        "status": assessment.status,
        "reported_status": case.reported,
        "rule": verdict.rule,
        "value": latest.value if latest else None,
        **_describe_target(assessment),
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
        "gap_points": None if verdict.gap_share is None else verdict.gap_share * 100,
        **_describe_comparisons(assessment),
        "trend": verdict.trend,
        "milestones": [_record(milestone) for milestone in case.milestones],
        "rank": rank.rank if rank else None,
        "rank_of": rank.of if rank else None,
        "group_id": commitment.group_id or None,
        "indicator_id": commitment.indicator_id or None,
        "place_id": commitment.place_id or None,
        "lead_unit_id": commitment.lead_unit_id or None,
        "support_unit_ids": list(commitment.support_unit_ids),
        "leader": commitment.leader or None,
        **_describe_quality(commitment),
        "state": commitment.state,
        "last_update_on": case.updates[0].published_on if case.updates else None,
        "next_update_on": commitment.next_update_on,
        "illustrative": case.illustrative,
    }
    entry["reasons"] = _list_reasons(assessment, entry, progress)
    entry["reason"] = entry["reasons"].get("status") or entry["reasons"].get("share")
    return entry


def _describe_target(assessment: Assessment) -> dict[str, Any]:
    """Return the target in force, the one that the status is judged by, and the one first set."""
    case, commitment = assessment.case, assessment.commitment
    return {
        "target": case.target,
        "target_upper": commitment.target_upper_value,
        "tolerance": commitment.tolerance_value,
        "target_state": case.target_state,
        "target_judged": case.judged_target,
        "target_original": case.original_target,
    }


def _describe_comparisons(assessment: Assessment) -> dict[str, Any]:
    """Return how the latest figure stands to the year before and to its targets, and what the status rests on."""
    latest, original = assessment.case.latest, assessment.by_original
    return {
        "growth": latest.growth if latest else None,
        "prior_value": latest.prior if latest else None,
        "change_points": latest.change if latest and is_percentage(assessment.commitment) else None,
        "distance": assessment.distance,
        "basis": assessment.basis,
        "stale": assessment.stale,
        "final": assessment.final,
        "informed_on": assessment.informed_on,
        "status_by_original": original.status if original else None,
        "share_by_original": original.share if original else None,
    }


def _describe_quality(commitment: Commitment) -> dict[str, Any]:
    """Return the quality statement of an indicator."""
    names = (f"{part}_{lang}" for part in ("definition", "coverage", "collection") for lang in ("zh", "en"))
    return {name: getattr(commitment, name) or None for name in names}


def _list_reasons(assessment: Assessment, entry: Mapping[str, Any], progress: Progress) -> dict[str, str]:
    """Return the reason for everything that is null."""
    case = assessment.case
    missing = Reason.VALUE_MASKED if any(p.reason is Reason.VALUE_MASKED for p in case.points) else Reason.NOT_REPORTED
    ranked = Reason.OTHER_PERIOD if entry["group_id"] else Reason.NO_GROUP
    latest = case.latest
    if entry["group_id"] and latest and latest.value is not None and len(progress.members[entry["group_id"]]) < 2:
        ranked = Reason.ALONE
    compared = Reason.NO_PRIOR if latest is None else latest.growth_reason
    before = Reason.SERIES_BREAK if compared is Reason.SERIES_BREAK else Reason.NO_PRIOR
    unchanged = Reason.NOT_APPLICABLE
    usual: dict[str, Reason] = {
        "value": missing,
        "period": missing,
        "target": _explain_target(case),
        "baseline": Reason.BASELINE_MASKED if assessment.commitment.baseline_masked else Reason.NO_BASELINE,
        "share": missing,
        "expected_share": missing,
        "gap_points": missing,
        "rank": ranked,
        "rank_of": ranked,
        "trend": Reason.NOT_APPLICABLE,
        "target_judged": _explain_target(case),
        "target_upper": unchanged,
        "target_original": unchanged,
        "status_by_original": unchanged,
        "share_by_original": unchanged,
        "growth": compared,
        "prior_value": before,
        "change_points": before if is_percentage(assessment.commitment) else unchanged,
        "distance": unchanged,
        "informed_on": unchanged,
        "reported_status": Reason.NOT_REPORTED,
        "last_update_on": Reason.NOT_REPORTED,
    }
    found = explain_nulls(entry, usual | dict(assessment.verdict.reasons))
    status = assessment.verdict.reasons.get("status")
    return found | ({"status": str(status)} if status else {})


def explain_nulls(entry: Mapping[str, Any], reasons: Mapping[str, Reason]) -> dict[str, str]:
    """Return the reason for each field that is null; what an office may leave out is simply not given."""
    return {
        name: str(reasons.get(name, Reason.NOT_GIVEN))
        for name, value in entry.items()
        if value is None and name != "reason"
    }


def _explain_target(case: Case) -> Reason:
    return Reason.TARGET_MASKED if case.target_state == "masked" else Reason.TARGET_UNQUANTIFIED


def _describe_details(assessment: Assessment) -> dict[str, Any]:
    case = assessment.case
    return {
        "observations": [_describe_observation(point, assessment) for point in case.points],
        "updates": [_record(update) for update in case.updates],
        "target_changes": [_describe_target_change(change) for change in case.target_changes],
    }


def _describe_observation(point: Point, assessment: Assessment) -> dict[str, Any]:
    """Describe one figure: as it was given, accumulated, and against target and schedule."""
    case, found = assessment.case, assessment.verdict.reasons
    measured = case.commitment.kind in (Kind.QUANTITY, Kind.LEVEL, Kind.GROWTH, Kind.RANK)
    open_target = _explain_target(case) if point.target is None else Reason.ATTAINMENT_UNDEFINED
    share = open_target if measured else Reason.NOT_MEASURED
    paced = open_target if case.commitment.kind is Kind.QUANTITY else Reason.NOT_PRORATED
    computed = {
        "value": point.observation.value,
        "accumulated": point.value,
        "share": point.share,
        "expected_share": point.expected,
        "target": point.target,
        "growth": point.growth,
    }
    reasons = {
        "target": _explain_target(case),
        "growth": point.growth_reason,
        "value": Reason.VALUE_MASKED if point.observation.masked else Reason.NOT_REPORTED,
        "accumulated": point.reason or Reason.NOT_REPORTED,
        "share": point.reason or found.get("share", share),
        "expected_share": point.reason or found.get("expected_share", paced),
    }
    told = {"reason": point.reason, "reasons": explain_nulls(computed, reasons)}
    return _record(point.observation) | computed | told


def _describe_target_change(change: TargetChange) -> dict[str, Any]:
    """Describe a new target; null is one that is hidden or not set in figures."""
    target = {"target_value": change.target_value}
    hidden = Reason.TARGET_MASKED if change.masked else Reason.TARGET_UNQUANTIFIED
    return _record(change) | target | {"reasons": explain_nulls(target, {"target_value": hidden})}


def _record(thing: Observation | PlanPoint | Milestone | Update | TargetChange) -> dict[str, Any]:
    """Return the fields of a row that are filled in."""
    values = {field.name: getattr(thing, field.name) for field in fields(thing)}
    return {
        name: value
        for name, value in values.items()
        if name not in ("commitment_id", "line") and value is not None and value != ""
    }

"""Commitments that no figure measures: a report in words, a target or a value that is hidden, silence."""

from generator.model import Kind, Status, TargetState
from generator.status.case import Case
from generator.status.points import Reason
from generator.status.verdict import StatusRule, Verdict


def judge_report(case: Case) -> Verdict:
    """Take what the unit reports, not computed; words without a status are in progress, no word is not reported."""
    reasons = dict.fromkeys(("share", "expected_share", "gap_points"), Reason.NOT_MEASURED)
    if case.commitment.kind in (Kind.QUANTITY, Kind.LEVEL, Kind.GROWTH, Kind.RANK):
        reasons = dict.fromkeys(reasons, Reason.TARGET_UNQUANTIFIED)
    if any(point.reason is Reason.VALUE_MASKED for point in case.points) and case.latest is None:
        return Verdict(Status.IN_PROGRESS, StatusRule.REPORTED, reasons=dict.fromkeys(reasons, Reason.VALUE_MASKED))
    told = case.report or next(iter(case.updates), None)  # a later word without a status does not renew one
    silent = told is not None and told.published_on < case.commitment.due_on and case.latest is None
    if case.due and silent and case.reported is not Status.MET:  # nothing was reported of the time up to the due date
        return Verdict(
            Status.NOT_REPORTED, StatusRule.NOT_REPORTED, reasons=reasons | {"status": Reason.DUE_NOT_COVERED}
        )
    if case.reported:
        return Verdict(case.reported, StatusRule.REPORTED, reasons=reasons)
    if case.updates or case.latest:
        return Verdict(Status.IN_PROGRESS, StatusRule.REPORTED, reasons=reasons)
    missing = dict.fromkeys(("status", "share", "expected_share", "gap_points"), Reason.NOT_REPORTED)
    return Verdict(Status.NOT_REPORTED, StatusRule.NOT_REPORTED, reasons=missing)


def judge_without_figures(case: Case) -> Verdict | None:
    """Judge a commitment that should have figures and has not: a masked target, or no value."""
    fields = ("status", "share", "gap_points")
    expected = case.latest.expected if case.latest else None
    if case.judged_state is TargetState.MASKED and not (case.latest and case.latest.printed):
        reasons = dict.fromkeys(fields, Reason.TARGET_MASKED)
        if expected is None:
            reasons["expected_share"] = Reason.TARGET_MASKED
        return Verdict(Status.MASKED, StatusRule.TARGET_MASKED, None, expected, None, reasons)
    if case.judged_state is TargetState.UNQUANTIFIED or case.latest is not None:
        return None
    if any(point.reason is Reason.VALUE_MASKED for point in case.points):
        reasons = dict.fromkeys((*fields, "expected_share"), Reason.VALUE_MASKED)
        return Verdict(Status.IN_PROGRESS, StatusRule.REPORTED, reasons=reasons)
    missing = (
        Reason.INCREMENT_GAP if any(p.reason is Reason.INCREMENT_GAP for p in case.points) else Reason.NOT_REPORTED
    )
    return Verdict(
        Status.NOT_REPORTED, StatusRule.NOT_REPORTED, reasons=dict.fromkeys((*fields, "expected_share"), missing)
    )

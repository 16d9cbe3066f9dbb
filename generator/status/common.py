"""What the rules share: bands, the due date, and what is not known."""

from fractions import Fraction

from generator.data.settings import Bands
from generator.model import Kind, Status, TargetState
from generator.status.case import Case
from generator.status.points import Reason
from generator.status.verdict import StatusRule, Verdict


def judge_gap(gap_share: Fraction, bands: Bands) -> Status:
    """Return the status of a gap (a difference of shares) by the bands in force."""
    points = gap_share * 100
    if points >= Fraction(bands.ahead):
        return Status.AHEAD
    if points >= Fraction(bands.on_pace):
        return Status.ON_PACE
    if points > Fraction(bands.slightly_behind):
        return Status.SLIGHTLY_BEHIND
    if points >= Fraction(bands.behind):
        return Status.BEHIND
    return Status.FAR_BEHIND


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


def judge_when_due(case: Case, *, met: bool) -> Status | None:
    """Met whenever it is; missed once due, but only where an observation covers the due date."""
    if met:
        return Status.MET
    if case.due:
        return Status.MISSED if case.covered else Status.NOT_REPORTED
    return None


def explain_gap(gap_share: Fraction | None) -> dict[str, Reason]:
    """Return why there is no gap, where the plan sets no path."""
    return {} if gap_share is not None else {"expected_share": Reason.NO_PLAN, "gap_points": Reason.NO_PLAN}


def explain_uncovered(case: Case, status: Status) -> dict[str, Reason]:
    """Return why a commitment that has figures counts as not reported."""
    return {"status": Reason.DUE_NOT_COVERED} if status is Status.NOT_REPORTED and case.latest else {}

"""The bands of a gap, and what the due date makes of a figure that falls short."""

from fractions import Fraction

from generator.data.settings import Bands
from generator.model import Status
from generator.status.case import Case
from generator.status.points import Reason


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

"""Quantities: a sum against its schedule, a ceiling that must not be broken."""

from decimal import Decimal
from fractions import Fraction

from generator.model import Commitment, Direction, Status
from generator.status.attainment import meets_target
from generator.status.bands import explain_gap, explain_uncovered, judge_gap, judge_when_due
from generator.status.case import Case
from generator.status.points import Point, Reason
from generator.status.unmeasured import judge_report, judge_without_figures
from generator.status.verdict import StatusRule, Verdict


def judge_quantity(case: Case) -> Verdict:
    """Judge a quantity by its share against its schedule."""
    unknown, latest = judge_without_figures(case), case.latest
    if unknown or latest is None or (latest.target is None and not latest.printed):
        return unknown or judge_report(case)
    if _is_ceiling(case.commitment, latest.target):
        return _judge_ceiling(case, latest)
    rule = StatusRule.PUBLISHED_SHARE if latest.printed else StatusRule.SHARE
    share, expected = latest.share, latest.expected
    if share is None:
        return _judge_without_share(case, latest)
    gap_share = None if expected is None else share - expected
    status = judge_when_due(case, met=_is_reached(case.commitment, latest, share)) or (
        Status.IN_PROGRESS if gap_share is None else judge_gap(gap_share, case.portal.status)
    )
    return Verdict(status, rule, share, expected, gap_share, explain_gap(gap_share) | explain_uncovered(case, status))


def _is_ceiling(commitment: Commitment, target: Decimal | None) -> bool:
    """Return whether a quantity must not exceed its target; a target below the baseline is a reduction instead."""
    return commitment.comparator in ("<=", "<") and (target is None or target >= (commitment.baseline_value or 0))


def _is_reached(commitment: Commitment, point: Point, share: Fraction) -> bool:
    if commitment.comparator in (">", "<"):
        return share > 1
    if commitment.comparator == "~" and point.value is not None and point.target is not None:
        return share >= 1 or meets_target(point.value, point.target, commitment)
    return share >= 1


def _judge_without_share(case: Case, latest: Point) -> Verdict:
    """Judge a quantity whose target is its baseline, which is met while the value is no worse."""
    commitment, value, target = case.commitment, latest.value, latest.target
    why = Reason.BASELINE_MASKED if commitment.baseline_masked else Reason.TARGET_IS_BASELINE
    reasons = dict.fromkeys(("share", "gap_points"), why)
    if latest.expected is None:
        reasons["expected_share"] = why
    if commitment.baseline_masked or value is None or target is None:
        return Verdict(Status.IN_PROGRESS, StatusRule.SHARE, reasons=reasons | {"status": why})
    kept = value <= target if commitment.direction is Direction.DOWN else value >= target
    kept = kept and (value != target or commitment.comparator != ">")  # with < it is a ceiling
    status = judge_when_due(case, met=kept) or Status.BEHIND
    reasons |= explain_uncovered(case, status)
    return Verdict(status, StatusRule.SHARE, None, latest.expected, None, reasons)


def _judge_ceiling(case: Case, latest: Point) -> Verdict:
    """Judge a quantity that must not exceed its target: broken at any date, kept only once the due date is covered."""
    share, expected = latest.share, latest.expected
    gap_share = None if share is None or expected is None else expected - share
    reasons = explain_gap(gap_share)
    if share is None:
        why = Reason.BASELINE_MASKED if case.commitment.baseline_masked else Reason.TARGET_IS_BASELINE
        reasons = dict.fromkeys(("share", "gap_points"), why)
    if latest.value is not None and latest.target is not None:
        broken = not meets_target(latest.value, latest.target, case.commitment)
    else:
        broken = share is not None and share > 1
    if broken:
        status = Status.MISSED
    elif case.due:
        status = Status.MET if case.covered else Status.NOT_REPORTED
    elif share is None:
        status = Status.ON_PACE
    else:
        status = Status.IN_PROGRESS if gap_share is None else judge_gap(gap_share, case.portal.status)
    reasons |= explain_uncovered(case, status)
    return Verdict(status, StatusRule.CEILING, share, expected, gap_share, reasons)

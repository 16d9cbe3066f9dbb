"""Indicators: levels, rates of growth and positions, which are never divided by time."""

from decimal import Decimal
from fractions import Fraction

from generator.model import Direction, Status, TargetState
from generator.status.attainment import is_two_sided, meets_target
from generator.status.bands import explain_uncovered, judge_gap, judge_when_due
from generator.status.case import Case
from generator.status.points import Reason
from generator.status.unmeasured import judge_report, judge_without_figures
from generator.status.verdict import BEHIND, GOOD, StatusRule, Trend, Verdict


def judge_level(case: Case) -> Verdict:
    """Judge a level by its latest value."""
    return _judge_figure(case, StatusRule.LEVEL, case.latest.value if case.latest else None)


def judge_growth(case: Case) -> Verdict:
    """Judge the growth on the same period a year before, in percent."""
    latest = case.latest
    if latest is not None and latest.growth is None and case.judged_state is not TargetState.MASKED:
        reasons = dict.fromkeys(("status", "share", "gap_points", "growth"), latest.growth_reason)
        reasons["expected_share"] = Reason.NOT_PRORATED
        return Verdict(Status.IN_PROGRESS, StatusRule.GROWTH, reasons=reasons)
    return _judge_figure(case, StatusRule.GROWTH, latest.growth if latest else None)


def _judge_figure(case: Case, rule: StatusRule, figure: Fraction | Decimal | None) -> Verdict:
    """Judge a level or a rate of growth, which is never divided by time."""
    commitment, latest = case.commitment, case.latest
    trend = _compare_with_baseline(figure, commitment.baseline_value, commitment.direction)
    if case.judged_state is TargetState.UNQUANTIFIED and latest is not None:
        unknown_all = dict.fromkeys(("share", "expected_share", "gap_points"), Reason.TARGET_UNQUANTIFIED)
        return Verdict(Status.IN_PROGRESS, StatusRule.BASELINE, reasons=unknown_all, trend=trend)
    unknown = judge_without_figures(case)
    if unknown or latest is None or latest.target is None or figure is None:
        return unknown or judge_report(case)
    share = latest.share
    reasons = {"expected_share": Reason.NOT_PRORATED}
    if share is None:
        reasons |= dict.fromkeys(("share", "gap_points"), Reason.ATTAINMENT_UNDEFINED)
    met = meets_target(figure, latest.target, commitment)
    trend = None if is_two_sided(commitment) else trend
    status = judge_when_due(case, met=met) or _judge_short(case, share, trend)
    gap_share = None if share is None else share - 1
    return Verdict(status, rule, share, None, gap_share, reasons | explain_uncovered(case, status), trend)


def _judge_short(case: Case, share: Fraction | None, trend: Trend | None) -> Status:
    """Judge a figure short of its target: never on pace, and at best behind where it is worse than its baseline."""
    status = Status.BEHIND if share is None else judge_gap(share - 1, case.portal.status)
    at_best = Status.BEHIND if trend is Trend.WORSE else Status.SLIGHTLY_BEHIND
    scale = (*GOOD, *BEHIND)
    return max(status, at_best, key=scale.index)


def judge_rank(case: Case) -> Verdict:
    """Judge a position by the places gained, or by the position to reach where the comparator is <=."""
    commitment, latest = case.commitment, case.latest
    baseline = commitment.baseline_value
    reasons = dict.fromkeys(("expected_share", "gap_points"), Reason.NOT_PRORATED)
    if latest is None or latest.value is None or case.judged_state is TargetState.MASKED:
        return judge_without_figures(case) or judge_report(case)
    trend = _compare_with_baseline(latest.value, baseline, Direction.DOWN)
    position = commitment.comparator in ("<=", "<")
    if latest.share is None:
        missing = Reason.NO_BASELINE if baseline is None else Reason.TARGET_IS_BASELINE
        missing = Reason.TARGET_UNQUANTIFIED if latest.target is None else missing
        reasons["share"] = Reason.BASELINE_MASKED if commitment.baseline_masked else missing
    if latest.target is not None and position:
        met = meets_target(latest.value, latest.target, commitment)
    elif latest.target is not None and baseline is not None:
        met = baseline - latest.value >= latest.target
    else:
        return Verdict(Status.IN_PROGRESS, StatusRule.BASELINE, reasons=reasons, trend=trend)
    status = judge_when_due(case, met=met) or (Status.SLIGHTLY_BEHIND if trend is Trend.BETTER else Status.BEHIND)
    return Verdict(
        status, StatusRule.RANK, latest.share, reasons=reasons | explain_uncovered(case, status), trend=trend
    )


def _compare_with_baseline(
    value: Fraction | Decimal | None, baseline: Decimal | None, direction: Direction
) -> Trend | None:
    """Compare with the baseline; where the level is to hold, neither way is better."""
    if value is None or baseline is None or (direction is Direction.HOLD and value != baseline):
        return None
    if value == baseline:
        return Trend.SAME
    return Trend.BETTER if (value < baseline) == (direction is Direction.DOWN) else Trend.WORSE

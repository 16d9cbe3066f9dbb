"""Assessing one commitment: which rule applies, and the status it leads to, with every input kept for publication.

No clock is read: the as-of date is an argument.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from generator.data.dataset import Dataset
from generator.data.settings import Bands
from generator.model import Commitment, Direction, Kind, Milestone, State, Status, TargetState
from generator.status.case import Case, Reason, gather_case


class StatusRule(StrEnum):
    """The rule that gave a status; each has a section on the methodology page."""

    SHARE = "share"  # a quantity against its schedule
    CEILING = "ceiling"  # a quantity that must not be exceeded, against its schedule
    LEVEL = "level"  # an indicator against its target
    BASELINE = "baseline"  # an indicator without target, against its baseline, in words
    RANK = "rank"  # places gained
    MILESTONES = "milestones"  # milestones planned and achieved
    REPORTED = "reported"  # what the unit reports, not computed
    WITHDRAWN = "withdrawn"
    TARGET_MASKED = "target-masked"
    NOT_REPORTED = "not-reported"
    NOT_STARTED = "not-started"


BARS = (StatusRule.SHARE, StatusRule.CEILING, StatusRule.RANK, StatusRule.MILESTONES)


class Trend(StrEnum):
    """How an indicator stands against its baseline."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule finds."""

    status: Status
    rule: StatusRule
    share: Fraction | None = None
    expected: Fraction | None = None
    gap_share: Fraction | None = None
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    trend: Trend | None = None
    overdue: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer for one commitment, with every input beside it."""

    case: Case
    verdict: Verdict

    @property
    def status(self) -> Status:
        """The status, by the rule."""
        return self.verdict.status

    @property
    def commitment(self) -> Commitment:
        """What was promised."""
        return self.case.commitment

    @property
    def has_bar(self) -> bool:
        """Whether its share is a part of the way to a target, which a bar can show."""
        return self.verdict.rule in BARS and self.verdict.share is not None

    @property
    def disagrees(self) -> bool:
        """Whether the unit reports another status than the rule finds."""
        reported = self.case.reported
        return self.verdict.rule is not StatusRule.REPORTED and reported is not None and reported != self.status


def assess(commitment: Commitment, dataset: Dataset, as_of: date) -> Assessment:
    """Find the status of a commitment from what was known by the end of the as-of date."""
    case = gather_case(commitment, dataset, as_of)
    if commitment.state is State.WITHDRAWN:
        return Assessment(case, Verdict(Status.WITHDRAWN, StatusRule.WITHDRAWN, reasons={"status": Reason.WITHDRAWN}))
    verdict = ASSESSORS[commitment.kind](case)
    if as_of < commitment.starts_on and verdict.status is not Status.MET:
        verdict = Verdict(Status.NOT_STARTED, StatusRule.NOT_STARTED, reasons=verdict.reasons)
    return Assessment(case, verdict)


def meets_target(value: Decimal, target: Decimal, commitment: Commitment) -> bool:
    """Return whether a value meets its target by the comparator; a bare number (=) is met by at least that."""
    match commitment.comparator:
        case ">=":
            return value >= target
        case ">":
            return value > target
        case "<=":
            return value <= target
        case "<":
            return value < target
        case _:
            return value <= target if commitment.direction is Direction.DOWN else value >= target


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


def _judge_quantity(case: Case) -> Verdict:
    unknown = _without_figures(case)
    if unknown or case.latest is None or case.target is None:
        return unknown or _judge_report(case)
    latest = case.latest
    share, expected = latest.share, latest.expected
    ceiling = case.commitment.comparator in ("<=", "<") and case.target > (case.commitment.baseline_value or 0)
    rule = StatusRule.CEILING if ceiling else StatusRule.SHARE
    if share is None:
        why = Reason.BASELINE_MASKED if case.commitment.baseline_masked else Reason.TARGET_IS_BASELINE
        reasons = dict.fromkeys(("status", "share", "gap_points"), why)
        if expected is None:
            reasons["expected_share"] = why
        return Verdict(Status.IN_PROGRESS, rule, None, expected, None, reasons)
    gap_share = None if expected is None else (expected - share if ceiling else share - expected)
    reasons = {} if gap_share is not None else {"expected_share": Reason.NO_PLAN, "gap_points": Reason.NO_PLAN}
    met = (
        case.covered and meets_target(latest.value or Decimal(0), case.target, case.commitment)
        if ceiling
        else share >= 1
    )
    status = _judge_when_due(case, met=met) or (
        Status.IN_PROGRESS if gap_share is None else judge_gap(gap_share, case.portal.status)
    )
    return Verdict(status, rule, share, expected, gap_share, reasons | _explain_uncovered(case, status))


def _judge_level(case: Case) -> Verdict:
    if case.target_state is TargetState.UNQUANTIFIED and case.latest is not None:
        baseline = case.commitment.baseline_value
        better = _compare_with_baseline(case.latest.value, baseline, case.commitment.direction)
        unknown_all = dict.fromkeys(("share", "expected_share", "gap_points"), Reason.TARGET_UNQUANTIFIED)
        return Verdict(Status.IN_PROGRESS, StatusRule.BASELINE, reasons=unknown_all, trend=better)
    unknown = _without_figures(case)
    if unknown or case.latest is None or case.target is None or case.latest.value is None:
        return unknown or _judge_report(case)
    share = case.latest.share
    gap_share = None if share is None else share - 1
    reasons = {"expected_share": Reason.NOT_PRORATED}
    if share is None:
        reasons |= dict.fromkeys(("share", "gap_points"), Reason.ATTAINMENT_UNDEFINED)
    met = meets_target(case.latest.value, case.target, case.commitment)
    status = _judge_when_due(case, met=met) or (
        Status.BEHIND if gap_share is None else judge_gap(gap_share, case.portal.status)
    )
    return Verdict(status, StatusRule.LEVEL, share, None, gap_share, reasons | _explain_uncovered(case, status))


def _judge_rank(case: Case) -> Verdict:
    baseline = case.commitment.baseline_value
    reasons = dict.fromkeys(("expected_share", "gap_points"), Reason.NOT_PRORATED)
    if case.latest is not None and case.latest.value is not None and case.target_state is not TargetState.MASKED:
        trend = _compare_with_baseline(case.latest.value, baseline, Direction.DOWN)
        if baseline is None or case.target is None:
            missing = Reason.NO_BASELINE if baseline is None else Reason.TARGET_UNQUANTIFIED
            missing = Reason.BASELINE_MASKED if case.commitment.baseline_masked else missing
            return Verdict(Status.IN_PROGRESS, StatusRule.BASELINE, reasons=reasons | {"share": missing}, trend=trend)
        gained = baseline - case.latest.value
        fewer = Status.SLIGHTLY_BEHIND if gained > 0 else Status.BEHIND
        status = _judge_when_due(case, met=gained >= case.target) or fewer
        if case.latest.share is None:
            reasons["share"] = Reason.TARGET_IS_BASELINE
        return Verdict(
            status, StatusRule.RANK, case.latest.share, reasons=reasons | _explain_uncovered(case, status), trend=trend
        )
    return _without_figures(case) or _judge_report(case)


def _judge_milestones(case: Case) -> Verdict:
    if not case.milestones:
        return _judge_report(case)
    planned = [m for m in case.milestones if m.planned_on <= case.as_of]
    achieved = case.achieved
    overdue = tuple(m for m in planned if m not in achieved)
    share = Fraction(len(achieved), len(case.milestones))
    expected = Fraction(len(planned), len(case.milestones))
    reasons = {"gap_points": Reason.NOT_MEASURED}
    due_on = case.commitment.due_on
    if share == 1:
        status = Status.MET
    elif case.due:
        told = any(u.published_on >= due_on for u in case.updates) or any(
            m.achieved_on and m.achieved_on >= due_on for m in achieved
        )
        status = Status.MISSED if told else Status.NOT_REPORTED
        reasons |= {} if told else {"status": Reason.DUE_NOT_COVERED}
    elif overdue:
        status = Status.BEHIND
    elif len(achieved) > len(planned):
        status = Status.AHEAD
    elif achieved:
        status = Status.ON_PACE
    else:
        status = Status.IN_PROGRESS if case.updates else Status.NOT_STARTED
    return Verdict(status, StatusRule.MILESTONES, share, expected, None, reasons, overdue=overdue)


def _judge_report(case: Case) -> Verdict:
    """Take what the unit reports, not computed; words without a status are in progress, no word is not reported."""
    reasons = dict.fromkeys(("share", "expected_share", "gap_points"), Reason.NOT_MEASURED)
    if case.commitment.kind in (Kind.QUANTITY, Kind.LEVEL, Kind.RANK):
        reasons = dict.fromkeys(reasons, Reason.TARGET_UNQUANTIFIED)
    if any(point.reason is Reason.VALUE_MASKED for point in case.points) and case.latest is None:
        return Verdict(Status.IN_PROGRESS, StatusRule.REPORTED, reasons=dict.fromkeys(reasons, Reason.VALUE_MASKED))
    silent = bool(case.updates) and case.updates[0].published_on < case.commitment.due_on and case.latest is None
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


def _without_figures(case: Case) -> Verdict | None:
    """Judge a commitment that should have figures and has not: a masked target, or no value."""
    fields = ("status", "share", "gap_points")
    expected = case.latest.expected if case.latest else None
    if case.target_state is TargetState.MASKED:
        reasons = dict.fromkeys(fields, Reason.TARGET_MASKED)
        if expected is None:
            reasons["expected_share"] = Reason.TARGET_MASKED
        return Verdict(Status.MASKED, StatusRule.TARGET_MASKED, None, expected, None, reasons)
    if case.target_state is TargetState.UNQUANTIFIED or case.latest is not None:
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


def _judge_when_due(case: Case, *, met: bool) -> Status | None:
    """Met whenever it is; missed once due, but only where an observation covers the due date."""
    if met:
        return Status.MET
    if case.due:
        return Status.MISSED if case.covered else Status.NOT_REPORTED
    return None


def _explain_uncovered(case: Case, status: Status) -> dict[str, Reason]:
    return {"status": Reason.DUE_NOT_COVERED} if status is Status.NOT_REPORTED and case.latest else {}


def _compare_with_baseline(value: Decimal | None, baseline: Decimal | None, direction: Direction) -> Trend | None:
    """Compare with the baseline; where the level is to hold, neither way is better."""
    if value is None or baseline is None or (direction is Direction.HOLD and value != baseline):
        return None
    if value == baseline:
        return Trend.SAME
    return Trend.BETTER if (value < baseline) == (direction is Direction.DOWN) else Trend.WORSE


ASSESSORS: Mapping[Kind, Callable[[Case], Verdict]] = {
    Kind.QUANTITY: _judge_quantity,
    Kind.LEVEL: _judge_level,
    Kind.RANK: _judge_rank,
    Kind.STAGE: _judge_milestones,
    Kind.DESIGNATION: _judge_milestones,
    Kind.RECURRING: _judge_milestones,
    Kind.ACTION: _judge_milestones,
}

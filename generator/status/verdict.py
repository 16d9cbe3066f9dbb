"""What an assessment is: the rule, the status it leads to, and what the status rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from generator.model import Commitment, Kind, Milestone, Plan, State, Status
from generator.status.attainment import find_ends
from generator.status.case import Case
from generator.status.points import Reason


class StatusRule(StrEnum):
    """The rule that gave a status; each has a section on the methodology page."""

    SHARE = "share"  # a quantity against its schedule
    PUBLISHED_SHARE = "published-share"  # the share that the source prints, without a value, against the schedule
    CEILING = "ceiling"  # a quantity that must not be exceeded, against its schedule
    LEVEL = "level"  # an indicator against its target
    GROWTH = "growth"  # a rate of growth on the year before, against its target
    BASELINE = "baseline"  # an indicator without target, against its baseline, in words
    RANK = "rank"  # places gained
    MILESTONES = "milestones"  # milestones planned and achieved
    REPORTED = "reported"  # what the unit reports, not computed
    WITHDRAWN = "withdrawn"
    TARGET_MASKED = "target-masked"
    NOT_REPORTED = "not-reported"
    NOT_STARTED = "not-started"


PACED = (StatusRule.SHARE, StatusRule.PUBLISHED_SHARE, StatusRule.CEILING)  # against a schedule
LEVELS = (StatusRule.LEVEL, StatusRule.GROWTH)  # against a target, at any time
BARS = (*PACED, StatusRule.RANK, StatusRule.MILESTONES)
COMPUTED = (*PACED, *LEVELS, StatusRule.RANK, StatusRule.MILESTONES)
GOOD = (Status.MET, Status.AHEAD, Status.ON_PACE)
BEHIND = (Status.SLIGHTLY_BEHIND, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED)


class Basis(StrEnum):
    """What a status rests on."""

    COMPUTED = "computed"
    PUBLISHED_SHARE = "published-share"
    SELF_REPORTED = "self-reported"
    NONE = "none"


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
    """The answer for one commitment, with every input beside it.

    `by_original` is what the target as first set would lead to, where another took its place.
    """

    case: Case
    verdict: Verdict
    by_original: Verdict | None = None

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
    def figure(self) -> Fraction | Decimal | None:
        """The figure that is held against the target: the latest value, or its growth on the year before."""
        latest = self.case.latest
        if latest is None:
            return None
        return latest.growth if self.commitment.kind is Kind.GROWTH else latest.value

    @property
    def distance(self) -> Fraction | None:
        """How far the figure of a level is from the nearer end of its target, in the unit of the target; 0 within."""
        figure, target = self.figure, self.case.judged_target
        if self.verdict.rule not in LEVELS or figure is None or target is None:
            return None
        low, high = find_ends(target, self.commitment)
        return max(Fraction(low) - Fraction(figure), Fraction(figure) - Fraction(high), Fraction(0))

    @property
    def disagrees(self) -> bool:
        """Whether the unit reports another status than the rule finds."""
        reported = self.case.reported
        return self.verdict.rule is not StatusRule.REPORTED and reported is not None and reported != self.status

    @property
    def basis(self) -> Basis:
        """What the status rests on."""
        rule, scaled = self.verdict.rule, self.status in (*GOOD, *BEHIND)
        if rule in COMPUTED and scaled:
            return Basis.PUBLISHED_SHARE if self.case.latest and self.case.latest.printed else Basis.COMPUTED
        told = self.case.reported is not None or bool(self.case.updates)
        return Basis.SELF_REPORTED if rule is StatusRule.REPORTED and told else Basis.NONE

    @property
    def final(self) -> bool:
        """Whether no later figure can change the status, unless one is corrected."""
        if self.status in (Status.MISSED, Status.WITHDRAWN):
            return True
        if self.status is not Status.MET:
            return False
        if self.commitment.state is State.COMPLETED:
            return True
        if self.verdict.rule is StatusRule.REPORTED:
            return self.commitment.kind is not Kind.RECURRING or self.case.due
        summed = self.verdict.rule in (StatusRule.SHARE, StatusRule.PUBLISHED_SHARE) and self.verdict.share is not None
        return summed or self.verdict.rule is StatusRule.MILESTONES or self.case.covered

    @property
    def due_at_once(self) -> bool:
        """Whether nothing is expected yet because all is due on one day, which has not come."""
        undecided = self.status not in (Status.MET, Status.MISSED, Status.NOT_REPORTED)
        return self.verdict.rule in PACED and self.commitment.plan is Plan.STEP and undecided and not self.case.due

    @property
    def informed_on(self) -> date | None:
        """The end of the period, or the day of the report, that the status rests on."""
        if self.verdict.rule is StatusRule.REPORTED:
            report = self.case.report or next(iter(self.case.updates), None)
            return report.published_on if report else None
        rests = self.verdict.rule in (*PACED, *LEVELS, StatusRule.RANK, StatusRule.BASELINE)
        return self.case.latest.observation.period.end if rests and self.case.latest else None

    @property
    def stale(self) -> bool:
        """Whether what the status rests on is older than the portal allows; what is final does not age."""
        day = self.informed_on
        settled = self.final or self.status in (Status.NOT_REPORTED, Status.MASKED)
        return day is not None and not settled and day < self.case.stale_before

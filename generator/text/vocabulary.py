"""The words for identifiers in the data: kinds, directions, comparators, reasons, rules, data statuses."""

from collections.abc import Mapping

from generator.language.words import mark
from generator.model import DataStatus, Direction, Kind, Strength
from generator.status.points import Reason
from generator.status.verdict import StatusRule

KINDS: Mapping[Kind, str] = {
    Kind.QUANTITY: mark("Quantity to reach"),
    Kind.LEVEL: mark("Indicator to reach or hold"),
    Kind.GROWTH: mark("Growth on the year before"),
    Kind.RANK: mark("Position to improve"),
    Kind.STAGE: mark("Project moving through stages"),
    Kind.DESIGNATION: mark("Title to win"),
    Kind.RECURRING: mark("Recurring work"),
    Kind.ACTION: mark("One-off task"),
}
DIRECTIONS: Mapping[Direction, str] = {
    Direction.UP: mark("higher is better"),
    Direction.DOWN: mark("lower is better"),
    Direction.HOLD: mark("to be held"),
}

COMPARATORS: Mapping[str, str] = {
    ">=": mark("{value} or more"),
    ">": mark("above {value}"),
    "<=": mark("at most {value}"),
    "<": mark("below {value}"),
    "=": mark("{value}"),
    "~": mark("about {value}"),
    "between": mark("from {value} to {upper}"),
}

REASONS: Mapping[Reason, str] = {
    Reason.NOT_REPORTED: mark("no figure has been reported"),
    Reason.VALUE_MASKED: mark("the value is not disclosed"),
    Reason.TARGET_MASKED: mark("the target is not disclosed"),
    Reason.TARGET_UNQUANTIFIED: mark("the promise sets no target in figures"),
    Reason.TARGET_IS_BASELINE: mark("the target equals the baseline, so there is no share"),
    Reason.NO_BASELINE: mark("no baseline is given"),
    Reason.BASELINE_MASKED: mark("the baseline is not disclosed"),
    Reason.BEFORE_START: mark("the figure is from before the start"),
    Reason.NO_PLAN: mark("no schedule is set"),
    Reason.NOT_PRORATED: mark("levels, rates of growth and ranks have no schedule by time"),
    Reason.ATTAINMENT_UNDEFINED: mark("a ratio of these figures means nothing"),
    Reason.INCREMENT_GAP: mark("an earlier figure is missing, so the sum is not known"),
    Reason.DUE_NOT_COVERED: mark("no figure covers the due date"),
    Reason.NOT_MEASURED: mark("the work is told in words or milestones, not measured in points"),
    Reason.NO_GROUP: mark("it is not compared across places"),
    Reason.OTHER_PERIOD: mark("it has no figure for the period compared"),
    Reason.WITHDRAWN: mark("the commitment has been withdrawn"),
    Reason.NOT_GIVEN: mark("it is not given"),
    Reason.NOT_APPLICABLE: mark("it does not apply"),
    Reason.NO_PRIOR: mark("no figure of a year before is given"),
    Reason.PRIOR_NOT_POSITIVE: mark("the figure of a year before is zero or below, so no growth can be computed"),
    Reason.SERIES_BREAK: mark("the series breaks in between, so the figures cannot be compared"),
    Reason.ALONE: mark("there is nothing to compare it with"),
}

RULE_WORDS: Mapping[StatusRule, str] = {
    StatusRule.SHARE: mark("Share done against schedule"),
    StatusRule.PUBLISHED_SHARE: mark("Share as the source prints it, against schedule"),
    StatusRule.CEILING: mark("Share used against schedule"),
    StatusRule.LEVEL: mark("Level against target"),
    StatusRule.GROWTH: mark("Growth against target"),
    StatusRule.BASELINE: mark("Level against baseline"),
    StatusRule.RANK: mark("Places gained"),
    StatusRule.MILESTONES: mark("Milestones"),
    StatusRule.REPORTED: mark("Reported by the unit"),
    StatusRule.WITHDRAWN: mark("Withdrawn"),
    StatusRule.TARGET_MASKED: mark("Target not disclosed"),
    StatusRule.NOT_REPORTED: mark("Not reported"),
    StatusRule.NOT_STARTED: mark("Not started"),
}

STRENGTHS: Mapping[Strength, str] = {
    Strength.BINDING: mark("binding"),
    Strength.EXPECTED: mark("expected"),
    Strength.STRIVE: mark("to strive for"),
}

DATA_STATUSES: Mapping[DataStatus, str] = {
    DataStatus.FINAL: mark("final"),
    DataStatus.PROVISIONAL: mark("provisional"),
    DataStatus.ESTIMATED: mark("estimated"),
    DataStatus.SUPPRESSED: mark("withheld"),
    DataStatus.ILLUSTRATIVE: mark("illustrative"),
}
NOT_SETTLED = (DataStatus.PROVISIONAL, DataStatus.ESTIMATED)

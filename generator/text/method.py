"""The rules of statuses in words, each with a worked example, and the plans; tests hold that none is left out."""

from dataclasses import dataclass

from generator.language.words import mark
from generator.model import Plan
from generator.status.verdict import StatusRule


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as the page of the method states it: what it does, and an example that can be recomputed."""

    anchor: str
    title: str
    paragraphs: tuple[str, ...]
    example: str
    rules: tuple[StatusRule, ...] = ()  # those that it explains


# the expected share by each plan, exact enough to be computed again
PLANS = {
    Plan.LINEAR_MONTH: mark(
        "(m(end of the period) − m(day before the start)) ÷ (m(due date) − m(day before the start)), not below 0 and "
        "not above 1; m(day) = 12 × year + month − 1 + part of the month, the part being day ÷ days of the month, and "
        "one half on the 15th."
    ),
    Plan.LINEAR_DAY: mark(
        "days from the day before the start to the end of the period ÷ days from the day before the start to the due "
        "date, not below 0 and not above 1."
    ),
    Plan.POINTS: mark(
        "straight lines in m(day) from 0 on the day before the start through (planned value − baseline) ÷ (target − "
        "baseline) at the end of the period of each planned point, to 1 on the due date unless a point stands there."
    ),
    Plan.STEP: mark("0 until the day before the due date, 1 from the due date on."),
    Plan.NONE: mark("there is none."),
}

RULES = (
    RuleText(
        "share",
        mark("Quantities: share and schedule"),
        (
            mark(
                "Share = (value − baseline) ÷ (target − baseline); without a baseline it counts from 0. "
                "Increments are summed; a missing one is never counted as 0, and from there on the sum is not "
                "known."
            ),
            mark(
                "Expected share: how much of the time had passed at the end of the period of the latest figure, "
                "by months, the 15th counting as one half; or by days; or along planned points; or, where all is "
                "due on one day, 0 until then and 1 from then on. Such a quantity is not counted as on track "
                "before its day."
            ),
            mark(
                "Gap = share − expected share. A share of 100% or more is met whenever it is reached; where more "
                "than the target was promised, it takes more than 100%. “About” is reached within the tolerance. "
                "Where the target is the baseline, it is met while the value is no worse."
            ),
            mark(
                "Once the due date has passed, a commitment is missed if a figure that covers the due date falls "
                "short; without such a figure it is not reported."
            ),
        ),
        mark(
            "41.2 of 60 to the end of September: 41.2 ÷ 60 = 68.67%; 9 ÷ 12 = 75.00% of the time had passed; "
            "the gap is 68.67% − 75.00% = −6.33 points, slightly behind."
        ),
        (StatusRule.SHARE,),
    ),
    RuleText(
        "published-share",
        mark("Published share"),
        (
            mark(
                "Where a source prints the completion in percent and no value, the share is the one printed, and "
                "it is said so; the value stays unknown."
            ),
        ),
        mark(
            "A county prints 62% for the end of June: the share is 62%, expected are 50%, the gap is +12 points, ahead."
        ),
        (StatusRule.PUBLISHED_SHARE,),
    ),
    RuleText(
        "ceiling",
        mark("Ceilings: not more than"),
        (
            mark(
                "A quantity that must not exceed its target is judged the other way round: gap = expected share "
                "− share. Once the value is above the target it is missed, at any date; it is met only when a "
                "figure covers the due date. A target below the baseline is a reduction, and an ordinary share."
            ),
        ),
        mark(
            "At most 100 in the year: 40 by the end of June is a gap of 50% − 40% = +10 points, ahead; 101 "
            "in May is missed. At most 0: on pace while it is 0, missed at 1."
        ),
        (StatusRule.CEILING,),
    ),
    RuleText(
        "level",
        mark("Levels: rates, concentrations, standards"),
        (
            mark(
                "A level is never divided by time. A value that meets its target before the due date is on "
                "target so far; what counts is the figure that covers the due date."
            ),
            mark(
                "Short of it, the gap is the attainment less 100%, in the bands above, and the distance in the "
                "unit's own points is shown beside it. Attainment: value ÷ target, or target ÷ value where lower "
                "is better. “About” and “hold”: met within the tolerance, else 1 − |value − target| ÷ |target|. "
                "Between two ends: met within them, else 1 − the distance to the nearer end ÷ that end."
            ),
            mark(
                "A value that is worse than its baseline is at best behind. With a target at or below zero, the "
                "way covered from the baseline takes the place of the ratio; without a baseline it is behind. A "
                "worse value never has a better status."
            ),
        ),
        mark(
            "Green coverage 43% promised, 42.1% at the end of June: 42.1 ÷ 43 = 97.91%, 0.9 points short, "
            "near the target. CPI of about 3% with a tolerance of 0.5: 3.4% is on target, 5.1% is not."
        ),
        (StatusRule.LEVEL,),
    ),
    RuleText(
        "growth",
        mark("Growth on the year before"),
        (
            mark(
                "Growth = (value ÷ value of the same period a year before − 1) × 100, in percent, compared with "
                "its target as a level is. Where the value a year before is zero or below, nothing is computed."
            ),
            mark(
                "For every other quantity or level whose value a year before is known, the change is shown "
                "beside the answer, in percent, or in points where the figures are percentages; it changes no "
                "status."
            ),
            mark(
                "Nothing is compared with a figure of the series across a break, where definition, coverage or method "
                "changed; a figure of the year before that the source itself gives beside the value is on the same "
                "footing and is used."
            ),
        ),
        mark(
            "Revenue of 32.1 after 30.0 a year before: (32.1 ÷ 30.0 − 1) × 100 = 7.00%; 6.5% or more was "
            "promised: on target so far."
        ),
        (StatusRule.GROWTH,),
    ),
    RuleText(
        "baseline",
        mark("Levels without a target"),
        (
            mark(
                "A level without a target in figures is in progress, and said to be better, the same or worse "
                "than its baseline."
            ),
        ),
        mark("81.3% after 80.6% at the start, higher is better: better than the baseline, in progress."),
        (StatusRule.BASELINE,),
    ),
    RuleText(
        "rank",
        mark("Ranks"),
        (
            mark(
                "Places gained from the baseline: as many as promised is on target; fewer is slightly behind; "
                "none or lost is behind; short of the promise in the figure that covers the due date is missed. "
                "With “at most” the target is the position to reach."
            ),
            mark(
                "Across places: the latest period that most of them share. Who has no figure for it is listed as "
                "not reported, and nobody is first of one. By share of the own target where each has one, else "
                "by value; ties share a rank and the next is skipped (1, 1, 3), on unrounded figures."
            ),
        ),
        mark(
            "From place 14, 3 up promised: place 12 is 2 up, slightly behind; place 11 is on target so far; "
            "place 14 is behind."
        ),
        (StatusRule.RANK,),
    ),
    RuleText(
        "milestones",
        mark("Projects and titles: milestones"),
        (
            mark(
                "Milestones planned by the as-of date that are achieved. One overdue is behind, with the days; "
                "one achieved before its own date while none is overdue is ahead; all achieved is met. A "
                "milestone without a date plans nothing."
            ),
        ),
        mark(
            "5 milestones, 3 planned by the end of September and 2 achieved, the third planned for 31 "
            "August: behind, 30 days overdue."
        ),
        (StatusRule.MILESTONES,),
    ),
    RuleText(
        "reported",
        mark("Recurring and one-off work"),
        (
            mark(
                "By milestones where there are any; else what the responsible unit reports, marked as "
                "self-reported and dated by the report that says it: a later report without a status does not "
                "renew it. Where the unit and the rule disagree, both are shown."
            ),
        ),
        mark("“In progress” on 27 June, news without a status on 19 September: in progress, as of 27 June."),
        (StatusRule.REPORTED,),
    ),
    RuleText(
        "not-judged",
        mark("Not judged"),
        (
            mark(
                "Withdrawn: the commitment no longer stands, and its reason is shown. Target not disclosed: no "
                "share is given. Not started: the start is after the as-of date. Not reported: nothing was "
                "reported, or nothing that covers a due date that has passed."
            ),
        ),
        mark(
            "Due on 30 June, last figure for May, as of September: not reported, because no figure covers the due date."
        ),
        (StatusRule.WITHDRAWN, StatusRule.TARGET_MASKED, StatusRule.NOT_STARTED, StatusRule.NOT_REPORTED),
    ),
    RuleText(
        "target-changes",
        mark("Targets that were changed"),
        (
            mark(
                "Every period is judged by the target in force at its end. The chart shows the step, and the "
                "page what the latest figure would be by the original target."
            ),
        ),
        mark(
            "Target 100, lowered to 60 from 1 August. 50 by the end of June: 50 ÷ 100 = 50%, on pace. 54 by "
            "the end of September: 54 ÷ 60 = 90%, ahead; by the original target 54%, behind."
        ),
    ),
    RuleText(
        "stale",
        mark("Old figures"),
        (
            mark(
                "A figure or a report that ends more than {months} months before the as-of date keeps its "
                "status, is marked as not renewed, and is counted beside the headline. What is final does not "
                "age."
            ),
        ),
        mark("As of 30 November with 3 months: a figure for August is recent enough, one for July is not."),
    ),
    RuleText(
        "counts",
        mark("Counts"),
        (
            mark(
                "Roll-ups are counts with their denominators, never an average of percentages. All commitments "
                "are divided into computed, self-reported, not reported, target not disclosed, not assessable "
                "and withdrawn, and these parts add up."
            ),
        ),
        mark(
            "20 commitments = 9 computed + 5 self-reported + 3 not reported + 1 not disclosed + 1 not "
            "assessable + 1 withdrawn."
        ),
    ),
)

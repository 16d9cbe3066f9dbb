"""Rules on what cannot be meant: sizes, targets, units, dates and orders that contradict each other."""

from collections.abc import Mapping

from generator.findings.rules.rule import DataRule, E, Example, W
from generator.language.words import mark

CHECK_DATE = mark("Check the year first, then the start and due dates of the commitment.")
CHECK_SIZE = mark("Check the figure and its unit. If it is right, say why in the note of its row (note_zh).")

TARGETS: Mapping[str, DataRule] = {
    "baseline-beyond-target": DataRule(
        E,
        mark("The baseline {value} already lies beyond the target {expected}, so no figure could mean progress."),
        mark("Correct one of the two; where less is better, write “down” as the direction."),
        Example("baseline_value", "100000", "10000"),
    ),
    "rank-whole": DataRule(
        E,
        mark("“{value}” is no position: positions, and places to gain, are whole numbers from 1 on."),
        mark("Write a whole number. To hold a position, write <= as the comparator and the position as the target."),
        Example("value", "0"),
    ),
    "rank-beyond-first": DataRule(
        E,
        mark("From position {expected} nobody can gain {value} places."),
        mark("Correct one of the two. If {value} is the position to reach, write <= as the comparator."),
        Example("target_value", "10", "5"),
    ),
    "target-upper": DataRule(
        E,
        mark("A target “between” needs an upper end above its lower end {expected}; it is “{value}”."),
        mark("Write the lower end as target_value and the upper end as target_upper_value."),
        Example("target_upper_value", "90", "95"),
    ),
    "upper-without-between": DataRule(
        E,
        mark("There is an upper target of {value}, but the comparator is {expected}."),
        mark("Write between as the comparator, or empty the upper target."),
        Example("target_upper_value", "95", ">="),
    ),
    "tolerance-unused": DataRule(
        W,
        mark("The tolerance {value} has no effect with the comparator {expected}."),
        mark("Write ~ as the comparator where the target means “about”, or empty the tolerance."),
        Example("tolerance_value", "0.5", ">="),
    ),
    "state-contradicted": DataRule(
        E,
        mark("The commitment is said to be completed, but its own figures stand at {expected}."),
        mark("Correct the state, or the figures; if both are right, say why in the note of the latest figure."),
        Example("state", "completed", "31.4%"),
    ),
    "state-doubtful": DataRule(
        W,
        mark("The commitment is said to be completed, but its latest figures stand at {expected}."),
        mark("Add the figures that are missing, or correct the state."),
        Example("state", "completed", "83.1%"),
    ),
    "theme-pillar": DataRule(
        E,
        mark("The theme {value} belongs to another pillar, {expected}."),
        mark("Correct the theme or the pillar of the commitment."),
        Example("theme_id", "gr-t1", "growth"),
    ),
    "group-mixed": DataRule(
        E,
        mark("“{value}” differs from the other members of its group, which have “{expected}”."),
        mark("What is compared must be counted in the same way: correct it, or take it out of the group."),
        Example("unit_zh", "万元", "亿元"),
    ),
    "group-unused": DataRule(
        W,
        mark("No commitment belongs to the group {value}."),
        mark("Write it as the group_id of those that are to be compared, or remove the row."),
        Example("group_id", "estates"),
    ),
    "unit-changed": DataRule(
        E,
        mark(
            "The unit was {expected} in the last release and is {value} now, but the figures have stayed as they were."
        ),
        mark("Convert the target and every figure too. If the released unit was wrong, say so in state_reason_zh."),
        Example("unit_zh", "万人", "人"),
    ),
    "released-withheld": DataRule(
        E,
        mark("This was published with the release of {expected}; dated {value}, it would disappear until then."),
        mark("Put back what was published, and enter what is new on its day; or correct the date."),
        Example("published_on", "2023-10-16", "2023-09-15"),
    ),
    "unit-renamed": DataRule(
        W,
        mark("The unit was {expected} in the last release and is {value} now."),
        mark("Nothing to do if both mean the same; else convert the figures too."),
        Example("unit_zh", "家", "个"),
        public=False,
    ),
}

SIZES: Mapping[str, DataRule] = {
    "share-implausible": DataRule(
        E,
        mark("With {value} the commitment would be {expected}% done."),
        mark("Check the figure, its unit and the target. If all are right, say why in the note of its row (note_zh)."),
        Example("value", "45100", "4510.0"),
    ),
    "target-implausible": DataRule(
        E,
        mark("All figures of the commitment, such as {expected}, are far from fitting the target {value}."),
        mark(
            "Check the target and its unit. If it is right, explain the target (目标) in the note of the latest figure."
        ),
        Example("target_value", "20000000", "1052.6"),
    ),
    "target-doubtful": DataRule(
        W,
        mark("The figures, such as {expected}, are less than a hundredth of what the target {value} asks for by then."),
        mark(
            "Check the target and its unit. If it is right, explain the target (目标) in the note of the latest figure."
        ),
        Example("target_value", "500", "1.2"),
        public=False,
    ),
    "target-change-implausible": DataRule(
        E,
        mark("The target changes from {expected} to {value}, which the figures do not fit."),
        mark("Check the new target and its unit."),
        Example("target_value", "380000", "35"),
    ),
    "target-change-doubtful": DataRule(
        W,
        mark("The target changes from {expected} to {value}: ten times or more."),
        mark("Check the new target and its unit."),
        Example("target_value", "350", "35"),
        public=False,
    ),
    "figure-scale": DataRule(
        E,
        mark("{value} does not fit the other figures, such as {expected}: it is a hundred times off, or more."),
        CHECK_SIZE,
        Example("value", "0.85", "85.2"),
    ),
    "figure-tenfold": DataRule(
        W,
        mark("{value} is ten times off the other figures, such as {expected}."),
        CHECK_SIZE,
        Example("value", "7.9", "79.3"),
    ),
    "no-prior": DataRule(
        W,
        mark("The growth for {value} cannot be found: the figure of a year before is missing."),
        mark("Write it into prior_value, or add the figures of the year before."),
        Example("period", "2023-09"),
    ),
}

DATES: Mapping[str, DataRule] = {
    "far-outside": DataRule(
        E,
        mark("{value} is more than two years outside the time of the commitment, {expected}."),
        CHECK_DATE,
        Example("published_on", "2032-07-15", "2023-01-01 – 2023-12-31"),
    ),
    "date-outside": DataRule(
        W,
        mark("{value} lies outside the time of the commitment, {expected}."),
        CHECK_DATE,
        Example("achieved_on", "2022-07-15", "2023-01-01 – 2023-12-31"),
    ),
    "year-impossible": DataRule(
        E,
        mark("The commitment runs on {value}, more than two years from the plan year {expected}."),
        mark("Correct the year. A commitment of several years is right where the plan year is among them."),
        Example("due_on", "2013-12-31", "2023"),
    ),
    "year-doubtful": DataRule(
        W,
        mark("The commitment runs on {value}, which does not fit the plan year {expected}."),
        mark("Check the year. A commitment of several years is right where the plan year is among them."),
        Example("due_on", "2032-12-31", "2023"),
        public=False,
    ),
    "period-later": DataRule(
        W,
        mark("The figure for {value} ends after the as-of date {expected}; it is not counted yet."),
        mark("Check the period, or move as_of in portal.yml."),
        Example("period", "2023-10", "2023-09-30"),
    ),
    "stage-order": DataRule(
        W,
        mark("Achieved on {value}, which does not fit the order of the stages: another was achieved on {expected}."),
        mark("Check both dates and the positions of the stages."),
        Example("achieved_on", "2023-03-20", "2023-05-31"),
    ),
    "stage-skipped": DataRule(
        W,
        mark("Achieved on {value}, although an earlier stage, “{expected}”, is not."),
        mark("Enter the day on which the earlier stage was achieved, or remove it if it has been dropped."),
        Example("achieved_on", "2023-08-20", "主体完工"),
    ),
    "plan-order": DataRule(
        W,
        mark("Planned for {value}, which does not fit the order of the stages: another is planned for {expected}."),
        mark("Check both dates and the positions of the stages."),
        Example("planned_on", "2023-03-20", "2023-05-31"),
    ),
    "plan-falls": DataRule(
        W,
        mark("The plan goes back from {expected} to {value}."),
        mark("Planned values are counted from the beginning, not for each period; check both."),
        Example("planned_value", "30", "60"),
    ),
    "plan-off-target": DataRule(
        W,
        mark("The plan leads to {value}, but the target is {expected}."),
        mark("Correct the planned value or the target; where the target was changed, change the plan too."),
        Example("planned_value", "90", "100"),
    ),
    "seasonal": DataRule(
        W,
        mark("An even plan does not fit: last year's figures came at other times of the year."),
        mark("Write “points” as the plan, with these values in plan_points.csv, or others: {expected}."),
        Example("plan", "linear-month", "2023-03: 4, 2023-06: 30, 2023-09: 71, 2023-12: 100"),
        public=False,
    ),
    "plan-year-later": DataRule(
        E,
        mark("The plan year {value} has not begun: the current one is {expected}."),
        mark("Correct the year; “portal year {value}” opens it."),
        Example("plan_year", "2024", "2023"),
    ),
    "continues-circle": DataRule(
        E,
        mark("This commitment carries on {value}, which carries on this one."),
        mark("Name the commitment of the earlier year, or leave the cell empty."),
        Example("continues_id", "GR-10"),
    ),
    "continues-later": DataRule(
        E,
        mark("{value} is not of a year before {expected}."),
        mark("Name the commitment of an earlier year that this one carries on."),
        Example("continues_id", "GR-11", "2023"),
    ),
    "continues-unit": DataRule(
        W,
        mark("The unit is {value}; that of the commitment it carries on is {expected}, so the years are not compared."),
        mark("Nothing to do if that is meant; else give both the same unit."),
        Example("unit_zh", "亿元", "万元"),
        public=False,
    ),
    "carried-target": DataRule(
        W,
        mark("The target {value} was copied from {expected}, and nothing confirms it for this year."),
        mark("Name its source (source_id) or its words (quote), or change the target."),
        Example("target_value", "630", "GR-10"),
        public=False,
    ),
    "year-unfinished": DataRule(
        W,
        mark("The last figure of a closed year is that of {value}; the year ended on {expected}."),
        mark("Enter the final figure of that year, or leave it: the page then says that none was reported."),
        Example("period", "2022-11", "2022-12-31"),
        public=False,
    ),
}

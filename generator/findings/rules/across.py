"""Rules that take more than one row to judge, and those on what must not be published."""

from collections.abc import Mapping

from generator.findings.rules.rule import DataRule, E, Example, W
from generator.language.words import mark

ACKNOWLEDGE = mark(
    "Remove it. If it must be public, add a row to acknowledged.csv with these four values and the reason: {expected}."
)
REWORD = mark("Write instead: {expected}. If it is right as it stands, add a row with the reason to acknowledged.csv.")

TABLES: Mapping[str, DataRule] = {
    "unknown-id": DataRule(
        E,
        mark("“{value}” is not in the table {expected}."),
        mark("Correct it, or add it to {expected}."),
        Example("lead_unit_id", "fgj", "units.csv"),
    ),
    "mistyped-id": DataRule(
        E,
        mark("There is no “{value}”, but there is {expected}."),
        mark("Write {expected}, if that is meant."),
        Example("commitment_id", "gr－1", "GR-01"),
    ),
    "same-address": DataRule(
        E,
        mark("“{value}” differs from another identifier only by upper and lower case."),
        mark("Both would get the same web address: rename one."),
        Example("commitment_id", "gr-01"),
    ),
    "reserved-address": DataRule(
        E,
        mark("“{value}” is the address of another page of the portal."),
        mark("Give the pillar another identifier."),
        Example("pillar_id", "data"),
    ),
    "index-number-twice": DataRule(
        E,
        mark("The index number {value} is given to more than one commitment."),
        mark("Give each its own."),
        Example("index_number", "00012"),
    ),
    "index-number-moves": DataRule(
        W,
        mark("{value} and another commitment give the same index number; {expected} is taken for it instead."),
        mark("Write {expected} into the column index_number, so that it stays when rows are added or moved."),
        Example("index_number", "GR-12", "00013"),
        public=False,
    ),
    "no-plan-points": DataRule(
        E,
        mark("The plan is “points”, but plan_points has no row for {value}."),
        mark("Add the points, or empty the plan."),
        Example("plan", "GR-01"),
    ),
    "not-quoted": DataRule(
        W,
        mark("The quote is not in the text of its source, {expected}."),
        mark("Copy it from the source word for word, with its masks."),
        Example("quote", "增长6%以上", "report-2023"),
    ),
    "parts-total": DataRule(
        W,
        mark("The whole is {value}, but its parts add up to {expected}."),
        mark("Check the parts and the whole, or explain the difference in the note."),
        Example("value", "120", "118.5"),
    ),
}

TIME: Mapping[str, DataRule] = {
    "mixed-measures": DataRule(
        E,
        mark("{value} follows {expected} figures of the same commitment."),
        mark("Use one measure for all figures of a commitment."),
        Example("measure", "increment", "cumulative"),
    ),
    "overlapping-increments": DataRule(
        E,
        mark("The increment for {value} overlaps the one for {expected}: the same figure would be counted twice."),
        mark("Keep the months or the longer period, not both."),
        Example("period", "2023-Q1", "2023-02"),
    ),
    "mixed-periods": DataRule(
        W,
        mark("The increment for {value} covers another length of time than the others, such as {expected}."),
        mark("Give all increments of a commitment for months, or all for quarters; else they cannot be compared."),
        Example("period", "2023-Q2", "2023-01"),
    ),
    "two-values": DataRule(
        W,
        mark("{value} and {expected} end on the same day, but have different values."),
        mark("Keep the one that is right."),
        Example("period", "2023-Q2", "2023-H1"),
    ),
    "increment-gap": DataRule(
        W,
        mark("An increment before {value} is missing, so the sum is not known from there on."),
        mark("Add the missing period; write 0 only where the figure is 0."),
        Example("value", "2023-03"),
    ),
    "cumulative-falls": DataRule(
        W,
        mark("The cumulative value falls from {expected} to {value}."),
        mark("Check both figures, or explain it in the note."),
        Example("value", "41.2", "43.5"),
    ),
    "published-share": DataRule(
        W,
        mark("The source prints {value}%, but its own value and target give {expected}%."),
        mark("Ask the source which of its figures is right; the portal shows the computed one."),
        Example("published_pct", "103", "102.4"),
    ),
    "published-early": DataRule(
        W,
        mark("Published on {value}, before the period ends on {expected}."),
        mark("Correct the period or the publication date."),
        Example("published_on", "2023-07-03", "2023-07-31"),
    ),
    "published-later": DataRule(
        W,
        mark("Published on {value}: more than half a year after the as-of date {expected}."),
        mark("Check the year of the publication date, or move as_of in portal.yml."),
        Example("published_on", "2032-07-15", "2023-09-30"),
    ),
    "withheld": DataRule(
        W,
        mark("This row is dated {value}, after the day of publication, {expected}: it is withheld until then."),
        mark(
            "Nothing is to be done where that is meant; else correct the date. "
            "“portal check --on {value}” checks what will be shown then."
        ),
        Example("published_on", "2023-10-16", "2023-10-13"),
        public=False,
    ),
    "period-outside": DataRule(
        W,
        mark("The period {value} lies outside the time of the commitment, {expected}."),
        mark("Check the period, and the start and due dates of the commitment."),
        Example("period", "2022-12", "2023-01-01 – 2023-12-31"),
    ),
    "outlier": DataRule(
        W,
        mark(
            "This figure stands out: {value}, where {expected} is usual (for a sum, the change since the one before)."
        ),
        mark("Check the figure and its unit; if it is right, say why in the note."),
        Example("value", "4120", "41"),
    ),
    "figures-late": DataRule(
        W,
        mark("The latest figure is for {value}; by its own rhythm a newer one was due by {expected}."),
        mark("Ask the responsible unit for the missing figures."),
        Example("period", "2023-04", "2023-09-30"),
    ),
    "update-late": DataRule(
        W,
        mark("An update was announced for {value}, and none has come by {expected}."),
        mark("Enter the update, or move the announced day."),
        Example("next_update_on", "2023-08-31", "2023-09-30"),
    ),
    "achieved-later": DataRule(
        W,
        mark("The milestone is dated {value}, after the as-of date {expected}; it is not counted yet."),
        mark("Check the date, or move as_of in portal.yml."),
        Example("achieved_on", "2023-11-20", "2023-09-30"),
    ),
}

# the value of every finding is masked
PUBLIC: Mapping[str, DataRule] = {
    "resident-id": DataRule(
        E,
        mark("“{value}” looks like a resident ID number."),
        ACKNOWLEDGE,
        Example("progress_zh", "1101**********0018", "updates, GR-01/2023-07-12, progress_zh, resident-id"),
    ),
    "mobile-number": DataRule(
        E,
        mark("“{value}” looks like a mobile number."),
        ACKNOWLEDGE,
        Example("note_zh", "138****5678", "observations, GR-01/2023-07, note_zh, mobile-number"),
    ),
    "bank-card": DataRule(
        E,
        mark("“{value}” looks like a bank card number."),
        ACKNOWLEDGE,
        Example("note_zh", "6222***********0018", "observations, GR-01/2023-07, note_zh, bank-card"),
    ),
    "private-email": DataRule(
        E,
        mark("“{value}” looks like a private mailbox."),
        ACKNOWLEDGE,
        Example("contact", "z***@qq.com", "units, fgj, contact, private-email"),
    ),
    "forbidden-word": DataRule(
        E,
        mark("“{value}” must not be published, says wordlist.csv."),
        REWORD,
        Example("progress_zh", "奋斗目标", "工作目标"),
    ),
    "sensitive-word": DataRule(
        W, mark("“{value}” is in wordlist.csv."), REWORD, Example("progress_zh", "(一)", "（一）"), public=False
    ),
    "private-data-acknowledged": DataRule(
        W,
        mark("“{value}” is public on purpose: {expected}"),
        mark("Nothing to do while the reason holds; after that, remove it here and in acknowledged.csv."),
        Example("contact", "138****5678", "24小时公开服务电话"),
        public=False,
    ),
    "acknowledgement-unused": DataRule(
        W,
        mark("Nothing fits this row: {value}."),
        mark("Remove the row, or copy the four values from the error that it is meant for."),
        Example("", "units, fgj, contact, mobile-number"),
        public=False,
    ),
}

"""The rules of the data: what is checked, in which phase, what is said of a fault and how to mend it.

The words live here once, in English, and in the message catalogue in Chinese; a library's own text is never what a data
editor reads. The page of the rules is made of this list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.words import mark


class Severity(StrEnum):
    """An error keeps the data from being published; a warning is shown to the office and on the quality page."""

    ERROR = "error"
    WARNING = "warning"


class Phase(StrEnum):
    """The order of checking: each phase judges what the one before could read."""

    FILE = mark("The files")
    HEADER = mark("The header row")
    CELL = mark("The cells")
    ROW = mark("The rows")
    TABLES = mark("Across tables")
    TIME = mark("Across time")
    PUBLIC = mark("What must not be published")


@dataclass(frozen=True, slots=True)
class Example:
    """A fault as the page of the rules shows it: the column, the value found, what was expected."""

    column: str = ""
    value: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked: the severity, what is said, how to mend it (`{name}` is filled in), an example.

    A warning that is not `public` is for the office alone, and stays off the quality page.
    """

    severity: Severity
    message: str
    advice: str
    example: Example
    public: bool = True


E, W = Severity.ERROR, Severity.WARNING
IDENTIFIER = mark("letters, digits, - and _, beginning with a letter or a digit")
ADDRESS = mark("an address that begins with http:// or https://")
IDENTITY = mark("a government site identifier (10 digits that begin with the code of a division)")
YEAR = mark("a year such as 2023")
ACKNOWLEDGE = mark(
    "Remove it. If it must be public, add a row to acknowledged.csv with these four values and the reason: {expected}."
)
REWORD = mark("Write instead: {expected}. If it is right as it stands, add a row with the reason to acknowledged.csv.")
KINDS = "quantity, level, rank, stage, designation, recurring, action"

FILE: Mapping[str, Rule] = {
    "missing-table": Rule(E, mark("The file {file} is missing."), mark("Put it into the data folder."), Example()),
    "unreadable": Rule(
        E,
        mark("The file cannot be read as text."),
        mark("In Excel or WPS, save it as “CSV UTF-8 (comma delimited)”."),
        Example(),
    ),
    "open-quote": Rule(
        E,
        mark("A quotation mark in this row has no partner."),
        mark("Close it, or remove it; the rows below it could not be read."),
        Example(),
    ),
    "portal-yml": Rule(
        E,
        mark("portal.yml cannot be read from this line on."),
        mark("Check the spaces, colons and quotes near this line."),
        Example(),
    ),
    "setting": Rule(
        E,
        mark("{column} should be {expected}; it is “{value}”."),
        mark("Correct it in portal.yml."),
        Example("year", "二〇二三", YEAR),
    ),
    "unknown-setting": Rule(
        E,
        mark("portal.yml has no setting called {column}."),
        mark("Remove it, or correct its name: {expected}."),
        Example("titel_zh", "", "title_zh"),
    ),
    "invented-code": Rule(
        W,
        mark("“{value}” is not {expected}."),
        mark("Enter the real one in portal.yml, or leave it empty. A release is refused while it stands."),
        Example("site.id_code", "1234567890", IDENTITY),
        public=False,
    ),
    "repeated-setting": Rule(
        E,
        mark("{column} stands twice in portal.yml; the first is in line {expected}."),
        mark("Keep one of the two lines."),
        Example("as_of", "", "5"),
    ),
    "altered-release": Rule(
        E,
        mark("The release of {value} is not as it was published."),
        mark("`portal verify` says what differs. Put the files of data/releases back as they were."),
        Example("", "2023-08-18"),
    ),
}

HEADER: Mapping[str, Rule] = {
    "empty-table": Rule(
        E, mark("The table has no header row."), mark("The first row must hold the column names."), Example()
    ),
    "missing-column": Rule(
        E, mark("The column {column} is missing."), mark("Add it to the first row."), Example("period")
    ),
    "unknown-column": Rule(
        E,
        mark("There is no column called “{value}” in this table."),
        mark("Did you mean {expected}? Correct or remove it."),
        Example("perod", "perod", "period"),
    ),
    "repeated-column": Rule(
        E, mark("The column {column} appears twice."), mark("Keep one of the two."), Example("value", "value")
    ),
}

CELL: Mapping[str, Rule] = {
    "required": Rule(E, mark("{column} is empty."), mark("Fill it in."), Example("title_zh")),
    "other-form": Rule(
        E,
        mark("“{value}” is not written in the form that the tables use."),
        mark("Write {expected}."),
        Example("value", "１２．５", "12.5"),
    ),
    "number-with-unit": Rule(
        E,
        mark("“{value}” holds more than a number."),
        mark("Write the number alone, counted in the unit that unit_zh names: {expected}."),
        Example("value", "1.2万", "1.2 / 12000"),
    ),
    "comma-in-number": Rule(
        E,
        mark("“{value}” holds a comma."),
        mark("Write decimals after a point, and nothing between thousands: {expected}."),
        Example("value", "12,5", "12.5"),
    ),
    "not-a-number": Rule(
        E,
        mark("“{value}” is not a number."),
        mark("Write plain digits such as 12.5, with the unit in its own column."),
        Example("value", "五十"),
    ),
    "not-an-integer": Rule(
        E, mark("“{value}” is not a whole number."), mark("Write a number such as 3."), Example("position", "2.5")
    ),
    "not-a-date": Rule(
        E, mark("“{value}” is not a date."), mark("Write it as 2023-07-15."), Example("due_on", "2023-02-30")
    ),
    "not-a-period": Rule(
        E,
        mark("“{value}” is not a period."),
        mark("Write 2023, 2023-H1, 2023-Q3, 2023-07 or 2023-07-15."),
        Example("period", "七月"),
    ),
    "period-range": Rule(
        E,
        mark("“{value}” is a span of months."),
        mark("A period means through its last day: for a figure counted since January write {expected}."),
        Example("period", "2023年1—7月", "2023-07"),
    ),
    "excel-date": Rule(
        E,
        mark("Excel has made a date of this period: “{value}”."),
        mark("Write {expected}, and format the column as text first."),
        Example("period", "2023/7/1", "2023-07"),
    ),
    "excel-serial": Rule(
        E,
        mark("“{value}” is how Excel counts days; as a date it would be {expected}."),
        mark("Format the column as text, and write the date or the period itself."),
        Example("due_on", "45200", "2023-10-01"),
    ),
    "excel-shortened": Rule(
        E,
        mark("“{value}” is a number that Excel has shortened; digits may be lost."),
        mark("Show the column as a plain number in Excel, and save again."),
        Example("value", "1.2E+08"),
    ),
    "excel-error": Rule(
        E,
        mark("“{value}” is what Excel shows in place of a value it cannot give."),
        mark("Correct the formula or widen the column, and save again."),
        Example("value", "#REF!"),
    ),
    "not-in-list": Rule(
        E,
        mark("“{value}” is not one of the values allowed here."),
        mark("Use one of: {expected}."),
        Example("kind", "total", KINDS),
    ),
    "malformed": Rule(
        E,
        mark("“{value}” is not written as it should be."),
        mark("Expected: {expected}."),
        Example("commitment_id", "../../x", IDENTIFIER),
    ),
    "too-long": Rule(
        E,
        mark("The cell holds more than {expected} characters."),
        mark("Shorten it, or look for a quotation mark left open."),
        Example("note_zh", "", "10000"),
    ),
    "hidden-character": Rule(
        E,
        mark("“{value}” holds a character that cannot be seen ({expected})."),
        mark("Type the cell again instead of pasting it."),
        Example("value", "12U+200B.5", "U+200B"),
    ),
}

ROW: Mapping[str, Rule] = {
    "ragged-row": Rule(
        E,
        mark("The row has {value} cells; the header has {expected}."),
        mark("Look for a comma or a quotation mark too many or too few."),
        Example("", "6", "5"),
    ),
    "stray-cell": Rule(
        E,
        mark("A cell of this row stands to the right of the last column."),
        mark("Empty it, or give its column a name in the first row."),
        Example("", "8"),
    ),
    "duplicate-key": Rule(
        E,
        mark("{column} = {value} stands twice; the first is in line {expected}."),
        mark("Keep one of the two rows."),
        Example("commitment_id", "GR-01", "2"),
    ),
    "due-before-start": Rule(
        E,
        mark("The commitment is due on {value}, before it starts on {expected}."),
        mark("Correct one of the dates."),
        Example("due_on", "2023-03-31", "2023-04-01"),
    ),
    "direction": Rule(
        E,
        mark("The comparator {value} does not fit the direction “{expected}”."),
        mark("Where lower is better use <= or <, where higher is better >= or >."),
        Example("comparator", "<=", "up"),
    ),
    "target-state": Rule(
        E,
        mark("The target “{value}” does not fit its state “{expected}”."),
        mark("Write a number for a disclosed or illustrative target, *** for a masked one, nothing if unquantified."),
        Example("target_state", "50", "masked"),
    ),
}

TABLES: Mapping[str, Rule] = {
    "unknown-id": Rule(
        E,
        mark("“{value}” is not in the table {expected}."),
        mark("Correct it, or add it to {expected}."),
        Example("lead_unit_id", "fgj", "units.csv"),
    ),
    "mistyped-id": Rule(
        E,
        mark("There is no “{value}”, but there is {expected}."),
        mark("Write {expected}, if that is meant."),
        Example("commitment_id", "gr－1", "GR-01"),
    ),
    "same-address": Rule(
        E,
        mark("“{value}” differs from another identifier only by upper and lower case."),
        mark("Both would get the same web address: rename one."),
        Example("commitment_id", "gr-01"),
    ),
    "reserved-address": Rule(
        E,
        mark("“{value}” is the address of another page of the portal."),
        mark("Give the pillar another identifier."),
        Example("pillar_id", "data"),
    ),
    "index-number-twice": Rule(
        E,
        mark("The index number {value} is given to more than one commitment."),
        mark("Give each its own."),
        Example("index_number", "00012"),
    ),
    "index-number-moves": Rule(
        W,
        mark("{value} and another commitment give the same index number; {expected} is taken for it instead."),
        mark("Write {expected} into the column index_number, so that it stays when rows are added or moved."),
        Example("index_number", "GR-12", "00013"),
        public=False,
    ),
    "no-plan-points": Rule(
        E,
        mark("The plan is “points”, but plan_points has no row for {value}."),
        mark("Add the points, or empty the plan."),
        Example("plan", "GR-01"),
    ),
    "not-quoted": Rule(
        W,
        mark("The quote is not in the text of its source, {expected}."),
        mark("Copy it from the source word for word, with its masks."),
        Example("quote", "增长6%以上", "report-2023"),
    ),
    "parts-total": Rule(
        W,
        mark("The whole is {value}, but its parts add up to {expected}."),
        mark("Check the parts and the whole, or explain the difference in the note."),
        Example("value", "120", "118.5"),
    ),
}

TIME: Mapping[str, Rule] = {
    "mixed-measures": Rule(
        E,
        mark("{value} follows {expected} figures of the same commitment."),
        mark("Use one measure for all figures of a commitment."),
        Example("measure", "increment", "cumulative"),
    ),
    "overlapping-increments": Rule(
        E,
        mark("The increment for {value} overlaps the one for {expected}: the same figure would be counted twice."),
        mark("Keep the months or the longer period, not both."),
        Example("period", "2023-Q1", "2023-02"),
    ),
    "mixed-periods": Rule(
        W,
        mark("The increment for {value} covers another length of time than the others, such as {expected}."),
        mark("Give all increments of a commitment for months, or all for quarters; else they cannot be compared."),
        Example("period", "2023-Q2", "2023-01"),
    ),
    "two-values": Rule(
        W,
        mark("{value} and {expected} end on the same day, but have different values."),
        mark("Keep the one that is right."),
        Example("period", "2023-Q2", "2023-H1"),
    ),
    "increment-gap": Rule(
        W,
        mark("An increment before {value} is missing, so the sum is not known from there on."),
        mark("Add the missing period; write 0 only where the figure is 0."),
        Example("value", "2023-03"),
    ),
    "cumulative-falls": Rule(
        W,
        mark("The cumulative value falls from {expected} to {value}."),
        mark("Check both figures, or explain it in the note."),
        Example("value", "41.2", "43.5"),
    ),
    "published-share": Rule(
        W,
        mark("The source prints {value}%, but its own value and target give {expected}%."),
        mark("Ask the source which of its figures is right; the portal shows the computed one."),
        Example("published_pct", "103", "102.4"),
    ),
    "published-early": Rule(
        W,
        mark("Published on {value}, before the period ends on {expected}."),
        mark("Correct the period or the publication date."),
        Example("published_on", "2023-07-03", "2023-07-31"),
    ),
    "published-later": Rule(
        W,
        mark("Published on {value}: more than half a year after the as-of date {expected}."),
        mark("Check the year of the publication date, or move as_of in portal.yml."),
        Example("published_on", "2032-07-15", "2023-09-30"),
    ),
    "period-outside": Rule(
        W,
        mark("The period {value} lies outside the time of the commitment, {expected}."),
        mark("Check the period, and the start and due dates of the commitment."),
        Example("period", "2022-12", "2023-01-01 – 2023-12-31"),
    ),
    "outlier": Rule(
        W,
        mark(
            "This figure stands out: {value}, where {expected} is usual (for a sum, the change since the one before)."
        ),
        mark("Check the figure and its unit; if it is right, say why in the note."),
        Example("value", "4120", "41"),
    ),
    "figures-late": Rule(
        W,
        mark("The latest figure is for {value}; by its own rhythm a newer one was due by {expected}."),
        mark("Ask the responsible unit for the missing figures."),
        Example("period", "2023-04", "2023-09-30"),
    ),
    "update-late": Rule(
        W,
        mark("An update was announced for {value}, and none has come by {expected}."),
        mark("Enter the update, or move the announced day."),
        Example("next_update_on", "2023-08-31", "2023-09-30"),
    ),
    "achieved-later": Rule(
        W,
        mark("The milestone is dated {value}, after the as-of date {expected}; it is not counted yet."),
        mark("Check the date, or move as_of in portal.yml."),
        Example("achieved_on", "2023-11-20", "2023-09-30"),
    ),
}

# the value of every finding is masked
PUBLIC: Mapping[str, Rule] = {
    "resident-id": Rule(
        E,
        mark("“{value}” looks like a resident ID number."),
        ACKNOWLEDGE,
        Example("progress_zh", "1101**********0018", "updates, GR-01/2023-07-12, progress_zh, resident-id"),
    ),
    "mobile-number": Rule(
        E,
        mark("“{value}” looks like a mobile number."),
        ACKNOWLEDGE,
        Example("note_zh", "138****5678", "observations, GR-01/2023-07, note_zh, mobile-number"),
    ),
    "bank-card": Rule(
        E,
        mark("“{value}” looks like a bank card number."),
        ACKNOWLEDGE,
        Example("note_zh", "6222***********0018", "observations, GR-01/2023-07, note_zh, bank-card"),
    ),
    "private-email": Rule(
        E,
        mark("“{value}” looks like a private mailbox."),
        ACKNOWLEDGE,
        Example("contact", "z***@qq.com", "units, fgj, contact, private-email"),
    ),
    "forbidden-word": Rule(
        E,
        mark("“{value}” must not be published, says wordlist.csv."),
        REWORD,
        Example("progress_zh", "奋斗目标", "工作目标"),
    ),
    "sensitive-word": Rule(
        W, mark("“{value}” is in wordlist.csv."), REWORD, Example("progress_zh", "(一)", "（一）"), public=False
    ),
    "private-data-acknowledged": Rule(
        W,
        mark("“{value}” is public on purpose: {expected}"),
        mark("Nothing to do while the reason holds; after that, remove it here and in acknowledged.csv."),
        Example("contact", "138****5678", "24小时公开服务电话"),
        public=False,
    ),
    "acknowledgement-unused": Rule(
        W,
        mark("Nothing fits this row: {value}."),
        mark("Remove the row, or copy the four values from the error that it is meant for."),
        Example("", "units, fgj, contact, mobile-number"),
        public=False,
    ),
}

PHASES: Mapping[Phase, Mapping[str, Rule]] = {
    Phase.FILE: FILE,
    Phase.HEADER: HEADER,
    Phase.CELL: CELL,
    Phase.ROW: ROW,
    Phase.TABLES: TABLES,
    Phase.TIME: TIME,
    Phase.PUBLIC: PUBLIC,
}
RULES: Mapping[str, Rule] = {name: rule for rules in PHASES.values() for name, rule in rules.items()}

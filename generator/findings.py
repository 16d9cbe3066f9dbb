"""Findings: what is wrong with a cell, where it is, and how to mend it.

Checks yield findings and never stop at the first. The words live here once, in English, and in the message catalogue
in Chinese; a library's own text is never what a data editor reads.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from generator.personal import masked
from generator.words import Words, mark


class Severity(StrEnum):
    """An error keeps the data from being published; a warning is shown to the office and on the quality page."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked: the severity, what is said, and how to mend it (`{name}` is filled in).

    A warning that is not `public` is for the office alone, and stays off the quality page.
    """

    severity: Severity
    message: str
    advice: str
    public: bool = True


E, W = Severity.ERROR, Severity.WARNING
ACKNOWLEDGE = mark(
    "Remove it. If it must be public, add a row to acknowledged.csv with these four values and the reason: {expected}."
)
REWORD = mark("Write instead: {expected}. If it is right as it stands, add a row with the reason to acknowledged.csv.")

RULES: dict[str, Rule] = {
    # the file
    "missing-table": Rule(E, mark("The file {file} is missing."), mark("Put it into the data folder.")),
    "unreadable": Rule(
        E, mark("The file cannot be read as text."), mark("In Excel or WPS, save it as “CSV UTF-8 (comma delimited)”.")
    ),
    "portal-yml": Rule(
        E,
        mark("portal.yml cannot be read from this line on."),
        mark("Check the spaces, colons and quotes near this line."),
    ),
    "setting": Rule(E, mark("{column} should be {expected}; it is “{value}”."), mark("Correct it in portal.yml.")),
    "unknown-setting": Rule(
        E, mark("portal.yml has no setting called {column}."), mark("Remove it, or correct its name: {expected}.")
    ),
    # the header
    "empty-table": Rule(E, mark("The table has no header row."), mark("The first row must hold the column names.")),
    "missing-column": Rule(E, mark("The column {column} is missing."), mark("Add it to the first row.")),
    "unknown-column": Rule(
        E,
        mark("There is no column called “{value}” in this table."),
        mark("Did you mean {expected}? Correct or remove it."),
    ),
    "repeated-column": Rule(E, mark("The column {column} appears twice."), mark("Keep one of the two.")),
    # a row and its cells
    "ragged-row": Rule(
        E,
        mark("The row has {value} cells; the header has {expected}."),
        mark("Look for a comma or a quotation mark too many or too few."),
    ),
    "stray-cell": Rule(
        E,
        mark("A cell of this row stands to the right of the last column."),
        mark("Empty it, or give its column a name in the first row."),
    ),
    "open-quote": Rule(
        E,
        mark("A quotation mark in this row has no partner."),
        mark("Close it, or remove it; the rows below it could not be read."),
    ),
    "required": Rule(E, mark("{column} is empty."), mark("Fill it in.")),
    "not-a-number": Rule(
        E, mark("“{value}” is not a number."), mark("Write plain digits such as 12.5, with the unit in its own column.")
    ),
    "not-an-integer": Rule(E, mark("“{value}” is not a whole number."), mark("Write a number such as 3.")),
    "not-a-date": Rule(E, mark("“{value}” is not a date."), mark("Write it as 2023-07-15.")),
    "not-a-period": Rule(
        E, mark("“{value}” is not a period."), mark("Write 2023, 2023-H1, 2023-Q3, 2023-07 or 2023-07-15.")
    ),
    "not-in-list": Rule(E, mark("“{value}” is not one of the values allowed here."), mark("Use one of: {expected}.")),
    "malformed": Rule(E, mark("“{value}” is not written as it should be."), mark("Expected: {expected}.")),
    "too-long": Rule(
        E,
        mark("The cell holds more than {expected} characters."),
        mark("Shorten it, or look for a quotation mark left open."),
    ),
    "hidden-character": Rule(
        E,
        mark("“{value}” holds a character that cannot be seen ({expected})."),
        mark("Type the cell again instead of pasting it."),
    ),
    "altered-release": Rule(
        E,
        mark("The release of {value} is not as it was published."),
        mark("`portal verify` says what differs. Put the files of data/releases back as they were."),
    ),
    # across rows and tables
    "duplicate-key": Rule(
        E, mark("{column} = {value} stands twice; the first is in line {expected}."), mark("Keep one of the two rows.")
    ),
    "same-address": Rule(
        E,
        mark("“{value}” differs from another identifier only by upper and lower case."),
        mark("Both would get the same web address: rename one."),
    ),
    "reserved-address": Rule(
        E, mark("“{value}” is the address of another page of the portal."), mark("Give the pillar another identifier.")
    ),
    "unknown-id": Rule(
        E, mark("“{value}” is not in the table {expected}."), mark("Correct it, or add it to {expected}.")
    ),
    "due-before-start": Rule(
        E, mark("The commitment is due on {value}, before it starts on {expected}."), mark("Correct one of the dates.")
    ),
    "mixed-measures": Rule(
        E,
        mark("{value} follows {expected} figures of the same commitment."),
        mark("Use one measure for all figures of a commitment."),
    ),
    "overlapping-increments": Rule(
        E,
        mark("The increment for {value} overlaps the one for {expected}: the same figure would be counted twice."),
        mark("Keep the months or the longer period, not both."),
    ),
    "direction": Rule(
        E,
        mark("The comparator {value} does not fit the direction “{expected}”."),
        mark("Where lower is better use <= or <, where higher is better >= or >."),
    ),
    "no-plan-points": Rule(
        E,
        mark("The plan is “points”, but plan_points has no row for {value}."),
        mark("Add the points, or empty the plan."),
    ),
    "target-state": Rule(
        E,
        mark("The target “{value}” does not fit its state “{expected}”."),
        mark("Write a number for a disclosed or illustrative target, *** for a masked one, nothing if unquantified."),
    ),
    # across time: shown to the office and on the quality page
    "published-share": Rule(
        W,
        mark("The source prints {value}%, but its own value and target give {expected}%."),
        mark("Ask the source which of its figures is right; the portal shows the computed one."),
    ),
    "cumulative-falls": Rule(
        W,
        mark("The cumulative value falls from {expected} to {value}."),
        mark("Check both figures, or explain it in the note."),
    ),
    "not-quoted": Rule(
        W,
        mark("The quote is not in the text of its source, {expected}."),
        mark("Copy it from the source word for word, with its masks."),
    ),
    "period-outside": Rule(
        W,
        mark("The period {value} lies outside the time of the commitment, {expected}."),
        mark("Check the period, and the start and due dates of the commitment."),
    ),
    "outlier": Rule(
        W,
        mark(
            "This figure stands out: {value}, where {expected} is usual (for a sum, the change since the one before)."
        ),
        mark("Check the figure and its unit; if it is right, say why in the note."),
    ),
    "figures-late": Rule(
        W,
        mark("The latest figure is for {value}; by its own rhythm a newer one was due by {expected}."),
        mark("Ask the responsible unit for the missing figures."),
    ),
    "update-late": Rule(
        W,
        mark("An update was announced for {value}, and none has come by {expected}."),
        mark("Enter the update, or move the announced day."),
    ),
    "achieved-later": Rule(
        W,
        mark("The milestone is dated {value}, after the as-of date {expected}; it is not counted yet."),
        mark("Check the date, or move as_of in portal.yml."),
    ),
    "parts-total": Rule(
        W,
        mark("The whole is {value}, but its parts add up to {expected}."),
        mark("Check the parts and the whole, or explain the difference in the note."),
    ),
    "published-early": Rule(
        W,
        mark("Published on {value}, before the period ends on {expected}."),
        mark("Correct the period or the publication date."),
    ),
    "increment-gap": Rule(
        W,
        mark("An increment before {value} is missing, so the sum is not known from there on."),
        mark("Add the missing period; write 0 only where the figure is 0."),
    ),
    # what must not be published; the value of every finding is masked
    "resident-id": Rule(E, mark("“{value}” looks like a resident ID number."), ACKNOWLEDGE),
    "mobile-number": Rule(E, mark("“{value}” looks like a mobile number."), ACKNOWLEDGE),
    "bank-card": Rule(E, mark("“{value}” looks like a bank card number."), ACKNOWLEDGE),
    "private-email": Rule(E, mark("“{value}” looks like a private mailbox."), ACKNOWLEDGE),
    "forbidden-word": Rule(E, mark("“{value}” must not be published, says wordlist.csv."), REWORD),
    "sensitive-word": Rule(W, mark("“{value}” is in wordlist.csv."), REWORD, public=False),
    "private-data-acknowledged": Rule(
        W,
        mark("“{value}” is public on purpose: {expected}"),
        mark("Nothing to do while the reason holds; after that, remove it here and in acknowledged.csv."),
        public=False,
    ),
    "acknowledgement-unused": Rule(
        W,
        mark("Nothing fits this row: {value}."),
        mark("Remove the row, or copy the four values from the error that it is meant for."),
        public=False,
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the rule it breaks and the cell it stands in. Line 1 is the header; line 0 is the file as a whole.

    In a workbook, `sheet` and `letter` (of the column) say where it is.
    """

    rule: str
    file: str
    line: int = 0
    column: str = ""
    value: str = ""
    expected: str = ""
    commitment_id: str = field(default="", kw_only=True)
    sheet: str = field(default="", kw_only=True)
    letter: str = field(default="", kw_only=True)

    @property
    def severity(self) -> Severity:
        """Whether it keeps the data from being published."""
        return RULES[self.rule].severity

    @property
    def place(self) -> str:
        """Where it is, as editors and terminals understand it: file:line, or file sheet!cell."""
        if self.sheet:
            return f"{self.file} {self.sheet}" + (f"!{self.letter}{self.line}" if self.line else "")
        return f"{self.file}:{self.line}" if self.line else self.file

    def message(self, words: Words) -> str:
        """Say what is wrong, in the reader's language."""
        return words.t(RULES[self.rule].message, **self._parts(words))

    def advice(self, words: Words) -> str:
        """Say how to mend it, in the reader's language."""
        return words.t(RULES[self.rule].advice, **self._parts(words))

    def _parts(self, words: Words) -> dict[str, str]:
        expected = words.t(self.expected) if self.expected else ""  # a form is told in words, an identifier as it is
        return {"file": self.file, "column": self.column, "value": self.value, "expected": expected}


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether anything keeps the data from being published."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings as an editor walks through them: errors first, then by file, line and column.

    Whatever a finding cites from the data is masked here, so that none prints personal data whole.
    """
    safe = [replace(f, column=masked(f.column), value=masked(f.value), expected=masked(f.expected)) for f in findings]
    return tuple(sorted(safe, key=lambda f: (f.severity is not E, f.file, f.line, f.column, f.rule, f.value)))


def as_json(findings: Iterable[Finding]) -> str:
    """Write findings for programs: an object whose `findings` array holds one object each, in both languages."""
    zh, en = Words("zh"), Words("en")
    told = [
        {
            "rule": f.rule,
            "severity": f.severity,
            "file": f.file,
            "sheet": f.sheet or None,
            "line": f.line or None,
            "column": f.column or None,
            "found": f.value,
            "expected": f.expected,
            "message_zh": f"{f.message(zh)}{f.advice(zh)}",
            "message_en": f"{f.message(en)} {f.advice(en)}",
        }
        for f in findings
    ]
    return json.dumps({"findings": told}, ensure_ascii=False, indent=2)


def as_github(finding: Finding, words: Words) -> str:
    """Write a finding as an annotation that CI shows beside the line."""
    text = f"{finding.message(words)} {finding.advice(words)}"
    for raw, escaped in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(raw, escaped)
    where = f"file={finding.file}" + (f",line={finding.line}" if finding.line else "")
    return f"::{finding.severity} {where},title={finding.rule}::{text}"

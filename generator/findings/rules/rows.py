"""Rules that one row or one cell can break on its own."""

from collections.abc import Mapping

from generator.findings.rules.rule import ADDRESS, IDENTIFIER, DataRule, E, Example
from generator.language.words import mark

KINDS = "quantity, level, rank, stage, designation, recurring, action"

CELL: Mapping[str, DataRule] = {
    "required": DataRule(E, mark("{column} is empty."), mark("Fill it in."), Example("title_zh")),
    "other-form": DataRule(
        E,
        mark("“{value}” is not written in the form that the tables use."),
        mark("Write {expected}."),
        Example("value", "１２．５", "12.5"),
    ),
    "number-with-unit": DataRule(
        E,
        mark("“{value}” holds more than a number."),
        mark("Write the number alone, counted in the unit that unit_zh names: {expected}."),
        Example("value", "1.2万", "1.2 / 12000"),
    ),
    "comma-in-number": DataRule(
        E,
        mark("“{value}” holds a comma."),
        mark("Write decimals after a point, and nothing between thousands: {expected}."),
        Example("value", "12,5", "12.5"),
    ),
    "not-a-number": DataRule(
        E,
        mark("“{value}” is not a number."),
        mark("Write plain digits such as 12.5, with the unit in its own column."),
        Example("value", "五十"),
    ),
    "too-many-digits": DataRule(
        E,
        mark("“{value}” has more than {expected} digits."),
        mark("Round it, or count it in a larger unit of measure: a spreadsheet keeps no more digits."),
        Example("value", "1234567890123456789", "15"),
    ),
    "not-an-integer": DataRule(
        E, mark("“{value}” is not a whole number."), mark("Write a number such as 3."), Example("position", "2.5")
    ),
    "not-a-date": DataRule(
        E, mark("“{value}” is not a date."), mark("Write it as 2023-07-15."), Example("due_on", "2023-02-30")
    ),
    "year-outside": DataRule(
        E,
        mark("“{value}” lies outside the years {expected}."),
        mark("Check the year."),
        Example("due_on", "0203-12-31", "1900–2199"),
    ),
    "not-a-period": DataRule(
        E,
        mark("“{value}” is not a period."),
        mark("Write 2023, 2023-H1, 2023-Q3, 2023-07, 2023-01..02 or 2023-07-15."),
        Example("period", "七月"),
    ),
    "period-range": DataRule(
        E,
        mark("“{value}” is a span of months."),
        mark("A period means through its last day: for a figure counted since January write {expected}."),
        Example("period", "2023年1—7月", "2023-07"),
    ),
    "excel-date": DataRule(
        E,
        mark("Excel has made a date of this period: “{value}”."),
        mark("Write {expected}, and format the column as text first."),
        Example("period", "2023/7/1", "2023-07"),
    ),
    "excel-serial": DataRule(
        E,
        mark("“{value}” is how Excel counts days; as a date it would be {expected}."),
        mark("Format the column as text, and write the date or the period itself."),
        Example("due_on", "45200", "2023-10-01"),
    ),
    "excel-shortened": DataRule(
        E,
        mark("“{value}” is a number that Excel has shortened; digits may be lost."),
        mark("Show the column as a plain number in Excel, and save again."),
        Example("value", "1.2E+08"),
    ),
    "excel-error": DataRule(
        E,
        mark("“{value}” is what Excel shows in place of a value it cannot give."),
        mark("Correct the formula or widen the column, and save again."),
        Example("value", "#REF!"),
    ),
    "not-in-list": DataRule(
        E,
        mark("“{value}” is not one of the values allowed here."),
        mark("Use one of: {expected}."),
        Example("kind", "total", KINDS),
    ),
    "malformed": DataRule(
        E,
        mark("“{value}” is not written as it should be."),
        mark("Expected: {expected}."),
        Example("commitment_id", "../../x", IDENTIFIER),
    ),
    "address": DataRule(
        E,
        mark("“{value}” is not an address that can be linked."),
        mark("Enter {expected}."),
        Example("url", "www.example.gov.cn", ADDRESS),
    ),
    "long-identifier": DataRule(
        E,
        mark("The identifier “{value}” has more than {expected} characters."),
        mark("Shorten it, here and wherever it is referred to: it is a part of addresses and file names."),
        Example("commitment_id", "GR-01-2023-…", "64"),
    ),
    "formula": DataRule(
        E,
        mark("“{value}” begins as a formula does: a spreadsheet would compute it instead of showing it."),
        mark("Put a word before it, such as “about” or “see”; begin no text with =, @, + or -."),
        Example("note_zh", '=HYPERLINK("https://…")'),
    ),
    "too-long": DataRule(
        E,
        mark("The cell holds more than {expected} characters."),
        mark("Shorten it, or look for a quotation mark left open."),
        Example("note_zh", "", "10000"),
    ),
    "hidden-character": DataRule(
        E,
        mark("“{value}” holds a character that cannot be seen ({expected})."),
        mark("Type the cell again instead of pasting it."),
        Example("value", "12U+200B.5", "U+200B"),
    ),
}

ROW: Mapping[str, DataRule] = {
    "ragged-row": DataRule(
        E,
        mark("The row has {value} cells; the header has {expected}."),
        mark("Look for a comma or a quotation mark too many or too few."),
        Example("", "6", "5"),
    ),
    "totals-row": DataRule(
        E,
        mark("This row holds a total (“{value}”), not a record."),
        mark("Delete the row: the portal adds up by itself."),
        Example("", "合计"),
    ),
    "stray-cell": DataRule(
        E,
        mark("A cell of this row stands to the right of the last column."),
        mark("Empty it, or give its column a name in the first row."),
        Example("", "8"),
    ),
    "duplicate-key": DataRule(
        E,
        mark("{column} = {value} stands twice; the first is in line {expected}."),
        mark("Keep one of the two rows."),
        Example("commitment_id", "GR-01", "2"),
    ),
    "due-before-start": DataRule(
        E,
        mark("The commitment is due on {value}, before it starts on {expected}."),
        mark("Correct one of the dates."),
        Example("due_on", "2023-03-31", "2023-04-01"),
    ),
    "direction": DataRule(
        E,
        mark("The comparator {value} does not fit the direction “{expected}”."),
        mark("Where lower is better use <= or <, where higher is better >= or >."),
        Example("comparator", "<=", "up"),
    ),
    "target-state": DataRule(
        E,
        mark("The target “{value}” does not fit its state “{expected}”."),
        mark("Write a number for a disclosed or illustrative target, *** for a masked one, nothing if unquantified."),
        Example("target_state", "50", "masked"),
    ),
}

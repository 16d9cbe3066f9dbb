"""The portal as one workbook for Excel and WPS: what it is, every commitment with its status, and the tables.

It holds what the published tables and pages hold, and nothing that is withheld. The same data give the same bytes.
"""

import io
from collections.abc import Mapping, Sequence
from fractions import Fraction

from frictionless import Field
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from generator.data.tables import Table, read_schemas, read_titles
from generator.exports.readme import render_readme
from generator.exports.tables import redact
from generator.exports.xlsx import LIKE_A_FORMULA, MADE_ON, RICH, SHADE, TEXT, fit_cell, measure_column, survives_double
from generator.language.words import Words, mark
from generator.status.progress import Progress
from generator.status.verdict import Assessment
from generator.text.statuses import name_status
from generator.text.vocabulary import RULE_WORDS

ABOUT, STATUSES = mark("About these data"), mark("Progress of each commitment")
COLUMNS = (
    mark("Commitment no."),
    mark("Pillar"),
    mark("Commitment"),
    mark("Target"),
    mark("Unit of measure"),
    mark("Lead unit"),
    mark("District leader"),
    mark("Due"),
    mark("Period"),
    mark("Value"),
    mark("Share"),
    mark("Expected share"),
    mark("Gap, points"),
    mark("Status"),
    mark("Rule"),
    mark("Illustrative"),
)
SHARE, POINTS = "0.00%", "+0.00;-0.00;0.00"
NUMBER_FORMATS = {"Share": SHARE, "Expected share": SHARE, "Gap, points": POINTS}
WIDTHS = (12, 12, 48, 16, *[14] * (len(COLUMNS) - 4))


class Book:
    """A workbook being written row by row, so that its size in memory does not grow with the tables."""

    def __init__(self, title: str) -> None:
        """Begin a workbook."""
        self._raw = io.BytesIO()
        self.book = Workbook(self._raw, {"constant_memory": True})
        self.book.set_properties({"title": title, "author": "portal", "created": MADE_ON})
        self.header = self.book.add_format({"bold": True, "bg_color": f"#{SHADE}", "text_wrap": True, "valign": "top"})
        self.wrapped = self.book.add_format({"num_format": TEXT, "text_wrap": True, "valign": "top"})
        self._text = self.book.add_format({"num_format": TEXT})
        self._guarded = self.book.add_format({"num_format": TEXT, "quote_prefix": True})
        self._formats = {code: self.book.add_format({"num_format": code}) for code in (SHARE, POINTS)}

    def sheet(self, title: str, header: Sequence[str], rows: int, widths: Sequence[int]) -> Worksheet:
        """Begin a sheet with a header, which stays in sight and filters so many rows."""
        sheet = self.book.add_worksheet(title)
        for column, (name, width) in enumerate(zip(header, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, self.header)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, rows, len(header) - 1)
        return sheet

    def put(self, sheet: Worksheet, line: int, column: int, value: str | Fraction, code: str = "") -> None:
        """Put a text as text, whatever it looks like, or a figure in a format."""
        if isinstance(value, Fraction):
            number = int(value) if value.denominator == 1 else float(value)
            sheet.write_number(line, column, number, self._formats.get(code))
        elif text := fit_cell(value):
            guarded = value.startswith(LIKE_A_FORMULA)
            text = f"{text} " if text.startswith(RICH) else text
            sheet.write_string(line, column, text, self._guarded if guarded else self._text)

    def finish(self) -> bytes:
        """Return the bytes of the workbook."""
        self.book.close()
        return self._raw.getvalue()


def render_spreadsheet(progress: Progress) -> bytes:
    """Write the workbook."""
    both = [Words(lang) for lang in progress.dataset.portal.languages]
    book = Book(progress.dataset.portal.title_zh)
    _put_about(book, progress, both)
    _put_statuses(book, progress, both)
    for table in progress.dataset.tables.values():
        _put_table(book, redact(table), both)
    return book.finish()


def _put_about(book: Book, progress: Progress, both: Sequence[Words]) -> None:
    sheet = book.book.add_worksheet(both[0].t(ABOUT))
    sheet.set_column(0, 0, 110)
    for line, text in enumerate(line for words in both for line in render_readme(progress, words).splitlines()):
        sheet.write_string(line, 0, fit_cell(text), book.wrapped)


def _put_statuses(book: Book, progress: Progress, both: Sequence[Words]) -> None:
    """Write a row a commitment; shares are unrounded and shown as percentages."""
    header = ["\n".join(words.t(column) for words in both) for column in COLUMNS]
    sheet = book.sheet(both[0].t(STATUSES), header, len(progress.assessments), WIDTHS)
    names = {pillar.pillar_id: pillar.title_zh for pillar in progress.dataset.pillars}
    for line, assessment in enumerate(progress.assessments.values(), 1):
        facts = _list_facts(assessment, progress, names, both[0])
        for column, name in enumerate(COLUMNS):
            book.put(sheet, line, column, facts.get(name, ""), NUMBER_FORMATS.get(name, ""))


def _list_facts(
    assessment: Assessment, progress: Progress, names: Mapping[str, str], words: Words
) -> dict[str, str | Fraction]:
    """Return the texts and the figures of a row by their column."""
    commitment, verdict, case = assessment.commitment, assessment.verdict, assessment.case
    unit, latest = progress.dataset.units.get(commitment.lead_unit_id), case.latest
    texts = {
        "Commitment no.": commitment.commitment_id,
        "Pillar": names[commitment.pillar_id],
        "Commitment": commitment.title_zh,
        "Target": words.t("Target not disclosed") if case.target_state == "masked" else "",
        "Unit of measure": commitment.unit_zh,
        "Lead unit": unit.name_zh if unit else "",
        "District leader": commitment.leader,
        "Due": commitment.due_on.isoformat(),
        "Period": latest.observation.period.text if latest else "",
        "Status": name_status(words, assessment.status, progress.dataset.portal.statuses),
        "Rule": words.t(RULE_WORDS[verdict.rule]),
        "Illustrative": words.t("yes") if case.illustrative else "",
    }
    figures = {
        "Target": case.target,
        "Value": latest.value if latest else None,
        "Share": verdict.share,
        "Expected share": verdict.expected,
        "Gap, points": None if verdict.gap_share is None else verdict.gap_share * 100,
    }
    return texts | {name: Fraction(figure) for name, figure in figures.items() if figure is not None}


def write_title(words: Words, field: Field) -> str:
    """Return the title of a column."""
    return words.choose(zh=str(field.title), en=str(field.custom["title_en"]))


def _put_table(book: Book, table: Table, both: Sequence[Words]) -> None:
    fields = {field.name: field for field in read_schemas()[table.name].fields}
    header = ["\n".join(write_title(words, fields[name]) for words in both) for name in table.columns]
    widths = [
        measure_column([str(fields[name].title), *(row.cells[name] for row in table.rows)]) for name in table.columns
    ]
    sheet = book.sheet(read_titles()[table.name][0], header, len(table.rows), widths)
    figures = {name for name in table.columns if fields[name].type in ("number", "integer")}
    for line, row in enumerate(table.rows, 1):
        for column, name in enumerate(table.columns):
            text = row.cells[name]
            exact = name in figures and survives_double(text)
            book.put(sheet, line, column, Fraction(text) if exact else text)

"""The portal as one workbook for Excel and WPS: what it is, every commitment with its status, and the tables.

It holds what the published tables and pages hold, and nothing that is withheld. The same data give the same bytes.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.assess import Assessment
from generator.exports.archive import readme
from generator.exports.package import public
from generator.progress import Progress
from generator.sentences import RULE_WORDS, status_word
from generator.tables import Table, schemas, titles
from generator.words import LANGUAGES, Words, mark
from generator.workbook.export import (
    HEADER,
    MADE_ON,
    gives_itself_back,
    put_number,
    put_text,
    undated,
    width_for,
)

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


def spreadsheet(progress: Progress) -> bytes:
    """Write the workbook."""
    both = [Words(lang) for lang in LANGUAGES]
    book = Workbook()
    book.properties.creator, book.properties.created = "portal", MADE_ON
    book.properties.title = progress.dataset.portal.title_zh
    _about(book.active, progress, both)
    _statuses(book.create_sheet(both[0].t(STATUSES)), progress, both)
    for name, table in progress.dataset.tables.items():
        _table(book.create_sheet(titles()[name][0]), public(table))
    raw = io.BytesIO()
    book.save(raw)
    return undated(raw.getvalue())


def _about(sheet: Worksheet, progress: Progress, both: Sequence[Words]) -> None:
    sheet.title = both[0].t(ABOUT)
    sheet.column_dimensions["A"].width = 110
    lines = [line for words in both for line in readme(progress, words).splitlines()]
    for row, line in enumerate(lines, 1):
        cell = sheet.cell(row, 1)
        put_text(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _statuses(sheet: Worksheet, progress: Progress, both: Sequence[Words]) -> None:
    """Write a row a commitment; shares are unrounded and shown as percentages."""
    _header(sheet, ["\n".join(words.t(column) for words in both) for column in COLUMNS])
    names = {pillar.pillar_id: pillar.title_zh for pillar in progress.dataset.pillars}
    for line, assessment in enumerate(progress.assessments.values(), 2):
        texts, numbers = _facts(assessment, progress, names, both[0])
        for column, name in enumerate(COLUMNS, 1):
            cell = sheet.cell(line, column)
            if name in numbers:
                _put_exact(cell, numbers[name])
            else:
                put_text(cell, texts.get(name, ""))
            if name in ("Share", "Expected share"):
                cell.number_format = SHARE
            elif name == "Gap, points":
                cell.number_format = POINTS
    _finish(sheet, len(COLUMNS), len(progress.assessments), widths=(12, 12, 48, 16))


def _facts(
    assessment: Assessment, progress: Progress, names: Mapping[str, str], words: Words
) -> tuple[dict[str, str], dict[str, Fraction]]:
    """Give the texts and the figures of a row by their column."""
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
        "Status": status_word(words, assessment.status, progress.dataset.portal.statuses),
        "Rule": words.t(RULE_WORDS[verdict.rule]),
        "Illustrative": words.t("yes") if case.illustrative else "",
    }
    figures = {
        "Target": case.target,
        "Value": latest.value if latest else None,
        "Share": verdict.share,
        "Expected share": verdict.expected,
        "Gap, points": None if verdict.gap is None else verdict.gap * 100,
    }
    return texts, {name: Fraction(figure) for name, figure in figures.items() if figure is not None}


def _table(sheet: Worksheet, table: Table) -> None:
    fields = {field.name: field for field in schemas()[table.name].fields}
    _header(sheet, [f"{fields[name].title}\n{fields[name].custom['title_en']}" for name in table.columns])
    widths = []
    for column, name in enumerate(table.columns, 1):
        figure = fields[name].type in ("number", "integer")
        texts = [row.cells[name] for row in table.rows]
        widths.append(width_for([str(fields[name].title), *texts]))
        for line, text in enumerate(texts, 2):
            if figure and gives_itself_back(text):
                put_number(sheet.cell(line, column), text)
            elif text:
                put_text(sheet.cell(line, column), text)
    _finish(sheet, len(table.columns), len(table.rows), widths)


def _header(sheet: Worksheet, names: Iterable[str]) -> None:
    for column, name in enumerate(names, 1):
        cell = sheet.cell(1, column)
        put_text(cell, name)
        cell.font, cell.fill = Font(bold=True), HEADER
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _finish(sheet: Worksheet, columns: int, rows: int, widths: Sequence[int]) -> None:
    for column in range(1, columns + 1):
        width = widths[column - 1] if column <= len(widths) else 14
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{rows + 1}"


def _put_exact(cell: Cell, figure: Fraction) -> None:
    cell.value = int(figure) if figure.denominator == 1 else float(figure)

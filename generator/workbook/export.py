"""Writing a workbook: a sheet a table, with lists, notes and locks that keep an office from typing what would not fit.

What is written comes back as it was typed: a number only where it gives its own text back, all else is text.
The same tables give the same bytes.
"""

import io
import re
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from frictionless import Field, Schema
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from generator.data.dataset import PILLARS
from generator.data.tables import Table, schemas, titles
from generator.exports.xlsx import LIKE_A_FORMULA, MADE_ON, SHADE, TEXT, fitted, gives_itself_back, width_for
from generator.language.words import Words, mark
from generator.workbook.read import GUIDE

ZH, EN = Words("zh"), Words("en")
ROOM = 500  # rows below the last one for which the lists are ready; no row is locked but by its own key
HEADINGS = 2  # the first line of the guide, in two languages
ENTRY_TIME = (1980, 1, 1, 0, 0, 0)
CHANGED_ON = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as A
HEADER, OPEN = PatternFill("solid", fgColor=SHADE), Protection(locked=False)

GUIDELINES = (
    mark(
        "This workbook holds the tables of the progress portal, a sheet each. "
        "Fill it in with Excel or WPS and save it as .xlsx."
    ),
    mark(
        "Row 1 names the columns; a note on each says what belongs there. Leave the names of sheets and columns alone."
    ),
    mark("Put new rows right below the last one, not between others."),
    mark(
        "Where a cell has a list, choose from it. "
        "A new unit, source or commitment goes into its own sheet first; the lists then show it."
    ),
    mark(
        "An empty cell means not reported, *** means not disclosed. Neither is 0: write 0 only where the figure is 0."
    ),
    mark("Write periods as 2023, 2023-H1, 2023-Q3, 2023-07 or 2023-07-15, and dates as 2023-07-15."),
    mark(
        "The identifiers of existing rows are locked, so that no figure loses its row. "
        "To correct or delete such a row, lift the protection first (Review, Unprotect Sheet; there is no password)."
    ),
    mark("The workbook also holds figures that the portal withholds: do not publish it."),
    mark(
        "The file goes back with: portal workbook import FILE.xlsx. What changes is shown first, "
        "and nothing is written while there is an error. A sheet or a column that you delete stays as it was."
    ),
)


def write_workbook(tables: Mapping[str, Table]) -> bytes:
    """Write every table of the contract as a sheet; one that is not among `tables` has a header only."""
    book = Workbook()
    book.properties.creator, book.properties.created = "portal", MADE_ON
    _write_guide(book.active)
    for name, schema in schemas().items():
        sheet = book.create_sheet(titles()[name][0])
        _write_table(sheet, schema, tables.get(name))
        for position, field in enumerate(schema.fields, 1):
            choices = _choices(field, schema, tables)
            if choices:
                _offer(sheet, get_column_letter(position), choices, _last_row(tables.get(name)))
    raw = io.BytesIO()
    book.save(raw)
    return undated(raw.getvalue())


def _write_guide(sheet: Worksheet) -> None:
    sheet.title = ZH.t(GUIDE)
    sheet.column_dimensions["A"].width = 100
    lines = [(words.t(line), words is EN) for line in (GUIDE, *GUIDELINES) for words in (ZH, EN)]
    for row, (line, english) in enumerate(lines, 1):
        cell = sheet.cell(row, 1)
        put_text(cell, line)
        cell.font = Font(bold=row <= HEADINGS, color="666666" if english else None)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _write_table(sheet: Worksheet, schema: Schema, table: Table | None) -> None:
    rows = table.rows if table else ()
    for position, field in enumerate(schema.fields, 1):
        figure = field.type in ("number", "integer")
        header, letter = sheet.cell(1, position), get_column_letter(position)
        put_text(header, str(field.title))
        header.font, header.fill = Font(bold=True), HEADER
        header.comment = Comment(_note(field, schema), "portal", height=170, width=330)
        column = sheet.column_dimensions[letter]
        column.number_format, column.protection = "General" if figure else TEXT, OPEN
        texts = [row.cells.get(field.name, "") for row in rows]
        column.width = width_for([str(field.title), *texts])
        for line, text in enumerate(texts, 2):
            cell = sheet.cell(line, position)
            exact = figure and gives_itself_back(text)
            if exact:
                put_number(cell, text)
            else:
                put_text(cell, text)
            cell.number_format = "General" if figure and (exact or not text) else TEXT
            cell.protection = Protection(locked=field.name in schema.primary_key)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(schema.fields))}{len(rows) + 1}"
    allowed = ("formatCells", "formatColumns", "formatRows", "deleteRows", "sort", "autoFilter")
    sheet.protection.sheet = True
    for act in allowed:
        setattr(sheet.protection, act, False)  # False is what is not kept from


def put_text(cell: Cell, text: str) -> None:
    """Write text as text, whatever it looks like."""
    cell.value = ESCAPE.sub("_x005F_", fitted(text)) or None
    if cell.value is not None:
        cell.data_type, cell.number_format = "s", TEXT
    if text.startswith(LIKE_A_FORMULA):
        cell.quotePrefix = True


def put_number(cell: Cell, text: str) -> None:
    """Write a figure that comes back as it was typed."""
    number = float(text)
    cell.value = int(number) if number.is_integer() else number


def _note(field: Field, schema: Schema) -> str:
    """Say what a column holds, its identifier, and what it takes."""
    t = ZH.t
    required, allowed = field.constraints.get("required"), field.constraints.get("enum")
    other = _referred(field, schema)
    lines = [
        str(field.description),
        t("Column: {name}", name=field.name),
        t("Must be filled in.") if required else t("May be left empty."),
    ]
    if allowed:
        lines.append(t("Use one of: {expected}.", expected=", ".join(allowed)))
    if other:
        lines.append(t("An identifier of the sheet {sheet}.", sheet=titles()[other][0]))
    if field.type == "date":
        lines.append(t("Write it as 2023-07-15."))
    return "\n".join(lines)


def _referred(field: Field, schema: Schema) -> str:
    """Return the name of the table that a column refers to; "" where it refers to none."""
    keys = {key["fields"][0]: str(key["reference"]["resource"]) for key in schema.foreign_keys}
    return keys.get(field.name, "")


def _choices(field: Field, schema: Schema, tables: Mapping[str, Table]) -> str:
    """Return the source of a drop-down list as a formula; "" where anything may be typed."""
    other = _referred(field, schema)
    if other == "pillars" and other not in tables:  # the usual four, which need no table
        return '"' + ",".join(pillar.pillar_id for pillar in PILLARS) + '"'
    if other:
        return f"'{titles()[other][0]}'!$A$2:$A${_last_row(tables.get(other))}"
    return '"' + ",".join(field.constraints["enum"]) + '"' if "enum" in field.constraints else ""


def _offer(sheet: Worksheet, letter: str, choices: str, last: int) -> None:
    offered = DataValidation("list", formula1=choices, allow_blank=True, showErrorMessage=True)
    offered.error = ZH.t("Choose from the list.")
    offered.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(offered)


def _last_row(table: Table | None) -> int:
    return 1 + (len(table.rows) if table else 0) + ROOM


def undated(raw: bytes) -> bytes:
    """Take the time of writing out of a workbook."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(raw)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, ENTRY_TIME)
            entry.create_system, entry.compress_type = 0, ZIP_DEFLATED
            content = source.read(name)
            if name == "docProps/core.xml":
                content = CHANGED_ON.sub(rb"\g<1>" + MADE_ON.isoformat().encode() + b"Z", content)
            target.writestr(entry, content)
    return out.getvalue()

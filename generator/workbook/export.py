"""Writing a workbook: a sheet a table, with lists, notes and locks that keep an office from typing what would not fit.

What is written comes back as it was typed: a number only where it gives its own text back, all else is text.
The same tables give the same bytes.
"""

import io
from collections.abc import Mapping

from frictionless import Field, Schema
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from generator.data.dataset import PILLARS
from generator.data.tables import Table, read_schemas, read_titles
from generator.exports.xlsx import LIKE_A_FORMULA, MADE_ON, RICH, SHADE, TEXT, fit_cell, measure_column, survives_double
from generator.language.words import Words, mark
from generator.workbook.read import GUIDE

ROOM = 500  # rows below the last one for which the lists are ready; no row is locked but by its own key
HEADINGS = 2  # the first lines of the guide, in two languages
NOTE = {"author": "portal", "height": 170, "width": 330}  # px
ALLOWED = ("format_cells", "format_columns", "format_rows", "delete_rows", "sort", "autofilter")  # on a locked sheet

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
    mark("Write periods as 2023, 2023-H1, 2023-Q3, 2023-07, 2023-01..02 or 2023-07-15, and dates as 2023-07-15."),
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


class _Book:
    """A workbook in the making, and the formats of its cells."""

    def __init__(self) -> None:
        self.words = Words("zh"), Words("en")
        self._raw = io.BytesIO()
        self.book = Workbook(self._raw, {"in_memory": True})
        self.book.set_properties({"author": "portal", "created": MADE_ON})
        self._formats: dict[tuple[object, ...], Format] = {}

    def format(self, **properties: object) -> Format:
        """Return the format with these properties; the same one each time."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def put(
        self, sheet: Worksheet, line: int, column: int, text: str, *, figure: bool = False, **extra: object
    ) -> None:
        """Write a text as text, whatever it looks like; a figure as a number where that comes back as it was typed."""
        if figure and survives_double(text):
            sheet.write_number(line, column, float(text), self.format(**extra))
            return
        form = dict(extra) if figure and not text else {"num_format": TEXT, **extra}
        if text.startswith(LIKE_A_FORMULA):
            form["quote_prefix"] = True
        held = fit_cell(text)
        if not held:
            sheet.write_blank(line, column, None, self.format(**form))
        else:
            sheet.write_string(line, column, f"{held} " if held.startswith(RICH) else held, self.format(**form))

    def finish(self) -> bytes:
        """Return the bytes of the workbook."""
        self.book.close()
        return self._raw.getvalue()


def write_workbook(tables: Mapping[str, Table]) -> bytes:
    """Return a workbook with every table of the contract as a sheet; one not among `tables` has a header only."""
    book = _Book()
    _write_guide(book)
    for name, schema in read_schemas().items():
        sheet = book.book.add_worksheet(read_titles()[name][0])
        _write_table(book, sheet, schema, tables.get(name))
        for position, field in enumerate(schema.fields):
            if choices := _list_choices(field, schema, tables):
                _offer(book, sheet, position, choices, _find_last_row(tables.get(name)))
    return book.finish()


def _write_guide(book: _Book) -> None:
    zh, en = book.words
    sheet = book.book.add_worksheet(zh.t(GUIDE))
    sheet.set_column(0, 0, 100)
    lines = [(words.t(line), words is en) for line in (GUIDE, *GUIDELINES) for words in (zh, en)]
    for row, (line, english) in enumerate(lines):
        color = "#666666" if english else "black"
        book.put(sheet, row, 0, line, bold=row < HEADINGS, text_wrap=True, valign="top", font_color=color)


def _write_table(book: _Book, sheet: Worksheet, schema: Schema, table: Table | None) -> None:
    rows = table.rows if table else ()
    for position, field in enumerate(schema.fields):
        figure = field.type in ("number", "integer")
        texts = [row.cells.get(field.name, "") for row in rows]
        open_format = book.format(locked=False) if figure else book.format(locked=False, num_format=TEXT)
        sheet.set_column(position, position, measure_column([str(field.title), *texts]), open_format)
        book.put(sheet, 0, position, str(field.title), bold=True, bg_color=f"#{SHADE}")
        sheet.write_comment(0, position, _write_note(book.words[0], field, schema), NOTE)
        locked = field.name in schema.primary_key
        for line, text in enumerate(texts, 1):
            book.put(sheet, line, position, text, figure=figure, locked=locked)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(schema.fields) - 1)
    sheet.protect("", dict.fromkeys(ALLOWED, True))


def _write_note(words: Words, field: Field, schema: Schema) -> str:
    """Return what a column holds, its identifier, and what it takes."""
    t = words.t
    required, allowed = field.constraints.get("required"), field.constraints.get("enum")
    other = _find_reference(field, schema)
    lines = [
        str(field.description),
        t("Column: {name}", name=field.name),
        t("Must be filled in.") if required else t("May be left empty."),
    ]
    if allowed:
        lines.append(t("Use one of: {expected}.", expected=", ".join(allowed)))
    if other:
        lines.append(t("An identifier of the sheet {sheet}.", sheet=read_titles()[other][0]))
    if field.type == "date":
        lines.append(t("Write it as 2023-07-15."))
    return "\n".join(lines)


def _find_reference(field: Field, schema: Schema) -> str:
    """Return the name of the table that a column refers to; "" where it refers to none."""
    keys = {key["fields"][0]: str(key["reference"]["resource"]) for key in schema.foreign_keys}
    return keys.get(field.name, "") or ("commitments" if field.name in keys else "")  # a table may refer to itself


def _list_choices(field: Field, schema: Schema, tables: Mapping[str, Table]) -> str | list[str]:
    """Return what a drop-down list offers: words, or the cells of another sheet; "" where anything may be typed."""
    other = _find_reference(field, schema)
    if other == "pillars" and other not in tables:  # the usual four, which need no table
        return [pillar.pillar_id for pillar in PILLARS]
    if other:
        return f"='{read_titles()[other][0]}'!$A$2:$A${_find_last_row(tables.get(other))}"
    return [str(word) for word in field.constraints.get("enum", ())]


def _offer(book: _Book, sheet: Worksheet, position: int, choices: str | list[str], last: int) -> None:
    letter = xl_col_to_name(position)
    refused = book.words[0].t("Choose from the list.")
    sheet.data_validation(
        f"{letter}2:{letter}{last}", {"validate": "list", "source": choices, "error_message": refused}
    )


def _find_last_row(table: Table | None) -> int:
    return 1 + (len(table.rows) if table else 0) + ROOM

"""Reading a workbook: sheets as Excel, WPS and LibreOffice save them, into the same tables as CSV files give.

A workbook comes from outside: its size is measured before it is read, and what is no workbook is refused in a sentence.
"""

import io
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name

from generator.data.header import FIRST_ROWS, find_header
from generator.data.tables import Table, read_schemas, read_titles, shape_table
from generator.errors import WorkbookError
from generator.exports.xlsx import format_number
from generator.findings.finding import Finding
from generator.language.words import Words, mark

GUIDE = mark("How to fill in this workbook")
MOST_BYTES = 200 * 1024**2  # unpacked
MOST_CELLS = 4_000_000  # of a sheet, from its first to its last cell
# a row or a cell of a sheet with its attributes; each character is looked at once, whatever the file holds
TAG = re.compile(rb"""<(?:\w+:)?(row|c)(?=[\s/>])(?:"[^"<]*"|'[^'<]*'|[^<>"'])*+>""")
PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})([0-9]{1,7})["']""")
FAULTY = re.compile(rb"""(\st\s*=\s*)["']e["']""")  # a cell that shows #N/A or #DIV/0!

Value = int | float | str | bool | time | date | datetime | timedelta


NOT_A_WORKBOOK = mark("{file} cannot be read as a workbook. Save it as .xlsx, without a password, in Excel or WPS.")
TOO_LARGE = mark("{file} is too large once unpacked, or a cell stands far away from the table. Nothing was read.")
NO_TABLE = mark("{file} has no sheet named after a table of the portal.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet that holds a table: its name, the table (None where it has no header), and the letter of each column.

    The `file` of the table and of its findings is `key`, which no other sheet has.
    """

    key: str
    title: str
    table: Table | None
    letters: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook by the name of their table, and the names of those that are none."""

    sheets: Mapping[str, Sheet]
    others: tuple[str, ...]


def read_workbook(path: Path) -> Workbook:
    """Read every sheet that is named after a table.

    Raises WorkbookError where the file is no workbook, is too large, or has no such sheet.
    """
    raw = path.read_bytes()
    if raw[:2] == b"PK":
        raw = _repack(path, raw)
    names = {str(word).casefold(): name for name, pair in read_titles().items() for word in (name, *pair)}
    sheets: dict[str, Sheet] = {}
    others: list[str] = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for title in book.sheet_names:
            name = names.get(title.strip().casefold(), "")
            if name and name not in sheets:
                cells = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                sheets[name] = _read_sheet(name, path, title, cells)
            elif title.strip() != Words("zh").t(GUIDE):
                others.append(title)
    except (CalamineError, OSError, ValueError) as error:
        raise WorkbookError(NOT_A_WORKBOOK, file=path) from error
    except BaseException as error:
        # How the reader gives up on a file that is damaged inside; the class is no Exception and cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookError(NOT_A_WORKBOOK, file=path) from error
    if not sheets:
        raise WorkbookError(NO_TABLE, file=path)
    return Workbook(sheets, tuple(others))


def _read_sheet(name: str, path: Path, title: str, cells: list[list[Value]]) -> Sheet:
    schema, key = read_schemas()[name], f"{path} {title}"
    first = [[_write_text(cell).strip() for cell in row] for row in cells[:FIRST_ROWS]]
    header = first[find_header(first, schema)] if first else []
    periods = {word for field in schema.fields if field.name == "period" for word in (field.name, field.title)}
    spoilt = {position for position, word in enumerate(header) if word in periods}
    lines = [
        (line, [_write_text(cell, period=position in spoilt) for position, cell in enumerate(row)])
        for line, row in enumerate(cells, 1)
    ]
    table, findings = shape_table(name, key, lines, schema, "stray-cell")
    known = {str(field.title): field.name for field in schema.fields}
    letters: dict[str, str] = {}
    for position, word in enumerate(header, 1):
        letters.setdefault(word, xl_col_to_name(position - 1))
        letters.setdefault(known.get(word, word), xl_col_to_name(position - 1))
    return Sheet(key, title, table, letters, tuple(findings))


def _write_text(value: Value, *, period: bool = False) -> str:
    """Write a cell as it would be typed.

    A period that Excel has made a date of, such as 2023-07, looks like the first day of that month by then: it keeps
    its hour, so that it is reported rather than read as that day.
    """
    match value:
        case str():
            return value.replace("\r\n", "\n")
        case bool():
            return str(value).upper()
        case int() | float():
            return format_number(value)
        case datetime() if value.time() != time():
            return value.isoformat(" ")
        case date():
            lost = period and value.day == 1
            return f"{value:%Y-%m-%d}" + (" 00:00" if lost else "")
        case _:
            return str(value)


def _repack(path: Path, raw: bytes) -> bytes:
    """Pack a zip file anew with what was measured, so that a size it lies about does no harm.

    A cell that shows an error becomes its text, which the checks report; the reader would take it for an empty one.
    """
    out = io.BytesIO()
    try:
        with ZipFile(io.BytesIO(raw)) as source, ZipFile(out, "w") as target:
            if sum(entry.file_size for entry in source.infolist()) > MOST_BYTES:
                raise WorkbookError(TOO_LARGE, file=path)
            for entry in source.infolist():
                content = source.read(entry)
                _check_extent(path, content)
                content = TAG.sub(lambda tag: FAULTY.sub(rb'\1"str"', tag[0]), content)
                target.writestr(entry.filename, content)
    except (BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise WorkbookError(NOT_A_WORKBOOK, file=path) from error
    return out.getvalue()


def _check_extent(path: Path, content: bytes) -> None:
    """Refuse a sheet whose few cells stand so far apart that the room between them would fill the memory."""
    row = column = rows = columns = 0
    for tag in TAG.finditer(content):
        place = PLACE.search(tag[0])
        if tag[1] == b"row":
            row, column = int(place[2]) if place else row + 1, 0
            continue
        column = xl_cell_to_rowcol(f"{place[1].decode()}1")[1] + 1 if place else column + 1
        row = int(place[2]) if place else row
        if not tag[0].endswith(b"/>"):  # an empty cell takes no room
            rows, columns = max(rows, row), max(columns, column)
    if rows * columns > MOST_CELLS:
        raise WorkbookError(TOO_LARGE, file=path)

"""Reading the tables: a CSV file as the office has it, into rows that know their line.

This is the input end: it reads files and judges their shape (file, header, row). What the cells mean is `dataset`'s.
"""

import csv
import difflib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frictionless import Package, Schema

from generator.findings import Finding

SCHEMA_FILE = Path(__file__).resolve().parents[1] / "data" / "datapackage.json"
REQUIRED_TABLES = ("commitments", "observations")
UNPUBLISHED = frozenset({"acknowledged", "wordlist"})  # for the office alone
ALWAYS_PRESENT = {"observations": {"value"}}  # a cell may be empty, the column may not be left out
DELIMITERS = ",;\t"
DAMAGED = 4  # fewer than one broken character in so many: damaged UTF-8 rather than another encoding


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it starts on (the header is line 1) and its cells by column name, stripped."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """One table as text: the file it came from, its columns, its rows in file order.

    `loose` holds the cells of rows that were left out, so that what refers to them is not reported as well.
    """

    name: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    loose: frozenset[str] = frozenset()


@cache
def _package() -> Package:
    return Package(str(SCHEMA_FILE))


@cache
def schemas() -> Mapping[str, Schema]:
    """Give the Table Schema of every table, from the one description of the tables."""
    return {resource.name: resource.schema for resource in _package().resources}


@cache
def titles() -> Mapping[str, tuple[str, str]]:
    """Give the Chinese and the English title of every table."""
    return {resource.name: (str(resource.title), str(resource.custom["title_en"])) for resource in _package().resources}


def read_tables(folder: Path) -> tuple[dict[str, Table], list[Finding]]:
    """Read every table that the folder holds.

    Returns the tables by name, and what is wrong with their files, headers and rows. A ragged row is left out, so that
    it is reported once.
    """
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for name, schema in schemas().items():
        path = folder / f"{name}.csv"
        if not path.exists():
            if name in REQUIRED_TABLES:
                findings.append(Finding("missing-table", str(path)))
            continue
        text = decode(path.read_bytes())
        if text is None:
            findings.append(Finding("unreadable", str(path)))
            continue
        table, found = parse_table(name, str(path), text, schema)
        findings += found
        if table:
            tables[name] = table
    return tables, findings


def read_source_texts(folder: Path) -> dict[str, str]:
    """Read the texts of sources, `sources/<source_id>.txt`, where there are any."""
    texts = {path.stem: decode(path.read_bytes()) for path in sorted((folder / "sources").glob("*.txt"))}
    return {source_id: text for source_id, text in texts.items() if text is not None}


def decode(raw: bytes) -> str | None:
    """Decode UTF-8 with or without BOM, UTF-16 with BOM, or GB18030 (which holds GBK); None if it is none of them."""
    damaged = raw.decode("utf-8", errors="replace")
    broken, wide = damaged.count("\ufffd"), sum(char > "\x7f" for char in damaged)
    if broken and broken * DAMAGED < wide:
        return None
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def parse_table(name: str, file: str, text: str, schema: Schema) -> tuple[Table | None, list[Finding]]:
    """Split the text into rows and shape them into a table."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # a cell too long is a finding, not a broken file
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for raw in reader:
            lines.append((start, raw))
            start = reader.line_num + 1
    except csv.Error:  # what follows the open quotation mark cannot be told apart
        findings = shape_table(name, file, lines, schema)[1] if lines else []
        return None, [*findings, Finding("open-quote", file, start)]
    return shape_table(name, file, lines, schema)


def shape_table(
    name: str, file: str, lines: Iterable[tuple[int, list[str]]], schema: Schema, ragged: str = "ragged-row"
) -> tuple[Table | None, list[Finding]]:
    """Give the columns their contract names (the Chinese titles are accepted too), and each row its cells by column.

    `lines` are rows of text with their line, the header first; `ragged` is the rule a row of another length breaks.
    """
    rest = iter(lines)
    header = [cell.strip() for cell in next(rest, (1, []))[1]]
    while header and not header[-1]:
        header.pop()
    if not header:
        return None, [Finding("empty-table", file, 1)]
    columns, findings = _columns(name, file, header, schema)
    rows: list[Row] = []
    loose: set[str] = set()
    for line, raw in rest:
        cells = [cell.strip() for cell in raw]
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        if not any(cells):
            continue
        if len(cells) != len(header):
            findings.append(Finding(ragged, file, line, value=str(len(cells)), expected=str(len(header))))
            loose |= set(cells)
            continue
        rows.append(Row(line, {column: cell for column, cell in zip(columns, cells, strict=True) if column}))
    return Table(name, file, tuple(column for column in columns if column), tuple(rows), frozenset(loose)), findings


def _columns(name: str, file: str, header: list[str], schema: Schema) -> tuple[list[str], list[Finding]]:
    """Map header cells to column names; an unknown one becomes "" and is left out of the rows."""
    names = {field.name: field.name for field in schema.fields}
    known = names | {str(field.title): field.name for field in schema.fields}
    columns: list[str] = []
    meant: set[str] = set()
    findings: list[Finding] = []
    for cell in header:
        column = known.get(cell, "")
        if not column:
            near = difflib.get_close_matches(cell, known, n=1)
            meant |= {known[match] for match in near}
            findings.append(Finding("unknown-column", file, 1, cell, cell, near[0] if near else ", ".join(names)))
        elif column in columns:
            findings.append(Finding("repeated-column", file, 1, column, cell))
            column = ""
        columns.append(column)
    required = {field.name for field in schema.fields if field.constraints.get("required")}
    required |= ALWAYS_PRESENT.get(name, set())
    absent = [column for column in names if column in required and column not in {*columns, *meant}]
    findings += [Finding("missing-column", file, 1, column) for column in absent]
    return columns, findings


def csv_text(table: Table) -> str:
    """Write a table as canonical CSV: contract names, rows in their order, LF, quotes only where they are needed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([row.cells[column] for column in table.columns] for row in table.rows)
    return out.getvalue()

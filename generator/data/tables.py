"""Reading the tables: a CSV file as the office has it, into rows that know their line.

This is the input end: it reads files and judges their shape (file, header, row). What the cells mean is `dataset`'s.
"""

import codecs
import csv
import difflib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frictionless import Schema

from generator.data.repairs import normalize_identifier
from generator.findings.finding import Finding
from generator.language.columns import read_resources

REQUIRED_TABLES = ("commitments", "observations")
UNPUBLISHED = frozenset({"acknowledged", "wordlist"})  # for the office alone
ALWAYS_PRESENT = {"observations": {"value"}}  # a cell may be empty, the column may not be left out
DELIMITERS = ",;\t"
BOM = "\ufeff"
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
def read_schemas() -> Mapping[str, Schema]:
    """Return the Table Schema of every table, from the one description of the tables."""
    return {resource["name"]: Schema.from_descriptor(resource["schema"]) for resource in read_resources()}


@cache
def read_titles() -> Mapping[str, tuple[str, str]]:
    """Return the Chinese and the English title of every table."""
    return {resource["name"]: (resource["title"], resource["title_en"]) for resource in read_resources()}


def read_tables(folder: Path) -> tuple[dict[str, Table], list[Finding]]:
    """Read every table that the folder holds.

    Returns the tables by name, and what is wrong with their files, headers and rows. A ragged row is left out, so that
    it is reported once.
    """
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for name, schema in read_schemas().items():
        path = folder / f"{name}.csv"
        if not path.exists():
            if name in REQUIRED_TABLES:
                findings.append(Finding("missing-table", str(path)))
            continue
        text = decode(path.read_bytes())
        if text is None:
            findings.append(Finding("unreadable", str(path)))
            continue
        table, found = parse_table(name, str(path), text[0], schema)
        findings += found
        if table:
            tables[name] = table
    return tables, findings


def read_source_texts(folder: Path) -> dict[str, str]:
    """Read the texts of sources, `sources/<source_id>.txt`, where there are any."""
    texts = {path.stem: decode(path.read_bytes()) for path in sorted((folder / "sources").glob("*.txt"))}
    return {source_id: text[0].removeprefix(BOM) for source_id, text in texts.items() if text is not None}


def decode(raw: bytes) -> tuple[str, str] | None:
    """Decode UTF-8 with or without BOM, UTF-16 with BOM, or GB18030 (which holds GBK); None if it is none of them.

    Returns the text, and the encoding that gives the same bytes back.
    """
    marks = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
    if raw[:2] in marks:
        encodings: tuple[str, ...] = (marks[raw[:2]],)
    else:
        damaged = raw.decode("utf-8", errors="replace")
        broken = damaged.count("\ufffd")
        if broken and broken * DAMAGED < sum(char > "\x7f" for char in damaged):
            return None
        encodings = "utf-8", "gb18030"
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else (text, encoding)
    return None


def parse_table(name: str, file: str, text: str, schema: Schema) -> tuple[Table | None, list[Finding]]:
    """Split the text into rows and shape them into a table."""
    lines: list[tuple[int, list[str]]] = []
    end = 0
    try:
        for start, end, cells in split_rows(text):  # noqa: B007 - the last end is needed where a row cannot be read
            lines.append((start, cells))
    except csv.Error:  # what follows the open quotation mark cannot be split
        findings = shape_table(name, file, lines, schema)[1] if lines else []
        return None, [*findings, Finding("open-quote", file, end + 1)]
    return shape_table(name, file, lines, schema)


def find_delimiter(text: str) -> str:
    """Return what stands between the cells: the delimiter that the first line has most of."""
    return max(DELIMITERS, key=text.split("\n", 1)[0].count)


def split_rows(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Split the text into rows: the line each starts on, the line it ends on, its cells.

    Raises:
        csv.Error: a quotation mark has no partner.
    """
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # a cell too long is a finding, not a broken file
    reader = csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), delimiter=find_delimiter(text), strict=True)
    start = 1
    for cells in reader:
        yield start, reader.line_num, cells
        start = reader.line_num + 1


def shape_table(
    name: str, file: str, lines: Iterable[tuple[int, list[str]]], schema: Schema, ragged: str = "ragged-row"
) -> tuple[Table | None, list[Finding]]:
    """Return the columns their contract names (the Chinese titles are accepted too), and each row its cells by column.

    `lines` are rows of text with their line, the header first; `ragged` is the rule a row of another length breaks.
    """
    rest = iter(lines)
    header = [cell.strip() for cell in next(rest, (1, []))[1]]
    while header and not header[-1]:
        header.pop()
    if not header:
        return None, [Finding("empty-table", file, 1)]
    columns, findings = read_header(name, file, header, schema)
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


def read_header(name: str, file: str, header: list[str], schema: Schema) -> tuple[list[str], list[Finding]]:
    """Map header cells to column names; an unknown one becomes "" and is left out of the rows."""
    names = {field.name: field.name for field in schema.fields}
    known = names | {str(field.title): field.name for field in schema.fields}
    columns: list[str] = []
    meant: set[str] = set()
    findings: list[Finding] = []
    similar = {normalize_identifier(column): column for column in names}
    for cell in header:
        column = known.get(cell, "")
        if not column:
            same = similar.get(normalize_identifier(cell), "")
            near = [same] if same else difflib.get_close_matches(cell, known, n=1)
            meant |= {known[match] for match in near}
            expected = near[0] if near else ", ".join(names)
            findings.append(Finding("unknown-column", file, 1, cell, cell, expected, repair=same))
        elif column in columns:
            findings.append(Finding("repeated-column", file, 1, column, cell))
            column = ""
        columns.append(column)
    required = {field.name for field in schema.fields if field.constraints.get("required")}
    required |= ALWAYS_PRESENT.get(name, set())
    absent = [column for column in names if column in required and column not in {*columns, *meant}]
    findings += [Finding("missing-column", file, 1, column) for column in absent]
    return columns, findings


def write_csv(table: Table) -> str:
    """Write a table as canonical CSV: contract names, rows in their order, LF, quotes only where they are needed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([row.cells[column] for column in table.columns] for row in table.rows)
    return out.getvalue()

"""Reading the tables: a CSV file as the office has it, into rows that know their line.

This is the input end: it reads files and judges their shape (file, header, row). What the cells mean is `dataset`'s.
"""

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frictionless import Schema

from generator.data.header import FIRST_ROWS, find_header, is_joined, read_header
from generator.data.strays import find_strays
from generator.data.texts import BOM, read_text
from generator.files.writing import finish_writing
from generator.findings.finding import Finding
from generator.language.columns import read_resources

REQUIRED_TABLES = ("commitments", "observations")
UNPUBLISHED = frozenset({"acknowledged", "wordlist"})  # for the office alone
DELIMITERS = ",;\t"
TOTALS = frozenset({"合计", "总计", "小计", "共计", "总和", "汇总"})

Line = tuple[int, list[str]]  # the number of a line and the cells of the row that begins there


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

    Returns the tables by name, and what is wrong with their files, headers and rows, with files that no table is read
    from, and with the texts of sources. A ragged row is left out, so that it is reported once. Writing that was cut
    off (`replace_files`) is finished first.
    """
    finish_writing(folder)
    tables: dict[str, Table] = {}
    findings = list(find_strays(folder))
    misnamed = {finding.expected for finding in findings}
    for name, schema in read_schemas().items():
        path = folder / f"{name}.csv"
        if not os.path.lexists(path):
            if name in REQUIRED_TABLES and path.name not in misnamed:
                findings.append(Finding("missing-table", str(path)))
            continue
        text = read_text(path)
        if isinstance(text, Finding):
            findings.append(text)
            continue
        table, found = parse_table(name, str(path), text, schema)
        findings += found
        if table:
            tables[name] = table
    findings += [text for text in _read_sources(folder).values() if isinstance(text, Finding)]
    return tables, findings


def read_source_texts(folder: Path) -> dict[str, str]:
    """Read the texts of sources, `sources/<source_id>.txt`, where there are any."""
    texts = _read_sources(folder)
    return {source_id: text.removeprefix(BOM) for source_id, text in texts.items() if isinstance(text, str)}


def _read_sources(folder: Path) -> dict[str, str | Finding]:
    return {path.stem: read_text(path, folder) for path in sorted((folder / "sources").glob("*.txt"))}


def parse_table(name: str, file: str, text: str, schema: Schema) -> tuple[Table | None, list[Finding]]:
    """Split the text into rows and shape them into a table."""
    lines: list[Line] = []
    end = 0
    try:
        for start, end, cells in split_rows(text):  # noqa: B007 - the last end is needed where a row cannot be read
            lines.append((start, cells))
    except csv.Error:  # what follows the open quotation mark cannot be split
        findings = shape_table(name, file, lines, schema)[1] if lines else []
        return None, [*findings, Finding("open-quote", file, end + 1)]
    return shape_table(name, file, lines, schema)


def find_delimiter(text: str) -> str:
    """Return what stands between the cells: the delimiter that the first line that has any has most of."""
    lines = text.split("\n", FIRST_ROWS)[:FIRST_ROWS]
    line = next((line for line in lines if any(mark in line for mark in DELIMITERS)), "")
    return max(DELIMITERS, key=line.count)


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
    name: str, file: str, lines: Iterable[Line], schema: Schema, ragged: str = "ragged-row"
) -> tuple[Table | None, list[Finding]]:
    """Return the columns their contract names (the Chinese titles are accepted too), and each row its cells by column.

    `lines` are rows of text with their line; only titles may stand before the header. `ragged` is the rule that a row
    of another length breaks.
    """
    numbered = list(lines)
    above = find_header([cells for _, cells in numbered[:FIRST_ROWS]], schema)
    at, cells = numbered[above] if numbered else (1, [])
    header = [cell.strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    if not header:
        return None, [Finding("empty-table", file, 1)]
    if is_joined(header, schema):
        return None, [Finding("joined-header", file, at, value=header[0])]
    columns, findings = read_header(name, file, header, schema, at)
    titles = [(line, text) for line, cells in numbered[:above] for cell in cells if (text := cell.strip())]
    findings += [Finding("title-row", file, line, value=text, expected=str(at)) for line, text in titles[:1]]
    rows, uneven = _split_even(numbered[above + 1 :], len(header))
    loose = frozenset(cell for _, cells in uneven for cell in cells)
    findings += _report_uneven(file, at, len(header), uneven, bool(rows), ragged)
    totals = _find_totals(rows, columns[0], schema)
    findings += [Finding("totals-row", file, line, value=text) for line, text in totals.items()]
    named = tuple(column for column in columns if column)
    shaped = tuple(
        Row(line, {column: cell for column, cell in zip(columns, cells, strict=True) if column})
        for line, cells in rows
        if line not in totals
    )
    return Table(name, file, named, shaped, loose), findings


def _split_even(lines: Iterable[Line], width: int) -> tuple[list[Line], list[Line]]:
    """Return the rows with as many cells as the header, and those with more or fewer; empty ones are neither."""
    even: list[Line] = []
    uneven: list[Line] = []
    for line, raw in lines:
        cells = [cell.strip() for cell in raw]
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if any(cells):
            (even if len(cells) == width else uneven).append((line, cells))
    return even, uneven


def _report_uneven(
    file: str, header: int, width: int, uneven: Sequence[Line], even: bool, rule: str
) -> Iterator[Finding]:
    """Report rows of another length than the header, which is itself at fault where all have the same other length."""
    lengths = {len(cells) for _, cells in uneven}
    if not even and len(uneven) > 1 and len(lengths) == 1 and rule == "ragged-row":
        yield Finding("uneven-header", file, header, value=str(width), expected=str(lengths.pop()))
        return
    for line, cells in uneven:
        yield Finding(rule, file, line, value=str(len(cells)), expected=str(width))


def _find_totals(rows: Iterable[Line], column: str, schema: Schema) -> dict[int, str]:
    """Return the lines that hold a total, as forms have it, where others have their identifier, with its word."""
    if not column or "pattern" not in schema.get_field(column).constraints:
        return {}
    return {line: cells[0] for line, cells in rows if re.sub(r"[\s:：]", "", cells[0]) in TOTALS}


def write_csv(table: Table) -> str:
    """Write a table as canonical CSV: contract names, rows in their order, LF, quotes only where they are needed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([row.cells[column] for column in table.columns] for row in table.rows)
    return out.getvalue()

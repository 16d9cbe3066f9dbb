"""The header of a table: the row that names the columns, each by its identifier or its Chinese title."""

import difflib
import re
from collections.abc import Sequence

from frictionless import Schema

from generator.data.repairs import normalize_identifier
from generator.findings.finding import Finding
from generator.language.message import Bilingual

ALWAYS_PRESENT = {"observations": {"value"}}  # a cell may be empty, the column may not be left out
FIRST_ROWS = 6  # rows of a file among which the header is looked for
SEPARATORS = re.compile(r"[，；、|｜/\s]+")  # that separate no cells
LEAST_KNOWN = 2  # columns by which a row further down is known for the header


def find_header(rows: Sequence[Sequence[str]], schema: Schema) -> int:
    """Return how many rows stand above the header: titles and notes of a form. It is the first row where in doubt."""
    known = _index_columns(schema)
    counts = [len(known.keys() & {cell.strip() for cell in cells}) for cells in rows[:FIRST_ROWS]]
    likely = (place for place, count in enumerate(counts) if count >= LEAST_KNOWN)
    return next(likely, 0) if counts and not counts[0] else 0


def is_joined(header: Sequence[str], schema: Schema) -> bool:
    """Return whether the columns of a header stand in one cell, with something between them that separates none."""
    parts = [part.strip() for part in SEPARATORS.split(header[0])]
    return len(header) == 1 and len(_index_columns(schema).keys() & set(parts)) >= LEAST_KNOWN


def read_header(
    name: str, file: str, header: list[str], schema: Schema, line: int = 1
) -> tuple[list[str], list[Finding]]:
    """Map header cells to column names; an unknown one becomes "" and is left out of the rows."""
    names = {field.name: field.name for field in schema.fields}
    known = _index_columns(schema)
    columns: list[str] = []
    meant: set[str] = set()
    findings: list[Finding] = []
    similar = {normalize_identifier(column): column for column in names}
    for cell in header:
        column = known.get(cell, "")
        if not column:
            same = similar.get(normalize_identifier(cell), "")
            near = [same] if same else difflib.get_close_matches(cell, known, n=1, cutoff=0.75)
            meant |= {known[match] for match in near}
            expected = near[0] if near else _list_columns(schema)
            findings.append(Finding("unknown-column", file, line, cell, cell, expected, repair=same))
        elif column in columns:
            findings.append(Finding("repeated-column", file, line, column, cell))
            column = ""
        columns.append(column)
    required = {field.name for field in schema.fields if field.constraints.get("required")}
    required |= ALWAYS_PRESENT.get(name, set())
    absent = [column for column in names if column in required and column not in {*columns, *meant}]
    findings += [Finding("missing-column", file, line, column) for column in absent]
    return columns, findings


def _index_columns(schema: Schema) -> dict[str, str]:
    """Return the columns by both names that a header may have for them."""
    return {name: field.name for field in schema.fields for name in (field.name, str(field.title))}


def _list_columns(schema: Schema) -> Bilingual:
    chinese = "、".join(f"{field.title}（{field.name}）" for field in schema.fields)
    return Bilingual(chinese, ", ".join(field.name for field in schema.fields))

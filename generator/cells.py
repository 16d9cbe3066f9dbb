"""Cells: from the text of a table to typed records, each fault reported once, with its line and column."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from frictionless import Field, Schema

from generator.findings import Finding
from generator.model import Period
from generator.tables import Table
from generator.words import mark

MASK = re.compile(r"\*+")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
INTEGER = re.compile(r"[+-]?[0-9]+")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

IDENTIFIER = mark("letters, digits, - and _, beginning with a letter or a digit")
ADDRESS = mark("an address that begins with http:// or https://")
LONGEST = 10_000  # characters in a cell
# control characters but tab and line breaks, and marks that are not seen: zero width, direction of writing
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
FORMS = {
    "number": (NUMBER, "not-a-number"),
    "integer": (INTEGER, "not-an-integer"),
    "date": (DATE, "not-a-date"),
}


@dataclass(frozen=True, slots=True)
class Record:
    """One row with typed values (absent where the cell is empty) and the columns whose figure is masked."""

    line: int
    values: Mapping[str, Any]
    masked: frozenset[str]


def read_cells(table: Table, schema: Schema) -> tuple[list[Record], list[Finding]]:
    """Type every row. A row with a fault is left out of the records, but not out of the checks on its keys."""
    readers = [_CellReader(field) for field in schema.fields if field.name in table.columns]
    records: list[Record] = []
    findings: list[Finding] = []
    for row in table.rows:
        values: dict[str, Any] = {}
        masked: set[str] = set()
        faults: list[Finding] = []
        for reader in readers:
            text = row.cells[reader.name]
            if not text and not reader.required:
                continue
            value, fault = reader.read(text)
            if fault:
                rule, expected = fault
                faults.append(Finding(rule, table.file, row.line, reader.name, shown(text), expected))
            elif value is None:
                masked.add(reader.name)
            else:
                values[reader.name] = value
        findings += faults
        if not faults:
            records.append(Record(row.line, values, frozenset(masked)))
    return records, findings


class _CellReader:
    """Reads the cells of one column; the same text is read once."""

    def __init__(self, field: Field) -> None:
        self.name = field.name
        self.required = bool(field.constraints.get("required"))
        self._field = field
        self._seen: dict[str, tuple[Any, tuple[str, str] | None]] = {}

    def read(self, text: str) -> tuple[Any, tuple[str, str] | None]:
        """Give the value, and the rule it breaks with what was expected; None without a fault is a mask."""
        if text not in self._seen:
            self._seen[text] = self._read(text)
        return self._seen[text]

    def _read(self, text: str) -> tuple[Any, tuple[str, str] | None]:
        field = self._field
        if not text:
            return None, ("required", "")
        if len(text) > LONGEST:
            return None, ("too-long", str(LONGEST))
        hidden = HIDDEN.search(text)
        if hidden:
            return None, ("hidden-character", f"U+{ord(hidden[0]):04X}")
        if field.type == "string" and not self._has_form():
            return text, None
        if field.type == "number" and MASK.fullmatch(text):
            return (None, ("required", "")) if self.required else (None, None)
        if field.type in FORMS and not FORMS[field.type][0].fullmatch(text):
            return None, (FORMS[field.type][1], "")
        value, errors = field.read_cell(text)
        if value is None and "type" not in (errors or {}):  # a mask where a word is asked for
            errors = {"enum": ""} if "enum" in field.constraints else {"pattern": ""}
        if errors:
            return None, self._fault(errors)
        if self.name == "period":
            return _period(value)
        return value, None

    def _has_form(self) -> bool:
        return bool(self._field.constraints.keys() & {"enum", "pattern"})

    def _fault(self, errors: Mapping[str, str]) -> tuple[str, str]:
        constraints = self._field.constraints
        if "type" in errors:
            return FORMS[self._field.type][1], ""
        if self.name == "period":
            return "not-a-period", ""
        if "enum" in errors:
            return "not-in-list", ", ".join(constraints["enum"])
        if "minimum" in errors:
            return "malformed", mark("1 or more")
        return "malformed", ADDRESS if "http" in constraints["pattern"] else IDENTIFIER


def shown(text: str) -> str:
    """Give a cell as a finding shows it: cut where it is long, hidden characters by their number."""
    short = text if len(text) <= 80 else text[:80] + "…"
    return HIDDEN.sub(lambda mark: f"U+{ord(mark[0]):04X}", short)


def _period(text: str) -> tuple[Period | None, tuple[str, str] | None]:
    try:
        return Period.parse(text), None
    except ValueError:
        return None, ("not-a-period", "")


def check_keys(table: Table, schema: Schema) -> Iterator[Finding]:
    """Report rows whose key stands twice."""
    needed = {field.name for field in schema.fields if field.constraints.get("required")}
    key = [name for name in schema.primary_key if name in table.columns]
    if needed.intersection(schema.primary_key) - set(key):
        return  # a missing key column has been reported
    first: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        values = tuple(row.cells[name] for name in key)
        if not values[0]:
            continue
        line = first.setdefault(values, row.line)
        if line != row.line:
            yield Finding("duplicate-key", table.file, row.line, ", ".join(key), ", ".join(values), str(line))


def check_addresses(table: Table, column: str) -> Iterator[Finding]:
    """Report identifiers that would get the same web address."""
    first: dict[str, str] = {}
    for row in table.rows:
        text = row.cells.get(column, "")
        if first.setdefault(text.lower(), text) != text:
            yield Finding("same-address", table.file, row.line, column, text)


def check_references(table: Table, schema: Schema, ids: Mapping[str, Set[str]]) -> Iterator[Finding]:
    """Report identifiers that the table they refer to does not have; a table that `ids` lacks is not judged."""
    references = [(key["fields"][0], key["reference"]["resource"]) for key in schema.foreign_keys]
    if table.name == "commitments":
        references.append(("support_unit_ids", "units"))
    for row in table.rows:
        for column, other in references:
            for text in split_ids(row.cells.get(column, "")):
                if other in ids and text not in ids[other]:
                    yield Finding("unknown-id", table.file, row.line, column, text, f"{other}.csv")


def split_ids(text: str) -> list[str]:
    """Split a cell that may hold several identifiers."""
    return [part.strip() for part in re.split("[;；]", text) if part.strip()]

"""Cells: from the text of a table to typed records, each fault reported once, with its line and column."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from frictionless import Field, Schema

from generator.data.bounds import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_IDENTIFIER,
    MOST_DIGITS,
    has_too_many_digits,
    is_address,
    is_formula,
    is_known_year,
)
from generator.data.choices import describe_choices, find_choice
from generator.data.repairs import EXCEL_ERROR, normalize_cell, normalize_identifier, remove_unseen, suspect
from generator.data.tables import UNPUBLISHED, Table
from generator.findings.finding import Finding
from generator.findings.rules.rule import ADDRESS, IDENTIFIER
from generator.language.message import Message, Sayable
from generator.model import Period

MASK = re.compile(r"\*+")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
INTEGER = re.compile(r"[+-]?[0-9]+")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

LONGEST = 10_000  # characters in a cell
# control characters but tab and line breaks, and marks that are not seen: zero width, direction of writing
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
FORMS = {
    "number": (NUMBER, "not-a-number"),
    "integer": (INTEGER, "not-an-integer"),
    "date": (DATE, "not-a-date"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: its rule, what was expected, the cell as it should be where that is sure."""

    rule: str
    expected: str | Sayable = ""
    repair: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One row with typed values (absent where the cell is empty) and the columns whose figure is masked."""

    line: int
    values: Mapping[str, Any]
    masked: frozenset[str]


def read_cells(table: Table, schema: Schema) -> tuple[list[Record], list[Finding]]:
    """Type every row. A row with a fault is left out of the records, but not out of the checks on its keys."""
    referring = {key["fields"][0] for key in schema.foreign_keys}
    readers = [
        _CellReader(field, table.name, refers=field.name in referring)
        for field in schema.fields
        if field.name in table.columns
    ]
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
                where = table.file, row.line, reader.name, display_cell(text), fault.expected
                faults.append(Finding(fault.rule, *where, repair=fault.repair))
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

    def __init__(self, field: Field, table: str, *, refers: bool) -> None:
        self.name = field.name
        self.required = bool(field.constraints.get("required"))
        self._field = field
        self._read_cell = field.create_cell_reader()
        self._published = table not in UNPUBLISHED
        self._refers = refers  # to a row of another table, where its identifier is judged
        self._seen: dict[str, tuple[Any, Fault | None]] = {}

    def read(self, text: str) -> tuple[Any, Fault | None]:
        """Return the value, or what is wrong; None without a fault is a mask."""
        if text not in self._seen:
            self._seen[text] = self._read(text)
        return self._seen[text]

    def _read(self, text: str) -> tuple[Any, Fault | None]:
        if not text:
            return None, Fault("required")
        if len(text) > LONGEST:
            return None, Fault("too-long", str(LONGEST))
        if hidden := HIDDEN.search(text):
            seen = remove_unseen(text)
            return None, Fault("hidden-character", f"U+{ord(hidden[0]):04X}", "" if HIDDEN.search(seen) else seen)
        if EXCEL_ERROR.fullmatch(text):
            return None, Fault("excel-error")
        form = self._form()
        if form == "text":
            return text, Fault("formula") if self._published and is_formula(text) else None
        value, fault = self._typed(text)
        if fault:
            return value, self._explained(text, form, fault)
        return value, self._find_excess(text, form, value)

    def _form(self) -> str:
        """Return the name of the form of the cells: text where anything may stand."""
        constraints = self._field.constraints
        if self.name == "period":
            return "period"
        if self._field.type != "string":
            return str(self._field.type)
        if "enum" in constraints:
            return "word"
        pattern = str(constraints.get("pattern", ""))
        return "address" if pattern.startswith("http") else "identifier" if pattern else "text"

    def _typed(self, text: str) -> tuple[Any, Fault | None]:
        """Read a cell by the schema."""
        field = self._field
        if field.type == "number" and MASK.fullmatch(text):
            return (None, Fault("required")) if self.required else (None, None)
        if field.type in FORMS and not FORMS[field.type][0].fullmatch(text):
            return None, Fault(FORMS[field.type][1])
        if field.type in ("number", "integer") and has_too_many_digits(text):
            return None, Fault("too-many-digits", str(MOST_DIGITS))
        value, errors = self._read_cell(text)
        if value is None and "type" not in (errors or {}):  # a mask where a word is asked for
            errors = {"enum": ""} if "enum" in field.constraints else {"pattern": ""}
        if errors:
            return None, self._fault(errors)
        if self.name == "period":
            return _read_period(value)
        return value, None

    def _fault(self, errors: Mapping[str, str]) -> Fault:
        if "type" in errors:
            return Fault(FORMS[self._field.type][1])
        if self.name == "period":
            return Fault("not-a-period")
        if "enum" in errors:
            return Fault("not-in-list", describe_choices(self._field))
        if "minimum" in errors:
            return Fault("malformed", Message("1 or more"))
        return Fault("address", ADDRESS) if self._form() == "address" else Fault("malformed", IDENTIFIER)

    def _find_excess(self, text: str, form: str, value: Any) -> Fault | None:
        """Return what keeps a cell of the right form from being meant."""
        days = [value] if form == "date" else [value.start, value.end] if form == "period" else []
        if not all(is_known_year(day.year) for day in days):
            return Fault("year-outside", f"{FIRST_YEAR}–{LAST_YEAR}")
        if form == "identifier" and not self._refers and len(text) > LONGEST_IDENTIFIER:
            return Fault("long-identifier", str(LONGEST_IDENTIFIER))
        if form == "address" and not is_address(text):
            return Fault("address", ADDRESS)
        return None

    def _explained(self, text: str, form: str, fault: Fault) -> Fault:
        """Return a more exact fault where the text is right in another form, or looks like something known."""
        usual = find_choice(text, self._field) if form == "word" else normalize_cell(text, form)
        value, wrong = self._typed(usual) if usual and usual != text else (None, fault)
        if not wrong and not self._find_excess(usual, form, value):
            return Fault("other-form", usual, usual)
        suspected = suspect(text, form)
        return Fault(*suspected) if suspected else fault


def display_cell(text: str) -> str:
    """Return a cell as a finding shows it: cut where it is long, hidden characters by their number."""
    short = text if len(text) <= 80 else text[:80] + "…"
    return HIDDEN.sub(lambda mark: f"U+{ord(mark[0]):04X}", short)


def _read_period(text: str) -> tuple[Period | None, Fault | None]:
    try:
        return Period.parse(text), None
    except ValueError:
        return None, Fault("not-a-period")


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
    references = [(key["fields"][0], key["reference"]["resource"] or table.name) for key in schema.foreign_keys]
    if table.name == "commitments":
        references.append(("support_unit_ids", "units"))
    similar = {other: _index_by_key(ids[other]) for _, other in references if other in ids}
    for row in table.rows:
        for column, other in references:
            cell = row.cells.get(column, "")
            if cell in ids.get(other, ()):
                continue
            unknown = [text for text in split_ids(cell) if other in ids and text not in ids[other]]
            if not unknown:
                continue
            meant = {text: similar[other].get(normalize_identifier(text), "") for text in unknown}
            repair = "; ".join(meant.get(text) or text for text in split_ids(cell))
            for text in unknown:
                where = table.file, row.line, column, text
                if meant[text]:
                    yield Finding("mistyped-id", *where, meant[text], repair=repair)
                else:
                    yield Finding("unknown-id", *where, f"{other}.csv")


def _index_by_key(ids: Set[str]) -> dict[str, str]:
    """Return identifiers by what they are when case, width and leading zeros do not count, where that is one alone."""
    found: dict[str, list[str]] = {}
    for text in ids:
        found.setdefault(normalize_identifier(text), []).append(text)
    return {key: texts[0] for key, texts in found.items() if key and len(texts) == 1}


def split_ids(text: str) -> list[str]:
    """Split a cell that may hold several identifiers."""
    return [part.strip() for part in re.split("[;；]", text) if part.strip()]

"""What a workbook changes in a data folder: compared row by row, checked as a whole, written only when it is sound."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from xlsxwriter.utility import xl_col_to_name

from generator.checks.check import check_reading
from generator.data.dataset import read_records
from generator.data.tables import REQUIRED_TABLES, Row, Table, read_schemas, read_tables, write_csv
from generator.exports.xlsx import fit_cell
from generator.files.writing import replace_files
from generator.findings.finding import Finding
from generator.workbook.read import Sheet, read_workbook

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of a row that was there before."""

    key: Key
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TableChange:
    """What becomes of one table; `moved`: rows stand in another order than before."""

    table: Table
    added: tuple[Key, ...]
    removed: tuple[Key, ...]
    cells: tuple[CellChange, ...]
    moved: bool

    def __bool__(self) -> bool:
        """Return whether anything changes."""
        return bool(self.added or self.removed or self.cells or self.moved)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a workbook would change, every finding about the whole, and the sheets that are no table."""

    changes: tuple[TableChange, ...]
    findings: tuple[Finding, ...]
    others: tuple[str, ...]


def propose(path: Path, folder: Path) -> Proposal:
    """Put the sheets of a workbook in the place of the folder's tables, and check the whole; nothing is written.

    A table or a column that the workbook lacks stays as it is in the folder. Raises WorkbookError.
    """
    book = read_workbook(path)
    before, found = read_tables(folder)
    findings = [
        f
        for f in found
        if (f.rule != "missing-table" or Path(f.file).stem not in book.sheets) and not is_same_file(f.file, path)
    ]
    after: dict[str, Table] = {}
    for name, sheet in book.sheets.items():
        findings += sheet.findings
        if sheet.findings and sheet.table:
            after[name] = sheet.table
        elif sheet.table and (sheet.table.rows or name in before or name in REQUIRED_TABLES):
            after[name] = _merge(before.get(name), sheet.table)
    tables = {name: (before | after)[name] for name in read_schemas() if name in before or name in after}
    _, told = check_reading(read_records(folder, tables, findings), folder)
    changes = (_compare(before.get(name), table) for name, table in tables.items() if name in after)
    located = tuple(_locate(finding, path, book.sheets) for finding in told)
    return Proposal(tuple(change for change in changes if change), located, book.others)


def write_changes(changes: Iterable[TableChange], folder: Path) -> tuple[Path, ...]:
    """Write the tables that change.

    Raises:
        OSError: a file cannot be written.
    """
    return replace_files({folder / f"{change.table.name}.csv": write_csv(change.table).encode() for change in changes})


def is_same_file(file: str, path: Path) -> bool:
    """Return whether a finding is about the workbook itself: one that stands among the tables is no stray."""
    return Path(file).absolute() == path.absolute()


def _merge(before: Table | None, after: Table) -> Table:
    """Return the sheet completed from the folder: columns it lacks, and texts that a cell does not hold whole."""
    known = _index_rows(before) if before else {}
    kept = set(before.columns if before else after.columns)
    rows = []
    for key, row in _index_rows(after).items():
        old = known[key].cells if key in known else {}
        cells = {column: old.get(column, "") for column in kept - row.cells.keys()}
        for column, text in row.cells.items():
            was = old.get(column, "")
            cells[column] = was if fit_cell(was) == fit_cell(text) else text
        rows.append(Row(row.line, cells))
    filled = kept | {column for row in rows for column, text in row.cells.items() if text}
    columns = [field.name for field in read_schemas()[after.name].fields if field.name in filled]
    rows = [Row(row.line, {column: row.cells[column] for column in columns}) for row in rows]
    return Table(after.name, after.file, tuple(columns), tuple(rows), after.loose)


def _compare(before: Table | None, after: Table) -> TableChange:
    old, new = _index_rows(before) if before else {}, _index_rows(after)
    common = [key for key in new if key in old]
    cells = [
        CellChange(_strip_key(key), column, was, now)
        for key in common
        for column in after.columns
        if (was := old[key].cells.get(column, "")) != (now := new[key].cells[column])
    ]
    return TableChange(
        table=after,
        added=tuple(_strip_key(key) for key in new if key not in old),
        removed=tuple(_strip_key(key) for key in old if key not in new),
        cells=tuple(cells),
        moved=common != [key for key in old if key in new],
    )


def _index_rows(table: Table) -> dict[Key, Row]:
    """Return the rows by their key and, where a key stands twice, by which of them it is."""
    seen: Counter[Key] = Counter()
    keyed: dict[Key, Row] = {}
    for row in table.rows:
        key = tuple(row.cells.get(column, "") for column in read_schemas()[table.name].primary_key)
        seen[key] += 1
        keyed[*key, str(seen[key])] = row
    return keyed


def _strip_key(key: Key) -> Key:
    return tuple(part for part in key[:-1] if part)


def _locate(finding: Finding, path: Path, sheets: Mapping[str, Sheet]) -> Finding:
    """Return a finding with its place in the workbook; one about a file of the folder stays as it is."""
    sheet = next((sheet for sheet in sheets.values() if sheet.key == finding.file), None)
    if sheet is None:
        return finding
    others = {f"{name}.csv": other.title for name, other in sheets.items()}
    stray = xl_col_to_name(int(finding.value) - 1) if finding.rule == "stray-cell" else ""
    letter = stray or sheet.letters.get(finding.column.split(", ")[0], "")
    expected = finding.expected
    if isinstance(expected, str):
        expected = others.get(expected, expected)
    return replace(finding, file=str(path), sheet=sheet.title, letter=letter, expected=expected)

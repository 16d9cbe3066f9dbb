"""A snapshot: all that was published at one time, read from the files of a release.

The working data are read in the same way, from the files that a release of them would hold, so that two snapshots can
always be compared.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from generator.changes.parse import parse_commitment
from generator.changes.published import PublishedCommitment
from generator.data.tables import Table
from generator.exports.api import describe_statuses, render_statuses
from generator.exports.encoding import to_json_as_read
from generator.exports.records import Records
from generator.exports.tables import FOLDER, redact, render_tables
from generator.files.manifest import sha256
from generator.releases.release import STATUSES, hash_list

IN_RECORDS = frozenset({"commitments", "observations", "plan_points", "milestones", "updates", "target_changes"})
CsvRows = tuple[tuple[str, ...], ...]  # the header first
NAME_COLUMNS = {"units": "name", "places": "name", "themes": "title", "pillars": "title"}


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a unit, a place, a theme or a pillar."""

    name_zh: str
    name_en: str = ""


@dataclass(frozen=True)
class Snapshot:
    """All that was published at one time; `released_on` is None for the working data, `content` hashes its files."""

    released_on: date | None
    as_of: date
    content: str
    illustrative: bool
    bands: Mapping[str, Decimal]
    entries: Mapping[str, PublishedCommitment]
    tables: Mapping[str, CsvRows]  # those that are not part of the records of commitments; the header first
    names: Mapping[str, Name]


def render_release_files(records: Records) -> dict[str, bytes]:
    """Return the files of a release by name, without its manifest."""
    paths = {path.removeprefix(f"{FOLDER}/"): text for path, text in render_tables(records.progress)}
    files = {name: text.encode() for name, text in paths.items() if "/" not in name}
    return files | {STATUSES: render_statuses(records).encode()}


def read_snapshot(files: Mapping[str, bytes], released_on: date | None = None) -> Snapshot:
    """Return the snapshot in the files of a release."""
    whole = json.loads(files[STATUSES], parse_float=Decimal, parse_int=Decimal)
    tables = {name.removesuffix(".csv"): _read_csv(raw) for name, raw in files.items() if name.endswith(".csv")}
    return _make_snapshot(whole, whole["commitments"], tables, released_on, _hash_content(files))


def take_snapshot(records: Records) -> Snapshot:
    """Return the snapshot of the working data without writing files; its `content` is "".

    But for that hash it equals what `read_snapshot` reads from `render_release_files`.
    """
    listed = [to_json_as_read(record.whole) for record in records.all.values()]
    tables = {name: _list_rows(redact(table)) for name, table in records.progress.dataset.tables.items()}
    return _make_snapshot(to_json_as_read(describe_statuses(records.progress)), listed, tables, None, "")


def _make_snapshot(
    head: Mapping[str, Any],
    commitments: Iterable[Mapping[str, Any]],
    tables: Mapping[str, CsvRows],
    released_on: date | None,
    content: str,
) -> Snapshot:
    values = _read_values(tables.get("observations", ((),)))
    others = {name: rows for name, rows in tables.items() if name not in IN_RECORDS}
    return Snapshot(
        released_on=released_on,
        as_of=date.fromisoformat(head["as_of"]),
        content=content,
        illustrative=head["illustrative"],
        bands=head["bands"],
        entries={record["commitment_id"]: parse_commitment(record, values) for record in commitments},
        tables=others,
        names=_read_names(others),
    )


def _hash_content(files: Mapping[str, bytes]) -> str:
    return hash_list({name: sha256(raw) for name, raw in files.items()})


def _read_csv(raw: bytes) -> CsvRows:
    return tuple(tuple(row) for row in csv.reader(io.StringIO(raw.decode(), newline="")))


def _list_rows(table: Table) -> CsvRows:
    return (table.columns, *(tuple(row.cells[column] for column in table.columns) for row in table.rows))


def _read_values(observations: CsvRows) -> dict[tuple[str, str], str]:
    """Return each observed value as the table writes it, with zeros that JSON does not keep."""
    header, *rows = observations
    cells = (dict(zip(header, row, strict=True)) for row in rows)
    return {(row["commitment_id"], row["period"]): row["value"] for row in cells}


def _read_names(tables: Mapping[str, CsvRows]) -> dict[str, Name]:
    names: dict[str, Name] = {}
    for table, prefix in NAME_COLUMNS.items():
        header, *rows = tables.get(table) or ((),)
        for row in rows:
            cells = dict(zip(header, row, strict=True))
            key = next(iter(cells.values()))
            names[f"{table}/{key}"] = Name(cells.get(f"{prefix}_zh") or key, cells.get(f"{prefix}_en", ""))
    return names

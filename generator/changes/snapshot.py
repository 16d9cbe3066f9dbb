"""A snapshot: what was published of every commitment at one time, read from the files of a release.

The working data are read in the same way, from the files that a release of them would hold, so that two snapshots can
always be compared. Figures are as exact as the tables give them.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from generator.data.tables import Table
from generator.exports.api import statuses, statuses_head
from generator.exports.encoding import as_read
from generator.exports.records import Records
from generator.exports.tables import FOLDER, package, public
from generator.model import DataStatus, Measure, Period, State, Status, TargetState
from generator.releases.release import STATUSES, content_hash, sha256

TOLD = frozenset({"commitments", "observations", "plan_points", "milestones", "updates", "target_changes"})
CsvRows = tuple[tuple[str, ...], ...]  # the header first
NAMED = {"units": "name", "places": "name", "themes": "title", "pillars": "title"}


# what is compared of the records of a commitment; the API may come to tell more, or leave out what is empty
RECORDS = {
    "milestones": ("position", "stage_zh", "stage_en", "planned_on", "achieved_on"),
    "updates": (
        "published_on",
        "progress_zh",
        "progress_en",
        "problems_zh",
        "problems_en",
        "next_steps_zh",
        "next_steps_en",
        "reported_status",
    ),
    "target_changes": ("effective_on", "target_value", "masked", "reason_zh", "reason_en"),
}


@dataclass(frozen=True, slots=True)
class Observed:
    """A figure as it was published; `value` is None where it is not reported, or not disclosed (`masked`)."""

    period: Period
    value: Decimal | None
    masked: bool
    measure: Measure
    status: DataStatus
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a commitment stood: its status and what the status was found from. Shares are 0 to 1, the gap in points."""

    status: Status
    value: Decimal | None
    period: Period | None
    target: Decimal | None
    target_state: TargetState
    share: Decimal | None
    expected: Decimal | None
    gap: Decimal | None
    reported: Status | None
    state: State
    achieved: int
    milestones: int
    updated_on: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One commitment as it was published; `record` is the whole of it, by the names of the API."""

    commitment_id: str
    pillar_id: str
    unit_ids: tuple[str, ...]
    kind: str
    comparator: str
    title_zh: str
    title_en: str
    unit_zh: str
    unit_en: str
    standing: Standing
    observed: Mapping[str, Observed]
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a unit, a place, a theme or a pillar."""

    name_zh: str
    name_en: str = ""


@dataclass(frozen=True)
class Snapshot:
    """Everything published at one time; `released_on` is None for the working data, `content` the hash of its files."""

    released_on: date | None
    as_of: date
    content: str
    illustrative: bool
    bands: Mapping[str, Decimal]
    entries: Mapping[str, Entry]
    tables: Mapping[str, CsvRows]  # those that no entry tells of; the header first
    names: Mapping[str, Named]


def frozen_files(records: Records) -> dict[str, bytes]:
    """Return the files that a release holds, but for its manifest, by name."""
    paths = {path.removeprefix(f"{FOLDER}/"): text for path, text in package(records.progress)}
    files = {name: text.encode() for name, text in paths.items() if "/" not in name}
    return files | {STATUSES: statuses(records).encode()}


def read_snapshot(files: Mapping[str, bytes], released_on: date | None = None) -> Snapshot:
    """Read the files of a release."""
    whole = json.loads(files[STATUSES], parse_float=Decimal, parse_int=Decimal)
    tables = {name.removesuffix(".csv"): _read_csv(raw) for name, raw in files.items() if name.endswith(".csv")}
    return _snapshot(whole, whole["commitments"], tables, released_on, _content(files))


def take_snapshot(records: Records) -> Snapshot:
    """Return what a release of the working data would hold, without writing it; its `content` is left open.

    Equal to what `read_snapshot` reads from `frozen_files`, but for that hash.
    """
    listed = [as_read(record.whole) for record in records.commitments.values()]
    tables = {name: _rows_of(public(table)) for name, table in records.progress.dataset.tables.items()}
    return _snapshot(as_read(statuses_head(records.progress)), listed, tables, None, "")


def _snapshot(
    head: Mapping[str, Any],
    commitments: Iterable[Mapping[str, Any]],
    tables: Mapping[str, CsvRows],
    released_on: date | None,
    content: str,
) -> Snapshot:
    values = _values(tables.get("observations", ((),)))
    others = {name: rows for name, rows in tables.items() if name not in TOLD}
    return Snapshot(
        released_on=released_on,
        as_of=date.fromisoformat(head["as_of"]),
        content=content,
        illustrative=head["illustrative"],
        bands=head["bands"],
        entries={record["commitment_id"]: _entry(record, values) for record in commitments},
        tables=others,
        names=_names(others),
    )


def _content(files: Mapping[str, bytes]) -> str:
    return content_hash({name: sha256(raw) for name, raw in files.items()})


def _read_csv(raw: bytes) -> CsvRows:
    return tuple(tuple(row) for row in csv.reader(io.StringIO(raw.decode(), newline="")))


def _rows_of(table: Table) -> CsvRows:
    return (table.columns, *(tuple(row.cells[column] for column in table.columns) for row in table.rows))


def _values(observations: CsvRows) -> dict[tuple[str, str], str]:
    """Return each observed value as it stands in the table, which keeps zeros that JSON does not."""
    header, *rows = observations
    cells = (dict(zip(header, row, strict=True)) for row in rows)
    return {(row["commitment_id"], row["period"]): row["value"] for row in cells}


def _names(tables: Mapping[str, CsvRows]) -> dict[str, Named]:
    names: dict[str, Named] = {}
    for table, prefix in NAMED.items():
        header, *rows = tables.get(table) or ((),)
        for row in rows:
            cells = dict(zip(header, row, strict=True))
            key = next(iter(cells.values()))
            names[f"{table}/{key}"] = Named(cells.get(f"{prefix}_zh") or key, cells.get(f"{prefix}_en", ""))
    return names


def _entry(published: Mapping[str, Any], texts: Mapping[tuple[str, str], str]) -> Entry:
    record = {**published, **{name: _rows(published[name], columns) for name, columns in RECORDS.items()}}
    key = record["commitment_id"]
    support = record["support_unit_ids"]
    return Entry(
        commitment_id=key,
        pillar_id=record["pillar_id"],
        unit_ids=tuple(unit for unit in (record["lead_unit_id"], *support) if unit),
        kind=record["kind"],
        comparator=record["comparator"],
        title_zh=record["title_zh"],
        title_en=record["title_en"] or "",
        unit_zh=record["unit_zh"] or "",
        unit_en=record["unit_en"] or "",
        standing=_standing(record),
        observed={row["period"]: _observed(row, texts.get((key, row["period"]), "")) for row in record["observations"]},
        record=record,
    )


def _rows(listed: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> list[dict[str, Any]]:
    return [{column: None if row.get(column) == "" else row.get(column) for column in columns} for row in listed]


def _standing(record: Mapping[str, Any]) -> Standing:
    achieved = [m for m in record["milestones"] if m["achieved_on"] and m["achieved_on"] <= record["as_of"]]
    return Standing(
        status=Status(record["status"]),
        value=record["value"],
        period=Period.parse(record["period"]) if record["period"] else None,
        target=record["target"],
        target_state=TargetState(record["target_state"]),
        share=record["share"],
        expected=record["expected_share"],
        gap=record["gap_points"],
        reported=Status(record["reported_status"]) if record["reported_status"] else None,
        state=State(record["state"]),
        achieved=len(achieved),
        milestones=len(record["milestones"]),
        updated_on=date.fromisoformat(record["last_update_on"]) if record["last_update_on"] else None,
    )


def _observed(row: Mapping[str, Any], text: str) -> Observed:
    value = row.get("value")
    if value is not None and text:
        value = Decimal(text)
    return Observed(
        period=Period.parse(row["period"]),
        value=value,
        masked=row["masked"],
        measure=Measure(row["measure"]),
        status=DataStatus(row["status"]),
        note_zh=row.get("note_zh", ""),
        note_en=row.get("note_en", ""),
    )

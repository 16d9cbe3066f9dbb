"""The checked data: every table read, every cell typed, every default filled in, in one immutable value."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from generator.addresses import RESERVED
from generator.data.cells import Record, check_addresses, check_keys, check_references, read_cells, split_ids
from generator.data.embargo import Embargo, withhold
from generator.data.settings import Portal, read_portal
from generator.data.tables import REQUIRED_TABLES, UNPUBLISHED, Table, read_schemas, read_source_texts, read_tables
from generator.findings.finding import Finding
from generator.model import (
    Commitment,
    CompareBy,
    DataStatus,
    Direction,
    Group,
    Kind,
    Measure,
    Milestone,
    Observation,
    Pillar,
    Place,
    Plan,
    PlanPoint,
    Source,
    State,
    Status,
    Strength,
    TargetChange,
    TargetState,
    Theme,
    Unit,
    Update,
)

T = TypeVar("T")

PILLARS = (
    Pillar("growth", 1, "稳定增长", "Steady growth"),
    Pillar("projects", 2, "重大项目", "Major projects"),
    Pillar("innovation", 3, "创新赋能", "Innovation"),
    Pillar("integration", 4, "城乡融合", "Urban-rural integration"),
)
COMPARATORS = {Direction.UP: ">=", Direction.DOWN: "<=", Direction.HOLD: "="}
# of hundred thousand rows, a look-up takes a fifth of what a call of the enumeration does
DATA_STATUSES = {status.value: status for status in DataStatus}
MEASURES = {measure.value: measure for measure in Measure}
ADDRESSED = {"pillars": "pillar_id", "commitments": "commitment_id", "units": "unit_id", "places": "place_id"}


@dataclass(frozen=True)
class Dataset:
    """Everything that was typed in, checked; what belongs to a commitment is grouped by its identifier.

    Commitments stand in the order of the file; observations, milestones, plan points and target changes in the order
    of time; updates newest first. `tables` are those that are published. `flawed` names commitments of which a row was
    left out for a fault. `source_texts` holds the texts of sources that the folder has. `on` is the day of publication,
    where one is given; `withheld` names the file and the line of each row that is dated after it and left out.
    """

    portal: Portal
    pillars: tuple[Pillar, ...]
    themes: tuple[Theme, ...]
    units: Mapping[str, Unit]
    places: Mapping[str, Place]
    groups: Mapping[str, Group]
    sources: Mapping[str, Source]
    commitments: tuple[Commitment, ...]
    known: Mapping[str, Commitment]
    plan_points: Mapping[str, tuple[PlanPoint, ...]]
    observations: Mapping[str, tuple[Observation, ...]]
    milestones: Mapping[str, tuple[Milestone, ...]]
    updates: Mapping[str, tuple[Update, ...]]
    target_changes: Mapping[str, tuple[TargetChange, ...]]
    tables: Mapping[str, Table]
    flawed: frozenset[str]
    source_texts: Mapping[str, str]
    on: date | None = None
    withheld: frozenset[tuple[str, int]] = frozenset()

    @cached_property
    def plan_years(self) -> tuple[int, ...]:
        """The plan years, the current one first."""
        earlier = {commitment.plan_year for commitment in self.commitments} | self.portal.years.keys()
        return (self.portal.year, *sorted(earlier - {self.portal.year}, reverse=True))

    def of_year(self, year: int) -> "Dataset":
        """Return the data of a plan year alone, with the settings then in force."""
        members = tuple(commitment for commitment in self.commitments if commitment.plan_year == year)
        return replace(self, portal=self.portal.of_year(year), commitments=members)

    @cached_property
    def as_of(self) -> date:
        """The end of the reporting period: the setting, else the last day that anything was observed for.

        A day long after the plan year is mistyped; it must not make every other figure late.
        """
        if self.portal.as_of:
            return self.portal.as_of
        first, last = self.portal.starts_on, self.portal.followed_until
        ends = [o.period.end for group in self.observations.values() for o in group if o.is_known]
        reported = [u.published_on for group in self.updates.values() for u in group]
        known = [day for day in ends if day <= last] or [day for day in reported if day <= last]
        return max((*known, *([first] if self.portal.years else [])), default=first)


@dataclass(frozen=True)
class Reading:
    """What was read from a data folder: the dataset, None where too little could be read, and every finding so far.

    `tables` holds all tables as text, `records` their typed rows; both also of tables that are never published, and
    with the rows that are withheld from the dataset.
    """

    dataset: Dataset | None
    findings: tuple[Finding, ...]
    tables: Mapping[str, Table]
    records: Mapping[str, Sequence[Record]]


def read_folder(folder: Path, on: date | None = None) -> Reading:
    """Read a data folder, and check files, headers, cells and keys.

    Rows with a fault are left out, so that what is sound can be checked further; the dataset is fit to be published
    only without errors. On a day of publication, rows that are dated after it are withheld from the dataset.
    """
    return read_records(folder, *read_tables(folder), on)


def read_records(
    folder: Path, tables: Mapping[str, Table], table_findings: Iterable[Finding], on: date | None = None
) -> Reading:
    """Read what `read_folder` does from tables that have been read, whatever from, and what was found in them."""
    portal, found = read_portal(folder)
    findings = [*found, *table_findings]
    records: dict[str, list[Record]] = {name: [] for name in read_schemas()}
    for name, table in tables.items():
        records[name], found = read_cells(table, read_schemas()[name])
        findings += found
    misnamed = {finding.expected for finding in findings if finding.rule == "misnamed-table"}
    across = _check_across(folder, tables, {(f.file, f.line, f.column) for f in findings})
    findings += [f for f in across if f.rule != "missing-table" or Path(f.file).name not in misnamed]
    embargo, dataset = withhold(tables, records, on), None
    if portal is not None and "commitments" in tables:
        dataset = _Builder(portal, embargo, read_source_texts(folder), on).dataset()
    return Reading(dataset, (*findings, *embargo.findings), tables, records)


def _check_across(folder: Path, tables: Mapping[str, Table], known: Set[tuple[str, int, str]]) -> Iterator[Finding]:
    """Check keys and references; a cell with a known fault, or an unread table, is not reported again."""
    ids: dict[str, Set[str]] = {"pillars": {pillar.pillar_id for pillar in PILLARS}}
    for name, schema in read_schemas().items():
        key = schema.primary_key[0]
        if name in tables and key in tables[name].columns:
            ids[name] = {row.cells[key] for row in tables[name].rows} | tables[name].loose
        elif name in tables:
            ids.pop(name, None)
    for name, table in tables.items():
        schema = read_schemas()[name]
        absent = {key["reference"]["resource"]: key["fields"][0] for key in schema.foreign_keys}
        for other, column in absent.items():
            path = folder / f"{other}.csv"
            if not other:  # the table itself
                continue
            used = column in table.columns and any(row.cells[column] for row in table.rows)
            if used and other not in ids and not os.path.lexists(path) and other not in REQUIRED_TABLES:
                yield Finding("missing-table", str(path))
        yield from check_keys(table, schema)
        for finding in check_references(table, schema, ids):
            if (finding.file, finding.line, finding.column) not in known:
                yield finding
        if name in ADDRESSED:
            yield from check_addresses(table, ADDRESSED[name])
    if "pillars" in tables:
        for row in tables["pillars"].rows:
            if row.cells.get("pillar_id", "").lower() in RESERVED:
                yield Finding("reserved-address", tables["pillars"].file, row.line, "pillar_id", row.cells["pillar_id"])


class _Builder:
    """Turns typed rows into records, filling in the defaults of the contract."""

    def __init__(self, portal: Portal, embargo: Embargo, source_texts: Mapping[str, str], on: date | None) -> None:
        self.portal = portal
        self.source_texts = source_texts
        self.tables = {name: table for name, table in embargo.tables.items() if name not in UNPUBLISHED}
        self.records = embargo.records
        self.withheld = embargo.lines
        self.on = on
        self.kinds: dict[str, Commitment] = {}

    def dataset(self) -> Dataset:
        self.kinds = {
            record.values["commitment_id"]: self._commitment(record)
            for record in self.records["commitments"]
            if {"commitment_id", "pillar_id", "title_zh", "kind"} <= record.values.keys()
        }
        return Dataset(
            portal=self.portal,
            pillars=self._pillars(),
            themes=_sort_by_position(self._plain("themes", Theme)),
            units={unit.unit_id: unit for unit in self._plain("units", Unit)},
            places={place.place_id: place for place in self._plain("places", Place)},
            groups={group.group_id: group for group in map(self._group, self.records["groups"]) if group},
            sources={source.source_id: source for source in self._plain("sources", Source)},
            commitments=tuple(self.kinds.values()),
            known=self.kinds,
            plan_points=self._grouped("plan_points", self._plan_point, lambda p: p.period.end),
            observations=self._grouped("observations", self._observation, lambda o: (o.period.end, o.period.start)),
            milestones=self._grouped("milestones", self._milestone, lambda m: m.position),
            updates={
                key: tuple(reversed(group))
                for key, group in self._grouped("updates", self._update, lambda u: u.published_on).items()
            },
            target_changes=self._grouped("target_changes", self._target_change, lambda c: c.effective_on),
            tables=self.tables,
            flawed=self._flawed(),
            source_texts=self.source_texts,
            on=self.on,
            withheld=self.withheld,
        )

    def _flawed(self) -> frozenset[str]:
        """Return the name of the commitments of which a row was left out."""
        flawed: set[str] = set()
        for name, table in self.tables.items():
            if "commitment_id" in table.columns:
                sound = {record.line for record in self.records[name]}
                flawed |= {row.cells["commitment_id"] for row in table.rows if row.line not in sound} | table.loose
        return frozenset(flawed)

    def _plain(self, name: str, record_type: type[T]) -> list[T]:
        needed = {field.name for field in read_schemas()[name].fields if field.constraints.get("required")}
        return [record_type(**record.values) for record in self.records[name] if needed <= record.values.keys()]

    def _pillars(self) -> tuple[Pillar, ...]:
        if "pillars" not in self.tables:
            return PILLARS
        usual = {pillar.pillar_id: pillar for pillar in PILLARS}
        named = []
        for pillar in self._plain("pillars", Pillar):
            default = usual.get(pillar.pillar_id, Pillar(pillar.pillar_id, None, pillar.pillar_id))
            named.append(
                Pillar(
                    pillar.pillar_id,
                    pillar.position,
                    pillar.title_zh or default.title_zh,
                    pillar.title_en or default.title_en,
                    pillar.summary_zh,
                    pillar.summary_en,
                )
            )
        return _sort_by_position(named)

    def _grouped(self, name: str, make: Callable[[Record], T], order: Callable[[T], Any]) -> dict[str, tuple[T, ...]]:
        needed = {field.name for field in read_schemas()[name].fields if field.constraints.get("required")}
        groups: dict[str, list[T]] = {}
        for record in self.records[name]:
            if needed <= record.values.keys() and record.values["commitment_id"] in self.kinds:
                groups.setdefault(record.values["commitment_id"], []).append(make(record))
        return {key: tuple(sorted(group, key=order)) for key, group in groups.items()}

    def _commitment(self, record: Record) -> Commitment:
        values = dict(record.values)
        kind = Kind(values["kind"])
        lower = values.get("comparator") in ("<=", "<")
        direction = Direction(values.get("direction", Direction.DOWN if lower else Direction.UP))
        masked = "target_value" in record.masked
        state = TargetState.MASKED if masked else TargetState.UNQUANTIFIED
        if "target_value" in values:
            state = TargetState.DISCLOSED
        year = values.get("plan_year", self.portal.year)
        values |= {
            "kind": kind,
            "plan_year": year,
            "direction": direction,
            "comparator": values.get("comparator", ">=" if kind is Kind.RANK else COMPARATORS[direction]),
            "target_state": TargetState(values.get("target_state", state)),
            "starts_on": values.get("starts_on", date(year, 1, 1)),
            "due_on": values.get("due_on", date(year, 12, 31)),
            "due_set": "due_on" in values,
            "plan": Plan(values.get("plan", Plan.LINEAR_MONTH if kind is Kind.QUANTITY else Plan.NONE)),
            "state": State(values.get("state", State.ACTIVE)),
            "strength": Strength(values["strength"]) if "strength" in values else None,
            "support_unit_ids": tuple(split_ids(values.get("support_unit_ids", ""))),
            "baseline_masked": "baseline_value" in record.masked,
            "line": record.line,
        }
        return Commitment(**values)

    def _observation(self, record: Record) -> Observation:
        values = dict(record.values)
        status = DATA_STATUSES[values.get("status", DataStatus.FINAL)]
        suppressed = status is DataStatus.SUPPRESSED
        quantity = self.kinds[values["commitment_id"]].kind is Kind.QUANTITY
        values |= {
            "status": status,
            "value": None if suppressed else values.get("value"),
            "masked": suppressed or "value" in record.masked,
            "prior_value": None if suppressed else values.get("prior_value"),
            "published_pct": None if suppressed else values.get("published_pct"),
            "breaks": values.pop("break", "") == "true",
            "measure": MEASURES[values.get("measure", Measure.CUMULATIVE if quantity else Measure.LEVEL)],
            "line": record.line,
        }
        return Observation(**values)

    def _plan_point(self, record: Record) -> PlanPoint:
        return PlanPoint(**_read_enums(record, status=DataStatus), line=record.line)

    def _milestone(self, record: Record) -> Milestone:
        return Milestone(**_read_enums(record, status=DataStatus), line=record.line)

    def _group(self, record: Record) -> Group | None:
        needed = {"group_id", "title_zh"} <= record.values.keys()
        return Group(**_read_enums(record, compare_by=CompareBy)) if needed else None

    def _update(self, record: Record) -> Update:
        return Update(**_read_enums(record, status=DataStatus, reported_status=Status), line=record.line)

    def _target_change(self, record: Record) -> TargetChange:
        masked = "target_value" in record.masked
        values = {"target_value": None, "masked": masked} | _read_enums(record, status=DataStatus)
        return TargetChange(**values, line=record.line)


def _read_enums(record: Record, **enums: type[StrEnum]) -> dict[str, Any]:
    return {name: enums[name](value) if name in enums else value for name, value in record.values.items()}


def _sort_by_position(things: list[Any]) -> tuple[Any, ...]:
    """Order by `position`; what has none comes last, in the order of the file."""
    return tuple(sorted(things, key=lambda thing: (thing.position is None, thing.position or 0)))

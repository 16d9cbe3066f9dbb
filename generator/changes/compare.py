"""Change: what is different between two snapshots, as one immutable value that everything told of change is made from.

A figure given as provisional or estimated that is replaced is a planned revision; one given as final (or illustrative,
which stands where final would) is a correction, an error mended. A figure that was not reported and now is, is new.
Nothing that is not known is ever taken for 0.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from generator.changes.diff import (
    CommitmentChange,
    Diff,
    FieldChange,
    FigureChange,
    FigureKind,
    Life,
    MilestoneChange,
    MilestoneKind,
    Stamp,
    StatusMove,
    TableCount,
    TargetMove,
)
from generator.changes.snapshot import Entry, Observed, Snapshot
from generator.model import DataStatus, State, Status

# what a commitment says of itself, by the names of the API, in the order in which changes are told
FIELDS = (
    "title_zh",
    "title_en",
    "quote",
    "pillar_id",
    "theme_id",
    "kind",
    "direction",
    "comparator",
    "unit_zh",
    "unit_en",
    "baseline",
    "starts_on",
    "due_on",
    "plan",
    "plan_points",
    "lead_unit_id",
    "support_unit_ids",
    "leader",
    "place_id",
    "group_id",
)


def compare(old: Snapshot | None, new: Snapshot) -> Diff:
    """Compare two snapshots; without an old one everything is new."""
    before: Mapping[str, Entry] = old.entries if old else {}
    changes = [_commitment(before.get(key), entry) for key, entry in new.entries.items()]
    changes += [CommitmentChange(entry, Life.REMOVED) for key, entry in before.items() if key not in new.entries]
    return Diff(
        old=_stamp(old) if old else None,
        new=_stamp(new),
        changes=tuple(change for change in changes if change),
        tables=tuple(_tables(old, new)) if old else (),
        bands=(old.bands, new.bands) if old and old.bands != new.bands else None,
        names={**(old.names if old else {}), **new.names},
    )


def _stamp(snapshot: Snapshot) -> Stamp:
    counted = Counter(entry.standing.status for entry in snapshot.entries.values())
    statuses = {status: counted[status] for status in Status if counted[status]}
    return Stamp(snapshot.released_on, snapshot.as_of, snapshot.content, statuses, snapshot.illustrative)


def _tables(old: Snapshot, new: Snapshot) -> Iterator[TableCount]:
    for name in sorted(old.tables.keys() | new.tables.keys()):
        before, after = Counter(old.tables.get(name, ())), Counter(new.tables.get(name, ()))
        if before != after:
            yield TableCount(name, (after - before).total(), (before - after).total())


def _commitment(old: Entry | None, new: Entry) -> CommitmentChange:
    figures = tuple(_figures(old.observed if old else {}, new.observed))
    if old is None:
        return CommitmentChange(new, Life.ADDED, figures)
    gone = new.standing.state is State.WITHDRAWN
    life = None
    if gone != (old.standing.state is State.WITHDRAWN):
        life = Life.WITHDRAWN if gone else Life.REINSTATED
    moved = old.standing.status is not new.standing.status
    told = (old.record["updates"], new.record["updates"])
    return CommitmentChange(
        entry=new,
        life=life,
        figures=figures,
        target=_target(old, new),
        status=StatusMove(old.standing, new.standing) if moved else None,
        fields=tuple(_fields(old.record, new.record)),
        milestones=tuple(_milestones(old.record["milestones"], new.record["milestones"])),
        updates=tuple(update for update in told[1] if update not in told[0]),
        updates_removed=tuple(update for update in told[0] if update not in told[1]),
    )


def _figures(old: Mapping[str, Observed], new: Mapping[str, Observed]) -> Iterator[FigureChange]:
    periods = {period: o.period for observed in (old, new) for period, o in observed.items()}
    for period in sorted(periods, key=lambda text: (periods[text].end, periods[text].start)):
        before, after = old.get(period), new.get(period)
        kind = _kind(before, after)
        if kind:
            yield FigureChange(kind, before, after)


def _kind(old: Observed | None, new: Observed | None) -> FigureKind | None:
    """Tell what became of a figure; what was never reported and is no longer listed is nothing."""
    was, now = _known(old), _known(new)
    if new is None or (was and not now):
        return FigureKind.REMOVED if was else None
    if not was:
        if now:
            return FigureKind.ADDED
        return FigureKind.NOT_REPORTED if old is None else None
    assert old is not None
    if old.masked != new.masked:
        return FigureKind.WITHHELD if new.masked else FigureKind.DISCLOSED
    if old.value != new.value:
        early = old.status in (DataStatus.PROVISIONAL, DataStatus.ESTIMATED)
        return FigureKind.REVISED if early else FigureKind.CORRECTED
    return FigureKind.RESTATED if (old.status, old.measure) != (new.status, new.measure) else None


def _known(observed: Observed | None) -> bool:
    """Return whether something was reported, be it disclosed or not."""
    return observed is not None and (observed.value is not None or observed.masked)


def _target(old: Entry, new: Entry) -> TargetMove | None:
    before, after = old.standing, new.standing
    if (before.target, before.target_state) == (after.target, after.target_state):
        return None
    known = [change["effective_on"] for change in old.record["target_changes"]]
    reasons = [change for change in new.record["target_changes"] if change["effective_on"] not in known]
    reason = reasons[-1] if reasons else {}
    return TargetMove(
        before.target,
        before.target_state,
        after.target,
        after.target_state,
        reason.get("reason_zh") or "",
        reason.get("reason_en") or "",
    )


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FieldChange]:
    for name in FIELDS:
        if name in old and name in new and old[name] != new[name]:
            yield FieldChange(name, old[name], new[name])


def _milestones(old: list[Mapping[str, Any]], new: list[Mapping[str, Any]]) -> Iterator[MilestoneChange]:
    before, after = ({entry["position"]: entry for entry in listed} for listed in (old, new))
    for position in sorted(before.keys() | after.keys()):
        was, now = before.get(position), after.get(position)
        if was == now:
            continue
        if was is None or now is None:
            yield MilestoneChange(MilestoneKind.ADDED if was is None else MilestoneKind.REMOVED, was, now)
        elif now["achieved_on"] and not was["achieved_on"]:
            yield MilestoneChange(MilestoneKind.ACHIEVED, was, now)
        else:
            yield MilestoneChange(MilestoneKind.CHANGED, was, now)

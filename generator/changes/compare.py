"""Comparison of two snapshots.

A figure given as provisional or estimated that is replaced is a planned revision; one given as final (or illustrative,
which stands where final would) is a correction, an error mended. A figure that was not reported and now is, is new.
Nothing that is not known is ever taken for 0.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.changes.diff import (
    CommitmentChange,
    Diff,
    FieldChange,
    FigureChange,
    FigureKind,
    Life,
    MilestoneChange,
    MilestoneKind,
    SnapshotSummary,
    StatusMove,
    TableCount,
    TargetMove,
)
from generator.changes.published import FIELDS, PublishedCommitment, PublishedFigure, PublishedMilestone
from generator.changes.snapshot import Snapshot
from generator.model import DataStatus, State, Status


def compare(old: Snapshot | None, new: Snapshot) -> Diff:
    """Return the differences between two snapshots; without an old one everything is new."""
    before: Mapping[str, PublishedCommitment] = old.entries if old else {}
    changes = [_compare_commitment(before.get(key), entry) for key, entry in new.entries.items()]
    changes += [CommitmentChange(entry, Life.REMOVED) for key, entry in before.items() if key not in new.entries]
    return Diff(
        old=_summarize(old) if old else None,
        new=_summarize(new),
        changes=tuple(change for change in changes if change),
        tables=tuple(_compare_tables(old, new)) if old else (),
        bands=(old.bands, new.bands) if old and old.bands != new.bands else None,
        names={**(old.names if old else {}), **new.names},
    )


def _summarize(snapshot: Snapshot) -> SnapshotSummary:
    counts = Counter(entry.standing.status for entry in snapshot.entries.values())
    reported = Counter(entry.standing.status for entry in snapshot.entries.values() if entry.standing.self_reported)
    return SnapshotSummary(
        released_on=snapshot.released_on,
        as_of=snapshot.as_of,
        content=snapshot.content,
        statuses={status: counts[status] for status in Status if counts[status]},
        reported={status: reported[status] for status in Status if reported[status]},
        illustrative=snapshot.illustrative,
    )


def _compare_tables(old: Snapshot, new: Snapshot) -> Iterator[TableCount]:
    for name in sorted(old.tables.keys() | new.tables.keys()):
        before, after = Counter(old.tables.get(name, ())), Counter(new.tables.get(name, ()))
        if before != after:
            yield TableCount(name, (after - before).total(), (before - after).total())


def _compare_commitment(old: PublishedCommitment | None, new: PublishedCommitment) -> CommitmentChange:
    figures = tuple(_compare_figures(old.observed if old else {}, new.observed))
    if old is None:
        return CommitmentChange(new, Life.ADDED, figures)
    gone = new.standing.state is State.WITHDRAWN
    life = None
    if gone != (old.standing.state is State.WITHDRAWN):
        life = Life.WITHDRAWN if gone else Life.REINSTATED
    moved = old.standing.status is not new.standing.status
    return CommitmentChange(
        entry=new,
        life=life,
        figures=figures,
        target=_compare_target(old, new),
        status=StatusMove(old.standing, new.standing) if moved else None,
        fields=tuple(_compare_fields(old, new)),
        milestones=tuple(_compare_milestones(old.milestones, new.milestones)),
        updates=tuple(update for update in new.updates if update not in old.updates),
        updates_removed=tuple(update for update in old.updates if update not in new.updates),
    )


def _compare_figures(old: Mapping[str, PublishedFigure], new: Mapping[str, PublishedFigure]) -> Iterator[FigureChange]:
    periods = {period: o.period for observed in (old, new) for period, o in observed.items()}
    for period in sorted(periods, key=lambda text: (periods[text].end, periods[text].start)):
        before, after = old.get(period), new.get(period)
        kind = _find_kind(before, after)
        if kind:
            yield FigureChange(kind, before, after)


def _find_kind(old: PublishedFigure | None, new: PublishedFigure | None) -> FigureKind | None:
    """Return the kind of change; None where nothing changed, or what was never reported is no longer listed."""
    was, now = _is_known(old), _is_known(new)
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


def _is_known(observed: PublishedFigure | None) -> bool:
    """Return whether a value was reported, disclosed or not."""
    return observed is not None and (observed.value is not None or observed.masked)


def _compare_target(old: PublishedCommitment, new: PublishedCommitment) -> TargetMove | None:
    before, after = old.standing, new.standing
    if (before.target, before.target_state) == (after.target, after.target_state):
        return None
    known = [change.effective_on for change in old.target_changes]
    reason = next((change for change in reversed(new.target_changes) if change.effective_on not in known), None)
    return TargetMove(
        before.target,
        before.target_state,
        after.target,
        after.target_state,
        reason.reason_zh if reason else "",
        (reason.reason_en or "") if reason else "",
    )


def _compare_fields(old: PublishedCommitment, new: PublishedCommitment) -> Iterator[FieldChange]:
    for name in FIELDS:
        if name in old.fields and name in new.fields and old.fields[name] != new.fields[name]:
            yield FieldChange(name, old.fields[name], new.fields[name])


def _compare_milestones(
    old: Sequence[PublishedMilestone], new: Sequence[PublishedMilestone]
) -> Iterator[MilestoneChange]:
    before, after = ({milestone.position: milestone for milestone in listed} for listed in (old, new))
    for position in sorted(before.keys() | after.keys()):
        was, now = before.get(position), after.get(position)
        if was == now:
            continue
        if was is None or now is None:
            yield MilestoneChange(MilestoneKind.ADDED if was is None else MilestoneKind.REMOVED, was, now)
        elif now.achieved_on and not was.achieved_on:
            yield MilestoneChange(MilestoneKind.ACHIEVED, was, now)
        else:
            yield MilestoneChange(MilestoneKind.CHANGED, was, now)

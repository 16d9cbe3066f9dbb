"""Plausibility: figures that may be right but deserve a second look, as warnings.

An outlier is judged by the commitment's own history with robust statistics (median and median absolute deviation), so
that one wrong figure does not hide itself.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from statistics import median

from generator.checks.cells import find_cell
from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.model import Commitment, Kind, Measure, Observation
from generator.status.points import Point

LEAST_HISTORY = 5  # fewer figures have no history to judge by
FAR = 8  # median absolute deviations: about 5 standard deviations of a normal distribution
RHYTHM = Decimal("1.5")  # a figure is late after one and a half of the usual time between figures


def begins_anew(before: Observation, observation: Observation, commitment: Commitment) -> bool:
    """Return whether a sum begins anew: with the commitment, before it with each year, and where a series breaks."""
    left, right = before.period.end, observation.period.end
    if left < commitment.starts_on:
        return observation.breaks or right >= commitment.starts_on or left.year != right.year
    return observation.breaks


def check_outlier(points: Sequence[Point], commitment: Commitment, dataset: Dataset) -> Iterator[Finding]:
    """Report the figure furthest outside a commitment's own history.

    A level is judged by its values, a sum by its steps; a sum that mostly stands still (now and then a signing) has no
    usual step to judge by.
    """
    known = [(point.value, point.observation) for point in points if point.value is not None]
    if all(observation.measure is Measure.LEVEL for _, observation in known):
        series = known
    else:
        series = [
            (right - left, observation)
            for (left, before), (right, observation) in pairwise(known)
            if not (observation.breaks or before.period.end < commitment.starts_on)
            or not begins_anew(before, observation, commitment)
        ]
    if len(series) < LEAST_HISTORY:
        return
    middle = median(value for value, _ in series)
    spread = median(abs(value - middle) for value, _ in series)
    furthest, observation = max(series, key=lambda pair: abs(pair[0] - middle))
    if middle and abs(furthest - middle) > FAR * max(spread, abs(middle) / 2):
        yield _make_finding("outlier", observation, dataset, "value", f"{furthest:f}", f"{middle:f}")


def check_rhythm(
    commitment: Commitment, observations: Sequence[Observation], dataset: Dataset, as_of: date
) -> Iterator[Finding]:
    """Report a commitment whose next figure is late by its own rhythm, or by the day it was announced for."""
    ends = sorted({o.period.end for o in observations if o.value is not None and o.period.end <= as_of})
    key, file = commitment.commitment_id, dataset.tables["commitments"].file
    told = max((u.published_on for u in dataset.updates.get(key, ()) if u.published_on <= as_of), default=None)
    latest = max(filter(None, (told, ends[-1] if ends else None)), default=None)
    announced = commitment.next_update_on
    if announced and announced <= as_of and (latest is None or latest < announced):
        yield Finding(
            "update-late", file, commitment.line, "next_update_on", str(announced), str(as_of), commitment_id=key
        )
    elif len(ends) > 2 and ends[-1] < commitment.due_on:
        usual = median((right - left).days for left, right in pairwise(ends))
        if (as_of - ends[-1]).days > RHYTHM * Decimal(usual):
            last = next(o for o in observations if o.period.end == ends[-1])
            yield _make_finding("figures-late", last, dataset, "period", last.period.text, str(as_of))


def check_later(dataset: Dataset, as_of: date) -> Iterator[Finding]:
    """Report milestones said to be achieved after the as-of date: they are not counted yet."""
    for milestone in (milestone for stages in dataset.milestones.values() for milestone in stages):
        day = milestone.achieved_on
        if day and day > as_of:
            yield find_cell(milestone, dataset, "achieved-later", "achieved_on", day, as_of)


def check_totals(dataset: Dataset, latest: dict[str, Point | None]) -> Iterator[Finding]:
    """Report a group whose parts (members with a place) do not add up to its whole (the one member without).

    Only quantities that add up are compared, and only where all have a value for the same period.
    """
    groups: dict[str, list[Commitment]] = {}
    for commitment in dataset.commitments:
        if commitment.group_id and commitment.kind is Kind.QUANTITY:
            groups.setdefault(commitment.group_id, []).append(commitment)
    for members in groups.values():
        wholes = [member for member in members if not member.place_id]
        parts = [member for member in members if member.place_id]
        points = [latest[member.commitment_id] for member in members]
        if len(wholes) != 1 or len(parts) < 2 or any(p is None or p.value is None for p in points):
            continue
        if len({point.observation.period.end for point in points if point}) > 1:
            continue
        values = {m.commitment_id: p.value for m, p in zip(members, points, strict=True) if p and p.value is not None}
        whole, total = values[wholes[0].commitment_id], sum(values[part.commitment_id] for part in parts)
        point = latest[wholes[0].commitment_id]
        if point and whole != total and point.observation.measure is not Measure.LEVEL:
            yield _make_finding("parts-total", point.observation, dataset, "value", str(whole), str(total))


def _make_finding(
    rule: str, observation: Observation, dataset: Dataset, column: str, value: str, expected: str
) -> Finding:
    file, key = dataset.tables["observations"].file, observation.commitment_id
    return Finding(rule, file, observation.line, column, value, expected, commitment_id=key)

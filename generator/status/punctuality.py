"""The punctuality of responsible units: which of the figures that were due came in time, late, or not at all.

A figure is due on a day of the month after its period (`collect.due_day` of portal.yml). The day of publication stands
for the day on which the unit reported it, as no other is kept; where it is not known, nothing is said.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import pairwise

from generator.model import Kind, Observation, PeriodForm, State, find_month_end
from generator.status.case import Case

MEASURED = (Kind.QUANTITY, Kind.LEVEL, Kind.GROWTH, Kind.RANK)


class Outcome(Enum):
    """What became of a figure that was due."""

    IN_TIME = 1
    LATE = 2
    MISSING = 3
    UNDATED = 4  # reported, on a day that is not known


@dataclass(frozen=True, slots=True)
class Punctuality:
    """The figures of a unit counted; the four parts of those that were due add up to `due`."""

    commitments: int  # that are told in figures
    silent: int  # of these, those without any figure so far
    due: int
    in_time: int
    late: int
    missing: int
    undated: int


def count_punctuality(cases: Iterable[Case], due_day: int, on: date) -> Punctuality:
    """Count the figures of a unit that were due by a day, `due_day` being that of the month after their period."""
    measured = [case for case in cases if case.commitment.kind in MEASURED]
    standing = [case for case in measured if case.commitment.state is not State.WITHDRAWN]
    counts = Counter(outcome for case in standing for outcome in _list_outcomes(case, due_day, on))
    return Punctuality(
        commitments=len(standing),
        silent=sum(not any(_is_reported(point.observation) for point in case.points) for case in standing),
        due=counts.total(),
        in_time=counts[Outcome.IN_TIME],
        late=counts[Outcome.LATE],
        missing=counts[Outcome.MISSING],
        undated=counts[Outcome.UNDATED],
    )


def find_due_day(end: date, due_day: int) -> date:
    """Return the day by which a figure for a period is due: that of the next month, or the last one of it."""
    year, month = divmod(12 * end.year + end.month, 12)
    last = find_month_end(year, month + 1)
    return last.replace(day=min(due_day, last.day))


def _list_outcomes(case: Case, due_day: int, on: date) -> Iterator[Outcome]:
    """Yield what became of each figure that was due, those that the rhythm of the commitment asks for among them."""
    observations = [point.observation for point in case.points]
    listed = {observation.period.end for observation in observations}
    skipped = (end for end in _list_rhythm(observations, case) if end not in listed)
    yield from (Outcome.MISSING for end in skipped if find_due_day(end, due_day) <= on)
    for observation in observations:
        day = find_due_day(observation.period.end, due_day)
        if day <= on:
            yield _judge(observation, day)


def _judge(observation: Observation, day: date) -> Outcome:
    if not _is_reported(observation):
        return Outcome.MISSING
    if observation.published_on is None:
        return Outcome.UNDATED
    return Outcome.IN_TIME if observation.published_on <= day else Outcome.LATE


def _is_reported(observation: Observation) -> bool:
    return observation.is_known or observation.masked


def _list_rhythm(observations: Sequence[Observation], case: Case) -> list[date]:
    """Return the ends of periods that a commitment has figures for by its own rhythm, up to the as-of date.

    The rhythm is the usual number of months from one figure to the next; without two figures, or by days, there is
    none.
    """
    ends = sorted({o.period.end for o in observations if o.period.end >= case.commitment.starts_on})
    if len(ends) < 2 or any(o.period.form is PeriodForm.DAY for o in observations):
        return []
    months = [12 * end.year + end.month - 1 for end in ends]
    ((step, _),) = Counter(right - left for left, right in pairwise(months)).most_common(1)
    last = min(case.as_of, case.commitment.due_on)
    expected = (find_month_end(n // 12, n % 12 + 1) for n in range(months[0], 12 * last.year + last.month, step))
    return [end for end in expected if end <= last]

"""Dates against the time of a commitment, and that against the plan year: far outside is an error, near it a doubt."""

from collections.abc import Iterator, Sequence
from datetime import date

from generator.checks.cells import Entry, find_cell
from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.model import Commitment, Observation
from generator.status.case import Case

YEARS = 2  # years outside that cannot be meant
BEFORE = 366  # days before the start whose figures are last year's series, or the next link of a longer one
AFTER = 183  # days: after the due date updates still come, of the last figures
LONG = 5  # years: longer plans are those of the country, which end in a year with 0 or 5
ENOUGH = 3  # commitments with later figures that show the as-of date to be chosen


def check_dates(case: Case, dataset: Dataset) -> Iterator[Finding]:
    """Check the dates of a commitment and of all that belongs to it."""
    commitment = case.commitment
    if commitment.due_on < commitment.starts_on:
        return  # the dates themselves have been reported
    yield from check_years(commitment, dataset)
    if commitment.next_update_on:
        yield from _check_day(commitment, commitment, dataset, "next_update_on", commitment.next_update_on, soft=True)
    yield from check_periods([point.observation for point in case.points], commitment, dataset)
    for milestone in case.milestones:
        planned, achieved = milestone.planned_on, milestone.achieved_on
        before = planned is not None and achieved is not None and max(planned, achieved) < commitment.starts_on
        for column, day in (("planned_on", planned), ("achieved_on", achieved)):
            if day:  # two dates before the start that agree are those of work begun earlier
                yield from _check_day(milestone, commitment, dataset, column, day, soft=before)
    for update in dataset.updates.get(commitment.commitment_id, ()):
        late = 0 < (update.published_on - commitment.due_on).days <= AFTER
        yield from _check_day(update, commitment, dataset, "published_on", update.published_on, soft=late)
    for change in case.target_changes:
        yield from _check_day(change, commitment, dataset, "effective_on", change.effective_on)
    for point in case.plan_points:
        if is_far(point.period.end, point.period.start, commitment):
            yield find_cell(point, dataset, "far-outside", "period", point.period.text, _write_span(commitment))
        elif not commitment.starts_on <= point.period.end <= commitment.due_on:
            yield find_cell(point, dataset, "date-outside", "period", point.period.text, _write_span(commitment))


def check_years(commitment: Commitment, dataset: Dataset) -> Iterator[Finding]:
    """Report a commitment that runs in other years than the plan year."""
    year, first, last = dataset.portal.year, commitment.starts_on.year, commitment.due_on.year
    if last < year or first > year:
        column, day = ("due_on", commitment.due_on) if last < year else ("starts_on", commitment.starts_on)
        rule = "year-impossible" if abs(day.year - year) > YEARS else "year-doubtful"
        yield find_cell(commitment, dataset, rule, column, day, year)
    elif last > year + LONG and last % 5:
        yield find_cell(commitment, dataset, "year-doubtful", "due_on", commitment.due_on, year)
    elif first < year - LONG and first % 5 != 1:
        yield find_cell(commitment, dataset, "year-doubtful", "starts_on", commitment.starts_on, year)


def check_periods(observations: Sequence[Observation], commitment: Commitment, dataset: Dataset) -> Iterator[Finding]:
    """Report periods outside the time of the commitment; a series that leads up to the start is none of them."""
    since, span = commitment.starts_on, _write_span(commitment)
    first, last = commitment.starts_on, commitment.due_on
    inside = not observations or (observations[0].period.end >= first and observations[-1].period.end <= last)
    for observation in () if inside else reversed(observations):
        period = observation.period
        if period.end < commitment.starts_on:
            if (since - period.end).days <= BEFORE:
                since = period.start
                continue
        elif period.start <= commitment.due_on:
            continue
        rule = "far-outside" if is_far(period.end, period.start, commitment) else "period-outside"
        yield find_cell(observation, dataset, rule, "period", period.text, span)
    for observation in observations:
        day, end = observation.published_on, observation.period.end
        if day and is_far(day, day, commitment) and abs(day.year - end.year) > 1:
            yield find_cell(observation, dataset, "far-outside", "published_on", day, span)


def is_far(end: date, start: date, commitment: Commitment) -> bool:
    """Return whether a time that runs from `start` to `end` is more than two years outside a commitment's."""
    first, last = commitment.starts_on, commitment.due_on
    before = (end.year + YEARS, end.month, end.day) < (first.year, first.month, first.day)
    return before or (start.year - YEARS, start.month, start.day) > (last.year, last.month, last.day)


def check_uncounted(dataset: Dataset) -> Iterator[Finding]:
    """Report figures for periods after the as-of date, unless most commitments have some: then the date is chosen."""
    as_of, with_figures, later = dataset.as_of, 0, list[list[tuple[Commitment, Observation]]]()
    for commitment in dataset.commitments:
        known = [o for o in dataset.observations.get(commitment.commitment_id, ()) if o.value is not None]
        after = [(commitment, o) for o in known if o.period.end > as_of and o.period.start <= commitment.due_on]
        with_figures += bool(known)
        if after:
            later.append(after)
    if len(later) >= ENOUGH and len(later) * 2 > with_figures:
        return
    for after in later:
        for commitment, observation in after:
            if observation.period.end >= commitment.starts_on:
                yield find_cell(observation, dataset, "period-later", "period", observation.period.text, as_of)


def _check_day(
    entry: Entry, commitment: Commitment, dataset: Dataset, column: str, day: date, *, soft: bool = False
) -> Iterator[Finding]:
    """Report a day outside the time of a commitment; where that is usual (`soft`), only one that is far outside."""
    if is_far(day, day, commitment):
        yield find_cell(entry, dataset, "far-outside", column, day, _write_span(commitment))
    elif not soft and not commitment.starts_on <= day <= commitment.due_on:
        yield find_cell(entry, dataset, "date-outside", column, day, _write_span(commitment))


def _write_span(commitment: Commitment) -> str:
    return f"{commitment.starts_on} – {commitment.due_on}"

"""Contradictions across rows, tables and time: what cannot be meant is an error, a doubt is a warning.

Warnings are shown to the office and on the data-quality page. Each check is a generator over the dataset.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from generator.checks.cells import Cell, find_cell
from generator.checks.dates import check_uncounted
from generator.checks.groups import check_groups
from generator.checks.meaning import Doubts, check_meaning, has_mixed_measures
from generator.checks.plausibility import begins_anew, check_later, check_outlier, check_rhythm, check_totals
from generator.checks.targets import check_state, is_contrary
from generator.checks.years import check_years
from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.language.words import round_half_up
from generator.model import Commitment, Direction, Measure, Observation, PeriodForm, Plan, TargetState
from generator.status.case import Case, gather_case
from generator.status.disclosure import check_index_numbers
from generator.status.points import Point, Reason

LATEST = 183  # days from the as-of date to a publication: half a year, after which the year is likely mistyped
VALUED = (TargetState.DISCLOSED, TargetState.ILLUSTRATIVE)


def check_dataset(dataset: Dataset) -> Iterator[Finding]:
    """Check each commitment with what belongs to it, and all of a plan year together, by the settings of that year.

    Of one cell only the first finding is given.
    """
    seen: set[Cell] = set()
    for finding in (
        *check_years(dataset),
        *(f for year in dataset.plan_years for f in _check_all(dataset.of_year(year))),
    ):
        cell = finding.file, finding.line, finding.column
        if cell not in seen:
            seen.add(cell)
            yield finding


def _check_all(dataset: Dataset) -> Iterator[Finding]:
    latest: dict[str, Point | None] = {}
    uncounted = [*check_uncounted(dataset)]
    yield from uncounted
    later = {finding.line for finding in uncounted}
    for commitment in dataset.commitments:
        case = gather_case(commitment, dataset, date.max)
        doubts = check_meaning(case, dataset)
        yield from doubts.findings
        yield from check_commitment(commitment, dataset)
        misdated = doubts.periods | later
        yield from check_observations(dataset.observations.get(commitment.commitment_id, ()), dataset, misdated)
        yield from check_series(case, dataset, doubts, misdated)
        known = (point for point in reversed(case.points) if point.value is not None and not doubts.sized)
        latest[commitment.commitment_id] = next(known, None)
        if not doubts.sized:
            yield from check_state(commitment, dataset)
    yield from check_totals(dataset, latest)
    yield from check_later(dataset, dataset.as_of)
    yield from check_index_numbers(dataset)
    yield from check_quotes(dataset)
    yield from check_groups(dataset)


def check_series(case: Case, dataset: Dataset, doubts: Doubts, misdated: Set[int]) -> Iterator[Finding]:
    """Check the figures of a commitment against each other, but for those whose size or period is in doubt."""
    commitment, doubted = case.commitment, doubts.values | misdated
    points = [point for point in case.points if point.observation.line not in doubted] if doubted else case.points
    if not doubts.targeted:
        yield from check_shares(points, dataset)
    falling = commitment.direction is Direction.DOWN and commitment.baseline_value is not None
    if not falling:
        yield from check_falls(points, commitment, dataset)
    observations = [point.observation for point in case.points]
    if commitment.commitment_id not in dataset.flawed and not has_mixed_measures(observations):
        yield from check_increments(case.points, dataset)
        yield from check_outlier(points, commitment, dataset)
        yield from check_rhythm(commitment, observations, dataset, dataset.as_of)


def check_quotes(dataset: Dataset) -> Iterator[Finding]:
    """Report quotes that are not in the text of their source, where the folder holds it (sources/<source_id>.txt)."""
    for commitment in dataset.commitments:
        text = dataset.source_texts.get(commitment.source_id)
        if text is not None and commitment.quote and commitment.quote not in text:
            yield Finding(
                "not-quoted",
                dataset.tables["commitments"].file,
                commitment.line,
                "quote",
                commitment.quote,
                commitment.source_id,
                commitment_id=commitment.commitment_id,
            )


def check_commitment(commitment: Commitment, dataset: Dataset) -> Iterator[Finding]:
    """Check the dates, the target and the plan of a commitment."""
    file, line, key = dataset.tables["commitments"].file, commitment.line, commitment.commitment_id

    def found(rule: str, column: str, value: object, expected: object = "") -> Finding:
        return Finding(rule, file, line, column, str(value), str(expected), commitment_id=key)

    if commitment.due_on < commitment.starts_on:
        yield found("due-before-start", "due_on", commitment.due_on, commitment.starts_on)
    if (commitment.target_state in VALUED) != (commitment.target_value is not None):
        yield found(
            "target-state",
            "target_state",
            "" if commitment.target_value is None else commitment.target_value,
            commitment.target_state,
        )
    if is_contrary(commitment):
        yield found("direction", "comparator", commitment.comparator, commitment.direction)
    if commitment.plan is Plan.POINTS and key not in dataset.plan_points and key not in dataset.flawed:
        yield found("no-plan-points", "plan", key)


def check_observations(
    observations: tuple[Observation, ...], dataset: Dataset, misdated: Set[int]
) -> Iterator[Finding]:
    """Check measures and publication dates; those of lines whose period is in doubt are not held against it."""
    if not observations:
        return
    file = dataset.tables["observations"].file
    if has_mixed_measures(observations):
        usual = Counter(o.measure for o in observations).most_common(1)[0][0]
        odd = next(o for o in observations if o.measure is not usual)
        yield Finding("mixed-measures", file, odd.line, "measure", odd.measure, usual, commitment_id=odd.commitment_id)
    else:
        yield from check_lengths(observations, file)
    for observation in observations:
        key, line = observation.commitment_id, observation.line
        day, end = observation.published_on, observation.period.end
        if day and day < end and line not in misdated:
            yield Finding("published-early", file, line, "published_on", str(day), str(end), commitment_id=key)
        elif day and (day - dataset.as_of).days > LATEST:
            as_of = str(dataset.as_of)
            yield Finding("published-later", file, line, "published_on", str(day), as_of, commitment_id=key)


def check_lengths(observations: Sequence[Observation], file: str) -> Iterator[Finding]:
    """Report the first increment of another length than is usual, and two values for the same day.

    Cumulative figures and levels hold through the last day of their period, whatever its length.
    """
    known = [observation for observation in observations if observation.value is not None]
    if known and known[0].measure is Measure.INCREMENT:
        usual = Counter(o.period.form for o in known).most_common(1)[0][0]
        example = next(o for o in known if o.period.form is usual)
        odd = next((o for o in known if o.period.form is not usual), None)
        overlap = any(right.period.start <= left.period.end for left, right in pairwise(known))
        if odd and not overlap:  # an overlap is a fault of its own
            where = file, odd.line, "period", odd.period.text, example.period.text
            yield Finding("mixed-periods", *where, commitment_id=odd.commitment_id)
        return
    for left, right in pairwise(known):
        same = left.period.end == right.period.end and left.period.text != right.period.text  # else a repeated key
        if same and left.value != right.value:
            where = file, right.line, "period", right.period.text, left.period.text
            yield Finding("two-values", *where, commitment_id=right.commitment_id)


def check_shares(points: Iterable[Point], dataset: Dataset) -> Iterator[Finding]:
    """Check each published share against its own value and the target in force at the end of its period."""
    for point in points:
        printed = point.observation.published_pct
        if printed is None or point.share is None or point.printed or follows(printed, point.share):
            continue
        shown = round_half_up(point.share * 100, max(_count_decimals(printed), 1))
        yield find_cell(point.observation, dataset, "published-share", "published_pct", printed, shown)


def check_falls(points: Iterable[Point], commitment: Commitment, dataset: Dataset) -> Iterator[Finding]:
    """Check that cumulative values do not fall; they begin anew with the commitment, and before it with each year."""
    last: Observation | None = None
    for point in points:
        observation, value, end = point.observation, point.observation.value, point.observation.period.end
        if observation.measure is not Measure.CUMULATIVE or value is None:
            continue
        anew = last is None or begins_anew(last, observation, commitment)
        if last and last.value is not None and not anew and last.value > value and last.period.end < end:
            yield find_cell(observation, dataset, "cumulative-falls", "value", value, last.value)
        last = observation


def check_increments(points: Sequence[Point], dataset: Dataset) -> Iterator[Finding]:
    """Check that increments neither overlap nor leave a hole; only the first hole is reported."""
    told = False
    for before, point in pairwise((None, *points)):
        if point is None or point.observation.measure is not Measure.INCREMENT:
            continue
        observation = point.observation
        file, key = dataset.tables["observations"].file, observation.commitment_id
        line, period = observation.line, observation.period
        if before and period.form is not PeriodForm.DAY and period.start <= before.observation.period.end:
            other = before.observation.period.text
            found = Finding("overlapping-increments", file, line, "period", period.text, other, commitment_id=key)
            yield found
            return
        if point.reason is Reason.INCREMENT_GAP and not told:
            told = True
            yield Finding("increment-gap", file, line, "value", period.text, commitment_id=key)


def follows(printed: Decimal, share: Fraction) -> bool:
    """Return whether a printed percentage is the share rounded, either way on a half, to its own digits."""
    half = Fraction(1, 2 * 10 ** _count_decimals(printed))
    return abs(Fraction(printed) - share * 100) <= half


def _count_decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0

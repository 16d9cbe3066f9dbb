"""What a commitment asks for: a baseline beyond its target, positions, ends and tolerance of a target, its state."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from generator.checks.cells import Entry, find_cell, is_explained
from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.language.words import round_half_up
from generator.model import Commitment, Direction, Kind, State, Status
from generator.status.assess import assess
from generator.status.case import Case
from generator.status.verdict import COMPUTED, PACED, Assessment, StatusRule

HALF = Fraction(1, 2)
POSITION = ("<=", "<")  # a rank's target is the position to reach


def check_target(case: Case, dataset: Dataset) -> Iterator[Finding]:
    """Check what the row of a commitment, and the changes of its target, ask for."""
    yield from check_ends(case, dataset)
    if case.commitment.kind is Kind.QUANTITY:
        yield from check_baseline(case.commitment, dataset)
    elif case.commitment.kind is Kind.RANK:
        yield from check_positions(case, dataset)
    if case.commitment.kind is Kind.GROWTH:
        yield from check_prior(case, dataset)


def is_ceiling(commitment: Commitment, target: Decimal) -> bool:
    """Return whether a quantity must not exceed its target; a target below the baseline is a reduction instead."""
    return commitment.comparator in POSITION and target >= (commitment.baseline_value or 0)


def is_contrary(commitment: Commitment) -> bool:
    """Return whether the comparator asks for the other direction; that of a rank says what its target is."""
    against = {Direction.UP: ("<=", "<"), Direction.DOWN: (">=", ">"), Direction.HOLD: ()}
    return commitment.comparator in against[commitment.direction] and commitment.kind is not Kind.RANK


def check_baseline(commitment: Commitment, dataset: Dataset) -> Iterator[Finding]:
    """Report a baseline of a quantity that lies beyond its target, in the direction that is better."""
    baseline, target = commitment.baseline_value, commitment.target_value
    if baseline is None or target is None or is_ceiling(commitment, target):
        return
    upper = commitment.target_upper_value
    end = max(target, upper) if upper is not None and commitment.direction is Direction.UP else target
    beyond = {
        Direction.UP: baseline > end,
        Direction.DOWN: baseline < end,
        Direction.HOLD: False,
    }
    if beyond[commitment.direction]:
        yield find_cell(commitment, dataset, "baseline-beyond-target", "baseline_value", baseline, end)


def check_positions(case: Case, dataset: Dataset) -> Iterator[Finding]:
    """Report positions, and places to gain, that are no whole numbers from 1 on, and gains beyond the first place."""
    commitment = case.commitment
    cells: list[tuple[Entry, str, Decimal | None]] = [
        (commitment, "baseline_value", commitment.baseline_value),
        (commitment, "target_value", commitment.target_value),
    ]
    for observation in (point.observation for point in case.points):
        cells += [(observation, name, getattr(observation, name)) for name in ("value", "prior_value")]
    cells += [(change, "target_value", change.target_value) for change in case.target_changes]
    for entry, column, number in cells:
        if number is not None and (number < 1 or number != number.to_integral_value()):
            yield find_cell(entry, dataset, "rank-whole", column, number)
        elif number is not None and column == "target_value" and commitment.comparator not in POSITION:
            baseline = commitment.baseline_value
            if baseline is not None and baseline >= 1 > baseline - number:
                yield find_cell(entry, dataset, "rank-beyond-first", column, number, baseline)


def check_ends(case: Case, dataset: Dataset) -> Iterator[Finding]:
    """Check the upper end of a target and its tolerance against the comparator."""
    commitment = case.commitment
    target, upper = commitment.target_value, commitment.target_upper_value
    if commitment.comparator != "between" and upper is not None:
        yield find_cell(
            commitment, dataset, "upper-without-between", "target_upper_value", upper, commitment.comparator
        )
    elif commitment.comparator == "between" and target is not None and (upper is None or upper <= target):
        shown = "" if upper is None else upper
        yield find_cell(commitment, dataset, "target-upper", "target_upper_value", shown, target)
    elif commitment.comparator == "between" and upper is not None:
        for change in case.target_changes:
            if change.target_value is not None and change.target_value >= upper:
                yield find_cell(change, dataset, "target-upper", "target_value", upper, change.target_value)
    held = commitment.direction is Direction.HOLD and commitment.comparator == "="
    if commitment.tolerance_value and not held and commitment.comparator not in ("~", "between"):
        where = "tolerance_value", commitment.tolerance_value, commitment.comparator
        yield find_cell(commitment, dataset, "tolerance-unused", *where)


def check_prior(case: Case, dataset: Dataset) -> Iterator[Finding]:
    """Report a rate of growth whose latest figure has none of a year before."""
    latest = next((point for point in reversed(case.points) if point.value is not None), None)
    since = case.commitment.starts_on
    if latest is not None and latest.prior is None and latest.observation.period.end >= since:
        period = latest.observation.period.text
        yield find_cell(latest.observation, dataset, "no-prior", "period", period)


def check_state(commitment: Commitment, dataset: Dataset) -> Iterator[Finding]:
    """Report a commitment that is said to be completed while its figures say otherwise.

    Figures may lag behind the state, so this is a doubt; but where a quantity stands below one half at the end of the
    reporting period, without a note, one of the two is wrong, and the page would say both.
    """
    if commitment.state is not State.COMPLETED:
        return
    assessment = assess(commitment, dataset, dataset.as_of)
    verdict = assessment.verdict
    judged = verdict.rule in COMPUTED and assessment.status not in (Status.MET, Status.NOT_REPORTED, Status.MASKED)
    kept = verdict.rule is StatusRule.CEILING and assessment.status is not Status.MISSED
    if not judged or kept:
        return
    latest = assessment.case.latest
    fresh = latest is not None and latest.observation.period.end >= dataset.as_of
    low = verdict.rule in PACED and verdict.share is not None and verdict.share < HALF
    explained = latest is not None and is_explained(latest.observation)
    rule = "state-contradicted" if fresh and low and not explained else "state-doubtful"
    yield find_cell(commitment, dataset, rule, "state", commitment.state, _write_standing(assessment))


def _write_standing(assessment: Assessment) -> str:
    """Return the share in percent, or the figure where there is no share."""
    share, figure = assessment.verdict.share, assessment.figure
    if share is not None:
        return f"{round_half_up(share * 100, 1)}%"
    return str(round_half_up(figure, 2)) if figure is not None else ""

"""Figures that are ten or a hundred times too small or too large beside the others: 0.85 for 85, 7.9 for 79.

A level is held against all figures of its commitment, its baseline and its target; a sum against the figures before and
after it. A note on a figure explains it.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from generator.checks.cells import Entry, find_cell, is_explained
from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.model import Commitment, Direction, Kind, Measure, Observation
from generator.status.case import Case
from generator.status.points import Point, is_percentage

NEAR = 3  # figures within a third and three times the median are of its order
FEW = 3  # figures that show what is usual, where one is off by ten times alone
LOW, HIGH = Decimal("0.7"), Decimal("1.3")  # how near a figure comes to the others once its point is moved
TIGHT = Decimal("1.5")  # figures that vary by more are no measure for ten times
FRACTION = Decimal("1.5")  # a percentage below may be a fraction of 1
PERCENT = 10  # a percentage above is no fraction of 1
TEN_TIMES = 7  # or nearly
ODD = 50  # so many times a year before is no growth
SHIFTS = range(2, 9)  # places by which a decimal point is moved: %, 千, 万, 百万, 亿


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the cell that it stands in."""

    number: Decimal
    entry: Entry
    column: str

    @property
    def observed(self) -> bool:
        """Whether it is the value of an observation."""
        return isinstance(self.entry, Observation) and self.column == "value"

    @property
    def note(self) -> str:
        """The note of its row."""
        return f"{self.entry.note_zh}{self.entry.note_en}" if isinstance(self.entry, Observation) else ""


def check_scale(case: Case, dataset: Dataset, doubted: Set[int]) -> Iterator[Finding]:
    """Check the order of magnitude of the figures of a commitment, but for those of lines that are in doubt already."""
    commitment = case.commitment
    if commitment.kind is Kind.LEVEL:
        yield from check_level(case, dataset)
    elif commitment.kind in (Kind.QUANTITY, Kind.GROWTH):
        sound = [point for point in case.points if point.observation.line not in doubted]
        known = [p for p in sound if p.observation.value is not None and p.observation.value > 0]
        if known and known[0].observation.measure is Measure.CUMULATIVE:
            yield from check_sum([p for p in known if p.observation.period.end >= commitment.starts_on], dataset)
        yield from check_priors(known, dataset)


def check_level(case: Case, dataset: Dataset) -> Iterator[Finding]:
    """Check the figures of a level, its baseline and its target against each other."""
    figures = list_figures(case)
    if len(figures) < 2:
        return
    numbers = sorted(figure.number for figure in figures)
    if numbers[-1] < TEN_TIMES * numbers[0]:
        return
    middle = median(numbers)
    near = [number for number in numbers if middle / NEAR <= number <= middle * NEAR]
    if len(near) * 2 <= len(numbers) or len(near) < 2:
        yield from check_fractions(case, figures, dataset)
        return
    usual = {figure.note for figure in figures if near[0] <= figure.number <= near[-1]} | {""}  # these explain nothing
    for place, figure in enumerate(figures):
        if not near[0] <= figure.number <= near[-1] and figure.note in usual:
            beside = find_beside(figures, place, near) if figure.observed else near
            rule = judge_figure(figure, beside, near, case.commitment)
            if rule:
                yield find_cell(figure.entry, dataset, rule, figure.column, figure.number, middle)


def find_beside(figures: Sequence[Figure], place: int, near: Sequence[Decimal]) -> Sequence[Decimal]:
    """Return the values before and after one that are of the usual order, in the order of size; else all of these."""
    before, after = reversed(figures[:place]), figures[place + 1 :]
    found = [
        next((f for f in side if f.observed and near[0] <= f.number <= near[-1]), None) for side in (before, after)
    ]
    return sorted(figure.number for figure in found if figure) or near


def list_figures(case: Case) -> list[Figure]:
    """Return the figures of a level that are above zero; those of an increment are none."""
    commitment = case.commitment
    cells: list[tuple[Entry, str, Decimal | None]] = [
        (commitment, "baseline_value", commitment.baseline_value),
        (commitment, "target_value", commitment.target_value),
    ]
    for observation in (point.observation for point in case.points):
        if observation.measure is not Measure.INCREMENT:
            cells += [(observation, name, getattr(observation, name)) for name in ("value", "prior_value")]
    return [Figure(number, entry, column) for entry, column, number in cells if number is not None and number > 0]


def judge_figure(figure: Figure, beside: Sequence[Decimal], near: Sequence[Decimal], commitment: Commitment) -> str:
    """Return the rule that a figure breaks beside those around it; "" for none. `near` are all of the usual order."""
    percent, low, high = is_percentage(commitment), beside[0], beside[-1]
    small = figure.number < low
    hundred = any(low * LOW <= move_point(figure.number, shift, up=small) <= high * HIGH for shift in SHIFTS)
    if figure.column == "target_value" and (not small or commitment.direction is Direction.DOWN):
        fractions = high < FRACTION and figure.number >= PERCENT
        hundred = hundred and percent and (fractions or low >= PERCENT)  # a level may be far from its target
    if percent and small and low < PERCENT:
        return ""  # rates of growth may come to nearly nothing
    if hundred:
        return "figure-scale"
    ten = low * LOW <= move_point(figure.number, 1, up=small) <= high * HIGH
    tight = len(near) >= FEW and near[-1] <= near[0] * TIGHT
    return "figure-tenfold" if ten and tight and (figure.observed or percent) else ""


def move_point(number: Decimal, places: int, *, up: bool) -> Decimal:
    """Return a figure with its decimal point moved."""
    return number.scaleb(places if up else -places)


def check_fractions(case: Case, figures: Sequence[Figure], dataset: Dataset) -> Iterator[Finding]:
    """Check the first figures of a level against its target, where no others show what is usual.

    In percent, 0.85 is taken for 85. Where several figures are such fractions, the target is to blame, unless the
    baseline agrees with it.
    """
    commitment, target = case.commitment, case.commitment.target_value
    observed = [figure for figure in figures if figure.observed and not figure.note]
    if target is None or target <= 0 or not observed:
        return
    percent = is_percentage(commitment)
    off = [
        f for f in observed if percent and is_fraction(f.number) and target >= PERCENT and _fits(f.number * 100, target)
    ]
    off = off or [f for f in observed if f.number > target and _is_shifted(f.number, target)]
    if not off or len(off) < len(observed):
        return
    baseline = commitment.baseline_value
    agreed = baseline is not None and target / NEAR <= baseline <= target * NEAR
    if len(off) == 1 or agreed:
        for figure in off:
            yield find_cell(figure.entry, dataset, "figure-scale", "value", figure.number, target)
    elif percent or commitment.direction is not Direction.DOWN:
        yield find_cell(commitment, dataset, "figure-scale", "target_value", target, off[-1].number)


def is_fraction(number: Decimal) -> bool:
    """Return whether a percentage looks like a fraction of 1."""
    return number < FRACTION and number != number.to_integral_value()


def _fits(number: Decimal, target: Decimal) -> bool:
    return target * LOW <= number <= target * HIGH


def _is_shifted(number: Decimal, target: Decimal) -> bool:
    return any(_fits(move_point(number, shift, up=False), target) for shift in SHIFTS)


def check_sum(points: Sequence[Point], dataset: Dataset) -> Iterator[Finding]:
    """Check each figure of a sum against those before and after it, the last against the one before.

    No note explains a sum that comes and goes; but the last may have come all at once.
    """
    values = [(point.observation.value or Decimal(0), point.observation) for point in points]
    if all(left <= right <= NEAR * left for (left, _), (right, _) in pairwise(values)):
        return
    for number, (value, observation) in enumerate(values):
        if number == 0 or observation.breaks:
            continue
        before = values[number - 1][0]
        last = number == len(values) - 1
        after = before * 2 if last else values[number + 1][0]
        if not before <= after <= NEAR * before or before <= value <= after:
            continue
        rule = judge_step(value, before, after)
        explained = is_explained(observation) and (rule == "figure-tenfold" or value > after)
        sudden = value > after and (rule == "figure-tenfold" or _is_within_target(points[number]))
        if rule and not (last and (explained or sudden)):
            yield find_cell(observation, dataset, rule, "value", value, before)


def judge_step(value: Decimal, before: Decimal, after: Decimal) -> str:
    """Return the rule that a figure of a sum breaks between those before and after it; "" for none."""
    small = value < before
    for places in (1, *SHIFTS):
        if before <= move_point(value, places, up=small) <= after:
            return "figure-tenfold" if places == 1 else "figure-scale"
    return ""


def check_priors(points: Sequence[Point], dataset: Dataset) -> Iterator[Finding]:
    """Report figures of a year before, as typed, that are a hundred times off this year's."""
    for point in points:
        value, prior = point.observation.value, point.observation.prior_value
        if (
            value is None
            or not prior
            or prior < 0
            or value / ODD < prior < value * ODD
            or is_explained(point.observation)
        ):
            continue
        if any(value / 2 <= move_point(prior, shift, up=prior < value) <= value * 2 for shift in SHIFTS):
            yield find_cell(point.observation, dataset, "figure-scale", "prior_value", prior, value)


def _is_within_target(point: Point) -> bool:
    """Return whether a figure is no more than was promised, so that it may have come all at once."""
    return point.share is not None and point.share <= 1

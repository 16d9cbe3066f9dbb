"""Quantities against their targets: figures, targets and changes of targets that are a hundred times off.

Which cell is to blame: where all figures that a target judges miss it by the same order, the target; where they fitted
the target before, its change; else the figure. A note on a figure explains it.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from generator.checks.cells import find_cell, is_explained
from generator.checks.targets import is_ceiling
from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.language.words import round_half_up
from generator.model import Commitment, Kind, TargetChange
from generator.status.case import Case
from generator.status.points import Point
from generator.status.schedule import share_of

HIGHEST, LOWEST = 3, -1  # shares beyond need a note
PRINTED = 10  # a source prints 469% (published), but no 9,170%
HUNDRED = 100  # an error of the unit (万, %) is at least that much
TEN = 10
BEGUN = Fraction(1, 4)  # before so much is expected, little says nothing
ENOUGH = 3  # figures that show a target to be wrong, where they miss it by ten times

Setter = Commitment | TargetChange  # the row that sets a target


def check_quantity(case: Case, dataset: Dataset) -> Iterator[Finding]:
    """Check the figures of a quantity, its target, and each change of it."""
    if case.commitment.kind is not Kind.QUANTITY:
        return
    before: Decimal | None = None
    for setter, points in group_by_setter(case):
        target = setter.target_value
        if target is None:
            continue
        found = check_change(setter, before, points, case, dataset) if isinstance(setter, TargetChange) else None
        found = found or check_fit(setter, points, case, dataset)
        if found:
            yield found
        if found is None or found.rule.endswith("doubtful"):
            ceiling = is_ceiling(case.commitment, target)
            yield from check_figures([p for p in points if not is_kept(p)] if ceiling else points, dataset)
        before = target
    yield from check_printed(case.points, dataset)


def group_by_setter(case: Case) -> Iterator[tuple[Setter, Sequence[Point]]]:
    """Yield each row that sets a target, with the points that it judges, in the order of time."""
    changes = [change for change in case.target_changes if change.masked or change.target_value is not None]
    rest: Sequence[Point] = case.points
    setter: Setter = case.commitment
    for change in changes:
        judged = [point for point in rest if point.observation.period.end < change.effective_on]
        yield setter, judged
        rest, setter = rest[len(judged) :], change
    yield setter, rest


def is_kept(point: Point) -> bool:
    """Return whether a point stands below a ceiling, or breaks it by less than a hundred times: that is news."""
    return point.share is not None and point.share < HUNDRED


def check_change(
    change: TargetChange, before: Decimal | None, points: Sequence[Point], case: Case, dataset: Dataset
) -> Finding | None:
    """Return what is wrong with a change of a target: far from the one before, or from the figures that fitted that."""
    target = change.target_value
    if target is None or not before or not target or (before < 0) != (target < 0):
        return None
    times = max(Fraction(target) / Fraction(before), Fraction(before) / Fraction(target))
    known = [p for p in case.points if p.value is not None and p.observation.period.end >= case.commitment.starts_on]
    fitted = not any(_is_implausible(_share_by(point, before, case.commitment)) for point in known)
    where = "target_value", target, before
    ceiling = is_ceiling(case.commitment, target)
    broken = [point for point in points if _is_implausible(point.share) and not (ceiling and is_kept(point))]
    if fitted and (times >= HUNDRED or (broken and not all(is_explained(point.observation) for point in broken))):
        return find_cell(change, dataset, "target-change-implausible", *where)
    return find_cell(change, dataset, "target-change-doubtful", *where) if fitted and times >= TEN else None


def check_fit(setter: Setter, points: Sequence[Point], case: Case, dataset: Dataset) -> Finding | None:
    """Return what is wrong with a target that all its figures miss by the same order."""
    shared = [p for p in points if p.share is not None and p.value is not None]
    if not shared or setter.target_value is None:
        return None
    latest, target = shared[-1], setter.target_value
    ceiling, rule = is_ceiling(case.commitment, target), ""
    if all(_is_implausible(point.share) for point in shared) or _is_tenfold(shared):
        rule = "target-implausible" if _miss_by_far(shared) and not _is_target_explained(shared) else ""
    elif not (case.commitment.baseline_value or ceiling or _is_target_explained(shared)):
        rule = _find_too_little(shared)
    where = "target_value", target, latest.observation.value
    return find_cell(setter, dataset, rule, *where) if rule else None


def _is_target_explained(points: Sequence[Point]) -> bool:
    """Return whether all figures have a note, or that of the latest speaks of the target; others may be of anything."""
    latest = points[-1].observation
    named = "目标" in latest.note_zh or "target" in latest.note_en.casefold()
    return named or all(is_explained(point.observation) for point in points)


def _miss_by_far(points: Sequence[Point]) -> bool:
    """Return whether several figures are a hundred times what is expected; a single one is itself to blame."""
    hundredfold = all((point.share or 0) >= HUNDRED * _pace(point) for point in points)
    return (len(points) > 1 and hundredfold) or _is_tenfold(points)


def _is_tenfold(points: Sequence[Point]) -> bool:
    tenfold = all((point.share or 0) >= TEN * _pace(point) for point in points)
    return len(points) >= ENOUGH and tenfold and (points[-1].share or 0) > HIGHEST


def _pace(point: Point) -> Fraction:
    return point.expected or Fraction(1)


def _find_too_little(points: Sequence[Point]) -> str:
    """Return the rule that figures break which grow, but to less than a hundredth of what is expected; "" for none."""
    pace, latest = points[-1].expected or Fraction(0), points[-1].share or Fraction(0)
    if pace < BEGUN or not 0 < latest * HUNDRED <= pace:
        return ""
    shares = {point.share for point in points if point.share}
    most, least = max(shares), min(shares)
    if least < 0 or most * HUNDRED > pace:
        return ""
    thousandth = most * HUNDRED * TEN <= pace
    if len(shares) >= ENOUGH:
        return "target-implausible" if thousandth else "target-doubtful"
    return "target-doubtful" if thousandth else ""


def check_figures(points: Sequence[Point], dataset: Dataset) -> Iterator[Finding]:
    """Report figures that make a share over 300% or under -100%, without a note.

    The figures after one that was reported or explained are not reported for the same, unless they are again ten times
    off.
    """
    told: Fraction | None = None
    for point in points:
        share, observation = point.share, point.observation
        if share is None or point.printed:
            continue
        if not _is_implausible(share):
            told = None
        elif told is None or abs(share) > TEN * abs(told):
            told = share
            if not is_explained(observation) and not _is_printed(point):
                percent = round_half_up(share * 100, 1)
                yield find_cell(observation, dataset, "share-implausible", "value", observation.value, percent)


def check_printed(points: Sequence[Point], dataset: Dataset) -> Iterator[Finding]:
    """Report a share that is printed without a value, and that no figures could give."""
    for point in points:
        printed, share = point.observation.published_pct, point.share
        if point.printed and share and not LOWEST <= share <= PRINTED and not is_explained(point.observation):
            yield find_cell(point.observation, dataset, "share-implausible", "published_pct", printed, printed)


def _is_printed(point: Point) -> bool:
    """Return whether the source prints the same completion, to a point."""
    printed = point.observation.published_pct
    return printed is not None and point.share is not None and abs(Fraction(printed) - point.share * 100) < 1


def _is_implausible(share: Fraction | None) -> bool:
    if share is None:
        return False
    whole, part = share.denominator, share.numerator  # of every figure: whole numbers are compared four times as fast
    return not LOWEST * whole <= part <= HIGHEST * whole


def _share_by(point: Point, target: Decimal, commitment: Commitment) -> Fraction | None:
    if point.value is None or commitment.baseline_masked:
        return None
    return share_of(Fraction(point.value), Fraction(commitment.baseline_value or 0), Fraction(target))

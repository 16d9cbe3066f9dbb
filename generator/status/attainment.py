"""Attainment: how far an indicator is on the way to its target, where its promise is not a sum."""

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from generator.model import Commitment, Direction
from generator.status.schedule import share_of

MEETS: Mapping[str, Callable[[Any, Any], object]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


def is_two_sided(commitment: Commitment) -> bool:
    """Return whether a value can miss the target on either side: about, between, to be held."""
    held = commitment.direction is Direction.HOLD and commitment.comparator == "="
    return held or commitment.comparator in ("~", "between")


def meets_target(value: Fraction | Decimal, target: Decimal, commitment: Commitment) -> bool:
    """Return whether a value meets its target by the comparator; a bare number (=) is met by at least that."""
    if is_two_sided(commitment):
        low, high = find_ends(target, commitment)
        return low - commitment.tolerance_value <= value <= high + commitment.tolerance_value
    bare = "<=" if commitment.direction is Direction.DOWN else ">="
    return bool(MEETS[bare if commitment.comparator == "=" else commitment.comparator](value, target))


def find_ends(target: Decimal, commitment: Commitment) -> tuple[Decimal, Decimal]:
    """Return the lower and the upper end of a target; a single number is both. Only `between` has an upper end."""
    upper = commitment.target_upper_value
    return target, target if upper is None else upper


def measure_attainment(value: Fraction, target: Decimal, commitment: Commitment) -> Fraction | None:
    """Return the attainment, 1 where the target is just met; None where no ratio of these figures means anything.

    Never better for a worse value. With a target at or below zero it is the way covered from the baseline, which has to
    be on the worse side of the target.
    """
    if is_two_sided(commitment):
        return _measure_nearness(value, target, commitment)
    down = commitment.direction is Direction.DOWN
    if target > 0 and down:
        return Fraction(target) / value if value > 0 else None
    if target > 0:
        return value / Fraction(target)
    baseline = commitment.baseline_value
    if baseline is None or (baseline < target) == down:
        return None
    return share_of(value, Fraction(baseline), Fraction(target))


def _measure_nearness(value: Fraction, target: Decimal, commitment: Commitment) -> Fraction | None:
    """Return 1 less the distance to the nearer end of the target, as a part of that end."""
    low, high = find_ends(target, commitment)
    if low <= value <= high:
        return Fraction(1)
    end = min(Fraction(low), Fraction(high), key=lambda edge: abs(value - edge))
    return 1 - abs(value - end) / abs(end) if end else None

"""Quantities: values and targets with their units, as data."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from generator.language.message import Counted, Message, Part, Percent, Sayable
from generator.language.words import Words
from generator.model import Kind, TargetState
from generator.status.progress import Rank
from generator.status.verdict import Assessment
from generator.text.vocabulary import COMPARATORS


class Measurable(Protocol):
    """A thing that has figures: a commitment, or the published record of one."""

    @property
    def kind(self) -> str:
        """One of `Kind`."""

    @property
    def comparator(self) -> str:
        """The comparison of a value with the target, as in `COMPARATORS`."""

    @property
    def unit_zh(self) -> str:
        """The unit of its figures in Chinese."""

    @property
    def unit_en(self) -> str:
        """The unit of its figures in English."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit, as data: 41.2亿元, 41.2 × 100 million yuan, 4.2%."""

    value: Decimal
    unit_zh: str = ""
    unit_en: str = ""

    def text(self, words: Words) -> str:
        """Return the figure as the language writes it."""
        unit, number = words.pick(self, "unit"), words.number(self.value)
        if not unit or unit == "%" or words.language.cjk:
            return number + unit
        return f"{number} × {unit}" if unit[0].isdigit() else f"{number} {unit}"


def add_unit(value: Decimal, commitment: Measurable) -> Quantity:
    """Return a value of a commitment with its unit."""
    return Quantity(value, commitment.unit_zh, commitment.unit_en)


def describe_value(value: Decimal, commitment: Measurable) -> Sayable:
    """Return a value with its unit; a rank as a position."""
    if commitment.kind == Kind.RANK:
        return Message("place {value}", {"value": value})
    return add_unit(value, commitment)


def describe_ranked(rank: Rank, commitment: Measurable) -> Sayable:
    """Return the figure by which a member of a group is ranked: a share, or a value with its unit."""
    if rank.by_share:
        return Percent(rank.figure)
    exact = Decimal(rank.figure.numerator) / Decimal(rank.figure.denominator)
    return add_unit(exact, commitment)


def write_latest_value(words: Words, assessment: Assessment) -> str:
    """Return the latest value with its unit, a rank as a position; "" where there is none."""
    latest = assessment.case.latest
    if latest is None or latest.value is None:
        return ""
    return describe_value(latest.value, assessment.commitment).text(words)


def describe_target_in_force(assessment: Assessment) -> Sayable:
    """Return the target in force with its comparator, or why there is none."""
    case = assessment.case
    return describe_target(
        case.target, case.target_state, assessment.commitment, assessment.commitment.target_upper_value
    )


def describe_target(
    value: Decimal | None, state: TargetState, commitment: Measurable, upper: Decimal | None = None
) -> Sayable:
    """Return a target with its comparator, or why there is none; `upper` is the upper end of a span."""
    if value is None:
        return Message("not disclosed") if state is TargetState.MASKED else Message("not set in figures")
    if commitment.kind == Kind.RANK and commitment.comparator in ("<=", "<"):
        return Message("place {value} or better", {"value": value})
    if commitment.kind == Kind.RANK:
        return Counted("gain {count} place", "gain {count} places", int(value))
    parts: dict[str, Part] = {"value": add_rate(value, commitment)}
    comparator = commitment.comparator
    if comparator == "between" and upper is None:  # a span whose upper end is not known
        comparator = ">="
    elif upper is not None:
        parts["upper"] = add_rate(upper, commitment)
    return Message(COMPARATORS[comparator], parts)


def add_rate(value: Decimal, commitment: Measurable) -> Quantity:
    """Return a figure that a target is in: a rate of growth is in percent, whatever the unit of its values."""
    return Quantity(value, "%", "%") if commitment.kind == Kind.GROWTH else add_unit(value, commitment)

"""The release calendar: the days announced ahead in `portal.yml`, and what became of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.language.words import mark


class Outcome(StrEnum):
    """What became of a day for which a release was announced."""

    AHEAD = mark("to come")
    KEPT = mark("released on that day")
    LATE = mark("not released on that day, but on {day}")
    MISSED = mark("not released")


@dataclass(frozen=True, slots=True)
class Announced:
    """A day for which a release was announced; `released_on` is the day of the release that came, if any did."""

    day: date
    outcome: Outcome
    released_on: date | None = None


def follow_announced(announced: Iterable[date], released: Iterable[date], on: date) -> Iterator[Announced]:
    """Yield what has become of each announced day by the day of publication, in order.

    A release that comes after an announced day, and before the next one, is late for that day. A day is not over while
    it is the day of publication.
    """
    days, came = sorted(announced), sorted(released)
    for day, following in zip(days, [*days[1:], date.max], strict=False):
        late = next((release for release in came if day < release < following), None)
        if day in came:
            yield Announced(day, Outcome.KEPT, day)
        elif late:
            yield Announced(day, Outcome.LATE, late)
        else:
            yield Announced(day, Outcome.MISSED if day < on else Outcome.AHEAD)


def find_next(announced: Iterable[Announced]) -> date | None:
    """Return the next day for which a release is announced; None where there is none."""
    return next((one.day for one in announced if one.outcome is Outcome.AHEAD), None)

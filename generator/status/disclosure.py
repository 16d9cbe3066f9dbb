"""What the rules of disclosure ask of each item: its index number, its date, and that it is published in time.

The index number (索引号) is the publisher's credit code, the first month of the plan year, and five digits. These
follow from the commitment's identifier alone, so that no row that is added, moved or removed changes them; where two
identifiers give the same digits, the later row takes the next free ones and the office is asked to write them down in
the column `index_number`, which always goes first.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.model import Observation
from generator.status.case import Case
from generator.status.workdays import count_working_days

NUMBERS = 99_999  # five digits, without 00000
IN_TIME = 20  # working days: 政府信息公开条例, article 26


@dataclass(frozen=True, slots=True)
class Delay:
    """How long a figure took: working days from the end of its period to its publication; None where not countable."""

    observation: Observation
    days: int | None

    @property
    def late(self) -> bool:
        """Whether it was published after the time that the rule allows."""
        return self.days is not None and self.days > IN_TIME


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How figures were published; the four counts add up to `total`."""

    total: int
    in_time: int
    late: int
    uncounted: int  # the schedule of holidays of a year is not known
    undated: int


def number_commitments(dataset: Dataset) -> dict[str, str]:
    """Return the index number of each commitment, 统一社会信用代码/YYYYMM-NNNNN, without a code that is not known."""
    portal = dataset.portal
    code = f"{portal.publisher.credit_code}/" if portal.publisher.credit_code else ""
    return {key: f"{code}{portal.year}01-{number:05}" for key, number in _assign_numbers(dataset).items()}


def _assign_numbers(dataset: Dataset) -> dict[str, int]:
    given = {c.commitment_id: c.index_number for c in dataset.commitments if c.index_number is not None}
    taken, numbers = set(given.values()), dict(given)
    for commitment in dataset.commitments:
        key = commitment.commitment_id
        if key in given:
            continue
        number = _hash_to_number(key)
        while number in taken:
            number = number % NUMBERS + 1
        taken.add(number)
        numbers[key] = number
    return numbers


def _hash_to_number(commitment_id: str) -> int:
    return int.from_bytes(hashlib.sha256(commitment_id.encode()).digest()) % NUMBERS + 1


def check_index_numbers(dataset: Dataset) -> Iterator[Finding]:
    """Report numbers that stand twice, and those that depend on the order of the rows."""
    file = dataset.tables["commitments"].file
    numbers, given = _assign_numbers(dataset), Counter(c.index_number for c in dataset.commitments)
    for commitment in dataset.commitments:
        key, number = commitment.commitment_id, commitment.index_number
        if number is not None and given[number] > 1:
            yield Finding("index-number-twice", file, commitment.line, "index_number", str(number), commitment_id=key)
        elif number is None and numbers[key] != _hash_to_number(key):
            own = f"{numbers[key]:05}"
            yield Finding("index-number-moves", file, commitment.line, "index_number", key, own, commitment_id=key)


def find_change_day(case: Case) -> date | None:
    """Return the day on which the latest of what is shown of a commitment was published; None where no day is known."""
    days = [point.observation.published_on for point in case.points]
    days += [update.published_on for update in case.updates]
    days += [change.effective_on for change in case.target_changes]
    return max((day for day in days if day), default=None)


def list_delays(cases: Iterable[Case]) -> list[Delay]:
    """Return how long each figure that has a day of publication took, in the order of the commitments."""
    return [
        Delay(point.observation, count_working_days(point.observation.period.end, point.observation.published_on))
        for case in cases
        for point in case.points
        if _is_figure(point.observation) and point.observation.published_on
    ]


def count_timeliness(cases: Iterable[Case]) -> Timeliness:
    """Count the figures by how long they took."""
    listed = list(cases)
    taken = list_delays(listed)
    total = sum(_is_figure(point.observation) for case in listed for point in case.points)
    late, uncounted = sum(delay.late for delay in taken), sum(delay.days is None for delay in taken)
    return Timeliness(total, len(taken) - late - uncounted, late, uncounted, total - len(taken))


def _is_figure(observation: Observation) -> bool:
    return observation.value is not None

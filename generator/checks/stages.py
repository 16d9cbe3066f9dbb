"""Stages in their order: planned and achieved one after the other, none left out."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from datetime import date
from itertools import pairwise

from generator.checks.cells import Cell, find_cell
from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.model import Milestone
from generator.status.case import Case


def check_stages(case: Case, dataset: Dataset, doubted: Set[Cell]) -> Iterator[Finding]:
    """Check that stages are planned, and were achieved, in the order of their positions.

    Stages planned for the same day, or in another order, run beside each other. What was achieved after the as-of date,
    and what has a date in doubt, is reported as such, and not for its order.
    """
    stages = case.milestones
    if not stages:
        return
    file = dataset.tables["milestones"].file
    planned = [(s, s.planned_on) for s in stages if s.planned_on and (file, s.line, "planned_on") not in doubted]
    for stage, day, other in find_misplaced(planned):
        yield find_cell(stage, dataset, "plan-order", "planned_on", day, other)
    if any(right <= left for (_, left), (_, right) in pairwise(planned)):
        return
    known = [(s, s.achieved_on) for s in stages if s.achieved_on and (file, s.line, "achieved_on") not in doubted]
    achieved = [(stage, day) for stage, day in known if day <= dataset.as_of]
    for stage, day, other in find_misplaced(achieved):
        yield find_cell(stage, dataset, "stage-order", "achieved_on", day, other)
    skipped = next((stage for stage in stages if not stage.achieved_on), None)
    if skipped:
        later = (pair for pair in achieved if pair[0].position > skipped.position)
        for stage, day in list(later)[:1]:
            yield find_cell(stage, dataset, "stage-skipped", "achieved_on", day, skipped.stage_zh)


def find_misplaced(dated: Sequence[tuple[Milestone, date]]) -> Iterator[tuple[Milestone, date, date]]:
    """Yield the stages whose day does not fit the order, each with a day that it should not be before, or after.

    They are those outside the longest run of days in order, so that one wrong day is found, whichever way it is wrong.
    """
    kept = _find_longest_run([day for _, day in dated])
    if len(kept) == len(dated):
        return
    for number, (stage, day) in enumerate(dated):
        if number not in kept:
            before = [dated[other][1] for other in kept if other < number and dated[other][1] > day]
            after = [dated[other][1] for other in kept if other > number and dated[other][1] < day]
            yield stage, day, max(before, default=min(after, default=day))


def _find_longest_run(days: Sequence[date]) -> set[int]:
    """Return the places of the longest run that does not fall; of runs of a length, the one that begins first."""
    ends: list[date] = []  # the earliest last day of a run of each length
    runs: list[list[int]] = []
    longest: list[int] = []
    for number, day in enumerate(days):
        length = bisect_right(ends, day)
        run = [*(runs[length - 1] if length else []), number]
        ends[length : length + 1], runs[length : length + 1] = [day], [run]
        longest = run if len(run) > len(longest) else longest
    return set(longest)

"""What can be meant: the target, dates, stages, plan and sizes of one commitment, and what of these is in doubt.

One cause gives one finding: what is in doubt here is not held against anything else.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from generator.checks.dates import check_dates
from generator.checks.plans import check_plan
from generator.checks.scale import check_scale
from generator.checks.seasons import check_season
from generator.checks.shares import check_quantity
from generator.checks.stages import check_stages
from generator.checks.targets import check_target
from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.findings.rules.meaning import SIZES
from generator.model import Observation
from generator.status.case import Case


@dataclass(frozen=True, slots=True)
class Doubts:
    """What was found of one commitment; lines are those of observations."""

    findings: Sequence[Finding]
    values: Set[int]  # lines of values whose size is in doubt
    periods: Set[int]  # lines of periods outside the time of the commitment
    sized: bool  # whether the size of anything is in doubt
    targeted: bool  # whether that of a target is


NONE = Doubts((), frozenset(), frozenset(), sized=False, targeted=False)


def check_meaning(case: Case, dataset: Dataset) -> Doubts:
    """Return what cannot be meant of a commitment, or may not be."""
    found = [*check_target(case, dataset), *check_dates(case, dataset)]
    days = {(finding.file, finding.line, finding.column) for finding in found}
    found += check_stages(case, dataset, days)
    found += check_plan(case, dataset, days)
    observations = [point.observation for point in case.points]
    if not has_mixed_measures(observations):
        found += check_sizes(case, dataset, found)
    if not found:
        return NONE
    return Doubts(
        findings=found,
        values=list_lines((finding for finding in found if finding.rule in SIZES), "value", dataset),
        periods=list_lines(found, "period", dataset),
        sized=any(finding.rule in SIZES for finding in found),
        targeted=any(finding.rule in SIZES and finding.column == "target_value" for finding in found),
    )


def check_sizes(case: Case, dataset: Dataset, found: Iterable[Finding]) -> Iterator[Finding]:
    """Check the size of figures; with a baseline beyond the target no share means anything."""
    skewed = any(finding.rule == "baseline-beyond-target" for finding in found)
    shares = [] if skewed else [*check_quantity(case, dataset)]
    yield from shares
    yield from check_scale(case, dataset, list_lines(shares, "value", dataset))
    yield from check_season(case, dataset)


def list_lines(findings: Iterable[Finding], column: str, dataset: Dataset) -> Set[int]:
    """Return the lines of the observations that were found fault with in a column."""
    table = dataset.tables.get("observations")
    return {finding.line for finding in findings if table and finding.file == table.file and finding.column == column}


def has_mixed_measures(observations: Iterable[Observation]) -> bool:
    """Return whether figures of one commitment are counted in more than one way."""
    return len({observation.measure for observation in observations}) > 1

"""Plan years: what a commitment belongs to, what it carries on, and whether a closed year has its final figures."""

from collections.abc import Iterator

from generator.checks.cells import find_cell
from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.model import Commitment, Kind, State
from generator.status.case import find_predecessors

COUNTED = (Kind.QUANTITY, Kind.LEVEL, Kind.GROWTH, Kind.RANK)


def check_years(dataset: Dataset) -> Iterator[Finding]:
    """Check the plan year of every commitment, and the commitment of an earlier year that it carries on."""
    current = dataset.portal.year
    for commitment in dataset.commitments:
        if commitment.plan_year > current:
            yield find_cell(commitment, dataset, "plan-year-later", "plan_year", commitment.plan_year, current)
        elif commitment.plan_year < current:
            yield from _check_closed(commitment, dataset)
        if commitment.continues_id:
            yield from _check_continued(commitment, dataset)


def _check_continued(commitment: Commitment, dataset: Dataset) -> Iterator[Finding]:
    """Report a commitment that carries on itself, or one of the same year or a later one."""
    before = dataset.known.get(commitment.continues_id)
    if before is None:
        return  # an identifier that nothing has is reported as such
    chain = [commitment, *find_predecessors(commitment, dataset)]
    if chain[-1].continues_id in {link.commitment_id for link in chain}:
        yield find_cell(commitment, dataset, "continues-circle", "continues_id", before.commitment_id, "")
    elif before.plan_year >= commitment.plan_year:
        year = commitment.plan_year
        yield find_cell(commitment, dataset, "continues-later", "continues_id", before.commitment_id, year)
    elif before.target_value is not None and _is_copied(commitment, before):
        value = commitment.target_value
        yield find_cell(commitment, dataset, "carried-target", "target_value", value, before.commitment_id)
    elif before.unit_zh and commitment.unit_zh and before.unit_zh != commitment.unit_zh:
        yield find_cell(commitment, dataset, "continues-unit", "unit_zh", commitment.unit_zh, before.unit_zh)


def _is_copied(commitment: Commitment, before: Commitment) -> bool:
    """Return whether a target was copied, and neither changed nor confirmed by its source since."""
    return commitment.target_value == before.target_value and not (commitment.source_id or commitment.quote)


def _check_closed(commitment: Commitment, dataset: Dataset) -> Iterator[Finding]:
    """Report a commitment of a closed year whose figures do not reach the end of that year."""
    if commitment.kind not in COUNTED or commitment.state is not State.ACTIVE:
        return
    end = min(commitment.due_on, dataset.portal.of_year(commitment.plan_year).ends_on)
    figures = [o for o in dataset.observations.get(commitment.commitment_id, ()) if o.is_known]
    if figures and figures[-1].period.end < end:
        last = figures[-1]
        yield find_cell(last, dataset, "year-unfinished", "period", last.period.text, end)

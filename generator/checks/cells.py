"""Findings at the cell of a record, and what several checks ask of a record."""

from decimal import Decimal

from generator.data.dataset import Dataset
from generator.findings.finding import Finding
from generator.model import Commitment, Milestone, Observation, PlanPoint, TargetChange, Update

Entry = Commitment | Observation | PlanPoint | Milestone | Update | TargetChange
Cell = tuple[str, int, str]  # file, line, column
TABLES: dict[type[Entry], str] = {
    Commitment: "commitments",
    Observation: "observations",
    PlanPoint: "plan_points",
    Milestone: "milestones",
    Update: "updates",
    TargetChange: "target_changes",
}


def find_cell(entry: Entry, dataset: Dataset, rule: str, column: str, value: object, expected: object = "") -> Finding:
    """Return a finding at a cell of the row that a record was read from."""
    file = dataset.tables[TABLES[type(entry)]].file
    shown, usual = write_value(value), write_value(expected)
    return Finding(rule, file, entry.line, column, shown, usual, commitment_id=entry.commitment_id)


def write_value(value: object) -> str:
    """Return a value as a cell has it; figures without an exponent."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def is_explained(observation: Observation) -> bool:
    """Return whether a figure has a note that may explain it."""
    return bool(observation.note_zh or observation.note_en)

"""The data against the last release: a unit that was changed while the figures stayed, a figure that would vanish."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from generator.checks.cells import find_cell
from generator.checks.groups import normalize_unit
from generator.data.dataset import Dataset, Reading
from generator.data.embargo import COLUMN
from generator.data.tables import read_schemas
from generator.findings.finding import Finding
from generator.model import Commitment
from generator.releases.release import FOLDER, release_days

# words for things that are counted one by one: another word is no other figure
COUNTED = frozenset("个家户套名人项件所座处场次例条批块只台辆口位")
MULTIPLES = "十百千万亿"

Cells = Mapping[str, str]


def check_released_units(dataset: Dataset, folder: Path) -> Iterator[Finding]:
    """Report units that are not those of the last release, while its target or one of its figures has stayed.

    A reason that is new since then (state_reason_zh) explains it.
    """
    days = release_days(folder / FOLDER)
    if not days:
        return
    before = {row.get("commitment_id", ""): row for row in read_release(folder, days, "commitments")}
    changed = [c for c in dataset.commitments if has_other_unit(c, before.get(c.commitment_id, {}))]
    if not changed:
        return
    figures: dict[tuple[str, str], Decimal] = {}
    names = {commitment.commitment_id for commitment in changed}
    for row in read_release(folder, days, "observations"):
        value = read_number(row.get("value", ""))
        if value and row.get("commitment_id") in names:
            figures[row["commitment_id"], row.get("period", "")] = value
    for commitment in changed:
        old = before[commitment.commitment_id]
        if has_kept_figures(commitment, old, dataset, figures):
            rule = "unit-renamed" if is_renamed(old["unit_zh"], commitment.unit_zh) else "unit-changed"
            yield find_cell(commitment, dataset, rule, "unit_zh", commitment.unit_zh, old["unit_zh"])


def check_withheld_rows(reading: Reading, folder: Path) -> Iterator[Finding]:
    """Report rows of the last release that a later day of publication takes away again until that day."""
    dataset = reading.dataset
    days = release_days(folder / FOLDER, dataset.on) if dataset and dataset.withheld else []
    if dataset is None or not days:
        return
    for name, table in reading.tables.items():
        later = [row for row in table.rows if (table.file, row.line) in dataset.withheld]
        key = read_schemas()[name].primary_key
        released = {tuple(row.get(column, "") for column in key) for row in read_release(folder, days, name) if later}
        for row in later:
            if tuple(row.cells.get(column, "") for column in key) in released:
                day, where = row.cells[COLUMN], row.cells["commitment_id"]
                yield Finding("released-withheld", table.file, row.line, COLUMN, day, days[-1], commitment_id=where)


def read_release(folder: Path, days: Sequence[str], table: str) -> list[Cells]:
    """Return the rows of a table of the last release."""
    return read_rows(folder / FOLDER / days[-1] / f"{table}.csv")


def has_other_unit(commitment: Commitment, old: Cells) -> bool:
    """Return whether a commitment has another unit than it had, and no new reason for it."""
    unit, was = normalize_unit(commitment.unit_zh), normalize_unit(old.get("unit_zh", ""))
    told = commitment.state_reason_zh not in ("", old.get("state_reason_zh", ""))
    return bool(unit and was) and unit != was and not told


def has_kept_figures(
    commitment: Commitment, old: Cells, dataset: Dataset, figures: Mapping[tuple[str, str], Decimal]
) -> bool:
    """Return whether the target, or a figure other than 0, is what it was in the release."""
    target = read_number(old.get("target_value", ""))
    if target and target == commitment.target_value:
        return True
    key = commitment.commitment_id
    return any(figures.get((key, o.period.text)) == o.value for o in dataset.observations.get(key, ()) if o.value)


def is_renamed(old: str, new: str) -> bool:
    """Return whether two units count the same: words such as 个 and 家, by the same multiple."""
    (times, word), (others, other) = map(_split_unit, (old, new))
    return times == others and bool(word and other) and set(word + other) <= COUNTED


def _split_unit(unit: str) -> tuple[str, str]:
    """Split a unit into its multiple and the word: 万人 into 万 and 人."""
    text = normalize_unit(unit)
    word = text.lstrip(MULTIPLES)
    return text.removesuffix(word) if word else text, word


def read_rows(path: Path) -> list[Cells]:
    """Return the rows of a table of a release; one that cannot be read is reported as altered."""
    try:
        text = path.read_text(encoding="utf-8")
        return list(csv.DictReader(io.StringIO(text, newline="")))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []


def read_number(text: str) -> Decimal | None:
    """Return a figure; None where a cell has none."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None

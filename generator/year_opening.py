"""Opening a plan year: what is carried over, and the files as they will be. Nothing of the year that closes changes.

The rows of the closing year get its number, which they had by default; those that are carried over are copied below
them, each tied to the one it carries on. `portal.yml` gets the new year, and keeps what the old one was closed with.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from generator.data.header import find_header, read_header
from generator.data.settings import FILE, Bands, Portal
from generator.data.tables import find_delimiter, read_schemas, split_rows
from generator.data.texts import BOM, decode
from generator.language.columns import title_column
from generator.model import Commitment, State, Status
from generator.status.progress import Progress
from generator.status.verdict import Assessment

TABLE = "commitments"
YEARLY = re.compile(r"[0-9]{4}-")  # how the identifier of what was carried over begins
# what the new report says anew, or belongs to the closing year: not copied
OWN = ("quote", "source_id", "state", "state_reason_zh", "state_reason_en", "next_update_on", "index_number")
DATED = ("starts_on", "due_on")
DONE = (Status.MET, Status.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Carried:
    """A commitment of the closing year, and whether it is proposed to be carried over."""

    assessment: Assessment
    new_id: str
    proposed: bool

    @property
    def commitment(self) -> Commitment:
        """The commitment of the closing year."""
        return self.assessment.commitment


@dataclass(frozen=True, slots=True)
class Opening:
    """The files of the data folder as they will be, and the rows that are new, by their columns."""

    files: Mapping[Path, bytes]
    rows: tuple[Mapping[str, str], ...]


def propose(progress: Progress, year: int) -> tuple[Carried, ...]:
    """Return every commitment of the closing year: what was not met, or is due later, is proposed."""
    ends_on = progress.dataset.portal.ends_on
    return tuple(
        Carried(
            assessment,
            f"{year}-{YEARLY.sub('', key, count=1)}",
            assessment.commitment.state is not State.WITHDRAWN
            and (assessment.status not in DONE or assessment.commitment.due_on > ends_on),
        )
        for key, assessment in progress.assessments.items()
    )


def open_year(data: Path, progress: Progress, year: int, carried: Iterable[Carried]) -> Opening:
    """Return what opening a year would write; a commitment that is carried over already is not written again."""
    file, portal = data / f"{TABLE}.csv", progress.dataset.portal
    chosen = [one for one in carried if one.new_id not in progress.dataset.known]
    content, rows = _write_table(file, portal, year, chosen)
    settings = data / FILE
    return Opening({file: content, settings: _write_settings(settings, progress, year)}, rows)


def _write_table(
    file: Path, portal: Portal, year: int, carried: Sequence[Carried]
) -> tuple[bytes, tuple[Mapping[str, str], ...]]:
    """Return the table with a year for every row and the new rows, in its encoding and with its delimiter."""
    decoded = decode(file.read_bytes())
    assert decoded is not None  # it has been checked
    text, encoding = decoded
    lines = [cells for _, _, cells in split_rows(text)]
    above = find_header(lines, read_schemas()[TABLE])
    header = lines[above]
    while header and not header[-1].strip():
        header.pop()
    columns, _ = read_header(TABLE, str(file), [cell.strip() for cell in header], read_schemas()[TABLE])
    chinese = not header[0].isascii()
    for name in ("plan_year", "continues_id"):
        if name not in columns:
            columns.append(name)
            header.append(title_column(TABLE, name) if chinese else name)
    old = [_pad(cells, len(columns)) for cells in lines[above + 1 :]]
    for cells in old:
        if any(cell.strip() for cell in cells) and not cells[columns.index("plan_year")].strip():
            cells[columns.index("plan_year")] = str(portal.year)
    by_id = {cells[columns.index("commitment_id")].strip(): cells for cells in old}
    rows = [
        _copy_row(one, dict(zip(columns, by_id[one.commitment.commitment_id], strict=True)), portal, year)
        for one in carried
    ]
    out = io.StringIO()
    ending = "\r\n" if "\r\n" in text else "\n"
    writer = csv.writer(out, delimiter=find_delimiter(text), lineterminator=ending)
    writer.writerows([*lines[:above], header, *old, *([row[column] for column in columns] for row in rows)])
    mark = BOM if text.startswith(BOM) else ""
    return (mark + out.getvalue()).encode(encoding), tuple(rows)


def _copy_row(one: Carried, cells: Mapping[str, str], portal: Portal, year: int) -> dict[str, str]:
    """Return the row of a commitment that is carried over."""
    later = one.commitment.due_on > portal.ends_on
    cleared = {*OWN, *(() if later else DATED)}
    row = {column: "" if column in cleared else text for column, text in cells.items()}
    if row.get("plan") == "points":  # its points are those of the year before
        row["plan"] = ""
    target = one.assessment.case.target
    if "target_value" in row and one.assessment.case.original_target is not None and target is not None:
        row["target_value"] = f"{target:f}"  # the one in force, not the one first set
    return row | {"commitment_id": one.new_id, "plan_year": str(year), "continues_id": one.commitment.commitment_id}


def _pad(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))][:width] if any(cells) else list(cells)


def _write_settings(file: Path, progress: Progress, year: int) -> bytes:
    """Return portal.yml with the new year, and an entry for the one that closes; all else stays as it is written."""
    portal, yaml = progress.dataset.portal, YAML()
    yaml.preserve_quotes = True
    yaml.width = 1000
    settings: dict[Any, Any] = yaml.load(file.read_text(encoding="utf-8-sig"))
    closed: dict[str, Any] = {"as_of": progress.as_of, "title_zh": portal.title_zh}
    closed |= {"title_en": portal.title_en} if portal.title_en else {}
    if portal.status != Bands():
        closed["status"] = {name: _plain(getattr(portal.status, name)) for name in Bands.__dataclass_fields__}
    settings["year"] = year
    settings.pop("as_of", None)
    settings["years"] = {portal.year: closed} | dict(settings.get("years") or {})
    out = io.StringIO()
    yaml.dump(settings, out)
    return out.getvalue().encode()


def _plain(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)

"""Fixes: the repairs that findings carry, written back into the files, and not a byte elsewhere.

A file keeps its encoding, delimiter and line ends; of a row that is mended, only the quotation marks may change too.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.data.header import find_header, read_header
from generator.data.tables import find_delimiter, read_schemas, split_rows
from generator.data.texts import BOM, decode
from generator.files.writing import replace_files
from generator.findings.finding import Finding


@dataclass(frozen=True, slots=True)
class Fix:
    """One cell to be mended: its file, line (1 is the header), place in the row and column, its text now and then."""

    file: Path
    line: int
    place: int
    column: str
    before: str
    after: str


def propose_fixes(findings: Iterable[Finding]) -> tuple[Fix, ...]:
    """Collect what can be mended without a guess, each cell once, in the order of the files."""
    wanted: dict[Path, dict[tuple[int, str], str]] = {}
    for finding in findings:
        if finding.repair:
            wanted.setdefault(Path(finding.file), {})[finding.line, finding.column] = finding.repair
    return tuple(fix for path in sorted(wanted) for fix in _find_fixes(path, wanted[path]))


def _find_fixes(path: Path, wanted: dict[tuple[int, str], str]) -> Iterator[Fix]:
    schema, rows = read_schemas()[path.stem], list(split_rows(_read_text(path)[0]))
    rows = rows[find_header([cells for _, _, cells in rows], schema) :]
    columns: list[str] = []
    for line, _, row in rows:
        names = columns or [cell.strip() for cell in row]
        for place, (name, before) in enumerate(zip(names, row, strict=False)):
            if (line, name) in wanted:
                yield Fix(path, line, place, name, before, wanted[line, name])
        columns = columns or read_header(path.stem, str(path), names, schema)[0]


def write_fixes(fixes: Sequence[Fix]) -> tuple[Path, ...]:
    """Write the files that change.

    Raises:
        OSError: a file cannot be written; then none has been.
    """
    paths = sorted({fix.file for fix in fixes})
    return replace_files({path: apply_fixes(path, [fix for fix in fixes if fix.file == path]) for path in paths})


def apply_fixes(path: Path, fixes: Iterable[Fix]) -> bytes:
    """Return the bytes of a file with its cells mended."""
    text, encoding = _read_text(path)
    lines = list(io.StringIO(text.removeprefix(BOM), newline=""))
    out = [BOM] if text.startswith(BOM) else []
    by_line: dict[int, list[Fix]] = {}
    for fix in fixes:
        by_line.setdefault(fix.line, []).append(fix)
    for start, end, row in split_rows(text):
        if start not in by_line:
            out += lines[start - 1 : end]
            continue
        for fix in by_line[start]:
            row[fix.place] = fix.after
        last = lines[end - 1]
        out.append(_write_row(row, find_delimiter(text), last[len(last.rstrip("\r\n")) :]))
    return "".join(out).encode(encoding)


def _read_text(path: Path) -> tuple[str, str]:
    decoded = decode(path.read_bytes())
    assert decoded is not None  # a file that cannot be read has no finding with a repair
    return decoded


def _write_row(row: Sequence[str], delimiter: str, ending: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerow(row)
    return out.getvalue()

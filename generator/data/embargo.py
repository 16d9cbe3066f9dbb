"""The embargo: rows that are dated after the day of publication are withheld, once, where the tables are read.

Nothing that is made from a dataset can then hold them: no page, chart, file or release.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.data.cells import Record
from generator.data.tables import Table
from generator.findings.finding import Finding

COLUMN = "published_on"


@dataclass(frozen=True)
class Embargo:
    """What remains of tables and records on a day, and a finding for each row that is withheld."""

    tables: Mapping[str, Table]
    records: Mapping[str, Sequence[Record]]
    findings: tuple[Finding, ...] = ()

    @property
    def lines(self) -> frozenset[tuple[str, int]]:
        """The file and the line of each row that is withheld."""
        return frozenset((finding.file, finding.line) for finding in self.findings)


def withhold(tables: Mapping[str, Table], records: Mapping[str, Sequence[Record]], on: date | None) -> Embargo:
    """Leave out every row whose `published_on` is after the day of publication; without a day, none.

    A row of that very day is shown, and so is one without a day of its own.
    """
    if on is None:
        return Embargo(tables, records)
    kept, left, findings = dict(tables), dict(records), list[Finding]()
    for name, table in tables.items():
        later = {r.line: day for r in records[name] if (day := r.values.get(COLUMN)) and day > on}
        if not later:
            continue
        kept[name] = replace(table, rows=tuple(row for row in table.rows if row.line not in later))
        left[name] = [record for record in records[name] if record.line not in later]
        findings += [
            Finding("withheld", table.file, line, COLUMN, str(day), str(on)) for line, day in sorted(later.items())
        ]
    return Embargo(kept, left, tuple(findings))

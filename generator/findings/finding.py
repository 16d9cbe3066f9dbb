"""Findings: what is wrong with a cell, where it is, and how to mend it.

Checks yield findings and never stop at the first; `rules` holds the words.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.findings.personal import mask_personal
from generator.findings.rules import DATA_RULES
from generator.findings.rules.rule import Severity
from generator.language.columns import name_column
from generator.language.message import Sayable, write_part
from generator.language.words import Words


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the rule it breaks and the cell it stands in. Line 1 is the header; line 0 is the file as a whole.

    `expected` is a literal, shown as it stands, or a message. In a workbook, `sheet` and `letter` (of the column) say
    where it is. `repair` is the whole cell as it should be, where that needs no guess.
    """

    rule: str
    file: str
    line: int = 0
    column: str = ""
    value: str = ""
    expected: str | Sayable = ""
    commitment_id: str = field(default="", kw_only=True)
    sheet: str = field(default="", kw_only=True)
    letter: str = field(default="", kw_only=True)
    repair: str = field(default="", kw_only=True)

    @property
    def severity(self) -> Severity:
        """Whether it keeps the data from being published."""
        return DATA_RULES[self.rule].severity

    @property
    def place(self) -> str:
        """Where it is, as editors and terminals understand it: file:line, or file sheet!cell."""
        if self.sheet:
            return f"{self.file} {self.sheet}" + (f"!{self.letter}{self.line}" if self.line else "")
        return f"{self.file}:{self.line}" if self.line else self.file

    def name_column(self, words: Words) -> str:
        """Return the column as a reader knows it: in Chinese its title, with its identifier."""
        return name_column(words, self.sheet or Path(self.file).stem, self.column)

    def message(self, words: Words) -> str:
        """Return what is wrong, in the reader's language."""
        return words.t(DATA_RULES[self.rule].message, **self._parts(words))

    def advice(self, words: Words) -> str:
        """Return how to mend it, in the reader's language."""
        return words.t(DATA_RULES[self.rule].advice, **self._parts(words))

    def _parts(self, words: Words) -> dict[str, str]:
        expected = write_part(words, self.expected)
        column = self.name_column(words)
        return {"file": self.file, "column": column, "value": self.value, "expected": expected}


def has_errors(findings: Iterable[Finding]) -> bool:
    """Return whether anything keeps the data from being published."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings as an editor walks through them: errors first, then by file, line and column.

    Whatever a finding cites from the data is masked here, so that none prints personal data whole.
    """
    safe = [_mask(finding) for finding in findings]
    return tuple(
        sorted(safe, key=lambda f: (f.severity is not Severity.ERROR, f.file, f.line, f.column, f.rule, f.value))
    )


def _mask(finding: Finding) -> Finding:
    expected = mask_personal(finding.expected) if isinstance(finding.expected, str) else finding.expected
    return replace(finding, column=mask_personal(finding.column), value=mask_personal(finding.value), expected=expected)


def as_json(findings: Iterable[Finding]) -> str:
    """Write findings for programs: an object whose `findings` array holds one object each, in both languages."""
    zh, en = Words("zh"), Words("en")
    told = [
        {
            "rule": f.rule,
            "severity": f.severity,
            "file": f.file,
            "sheet": f.sheet or None,
            "line": f.line or None,
            "column": f.column or None,
            "found": f.value,
            "expected": write_part(en, f.expected),
            "message_zh": f"{f.message(zh)}{f.advice(zh)}",
            "message_en": f"{f.message(en)} {f.advice(en)}",
        }
        for f in findings
    ]
    return json.dumps({"findings": told}, ensure_ascii=False, indent=2)


def as_github(finding: Finding, words: Words) -> str:
    """Write a finding as an annotation that CI shows beside the line."""
    text = f"{finding.message(words)} {finding.advice(words)}"
    for raw, escaped in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(raw, escaped)
    where = f"file={finding.file}" + (f",line={finding.line}" if finding.line else "")
    return f"::{finding.severity} {where},title={finding.rule}::{text}"

"""The report of a check as one self-contained page, to be sent to those who correct the cells."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from generator.findings.finding import Finding
from generator.findings.rules.rule import Severity
from generator.language.templates import load_templates, render
from generator.language.words import HTML_LANG, Words


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in the report."""

    severity: Severity  # also the class of its row
    word: str  # the name of the severity
    place: str  # the row, as a spreadsheet numbers it
    column: str  # the name of the column; "" where the finding is of no column
    found: str  # the text of the cell
    message: str  # what is wrong
    advice: str  # how to correct it


@dataclass(frozen=True, slots=True)
class FileFindings:
    """The findings of one file."""

    name: str  # of the file, without folders
    findings: tuple[FindingRow, ...]  # in their order


@dataclass(frozen=True, slots=True)
class ReportContext:
    """The report of a check."""

    template: ClassVar[str] = "report.html.j2"
    lang: str  # the name of the language in HTML
    title: str  # of the report
    count: str  # how many errors and warnings there are
    files: tuple[FileFindings, ...]  # the findings by file


def as_html(findings: Iterable[Finding], words: Words) -> str:
    """Return findings as HTML, by file, in the order given; every cell is shown as plain text."""
    listed, files = list(findings), dict[str, list[FindingRow]]()
    for finding in listed:
        files.setdefault(finding.file, []).append(_make_row(finding, words))
    context = ReportContext(
        lang=HTML_LANG[words.lang],
        title=words.t("Report on the data"),
        count=count_findings(listed, words),
        files=tuple(FileFindings(Path(name).name, tuple(rows)) for name, rows in files.items()),
    )
    return render(load_templates(words), context)


def count_findings(findings: Iterable[Finding], words: Words) -> str:
    """Return the number of errors and of warnings in words."""
    listed = list(findings)
    count = sum(finding.severity is Severity.ERROR for finding in listed)
    errors = words.n("{count} error", "{count} errors", count)
    warnings = words.n("{count} warning", "{count} warnings", len(listed) - count)
    return words.t("{errors}, {warnings}", errors=errors, warnings=warnings)


def _make_row(finding: Finding, words: Words) -> FindingRow:
    return FindingRow(
        severity=finding.severity,
        word=words.t("error") if finding.severity is Severity.ERROR else words.t("warning"),
        place=words.t("row {line}", line=finding.line) if finding.line else words.t("the whole file"),
        column=finding.name_column(words),
        found=finding.value,
        message=finding.message(words),
        advice=finding.advice(words),
    )

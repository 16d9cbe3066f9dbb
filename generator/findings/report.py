"""The report of a check as one self-contained page, to be sent to whoever must mend the cells."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.findings.finding import Finding
from generator.findings.rules.rule import Severity
from generator.language.markup import environment
from generator.language.words import HTML_LANG, Words


def as_html(findings: Iterable[Finding], words: Words) -> str:
    """Write findings as HTML, by file, in the order they are given; every cell is shown as text."""
    files: dict[str, list[dict[str, Any]]] = {}
    listed = list(findings)
    for finding in listed:
        error = finding.severity is Severity.ERROR
        files.setdefault(finding.file, []).append(
            {
                "severity": finding.severity,
                "word": words.t("error") if error else words.t("warning"),
                "place": place(finding, words),
                "column": finding.column,
                "found": finding.value,
                "message": finding.message(words),
                "advice": finding.advice(words),
            }
        )
    return (
        environment(words)
        .get_template("report.html.j2")
        .render(
            lang=HTML_LANG[words.lang],
            title=words.t("Report on the data"),
            counted=counted(listed, words),
            files=[{"name": Path(name).name, "findings": rows} for name, rows in files.items()],
        )
    )


def place(finding: Finding, words: Words) -> str:
    """Return the name of the row as a spreadsheet does."""
    return words.t("row {line}", line=finding.line) if finding.line else words.t("the whole file")


def counted(findings: Iterable[Finding], words: Words) -> str:
    """Say how many errors and warnings there are."""
    listed = list(findings)
    errors = sum(finding.severity is Severity.ERROR for finding in listed)
    told = words.n("{count} error", "{count} errors", errors)
    warned = words.n("{count} warning", "{count} warnings", len(listed) - errors)
    return words.t("{errors}, {warnings}", errors=told, warnings=warned)

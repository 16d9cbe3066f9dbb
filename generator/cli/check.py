"""Checking: `portal check`."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from generator.checks.check import check_folder
from generator.cli.console import WORDS, Data, Speak, Yes, app, print_findings, refuse, t
from generator.data.cells import shown
from generator.data.fixes import propose_fixes, write_fixes
from generator.findings.finding import Finding, as_github, as_json, has_errors
from generator.findings.personal import masked


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    HTML = "html"


@app.command(
    "check", help=t("Report every error and warning in the data at once, with file, line, column and how to mend it.")
)
def check_command(
    data: Data = Path("data"),
    form: Annotated[
        Format,
        typer.Option(
            "--format", help=t("text for the terminal, json for programs, github for CI, html for a page to send.")
        ),
    ] = Format.TEXT,
    fix: Annotated[
        bool,
        typer.Option("--fix", help=t("Mend what needs no guess, such as １２ for 12; every change is shown first.")),
    ] = False,
    yes: Yes = False,
    lang: Speak = None,
) -> None:
    """Check a data folder."""
    _, findings = check_folder(data)
    if fix:
        findings = mend(data, findings, yes, Console(highlight=False, markup=False, stderr=form is not Format.TEXT))
    if form is Format.JSON:
        sys.stdout.write(as_json(findings) + "\n")
    elif form is Format.HTML:
        from generator.findings.report import as_html

        sys.stdout.write(as_html(findings, WORDS))
    elif form is Format.GITHUB:
        for finding in findings:
            sys.stdout.write(as_github(finding, WORDS) + "\n")
    else:
        print_findings(findings, Console(highlight=False, markup=False))
    raise typer.Exit(int(has_errors(findings)))


def mend(data: Path, findings: tuple[Finding, ...], yes: bool, console: Console) -> tuple[Finding, ...]:
    """Show what can be mended without a guess, write it if that is wanted, and check again."""
    fixes = propose_fixes(findings)
    for change in fixes:
        before, after = masked(shown(change.before)), masked(shown(change.after))
        console.print(Text(f"{change.file}:{change.line} {change.column}", style="bold"), soft_wrap=True)
        console.print(Text(f"  - {before}", style="red"), soft_wrap=True)
        console.print(Text(f"  + {after}", style="green"), soft_wrap=True)
    if not fixes:
        console.print(t("There is nothing that can be mended without a guess."))
        return findings
    if not yes and not typer.confirm(t("Write this into {folder}?", folder=data), err=console.stderr):
        console.print(t("Nothing was written."))
        return findings
    try:
        written = write_fixes(fixes)
    except OSError as error:
        refuse(t("{file} cannot be written. Is it open in Excel or WPS?", file=error.filename2 or error.filename))
    for path in written:
        console.print(t("Written: {file}", file=path), style="green", soft_wrap=True)
    return check_folder(data)[1]

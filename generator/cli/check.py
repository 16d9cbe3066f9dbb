"""Checking the data: `portal check`."""

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from generator.checks.check import check_folder
from generator.cli.commands import Command
from generator.cli.console import Data, On, Terminal, Yes, find_day
from generator.data.cells import display_cell
from generator.data.fixes import propose_fixes, write_fixes
from generator.findings.finding import Finding, as_github, as_json, has_errors
from generator.findings.personal import mask_personal
from generator.language.columns import name_column
from generator.language.words import mark

app = typer.Typer(add_completion=False)


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    HTML = "html"


@app.command(cls=Command)
def check(
    context: typer.Context,
    data: Data = Path("data"),
    form: Annotated[
        Format,
        typer.Option(
            "--format", help=mark("text for the terminal, json for programs, github for CI, html for a page to send.")
        ),
    ] = Format.TEXT,
    fix: Annotated[
        bool,
        typer.Option("--fix", help=mark("Mend what needs no guess, such as １２ for 12; every change is shown first.")),
    ] = False,
    yes: Yes = False,
    on: On = None,
) -> None:
    """Check a data folder and print what is found."""
    terminal: Terminal = context.obj
    day = find_day(on)
    _, findings = check_folder(data, day)
    if fix:
        findings = mend(data, day, findings, yes, terminal, err=form is not Format.TEXT)
    print_as(form, findings, terminal)
    raise typer.Exit(int(has_errors(findings)))


def print_as(form: Format, findings: tuple[Finding, ...], terminal: Terminal) -> None:
    """Print findings in a format."""
    match form:
        case Format.TEXT:
            terminal.print_findings(findings)
        case Format.JSON:
            sys.stdout.write(as_json(findings) + "\n")
        case Format.GITHUB:
            sys.stdout.writelines(as_github(finding, terminal.words) + "\n" for finding in findings)
        case Format.HTML:
            from generator.findings.report import as_html

            sys.stdout.write(as_html(findings, terminal.words))


def mend(
    data: Path, on: date, findings: tuple[Finding, ...], yes: bool, terminal: Terminal, *, err: bool
) -> tuple[Finding, ...]:
    """Show what can be mended without a guess, write it if that is wanted, and return what is found then."""
    t = terminal.t
    fixes = propose_fixes(findings)
    for change in fixes:
        column = name_column(terminal.words, change.file.stem, change.column)
        terminal.print(f"{change.file}:{change.line} {column}", "bold", err=err)
        terminal.print(f"  - {mask_personal(display_cell(change.before))}", "red", err=err)
        terminal.print(f"  + {mask_personal(display_cell(change.after))}", "green", err=err)
    if not fixes:
        terminal.print(t("There is nothing that can be mended without a guess."), err=err)
        return findings
    if not yes and not terminal.confirm(t("Write this into {folder}?", folder=data), err=err):
        terminal.print(t("Nothing was written."), err=err)
        return findings
    for path in write_fixes(fixes):
        terminal.print(t("Written: {file}", file=path), "green", err=err)
    return check_folder(data, on)[1]

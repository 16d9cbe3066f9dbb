"""Checking, building and previewing: `portal check`, `build`, `serve`."""

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.build import STAGES, Built, ForeignFolderError, build, rebuild
from generator.cache import opened, user_folder
from generator.cells import shown
from generator.checks import checked
from generator.cli.console import (
    WORDS,
    AsOf,
    Bars,
    Data,
    Out,
    Speak,
    Yes,
    app,
    print_findings,
    refuse,
    t,
)
from generator.drawing import EngineError, Studio
from generator.findings import Finding, as_github, as_json, has_errors
from generator.fixes import propose_fixes, write_fixes
from generator.personal import masked
from generator.rendering import SiteError
from generator.report import as_html
from generator.serve import serve


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
    _, findings = checked(data)
    if fix:
        findings = mend(data, findings, yes, Console(highlight=False, markup=False, stderr=form is not Format.TEXT))
    if form is Format.JSON:
        sys.stdout.write(as_json(findings) + "\n")
    elif form is Format.HTML:
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
    return checked(data)[1]


@app.command("build", help=t("Check the data and build the site. On any error the old site stays as it was."))
def build_command(
    data: Data = Path("data"),
    out: Out = Path("site"),
    as_of: AsOf = None,
    lang: Speak = None,
) -> None:
    """Build a portal."""
    console = Console(highlight=False, markup=False)
    try:
        with Bars() as bars:
            built = build(data, out, as_of.date() if as_of else None, bars, keep=user_folder())
    except ForeignFolderError as error:
        refuse(t("{out} holds files that are not a portal's site; choose another folder.", out=error))
    except (SiteError, EngineError) as error:
        refuse(t(str(error)), code=1)
    print_findings(built.findings, console)
    if built.progress is None:
        console.print(t("Nothing was published; the old site is as it was."), style="red")
        raise typer.Exit(1)
    print_built(built, out, console)


@app.command("serve", help=t("Preview the site; it is rebuilt when the data, a page or a template changes."))
def serve_command(
    data: Data = Path("data"),
    host: Annotated[str, typer.Option(help=t("Address to serve on."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=t("Port to serve on."))] = 8000,
    as_of: AsOf = None,
    lang: Speak = None,
) -> None:
    """Preview a portal."""
    console = Console(highlight=False, markup=False)
    day: date | None = as_of.date() if as_of else None

    def again(site: Path, studio: Studio) -> None:
        try:
            with Bars() as bars, opened(user_folder()) as cache:
                built = rebuild(data, site, day, bars, studio, cache, live=True)
        except (SiteError, EngineError) as error:
            console.print(Text(t(str(error)), style="red"))
            return
        print_findings(built.findings, console)
        if built.progress is not None:
            print_built(built, site, console)

    serve(data, host, port, again, lambda url: console.print(t("Preview at {url}; stop with Ctrl+C.", url=url)))


def print_built(built: Built, out: Path, console: Console) -> None:
    """Print where the site is, and the time each stage took."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    for stage, seconds in built.seconds.items():
        table.add_row(t(STAGES[stage]), f"{seconds:.2f} s")
    table.add_row(t("in all"), f"{sum(built.seconds.values()):.2f} s", style="bold")
    console.print(table)
    work = (
        WORDS.n("{count} page rendered", "{count} pages rendered", built.rendered),
        WORDS.n("{count} chart drawn", "{count} charts drawn", built.drawn),
        WORDS.n("{count} file changed", "{count} files changed", built.changed),
    )
    console.print(t(", ").join(work))
    pages = WORDS.n("{count} page", "{count} pages", built.pages)
    console.print(t("{pages} in {out}", pages=pages, out=out), style="green", soft_wrap=True)

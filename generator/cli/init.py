"""Beginning a new portal: `portal init`."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from generator.cli.commands import Command
from generator.cli.console import Terminal
from generator.errors import UsageError
from generator.language.words import mark

FIRST_YEAR, LAST_YEAR = 1900, 2199
NO_TITLE = mark("A portal needs a title: --title, or --region to make one from.")

app = typer.Typer(add_completion=False)


@app.command(cls=Command)
def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help=mark("New folder for the portal."), show_default=False)],
    title: Annotated[str, typer.Option("--title", help=mark("Title of the portal."))] = "",
    year: Annotated[
        int | None, typer.Option("--year", min=FIRST_YEAR, max=LAST_YEAR, help=mark("Plan year; by default this year."))
    ] = None,
    region: Annotated[str, typer.Option("--region", help=mark("Name of the district."))] = "",
    publisher: Annotated[str, typer.Option("--publisher", help=mark("Name of the publishing office."))] = "",
    example: Annotated[
        bool, typer.Option("--example", help=mark("Fill the tables with a few invented rows, marked illustrative."))
    ] = False,
) -> None:
    """Write a new portal."""
    from generator.scaffold import NewPortal, check_empty, create_portal  # it loads the workbook

    terminal: Terminal = context.obj
    t, lang = terminal.t, terminal.words.lang
    check_empty(folder)
    if not (title or year or region or publisher):
        region = terminal.ask(t("Name of the district:"))
        title = terminal.ask(t("Title of the portal:"), _make_title(terminal, region))
        year = _ask_year(terminal)
        publisher = terminal.ask(t("Name of the publishing office:"))
    title = title or _make_title(terminal, region)
    if not title:
        raise UsageError(NO_TITLE)
    new = NewPortal(title, year or date.today().year, region, publisher, lang=lang, example=example)
    for path in create_portal(folder, new):
        terminal.print(f"  {path}")
    terminal.print(t("Written: {file}", file=folder), "green")
    steps = t("Next: enter the promises in data/commitments.csv, then run “portal check” and “portal build” there.")
    terminal.print(steps)


def _make_title(terminal: Terminal, region: str) -> str:
    """Return the usual title of a district's portal; "" where its name is not known."""
    return terminal.t("{region}: progress of the work report", region=region) if region else ""


def _ask_year(terminal: Terminal) -> int:
    """Ask for the plan year until it is one."""
    usual = str(date.today().year)
    while True:
        answer = terminal.ask(terminal.t("Plan year:"), usual)
        if answer.isdecimal() and FIRST_YEAR <= int(answer) <= LAST_YEAR:
            return int(answer)
        terminal.print(terminal.t("A year has four digits, such as {year}.", year=usual), "red")

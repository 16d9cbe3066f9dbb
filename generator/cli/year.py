"""Opening the next plan year: `portal year`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from generator.changes.reference import assess_folder
from generator.cli.commands import Command
from generator.cli.console import Data, Terminal, Yes
from generator.errors import UsageError
from generator.files.writing import replace_files
from generator.language.words import mark
from generator.text.statuses import STATUS_WORDS
from generator.year_opening import Carried, Opening, open_year, propose

ALL, NONE = "all", "none"
WRONG_YEAR = mark("The plan year is {current}: the next one is {next}, not {year}.")
UNKNOWN = mark("There is no commitment {name} in {year}.")

app = typer.Typer(add_completion=False)


@app.command(cls=Command)
def year(
    context: typer.Context,
    opened: Annotated[int, typer.Argument(metavar=mark("YEAR"), help=mark("The plan year to open."))],
    carry: Annotated[
        str,
        typer.Option(
            "--carry",
            metavar=mark("ID,ID|all|none"),
            help=mark("What to carry over; by default what was not met or is due later."),
        ),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=mark("Show the changes and write nothing."))] = False,
    yes: Yes = False,
    data: Data = Path("data"),
) -> None:
    """Open the next plan year."""
    terminal: Terminal = context.obj
    t = terminal.t
    progress, findings = assess_folder(data)
    if progress is None:
        terminal.refuse_data(findings)
    current = progress.dataset.portal.year
    if opened != current + 1:
        raise UsageError(WRONG_YEAR, current=current, next=current + 1, year=opened)
    listed = propose(progress, opened)
    chosen = choose(listed, carry, current)
    print_account(listed, chosen, terminal)
    opening = open_year(data, progress, opened, chosen)
    print_changes(opening, current, opened, terminal)
    if dry_run:
        terminal.print(t("Nothing was written."))
        return
    if not yes and not terminal.confirm(t("Write these changes?")):
        terminal.print(t("Nothing was written."))
        raise typer.Exit(1)
    replace_files(opening.files)
    terminal.print(t("The plan year is {year} now.", year=opened), "green")


def choose(listed: tuple[Carried, ...], carry: str, year: int) -> tuple[Carried, ...]:
    """Return what is carried over.

    Raises:
        UsageError: a commitment is not of the year that closes.
    """
    if carry in (ALL, NONE, ""):
        return tuple(one for one in listed if carry == ALL or (not carry and one.proposed))
    named = [name.strip() for name in carry.replace("，", ",").split(",") if name.strip()]
    known = {one.commitment.commitment_id: one for one in listed}
    for name in named:
        if name not in known:
            raise UsageError(UNKNOWN, name=name, year=year)
    return tuple(known[name] for name in dict.fromkeys(named))


def print_account(listed: tuple[Carried, ...], chosen: tuple[Carried, ...], terminal: Terminal) -> None:
    """Print every commitment of the year that closes, with its final status and the one that carries it on."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in (mark("Commitment"), mark("Title"), mark("Status"), mark("Carried over as")):
        table.add_column(terminal.t(name))
    for one in listed:
        commitment, word = one.commitment, terminal.t(STATUS_WORDS[one.assessment.status])
        title = terminal.words.pick(commitment, "title")
        table.add_row(commitment.commitment_id, title, word, one.new_id if one in chosen else "—")
    terminal.out.print(table)


def print_changes(opening: Opening, closing: int, opened: int, terminal: Terminal) -> None:
    """Print what will be written."""
    t = terminal.t
    for file in opening.files:
        terminal.print(str(file), "bold")
    terminal.print(t("Every commitment of {year} gets that plan year; nothing else of it changes.", year=closing))
    count = len(opening.rows)
    terminal.print(terminal.n("{count} row is added.", "{count} rows are added.", count))
    for row in opening.rows:
        terminal.print(f"  + {row['commitment_id']} ← {row['continues_id']}  {row['title_zh']}", "green")
    closed = t(
        "portal.yml: the plan year becomes {year}; {closing} is closed with its last figures.",
        year=opened,
        closing=closing,
    )
    terminal.print(closed)
    if count:
        terminal.print(t("Targets are copied: confirm each with its source, or change it."), "yellow")

"""Proving that no release was altered: `portal verify`."""

from typing import Annotated

import typer
from rich.text import Text

from generator.cli.commands import Command
from generator.cli.console import Terminal
from generator.language.words import mark
from generator.releases.stores import open_store
from generator.releases.verify import Fault, check_signatures, find_faults, find_signers

app = typer.Typer(add_completion=False)


@app.command(cls=Command)
def verify(
    context: typer.Context,
    place: Annotated[
        str,
        typer.Argument(metavar=mark("DIR|URL"), help=mark("Data folder, built site, or address of a live portal.")),
    ] = "data",
) -> None:
    """Verify releases."""
    terminal: Terminal = context.obj
    store = open_store(place)
    found = [*find_faults(store), *check_signatures(store, find_signers(place))]
    days = store.days()
    bad = [finding for finding in found if isinstance(finding, Fault)]
    for finding in found:
        line = Text(f"{finding.release} " if finding.release else "", style="bold")
        terminal.print(line.append(finding.message(terminal.words), style="red" if finding in bad else ""))
    if bad:
        message = terminal.n(
            "{count} thing is not as it was released.", "{count} things are not as they were released.", len(bad)
        )
        terminal.print(message, "red")
        raise typer.Exit(1)
    if not days:
        terminal.print(terminal.t("Nothing has been released yet."))
        return
    message = terminal.n("{count} release, whole and unaltered.", "{count} releases, whole and unaltered.", len(days))
    terminal.print(message, "green")

"""Freezing the data as a release: `portal release`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from generator.changes.reference import assess_folder, compare_with_reference
from generator.changes.snapshot import render_release_files
from generator.changes.wording import ChangeWording
from generator.cli.commands import Command
from generator.cli.console import Data, Terminal, check_day, find_day
from generator.exports.records import record_commitments
from generator.language.words import mark
from generator.releases.freeze import freeze
from generator.releases.release import FOLDER

REFUSED = {"invented-code"}  # warnings that keep data from being released

app = typer.Typer(add_completion=False)


@app.command(cls=Command)
def release(
    context: typer.Context,
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d"], callback=check_day, help=mark("Day of the release; today by default.")
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--sign", help=mark("SSH key to sign the manifest with."), exists=True, dir_okay=False),
    ] = None,
    data: Data = Path("data"),
) -> None:
    """Freeze a release."""
    terminal: Terminal = context.obj
    released_on = find_day(day)
    progress, findings = assess_folder(data, released_on)
    if progress is None:
        terminal.refuse_data(findings)
    if doubtful := [finding for finding in findings if finding.rule in REFUSED]:
        terminal.refuse_data(doubtful)
    changes = compare_with_reference("", data, progress, released_on)
    folder = freeze(data / FOLDER, render_release_files(record_commitments(progress)), released_on, progress.as_of, key)
    t, wording = terminal.t, ChangeWording(terminal.words, progress.dataset.portal.statuses, changes.names)
    terminal.print(t(", ").join(wording.counts(changes.counts)) or t("Nothing changed."))
    if count := len(progress.dataset.withheld):
        told = terminal.n("{count} row is dated later and withheld", "{count} rows are dated later and withheld", count)
        terminal.print(told, "yellow")
    terminal.print(f"SHA-256 {changes.new.content}")
    terminal.print(t("Released: {folder}", folder=folder), "green")

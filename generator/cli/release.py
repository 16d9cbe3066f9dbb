"""Freezing the data as a release: `portal release`."""

from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from generator.changes.reference import assess_folder, compare_with_reference
from generator.changes.snapshot import render_release_files
from generator.changes.wording import ChangeWording
from generator.cli.commands import Command
from generator.cli.console import Data, Terminal, check_day, find_day
from generator.errors import UsageError
from generator.exports.records import record_commitments
from generator.language.words import mark
from generator.releases.checkpoint import name_log
from generator.releases.freeze import freeze
from generator.releases.release import FOLDER
from generator.releases.signers import SIGNERS, read_signers

UNSIGNED = mark("{file} names who signs the releases of this portal. Sign this one too, with --sign.")
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
        typer.Option("--sign", help=mark("SSH key to sign the release with."), exists=True, dir_okay=False),
    ] = None,
    authority: Annotated[
        str,
        typer.Option(
            "--timestamp",
            metavar=mark("URL"),
            help=mark("Time-stamping authority (RFC 3161) that is to confirm the time of the release."),
        ),
    ] = "",
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
    refuse_unsigned(data / SIGNERS, key, released_on)
    portal = progress.dataset.portal
    changes = compare_with_reference("", data, progress, released_on)
    folder = freeze(
        data / FOLDER,
        render_release_files(record_commitments(progress)),
        released_on,
        progress.as_of,
        key,
        origin=name_log(portal.site.url, portal.title_zh),
        ask=lambda: str(typer.prompt(terminal.t("Passphrase of the key, for the checkpoint"), hide_input=True)),
        stamp=partial(request_stamp, authority) if authority else None,
    )
    t, wording = terminal.t, ChangeWording(terminal.words, progress.dataset.portal.statuses, changes.names)
    terminal.print(t(", ").join(wording.counts(changes.counts)) or t("Nothing changed."))
    if count := len(progress.dataset.withheld):
        told = terminal.n("{count} row is dated later and withheld", "{count} rows are dated later and withheld", count)
        terminal.print(told, "yellow")
    terminal.print(f"SHA-256 {changes.new.content}")
    terminal.print(t("Released: {folder}", folder=folder), "green")


def refuse_unsigned(file: Path, key: Path | None, day: date) -> None:
    """Refuse a release without a signature where the office has said who signs.

    Raises:
        UsageError: there is a list of signers, and no key.
    """
    if key is None and file.is_file() and read_signers(file).ask_on(day, newest=True):
        raise UsageError(UNSIGNED, file=file)


def request_stamp(url: str, content: bytes) -> bytes:
    """Return the answer of a time-stamping authority."""
    from generator.releases.timestamp import request_token  # it loads a library of its own

    return request_token(url, content)

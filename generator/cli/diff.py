"""What the next release would change: `portal diff`."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from generator.changes.diff import Diff
from generator.changes.formats import render_diff_json, render_diff_markdown, render_sign_off_sheet
from generator.changes.reference import assess_folder, compare_with_reference
from generator.changes.wording import ChangeWording
from generator.cli.commands import Command
from generator.cli.console import Data, On, Terminal, find_day
from generator.data.settings import Portal
from generator.language.words import mark

STYLES = {"mended": "red", "targets": "yellow", "statuses": "yellow", "fresh": "green", "life": "magenta"}

app = typer.Typer(add_completion=False)


class Format(StrEnum):
    """How changes are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


@app.command(cls=Command)
def diff(
    context: typer.Context,
    reference: Annotated[
        str,
        typer.Argument(
            metavar=mark("RELEASE|DIR|REV"),
            help=mark(
                "What to compare with: the day of a release, a data folder or a Git revision; else the last release."
            ),
        ),
    ] = "",
    data: Data = Path("data"),
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            help=mark(
                "text for the terminal, json for programs, markdown for a pull request, html for a sheet to sign."
            ),
        ),
    ] = Format.TEXT,
    out: Annotated[
        Path | None, typer.Option("--out", dir_okay=False, help=mark("File to write instead of printing."))
    ] = None,
    on: On = None,
) -> None:
    """Print what changes, or write it into a file."""
    terminal: Terminal = context.obj
    day = find_day(on)
    progress, findings = assess_folder(data, day)
    if progress is None:
        terminal.refuse_data(findings)
    changes, portal = compare_with_reference(reference, data, progress, day), progress.dataset.portal
    if out is not None:
        out.write_text(format_changes(changes, form, portal, terminal), encoding="utf-8", newline="\n")
        terminal.print(terminal.t("Written: {file}", file=out), "green")
    elif form is Format.TEXT:
        for line in format_lines(changes, portal, terminal):
            terminal.print(line)
    else:
        sys.stdout.write(format_changes(changes, form, portal, terminal))


def format_changes(changes: Diff, form: Format, portal: Portal, terminal: Terminal) -> str:
    """Return what changes in a format."""
    match form:
        case Format.JSON:
            return render_diff_json(changes)
        case Format.MARKDOWN:
            return render_diff_markdown(changes, portal, terminal.words)
        case Format.HTML:
            return render_sign_off_sheet(changes, portal, terminal.words)
        case Format.TEXT:
            return "".join(f"{line.plain}\n" for line in format_lines(changes, portal, terminal))


def format_lines(changes: Diff, portal: Portal, terminal: Terminal) -> Iterator[Text]:
    """Yield what changes for the terminal: a line a change, under the heading of its kind."""
    t, wording = terminal.t, ChangeWording(terminal.words, portal.statuses, changes.names)
    yield Text(f"{wording.snapshot(changes.old)} → {wording.snapshot(changes.new)}")
    yield Text(t(", ").join(wording.counts(changes.counts)) or t("Nothing changes."), style="bold")
    for section in wording.sections(changes):
        yield Text()
        yield Text(f"{section.head.title} ({len(section.items)})", style="bold")
        for item in section.items:
            line = Text(f"  {item.commitment_id} ", style="dim") if item.commitment_id else Text("  ")
            line.append(f"{item.title.text}{t(': ')}" if item.title.text else "", style="not dim")
            yield line.append(wording.text(item.line), style=f"not dim {STYLES.get(section.head.key, '')}")
    yield Text()
    yield Text(f"SHA-256 {changes.new.content}", style="dim")

"""Releases: `portal diff`, `release`, `verify`."""

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from generator.changes.diff import Diff
from generator.changes.formats import change_json, change_markdown, sign_off_sheet
from generator.changes.reference import difference, working
from generator.changes.snapshot import frozen_files
from generator.changes.wording import Teller
from generator.checks.check import check_folder
from generator.cli.console import WORDS, Data, Speak, app, print_findings, refuse, t
from generator.errors import ReleaseError
from generator.exports.records import record_commitments
from generator.releases.freeze import freeze
from generator.releases.release import FOLDER
from generator.releases.stores import store_of
from generator.releases.verify import Fault, faults, signatures, signers_of
from generator.status.progress import Progress as Answers

REFUSED = {"invented-code"}  # warnings that keep data from being released
CHANGE_STYLES = {"mended": "red", "targets": "yellow", "statuses": "yellow", "fresh": "green", "life": "magenta"}


class ChangeFormat(StrEnum):
    """How changes are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


@app.command("diff", help=t("Show what the next release would change, number by number, status by status."))
def diff_command(
    reference: Annotated[
        str,
        typer.Argument(
            metavar=t("[RELEASE, DIR or REV]"),
            help=t(
                "What to compare with: the day of a release, a data folder or a Git revision; else the last release."
            ),
        ),
    ] = "",
    data: Data = Path("data"),
    form: Annotated[
        ChangeFormat,
        typer.Option(
            "--format",
            help=t("text for the terminal, json for programs, markdown for a pull request, html for a sheet to sign."),
        ),
    ] = ChangeFormat.TEXT,
    out: Annotated[Path | None, typer.Option("--out", help=t("File to write instead of printing."))] = None,
    lang: Speak = None,
) -> None:
    """Show what changes."""
    console = Console(highlight=False, markup=False)
    progress = sound(data)
    portal = progress.dataset.portal
    try:
        diff = difference(reference, data, progress)
    except ReleaseError as error:
        refuse(t(str(error), **error.parts))
    match form:
        case ChangeFormat.JSON:
            text = change_json(diff)
        case ChangeFormat.MARKDOWN:
            text = change_markdown(diff, portal, WORDS)
        case ChangeFormat.HTML:
            text = sign_off_sheet(diff, portal, WORDS)
        case ChangeFormat.TEXT:
            lines = change_lines(diff, Teller(WORDS, portal.statuses, diff.names))
            text = "\n".join(line.plain for line in lines) + "\n"
            if out is None:
                for line in lines:
                    console.print(line, soft_wrap=True)
                return
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        refuse(t("{file} cannot be written: {reason}", file=out, reason=error.strerror))
    console.print(t("Written: {file}", file=out), style="green", soft_wrap=True)


@app.command("release", help=t("Freeze the checked data as a release, with hashes chained to the one before."))
def release_command(
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d"], metavar=t("DATE"), help=t("Day of the release; today by default.")
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--sign", help=t("SSH key to sign the manifest with."), exists=True, dir_okay=False),
    ] = None,
    data: Data = Path("data"),
    lang: Speak = None,
) -> None:
    """Freeze a release."""
    console = Console(highlight=False, markup=False)
    progress = sound(data)
    doubtful = [finding for finding in progress.findings if finding.rule in REFUSED]
    if doubtful:
        print_findings(doubtful, console)
        raise typer.Exit(1)
    released_on = day.date() if day else date.today()
    try:
        diff = difference("", data, progress)
        folder = freeze(data / FOLDER, frozen_files(record_commitments(progress)), released_on, progress.as_of, key)
    except ReleaseError as error:
        refuse(t(str(error), **error.parts))
    except OSError as error:
        refuse(t("{file} cannot be written: {reason}", file=error.filename2 or error.filename, reason=error.strerror))
    teller = Teller(WORDS, progress.dataset.portal.statuses, diff.names)
    console.print(t(", ").join(teller.counts(diff.counts)) or t("Nothing changed."), soft_wrap=True)
    console.print(f"SHA-256 {diff.new.content}", soft_wrap=True)
    console.print(t("Released: {folder}", folder=folder), style="green", soft_wrap=True)


@app.command("verify", help=t("Prove that no release was altered, in a data folder, a built site or on a live one."))
def verify_command(
    place: Annotated[
        str, typer.Argument(metavar=t("[DIR or URL]"), help=t("Data folder, built site, or address of a live portal."))
    ] = "data",
    lang: Speak = None,
) -> None:
    """Verify releases."""
    console = Console(highlight=False, markup=False)
    try:
        store = store_of(place)
        found = [*faults(store), *signatures(store, signers_of(place))]
        days = store.days()
    except ReleaseError as error:
        refuse(t(str(error), **error.parts))
    bad = [finding for finding in found if isinstance(finding, Fault)]
    for finding in found:
        line = Text(f"{finding.release} " if finding.release else "", style="bold")
        console.print(line.append(finding.message(WORDS), style="red" if finding in bad else ""), soft_wrap=True)
    if bad:
        told = WORDS.n(
            "{count} thing is not as it was released.", "{count} things are not as they were released.", len(bad)
        )
        console.print(told, style="red")
        raise typer.Exit(1)
    if not days:
        console.print(t("Nothing has been released yet."))
        return
    told = WORDS.n("{count} release, whole and unaltered.", "{count} releases, whole and unaltered.", len(days))
    console.print(told, style="green")


def sound(data: Path) -> Answers:
    """Assess the data, or say what is wrong with them and end with exit code 1."""
    progress = working(data)
    if progress is None:
        print_findings(check_folder(data)[1], Console(stderr=True, highlight=False, markup=False))
        raise typer.Exit(1)
    return progress


def change_lines(diff: Diff, teller: Teller) -> list[Text]:
    """Write what changes for the terminal: a line a change, under the heading of its kind."""
    lines = [Text(f"{teller.stamp(diff.old)} → {teller.stamp(diff.new)}")]
    lines.append(Text(t(", ").join(teller.counts(diff.counts)) or t("Nothing changes."), style="bold"))
    for section in teller.sections(diff):
        lines += [Text(), Text(f"{section.title} ({len(section.items)})", style="bold")]
        for item in section.items:
            line = Text(f"  {item.commitment_id} ", style="dim") if item.commitment_id else Text("  ")
            line.append(f"{item.title.text}{t(': ')}" if item.title.text else "", style="not dim")
            lines.append(line.append(teller.text(item.line), style=f"not dim {CHANGE_STYLES.get(section.key, '')}"))
    return [*lines, Text(), Text(f"SHA-256 {diff.new.content}", style="dim")]

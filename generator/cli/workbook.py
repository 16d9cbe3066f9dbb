"""The tables as a workbook: `portal workbook export` and `import`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from generator.cli.console import WORDS, Data, Speak, Yes, app, print_findings, refuse, t
from generator.data.tables import read_tables, titles
from generator.errors import WorkbookError
from generator.findings.finding import has_errors
from generator.workbook.changes import TableChange, propose, write_changes
from generator.workbook.export import write_workbook

workbook = typer.Typer(help=t("The tables as one workbook for Excel or WPS."), no_args_is_help=True)
app.add_typer(workbook, name="workbook")


@workbook.command("export", help=t("Write all tables into a workbook, with lists to choose from and notes."))
def export_command(
    file: Annotated[Path, typer.Argument(help=t("The workbook to write, .xlsx."), dir_okay=False)],
    data: Data = Path("data"),
    yes: Yes = False,
    lang: Speak = None,
) -> None:
    """Write a workbook."""
    console = Console(highlight=False, markup=False)
    if file.suffix.lower() != ".xlsx":
        refuse(t("The name of the workbook must end in .xlsx: {file}", file=file))
    tables, findings = read_tables(data)
    findings = [finding for finding in findings if finding.rule != "missing-table"]
    if findings:  # what could not be read would be missing from the workbook
        print_findings(findings, console)
        console.print(t("Nothing was written."), style="red")
        raise typer.Exit(1)
    if file.exists() and not yes and not typer.confirm(t("{file} is there already. Replace it?", file=file)):
        console.print(t("Nothing was written."))
        return
    draft = file.with_name(f".{file.name}.new")
    try:
        draft.write_bytes(write_workbook(tables))
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        refuse(t("{file} cannot be written. Is it open in Excel or WPS?", file=error.filename2 or file))
    console.print(t("Written: {file}", file=file), style="green", soft_wrap=True)


@workbook.command("import", help=t("Show what a workbook changes in the tables, check it, and write it."))
def import_command(
    file: Annotated[
        Path,
        typer.Argument(help=t("The workbook to read: .xlsx, .xlsm, .xls, .ods or .et."), exists=True, dir_okay=False),
    ],
    data: Data = Path("data"),
    yes: Yes = False,
    lang: Speak = None,
) -> None:
    """Read a workbook back into the tables."""
    console = Console(highlight=False, markup=False)
    try:
        proposal = propose(file, data)
    except WorkbookError as error:
        refuse(t(str(error), file=file))
    except OSError as error:
        refuse(t("{file} cannot be read: {reason}", file=file, reason=error.strerror))
    for title in proposal.others:
        console.print(t("The sheet “{sheet}” is no table of the portal; it is left out.", sheet=title))
    print_findings(proposal.findings, console)
    if has_errors(proposal.findings):
        console.print(t("Nothing was written; correct the workbook first."), style="red")
        raise typer.Exit(1)
    if not proposal.changes:
        console.print(t("The workbook changes nothing."))
        return
    for change in proposal.changes:
        print_change(change, console)
    if not yes and not typer.confirm(t("Write this into {folder}?", folder=data)):
        console.print(t("Nothing was written."))
        return
    try:
        written = write_changes(proposal.changes, data)
    except OSError as error:
        refuse(t("{file} cannot be written. Is it open in Excel or WPS?", file=error.filename2 or error.filename))
    for path in written:
        console.print(t("Written: {file}", file=path), style="green", soft_wrap=True)


def print_change(change: TableChange, console: Console) -> None:
    """Print what becomes of a table: rows added and removed, and each changed cell with its old and its new text."""
    name = change.table.name
    lines = [Text(f"{titles()[name][0]} {name}.csv", style="bold")]
    lines += [Text(f"  + {', '.join(key)}", style="green") for key in change.added]
    lines += [Text(f"  - {', '.join(key)}", style="red") for key in change.removed]
    empty = t("(empty)")
    lines += [
        Text(f"  {', '.join(cell.key)} {cell.column}: {cell.before or empty} → {cell.after or empty}")
        for cell in change.cells
    ]
    if change.moved:
        lines.append(Text("  " + t("The rows stand in another order.")))
    added = WORDS.n("{count} row added", "{count} rows added", len(change.added))
    removed = WORDS.n("{count} row removed", "{count} rows removed", len(change.removed))
    cells = WORDS.n("{count} cell changed", "{count} cells changed", len(change.cells))
    lines.append(Text("  " + t("{added}, {removed}, {cells}", added=added, removed=removed, cells=cells), style="dim"))
    for line in lines:
        console.print(line, soft_wrap=True)

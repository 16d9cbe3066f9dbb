"""The tables as a workbook: `portal workbook export` and `import`."""

from pathlib import Path
from typing import Annotated

import typer

from generator.cli.commands import Command, Group, show_help
from generator.cli.console import Data, Terminal, Yes
from generator.data.tables import read_tables, read_titles
from generator.errors import UsageError
from generator.files.writing import replace_files
from generator.findings.finding import has_errors
from generator.language.columns import name_column
from generator.language.words import mark
from generator.workbook.changes import TableChange, is_same_file, propose, write_changes
from generator.workbook.export import write_workbook

app = typer.Typer(cls=Group, callback=show_help, invoke_without_command=True, add_completion=False)


@app.command("export", cls=Command, help=mark("Write all tables into a workbook, with lists to choose from and notes."))
def export_tables(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=mark("The workbook to write, .xlsx."), dir_okay=False)],
    data: Data = Path("data"),
    yes: Yes = False,
) -> None:
    """Write a workbook."""
    terminal: Terminal = context.obj
    t = terminal.t
    if file.suffix.lower() != ".xlsx":
        raise UsageError(mark("The name of the workbook must end in .xlsx: {file}"), file=file)
    tables, findings = read_tables(data)
    findings = [f for f in findings if f.rule != "missing-table" and not is_same_file(f.file, file)]
    if has_errors(findings):  # what could not be read would be missing from the workbook
        terminal.print_findings(findings)
        terminal.print(t("Nothing was written."), "red")
        raise typer.Exit(1)
    if file.exists() and not yes and not terminal.confirm(t("{file} is there already. Replace it?", file=file)):
        terminal.print(t("Nothing was written."))
        return
    replace_files({file: write_workbook(tables)})
    terminal.print(t("Written: {file}", file=file), "green")


@app.command("import", cls=Command, help=mark("Show what a workbook changes in the tables, check it, and write it."))
def import_tables(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            help=mark("The workbook to read: .xlsx, .xlsm, .xls, .ods or .et."),
            exists=True,
            dir_okay=False,
        ),
    ],
    data: Data = Path("data"),
    yes: Yes = False,
) -> None:
    """Read a workbook back into the tables."""
    terminal: Terminal = context.obj
    t = terminal.t
    proposal = propose(file, data)
    for title in proposal.others:
        terminal.print(t("The sheet “{sheet}” is no table of the portal; it is left out.", sheet=title))
    terminal.print_findings(proposal.findings)
    if has_errors(proposal.findings):
        terminal.print(t("Nothing was written; correct the workbook first."), "red")
        raise typer.Exit(1)
    if not proposal.changes:
        terminal.print(t("The workbook changes nothing."))
        return
    for change in proposal.changes:
        print_change(change, terminal)
    if not yes and not terminal.confirm(t("Write this into {folder}?", folder=data)):
        terminal.print(t("Nothing was written."))
        return
    for path in write_changes(proposal.changes, data):
        terminal.print(t("Written: {file}", file=path), "green")


def print_change(change: TableChange, terminal: Terminal) -> None:
    """Print what becomes of a table: rows added and removed, and each changed cell with its old and its new text."""
    t, n, name = terminal.t, terminal.n, change.table.name
    terminal.print(f"{read_titles()[name][0]} {name}.csv", "bold")
    for key in change.added:
        terminal.print(f"  + {', '.join(key)}", "green")
    for key in change.removed:
        terminal.print(f"  - {', '.join(key)}", "red")
    empty = t("(empty)")
    for cell in change.cells:
        column = name_column(terminal.words, name, cell.column)
        terminal.print(f"  {', '.join(cell.key)} {column}: {cell.before or empty} → {cell.after or empty}")
    if change.moved:
        terminal.print("  " + t("The rows stand in another order."))
    added = n("{count} row added", "{count} rows added", len(change.added))
    removed = n("{count} row removed", "{count} rows removed", len(change.removed))
    cells = n("{count} cell changed", "{count} cells changed", len(change.cells))
    terminal.print("  " + t("{added}, {removed}, {cells}", added=added, removed=removed, cells=cells), "dim")

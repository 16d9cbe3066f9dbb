"""What an office does: export a workbook, edit it, import it; release its data."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from click.testing import Result
from typer.testing import CliRunner

from generator.changes.reference import assess_folder
from generator.changes.snapshot import render_release_files
from generator.cli import app
from generator.data.tables import read_tables
from generator.exports.records import record_commitments
from generator.releases.freeze import freeze
from generator.releases.release import FOLDER
from generator.workbook.export import write_workbook

Edit = Callable[[openpyxl.Workbook], object]


def workbook_of(folder: Path, edit: Edit | None = None) -> Path:
    """Export a folder, and let someone edit the workbook as an office does."""
    file = folder.parent / f"{folder.name}.xlsx"
    file.write_bytes(write_workbook(read_tables(folder)[0]))
    if edit:
        book = openpyxl.load_workbook(file)
        edit(book)
        book.save(file)
    return file


def imported(file: Path, folder: Path, *options: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["workbook", "import", str(file), "--data", str(folder), *options], input=typed)


def packed_with(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


def command(*arguments: object) -> Result:
    """Run a command within this process: quicker than `portal`, and without its surroundings."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def released(folder: Path, day: str) -> Path:
    """Release a data folder as it stands."""
    progress, _ = assess_folder(folder)
    assert progress is not None
    files = render_release_files(record_commitments(progress))
    return freeze(folder / FOLDER, files, date.fromisoformat(day), progress.as_of, origin="example.gov.cn/p")

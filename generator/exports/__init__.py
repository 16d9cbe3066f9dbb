"""Files for machines, from the same progress as the pages.

`api` holds what programs read, `package` the tables and their description, `spreadsheet` and `archive` the same as
one file, `calendars` the days to come, `catalogue` the entry for data catalogues; `encoding` says how a figure becomes
JSON.
"""

from collections.abc import Iterator

from generator.exports.api import api
from generator.exports.archive import archive
from generator.exports.calendars import calendars
from generator.exports.catalogue import catalogue
from generator.exports.package import package
from generator.exports.spreadsheet import spreadsheet
from generator.progress import Progress


def export(progress: Progress) -> Iterator[tuple[str, str]]:
    """Give the path and the text of every file that follows from the progress alone."""
    yield from api(progress)
    yield from package(progress)
    yield from calendars(progress)


def bundle(progress: Progress) -> dict[str, bytes]:
    """Give the bytes of every file by its path: those of `export`, one workbook and one archive, and the catalogue."""
    files = {path: text.encode() for path, text in export(progress)}
    files["data/portal.xlsx"] = spreadsheet(progress)
    files["data/portal.zip"] = archive(progress, files)
    return files | {path: text.encode() for path, text in catalogue(progress, files)}

"""Everything for programs: the API, the tables, the calendars; the same as one workbook and as one archive."""

import io
from collections.abc import Iterator, Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from generator.exports.api import render_api
from generator.exports.calendars import render_calendars
from generator.exports.catalogue import render_catalogue
from generator.exports.readme import name_method, render_method, render_readme
from generator.exports.records import Records
from generator.exports.spreadsheet import render_spreadsheet
from generator.exports.tables import render_tables
from generator.language.words import Words
from generator.releases.release import INDEX, MANIFEST, SIGNATURE
from generator.status.progress import Progress

ENTRY_TIME = (1980, 1, 1, 0, 0, 0)  # the same for every archive, so that the same data give the same bytes
HELD = ("data/", "api/v1/")
PROOFS = (INDEX, MANIFEST, SIGNATURE)  # of releases: the hash of every file, statuses among them


def render_texts(records: Records) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every file that follows from the records alone."""
    yield from render_api(records)
    yield from render_tables(records.progress)
    yield from render_calendars(records.progress)


def render_bundle(records: Records, released: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the bytes of each file by path: those of `render_texts`, one workbook, one archive and the catalogue.

    `released` are the files of the releases on the site; the archive holds what proves them.
    """
    progress = records.progress
    files = {path: text.encode() for path, text in render_texts(records)}
    files["data/portal.xlsx"] = render_spreadsheet(progress)
    proofs = {path: raw for path, raw in (released or {}).items() if path.rpartition("/")[2] in PROOFS}
    files["data/portal.zip"] = pack_archive(progress, files, proofs)
    return files | {path: text.encode() for path, text in render_catalogue(progress, files)}


def pack_archive(progress: Progress, files: Mapping[str, bytes], proofs: Mapping[str, bytes]) -> bytes:
    """Pack the tables, the API, the workbook, the manifests of releases and the method, in the order of their names."""
    entries = {path: content for path, content in files.items() if path.startswith(HELD)} | dict(proofs)
    for words in map(Words, progress.dataset.portal.languages):
        entries[f"README.{words.lang}.txt"] = render_readme(progress, words, releases=bool(proofs)).encode()
        entries[name_method(words)] = render_method(progress, words).encode()
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for path, content in sorted(entries.items()):
            entry = ZipInfo(path, ENTRY_TIME)
            entry.create_system, entry.compress_type = 0, ZIP_DEFLATED
            packed.writestr(entry, content)
    return out.getvalue()

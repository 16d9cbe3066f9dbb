"""Everything as one archive, with a README that says what it is, when, how to cite it and how statuses are found."""

import io
from collections.abc import Iterator, Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from generator.citation import Work, citations
from generator.markup import plain_text
from generator.progress import Progress
from generator.sentences import status_word
from generator.steps import band_texts
from generator.words import LANGUAGES, Words

ENTRY_TIME = (1980, 1, 1, 0, 0, 0)  # the same for every archive, so that the same data give the same bytes
HELD = ("data/", "api/v1/")


def archive(progress: Progress, files: Mapping[str, bytes]) -> bytes:
    """Pack the tables, the API and the workbook, in the order of their names."""
    entries = {path: content for path, content in files.items() if path.startswith(HELD)}
    entries |= {f"README.{words.lang}.txt": readme(progress, words).encode() for words in map(Words, LANGUAGES)}
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for path, content in sorted(entries.items()):
            entry = ZipInfo(path, ENTRY_TIME)
            entry.create_system, entry.compress_type = 0, ZIP_DEFLATED
            packed.writestr(entry, content)
    return out.getvalue()


def readme(progress: Progress, words: Words) -> str:
    """Tell a stranger what the data are, in one language."""
    portal = progress.dataset.portal
    return plain_text(
        words,
        "readme",
        {
            "title": words.pick(portal, "title"),
            "publisher": words.pick(portal.publisher, "name"),
            "as_of": words.date(progress.as_of),
            "year": portal.year,
            "url": portal.site.url,
            "illustrative": progress.illustrative,
            "license": portal.license,
            "citations": citations(portal, Work(portal.title_zh, portal.title_en, portal.site.url), progress.as_of),
            "bands": list(_bands(words, progress)),
        },
    )


def _bands(words: Words, progress: Progress) -> Iterator[tuple[str, str]]:
    portal = progress.dataset.portal
    for status, text in band_texts(words, portal.status).items():
        yield status_word(words, status, portal.statuses), text

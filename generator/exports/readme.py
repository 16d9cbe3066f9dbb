"""The README of the data: what they are, when, how to cite them and how statuses are found."""

from collections.abc import Iterator

from generator.language.markup import plain_text
from generator.language.words import Words
from generator.status.progress import Progress
from generator.text.citation import Work, citations
from generator.text.statuses import status_word
from generator.text.steps import band_texts


def readme(progress: Progress, words: Words) -> str:
    """Tell a stranger what the data are, in one language."""
    portal = progress.dataset.portal
    work = Work(portal.title_zh, portal.title_en, portal.site.url)
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
            "citations": citations(portal, work, progress.as_of, Words("zh"), Words("en")),
            "bands": list(_bands(words, progress)),
        },
    )


def _bands(words: Words, progress: Progress) -> Iterator[tuple[str, str]]:
    portal = progress.dataset.portal
    for status, text in band_texts(words, portal.status).items():
        yield status_word(words, status, portal.statuses), text

"""The README of the published data: what they are, their date, their citation and the rules of statuses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.data.settings import License
from generator.language.templates import load_templates, render
from generator.language.words import Words
from generator.status.progress import Progress
from generator.text.citation import Citation, Work, cite
from generator.text.statuses import name_status
from generator.text.steps import write_bands


@dataclass(frozen=True, slots=True)
class Band:
    """A band of the gap."""

    status: str  # the name of the status that it gives
    text: str  # its edges


@dataclass(frozen=True, slots=True)
class ReadmeContext:
    """The README of the data in one language."""

    template: ClassVar[str] = "readme.txt.j2"
    title: str  # of the portal
    publisher: str  # the name of the publisher; "" where it is not known
    as_of: str  # the end of the reporting period
    url: str  # the address of the portal; "" where it is not known
    illustrative: bool  # whether any figure is not real
    license: License  # its name is "" where it is not decided
    citations: tuple[Citation, ...]  # of the data as a whole
    bands: tuple[Band, ...]  # the bands in force


def render_readme(progress: Progress, words: Words) -> str:
    """Return the README in one language."""
    portal = progress.dataset.portal
    work = Work(portal.title_zh, portal.title_en, portal.site.url)
    context = ReadmeContext(
        title=words.pick(portal, "title"),
        publisher=words.pick(portal.publisher, "name"),
        as_of=words.date(progress.as_of),
        url=portal.site.url,
        illustrative=progress.illustrative,
        license=portal.license,
        citations=cite(portal, work, progress.as_of, Words("zh"), Words("en")),
        bands=tuple(_list_bands(words, progress)),
    )
    return render(load_templates(words), context)


def _list_bands(words: Words, progress: Progress) -> Iterator[Band]:
    portal = progress.dataset.portal
    for status, text in write_bands(words, portal.status).items():
        yield Band(name_status(words, status, portal.statuses), text)

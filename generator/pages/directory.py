"""The disclosure directory (信息公开目录): every item with its index number, summary and date."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator import addresses
from generator.pages.head import DIRECTORY
from generator.pages.paging import GroupSlice
from generator.pages.site import Page, Site
from generator.text.rows import Link, Text


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """An item of the directory."""

    number: str  # the index number
    link: Link  # to its page
    answer: str  # its summary in one sentence
    day: str  # the day of its publication; "" where it is not known


@dataclass(frozen=True, slots=True)
class DirectoryContext:
    """The disclosure directory."""

    template: ClassVar[str] = "directory.md.j2"
    coded: bool  # whether the credit code of the publisher is known
    groups: tuple[GroupSlice[str, DirectoryRow], ...]  # the items on this page, in one group


def make_directory_pages(site: Site) -> Iterator[Page]:
    """Yield the pages of the directory."""
    coded = bool(site.progress.dataset.portal.publisher.credit_code)
    yield from site.list_pages(
        addresses.DIRECTORY,
        site.make_head(column=DIRECTORY),
        Text(site.words.t("Disclosure directory")),
        [("", _list_rows(site))],
        lambda page: DirectoryContext(coded, page.groups),
    )


def _list_rows(site: Site) -> list[DirectoryRow]:
    views, rows = site.views, []
    for key, assessment in site.progress.assessments.items():
        row, day = views.rows[key], views.day(site.find_published_on([assessment]))
        rows.append(DirectoryRow(site.numbers[key], row.link, row.answer, day))
    return rows

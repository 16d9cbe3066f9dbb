"""Paging: a list longer than a page goes on on further ones, so that no page grows with the portal.

The first page keeps its address; the others stand below it, as `growth/page/2/`. The word between keeps them apart from
a unit or place whose identifier is a number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

ROWS_PER_PAGE = 200  # on a page; about 20 kB of a list over the network

Head = TypeVar("Head")
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class GroupSlice(Generic[Head, Row]):
    """The rows of a group that stand on one page."""

    head: Head  # the title of the group, or what it is made from
    rows: tuple[Row, ...]  # those on this page
    total: int  # how many rows the whole group has
    continued: bool  # whether the group begins on an earlier page

    @property
    def whole(self) -> bool:
        """Whether the whole group stands on this page."""
        return len(self.rows) == self.total


@dataclass(frozen=True, slots=True)
class GroupStart(Generic[Head]):
    """The page on which a group begins."""

    head: Head  # that of the group
    total: int  # how many rows the group has
    path: str  # of the page, from the root of the language


@dataclass(frozen=True, slots=True)
class PageSlice(Generic[Head, Row]):
    """The part of a list that stands on one page."""

    number: int  # of the page, from 1
    groups: tuple[GroupSlice[Head, Row], ...]  # in their order
    starts: tuple[GroupStart[Head], ...]  # of all groups of the list


@dataclass(frozen=True, slots=True)
class Position:
    """The position of a page among the pages of its list."""

    number: int  # of the page, from 1
    count: int  # how many pages there are
    total: int  # how many rows they hold in all
    path: str  # of the first page, from the root of the language

    @property
    def near(self) -> list[int | None]:
        """The numbers of the pages to link: the first, the last and the nearest; None where some are left out."""
        wanted = [n for n in range(1, self.count + 1) if n in (1, self.count) or abs(n - self.number) <= 2]
        listed: list[int | None] = []
        for number in wanted:
            if listed and number - (listed[-1] or 0) > 1:
                listed.append(None)
            listed.append(number)
        return listed

    @property
    def last(self) -> bool:
        """Whether no page follows."""
        return self.number == self.count

    @property
    def before(self) -> str:
        """The path of the page before."""
        return self.path_of(self.number - 1)

    @property
    def after(self) -> str:
        """The path of the page after."""
        return self.path_of(self.number + 1)

    def path_of(self, number: int) -> str:
        """Return the path of a page of the list."""
        return page_path(self.path, number)


def page_path(path: str, number: int) -> str:
    """Return the path of a page of a list by its number."""
    return path if number == 1 else f"{path}page/{number}/"


def cut(groups: Iterable[tuple[Head, Sequence[Row]]], rows_per_page: int) -> list[list[GroupSlice[Head, Row]]]:
    """Cut groups of rows into pages, in their order; a group goes on where a page is full.

    Without rows there is one page, which is empty.
    """
    pages: list[list[GroupSlice[Head, Row]]] = [[]]
    room = rows_per_page
    for head, rows in groups:
        start = 0
        while start < len(rows):
            if not room:
                pages.append([])
                room = rows_per_page
            taken = tuple(rows[start : start + room])
            pages[-1].append(GroupSlice(head, taken, len(rows), continued=start > 0))
            start, room = start + len(taken), room - len(taken)
    return pages


def find_starts(path: str, pages: Sequence[Sequence[GroupSlice[Head, Row]]]) -> tuple[GroupStart[Head], ...]:
    """Return the page on which each group begins; `path` is that of the first page."""
    return tuple(
        GroupStart(part.head, part.total, page_path(path, number))
        for number, page in enumerate(pages, 1)
        for part in page
        if not part.continued
    )

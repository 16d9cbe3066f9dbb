"""Paging: a list longer than a page goes on on further ones, so that no page grows with the portal.

The first page keeps its address; the others stand below it, as `growth/page/2/`. The word between keeps them apart from
a unit or place whose identifier is a number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

ROWS_PER_PAGE = 200  # on a page; about 20 kB of a list over the network

Head = TypeVar("Head")
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Part(Generic[Head, Entry]):
    """The rows of a group that stand on one page; `total` counts those of the whole group."""

    head: Head
    rows: Sequence[Entry]
    total: int
    continued: bool

    @property
    def whole(self) -> bool:
        """Whether the whole group stands on this page."""
        return len(self.rows) == self.total


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands among those of its list: its number, how many there are, how many rows they hold in all."""

    number: int
    count: int
    total: int
    path: str  # of the first page

    @property
    def near(self) -> list[int | None]:
        """Return the numbers of the pages to link: the first, the last and the nearest; None where some are left out."""
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
        """Return the path of the page before."""
        return self.path_of(self.number - 1)

    @property
    def after(self) -> str:
        """Return the path of the page after."""
        return self.path_of(self.number + 1)

    def path_of(self, number: int) -> str:
        """Return the path of a page of the list."""
        return page_path(self.path, number)


def page_path(path: str, number: int) -> str:
    """Return the path of a page of a list by its number."""
    return path if number == 1 else f"{path}page/{number}/"


def cut(groups: Iterable[tuple[Head, Sequence[Entry]]], rows_per_page: int) -> list[list[Part[Head, Entry]]]:
    """Lay groups of rows out on pages in their order; a group goes on where a page is full.

    Without rows there is one page all the same.
    """
    pages: list[list[Part[Head, Entry]]] = [[]]
    room = rows_per_page
    for head, rows in groups:
        start = 0
        while start < len(rows):
            if not room:
                pages.append([])
                room = rows_per_page
            taken = rows[start : start + room]
            pages[-1].append(Part(head, taken, len(rows), continued=start > 0))
            start, room = start + len(taken), room - len(taken)
    return pages


def beginnings(path: str, pages: Sequence[Sequence[Part[Head, Entry]]]) -> list[tuple[Part[Head, Entry], str]]:
    """Return the first part of each group with the path of the page on which it stands."""
    numbered = enumerate(pages, 1)
    return [(part, page_path(path, number)) for number, page in numbered for part in page if not part.continued]

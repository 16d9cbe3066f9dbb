"""Lines: changes in words, as data for pages, the terminal and the sign-off sheet."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.text.rows import Badge, Text

NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class Line:
    """One change; where it is of a status, badges stand beside the texts."""

    css: str  # the class of its kind
    label: Text  # what changed of the commitment
    word: str  # the name of its kind
    old: Text = NOTHING  # before
    new: Text = NOTHING  # after
    reason: Text = NOTHING  # the reason given or found; "" where there is none
    old_badge: Badge | None = None  # the status before
    new_badge: Badge | None = None  # the status after


@dataclass(frozen=True, slots=True)
class Item:
    """A change with its commitment."""

    commitment_id: str  # "" where the change is of no commitment
    title: Text  # of the commitment
    line: Line  # the change


@dataclass(frozen=True, slots=True)
class SectionHead:
    """The head of a table of changes of one kind, with the columns that hold anything."""

    key: str  # the identifier of the kind, also in stylesheets
    title: str  # the name of the kind
    labelled: bool  # whether there is a column for what changed of the commitment
    before: bool  # whether there is a column for what was before
    after: bool  # whether there is a column for what is now
    worded: bool  # whether there is a column for the name of the change and its reason


@dataclass(frozen=True, slots=True)
class Section:
    """All changes of one kind."""

    head: SectionHead  # its title and columns
    items: tuple[Item, ...]  # the changes


def make_section(key: str, title: str, items: Iterable[Item]) -> Section:
    """Return the section of a kind of change, with the columns that its items need."""
    listed = tuple(items)
    lines = [item.line for item in listed]
    several = len({line.word for line in lines}) > 1
    head = SectionHead(
        key,
        title,
        labelled=key not in ("life", "targets", "statuses"),
        before=any(line.old.text for line in lines),
        after=any(line.new.text for line in lines),
        worded=key in ("life", "mended") or several or any(line.reason.text for line in lines),
    )
    return Section(head, listed)

"""Lines: how a change is told, for pages, the terminal and the sign-off sheet alike.

A line has what changed, the old and the new text, what kind of change it is, and why; an item is a line about a
commitment, a section all items of one kind.
"""

from dataclasses import dataclass

from generator.text.rows import Badge, Text

NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changed; a badge stands in the place of a text where it is a status."""

    css: str
    label: Text
    word: str
    old: Text = NOTHING
    new: Text = NOTHING
    reason: Text = NOTHING
    old_badge: Badge | None = None
    new_badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A line with the commitment it is about, or none."""

    commitment_id: str
    title: Text
    line: Line


@dataclass(frozen=True, slots=True)
class Section:
    """What changed of one kind; the properties tell which columns of its table hold anything worth a column."""

    key: str
    title: str
    items: tuple[Item, ...]

    @property
    def labelled(self) -> bool:
        """Whether it takes a label to tell what changed of a commitment."""
        return self.key not in ("life", "targets", "statuses")

    @property
    def before(self) -> bool:
        """Whether there was anything before."""
        return any(item.line.old.text for item in self.items)

    @property
    def after(self) -> bool:
        """Whether there is anything now."""
        return any(item.line.new.text for item in self.items)

    @property
    def worded(self) -> bool:
        """Whether the kind of change, or a reason, has to be told."""
        told = {item.line.word for item in self.items}
        return self.key in ("life", "mended") or len(told) > 1 or any(item.line.reason.text for item in self.items)

"""Messages: what is to be said, as plain data that a language puts into words later.

A message can be compared, pickled and sent to another process; a string cannot be put into a second language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from generator.language.words import Words
from generator.model import Period


class Sayable(Protocol):
    """Anything that can be put into the words of a language."""

    def text(self, words: Words) -> str:
        """Return it in words."""


Part = str | int | Decimal | date | Period | Sayable


def write_part(words: Words, part: Part) -> str:
    """Return a part in words: a string as it stands, a figure, a day or a period as the language writes it."""
    match part:
        case str():
            return part
        case int() | Decimal():
            return words.number(Decimal(part))
        case date():
            return words.date(part)
        case Period():
            return words.period(part)
    return part.text(words)


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the catalogue, and the parts that fill its `{names}`."""

    message: str
    parts: Mapping[str, Part] = field(default_factory=dict)

    def text(self, words: Words) -> str:
        """Return the message in words, its parts filled in."""
        return words.t(self.message, **{name: write_part(words, part) for name, part in self.parts.items()})


@dataclass(frozen=True, slots=True)
class Counted:
    """A message in the number that fits `count`, which fills `{count}`."""

    one: str
    many: str
    count: int

    def text(self, words: Words) -> str:
        """Return the message in words."""
        return words.n(self.one, self.many, self.count)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in both languages; the Chinese stands where there is no English."""

    text_zh: str
    text_en: str = ""

    def text(self, words: Words) -> str:
        """Return the text of the language."""
        return words.pick(self, "text")


@dataclass(frozen=True, slots=True)
class Percent:
    """A share (0 to 1) in percent, rounded to some decimals."""

    share: Fraction
    decimals: int = 1

    def text(self, words: Words) -> str:
        """Return the percentage."""
        return words.percent(self.share, self.decimals)


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts one after the other with something between them, which may be a message itself."""

    parts: tuple[Part, ...]
    between: Part = ""

    def text(self, words: Words) -> str:
        """Return the parts in words."""
        return write_part(words, self.between).join(write_part(words, part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Sentences:
    """Whole sentences one after the other, as the language sets them."""

    parts: tuple[Sayable, ...] = ()

    def text(self, words: Words) -> str:
        """Return the sentences."""
        return words.sentences(part.text(words) for part in self.parts)


SEMICOLON = Message("; ")


def make_bilingual(thing: object, name: str) -> Bilingual:
    """Return a bilingual field of a record as data."""
    return Bilingual(getattr(thing, f"{name}_zh"), getattr(thing, f"{name}_en"))

"""Rows: what the templates are given, in words, with nothing left to compute."""

from dataclasses import dataclass

from generator.model import Status
from generator.status.assess import Assessment
from generator.status.progress import Tally


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and its language where it is not the page's own."""

    text: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Badge:
    """A status as it is shown: word, shape and class."""

    status: Status
    word: str
    css: str
    shape: str


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the portal: its title and its path from the language's root."""

    title: Text
    path: str


@dataclass(frozen=True, slots=True)
class Row:
    """A commitment in a list."""

    commitment_id: str
    path: str
    title: Text
    badge: Badge
    answer: str
    share: str
    expected: str
    gap: str
    target: str
    period: str
    due: str
    kind: str
    leader: str
    lead: Link | None
    support: tuple[Link, ...]
    place: Link | None
    bullet: str  # the id of its figure, or nothing
    reported: bool  # the status is what the unit reports, not computed
    illustrative: bool
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class PointRow:
    """One observation in the table beside the chart."""

    period: str
    value: str
    share: str
    expected: str
    gap: str
    status: str
    note: Text


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One milestone in the list."""

    stage: Text
    planned: str
    achieved: str
    state: str
    css: str


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """What a unit reported."""

    day: str
    iso: str
    progress: Text
    problems: Text
    next_steps: Text
    badge: Badge | None
    unit: Link | None
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many commitments have a status."""

    badge: Badge
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts with their denominators, put into words."""

    tally: Tally
    counts: tuple[Count, ...]
    measured: str
    rest: str
    figure_id: str

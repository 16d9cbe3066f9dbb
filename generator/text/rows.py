"""Rows: the parts that the contexts of several pages share, in words, with nothing left to compute."""

from dataclasses import dataclass

from generator.language.words import Words
from generator.status.progress import Tally


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and its language where it is not that of the page."""

    text: str  # plain, with the links and emphasis of a cell
    lang: str | None = None  # the name of its language in HTML; None is the language of the page


@dataclass(frozen=True, slots=True)
class Badge:
    """A status as it is shown: word, shape and class."""

    word: str  # the name of the status
    css: str  # the name of the status in stylesheets
    shape: str  # the path of its outline in SVG, in a box of 16 by 16


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the portal."""

    title: Text  # the text of the link
    path: str  # from the root of the language


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A commitment in a list."""

    commitment_id: str  # as the office writes it
    path: str  # of its page
    title: Text  # what was promised, in short
    badge: Badge  # its status
    answer: str  # how it stands, in one sentence
    share: str  # the share done, the milestones achieved, or the value of an indicator
    expected: str  # the share that the schedule asks for; "" where there is none
    gap: str  # in percentage points, with their name; "" where there is none
    target: str  # the target in force with its comparator, or why there is none
    period: str  # of the latest value; "" where there is none
    due: str  # the due date
    kind: str  # the name of its kind
    leader: str  # the district leader in charge; "" where none is given
    lead: Link | None  # the lead unit
    support: tuple[Link, ...]  # the supporting units
    place: Link | None  # the town or park that it is about
    bullet: str  # the identifier of its bullet; "" where it has none
    reported: bool  # whether the status is what the unit reports, not computed
    illustrative: bool  # whether any of its figures is not real
    stale: str  # how old what its status rests on is; "" where it is recent enough

    @property
    def link(self) -> Link:
        """The link to its page."""
        return Link(self.title, self.path)


@dataclass(frozen=True, slots=True)
class PointRow:
    """One observation in the table beside the chart."""

    period: str  # the reference period
    value: str  # accumulated where increments are given, or why there is none
    share: str  # of the target; "" where there is none
    expected: str  # the share that the schedule asks for; "" where there is none
    gap: str  # in percentage points; "" where there is none
    status: str  # whether the figure is final
    note: Text  # what the office says of the figure
    breaks: bool  # whether it cannot be compared with what came before


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One milestone in the list."""

    stage: Text  # its name
    planned: str  # the day planned
    achieved: str  # the day achieved; "" where it is not
    state: str  # how it stands: done, late, overdue or not due yet
    css: str  # the class of its state


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """One update of a unit."""

    day: str  # the day of publication, in words
    iso: str  # the same day, for machines
    progress: Text  # what has been done
    problems: Text  # what stands in the way
    next_steps: Text  # what will be done next
    badge: Badge | None  # the status that the unit reports
    commitment: Link | None = None  # the commitment, where the list is of several


@dataclass(frozen=True, slots=True)
class Count:
    """The number of commitments with a status."""

    badge: Badge  # the status
    count: int  # how many have it
    reported: int  # of these, those whose unit says so itself


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """Commitments counted by status, with the bar that shows the same."""

    figure_id: str  # the identifier of the bar
    counts: tuple[Count, ...]  # in the order of the statuses, without those that nothing has


@dataclass(frozen=True, slots=True)
class Summary:
    """Commitments counted with their denominators."""

    tally: Tally  # the numbers
    statuses: StatusCounts  # all of them by status
    measured: str  # a sentence: how many can be judged, and how many of these are on track
    rest: str  # a sentence on the others; "" where there are none


def pick_text(words: Words, thing: object, name: str) -> Text:
    """Return a bilingual field of a record with its language."""
    return Text(words.pick(thing, name), words.lang_of(thing, name))

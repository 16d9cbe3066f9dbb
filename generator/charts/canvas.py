"""The canvas of all figures: the axis of the plan year, the colours of statuses, and texts as rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unicodedata import east_asian_width

from generator.charts.drawing.colors import FONT, INK, WIDTH, Color
from generator.language.message import Sayable
from generator.language.words import Words
from generator.model import Commitment, Observation, Status
from generator.status.progress import Progress
from generator.status.schedule import ONE_DAY, count_months
from generator.status.verdict import Assessment
from generator.text.statuses import make_class_name

LATIN = 7  # px, a letter of the Latin alphabet as drawn, rather wide
MARGIN = 20  # px, at both sides of a line together
Changed = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Axis:
    """The axis of time of a chart: it runs from 0 to 12 over the years from `first` on."""

    first: int
    years: int = 1

    def x(self, day: date) -> float:
        """Return the position of the end of a day."""
        return float((count_months(day) - count_months(date(self.first, 1, 1) - ONE_DAY)) / self.years)

    def clip(self, day: date) -> float:
        """Return the position of a day, or the nearest end of the axis where it is outside."""
        return min(max(self.x(day), 0.0), 12.0)

    def list_ends(self) -> list[date]:
        """Return the day before the axis begins, and the last day of each month."""
        months = range(12 * self.years + 1)
        return [date(self.first + n // 12, n % 12 + 1, 1) - ONE_DAY for n in months]

    def name_years(self) -> list[dict[str, Any]]:
        """Return the rows of the years where there are several: where each ends, and its name in the middle."""
        width = 12 / self.years
        names = (
            {"edge": width * (n + 1), "x": width * (n + 0.5), "text": str(self.first + n)} for n in range(self.years)
        )
        return list(names) if self.years > 1 else []


@dataclass(frozen=True)
class Canvas:
    """The data and the colours of all figures of a portal.

    `colors` are the theme's by name; `changed` holds the periods of each commitment whose published figure was changed.
    """

    progress: Progress
    colors: Mapping[str, Color]
    changed: Changed = field(default_factory=dict)

    def color(self, status: Status) -> str:
        """Return the colour of a status, in its light form."""
        return self.colors[make_class_name(status)].light

    @property
    def axis(self) -> Axis:
        """The axis of the plan year."""
        return Axis(self.progress.dataset.portal.year)

    def span(self, commitment: Commitment) -> Axis:
        """Return the axis of a commitment: the plan year, or all the years that it runs."""
        first, last = commitment.starts_on.year, max(commitment.due_on.year, self.axis.first)
        return Axis(first, last - first + 1) if first < last and first <= self.axis.first else self.axis

    def x(self, day: date) -> float:
        """Return the position of the end of a day on the axis of months: 0 to 12 within the plan year."""
        return self.axis.x(day)

    def clip(self, day: date) -> float:
        """Return the position of a day, or the nearest end of the axis where it is outside the plan year."""
        return self.axis.clip(day)

    def now(self) -> list[dict[str, Any]]:
        """Return the row of the as-of date; none where it is outside the plan year."""
        x = self.x(self.progress.as_of)
        return [{"x": x}] if 0 <= x <= 12 else []

    def is_changed(self, assessment: Assessment, observation: Observation) -> bool:
        """Return whether a figure was corrected or revised after its first publication."""
        return observation.period.text in self.changed.get(assessment.commitment.commitment_id, ())


def label(
    token: str,
    x: float,
    y: float,
    align: str = "left",
    dx: int = 0,
    dy: int = 0,
    color: str = INK,
    weight: str = "normal",
) -> dict[str, Any]:
    """Return the row of a text; a token stands for the words until the drawing is rendered."""
    text = f"{{{token}}}"
    return {"x": x, "y": y, "text": text, "align": align, "dx": dx, "dy": dy, "color": color, "fontWeight": weight}


def fit_text(text: str) -> str:
    """Cut a text to one line of a drawing; the title of the mark and the table beside the drawing have all of it."""
    left = WIDTH - MARGIN
    for index, sign in enumerate(text):
        left -= FONT if east_asian_width(sign) in "WF" else LATIN
        if left < 0:
            return text[: index - 1].rstrip() + "…"
    return text


@dataclass(frozen=True, slots=True)
class FittedText:
    """A text cut to one line of a drawing, as data."""

    whole: Sayable

    def text(self, words: Words) -> str:
        """Return as much of the text as fits."""
        return fit_text(self.whole.text(words))

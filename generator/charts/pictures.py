"""The pictures that stand beside a shared link: a status, its figure and a bar, without a word of any language.

One picture serves both languages, and needs no Chinese font where the site is built. Equal pictures are drawn once.
"""

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.charts.drawing.client import DrawingClient, picture
from generator.charts.drawing.colors import Color
from generator.language.markup import environment
from generator.language.words import Words
from generator.model import Status
from generator.status.assess import Assessment
from generator.status.progress import Progress, tally
from generator.text.statuses import STATUS_SHAPES, class_name

WORDS = Words("en")  # digits and percent signs are the same in both languages
WIDTH = 510  # px of the bar, in a picture of 600 by 315


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: where it begins, how wide it is, its colour. In px."""

    x: float
    width: float
    color: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture shows: a large text, a shape on a colour, a bar in parts, and a mark where it should stand."""

    text: str
    color: str
    shape: str
    parts: tuple[Segment, ...]
    expected: float | None = None


class PendingPictures:
    """The PNG of the home page, of each pillar and of each commitment, being drawn while other work goes on."""

    def __init__(self, progress: Progress, colors: Mapping[str, Color], client: DrawingClient) -> None:
        """Begin to draw them.

        A shared link names its picture by a whole address: a portal that does not know its own has none.
        """
        template = environment(WORDS).get_template("share.svg.j2")
        shown = cards(progress, colors) if progress.dataset.portal.site.url else ()
        self._requests = {path: picture(template.render(card=card)) for path, card in shown}
        self._drawings = client.begin(self._requests.values())
        self.drawn = len(self._drawings)  # how many were not in the cache

    def finish(self, tick: Callable[[], object] = lambda: None) -> dict[str, bytes]:
        """Return each by its path; `tick` is called for each that was drawn."""
        answers = self._drawings.finish(tick)
        return {path: base64.b64decode(answers[request]) for path, request in self._requests.items()}


def cards(progress: Progress, colors: Mapping[str, Color]) -> Iterator[tuple[str, Card]]:
    """Yield what each picture shows, by its path from the site's root."""
    everything = list(progress.assessments.values())
    yield "share/home.png", counted(everything, colors)
    for pillar in progress.dataset.pillars:
        members = progress.of(pillar_id=pillar.pillar_id)
        if members:
            yield f"share/pillars/{pillar.pillar_id.lower()}.png", counted(members, colors)
    for assessment in everything:
        yield picture_path(assessment), card(assessment, colors)


def picture_path(assessment: Assessment) -> str:
    """Return the name of the picture of a commitment, by its path from the site's root."""
    return f"share/commitments/{assessment.commitment.commitment_id.lower()}.png"


def counted(assessments: Iterable[Assessment], colors: Mapping[str, Color]) -> Card:
    """Show how many of those that can be judged are on track, and all by their status."""
    counts = tally(assessments)
    parts, done = [], 0
    for status, count in counts.by_status.items():
        color = colors[class_name(status)].light
        parts.append(Segment(round(WIDTH * done / counts.total, 1), round(WIDTH * count / counts.total - 2, 1), color))
        done += count
    text = f"{counts.good} / {counts.measured}"
    return Card(text, colors[class_name(Status.MET)].light, STATUS_SHAPES[Status.MET], tuple(parts))


def card(assessment: Assessment, colors: Mapping[str, Color]) -> Card:
    """Show the status of a commitment, with its share against the expected one where there is a way to a target."""
    verdict = assessment.verdict
    color = colors[class_name(assessment.status)].light
    shape = STATUS_SHAPES[assessment.status]
    if verdict.share is None or not assessment.has_bar:
        return Card("", color, shape, (Segment(0, WIDTH, color),))
    done = round(min(max(float(verdict.share), 0.0), 1.0) * WIDTH)
    parts = (Segment(0, WIDTH, colors["rule"].light), Segment(0, done, color))
    expected = None if verdict.expected is None else round(float(verdict.expected) * WIDTH)
    return Card(WORDS.percent(verdict.share), color, shape, parts, expected)

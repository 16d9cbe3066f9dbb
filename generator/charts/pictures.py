"""The pictures of shared links: a status, its figure and a bar, without words.

One picture serves all languages, and needs no Chinese font where the site is built. Equal pictures are drawn once.
"""

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from generator.addresses import SHARE
from generator.charts.drawing.client import DrawingClient, make_picture_request
from generator.charts.drawing.colors import Color
from generator.charts.hatch import split_counts
from generator.language.templates import load_templates, render
from generator.language.words import Words
from generator.model import Status
from generator.status.progress import Progress, tally
from generator.status.verdict import Assessment
from generator.text.statuses import STATUS_SHAPES, make_class_name

HOME_PICTURE = f"{SHARE}home.png"
WIDTH = 510  # px of the bar, in a picture of 600 by 315


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar."""

    x: float  # its left edge in px
    width: float  # in px
    color: str  # as a hex code


@dataclass(frozen=True, slots=True)
class PictureContext:
    """A picture: a large text, a shape on a colour, and a bar."""

    template: ClassVar[str] = "share.svg.j2"
    text: str  # a figure; "" where there is none
    color: str  # of the status, as a hex code
    shape: str  # of the status, as the path of an outline
    parts: tuple[Segment, ...]  # of the bar
    expected: float | None = None  # where the schedule asks the bar to be, in px


class PendingPictures:
    """The PNG files of the home page, of each pillar and of each commitment, drawn while other work goes on."""

    def __init__(self, progress: Progress, colors: Mapping[str, Color], client: DrawingClient) -> None:
        """Begin to draw.

        A shared link names its picture by a whole address, so a portal without an address has no pictures.
        """
        words = Words("en")  # digits and percent signs are the same in all languages
        templates = load_templates(words)
        planned = plan_pictures(progress, colors, words) if progress.dataset.portal.site.url else ()
        self._requests = {path: make_picture_request(render(templates, context)) for path, context in planned}
        self._drawings = client.begin(self._requests.values())
        self.drawn = len(self._drawings)  # how many were not in the cache

    def finish(self, tick: Callable[[], object] = lambda: None) -> dict[str, bytes]:
        """Return the pictures by path; `tick` is called for each that was drawn."""
        answers = self._drawings.finish(tick)
        return {path: base64.b64decode(answers[request]) for path, request in self._requests.items()}


def plan_pictures(
    progress: Progress, colors: Mapping[str, Color], words: Words
) -> Iterator[tuple[str, PictureContext]]:
    """Yield the path from the site's root and the context of each picture."""
    everything = list(progress.assessments.values())
    yield HOME_PICTURE, _plan_counts(everything, colors)
    for pillar in progress.dataset.pillars:
        members = progress.of(pillar_id=pillar.pillar_id)
        if progress.ever(pillar_id=pillar.pillar_id):
            yield pillar_picture_path(pillar.pillar_id), _plan_counts(members, colors)
    for assessment in (a for own in progress.years for a in own.assessments.values()):
        key = assessment.commitment.commitment_id
        yield commitment_picture_path(key), _plan_commitment(assessment, colors, words)


def pillar_picture_path(pillar_id: str) -> str:
    """Return the path of the picture of a pillar from the site's root."""
    return f"{SHARE}pillars/{pillar_id.lower()}.png"


def commitment_picture_path(commitment_id: str) -> str:
    """Return the path of the picture of a commitment from the site's root."""
    return f"{SHARE}commitments/{commitment_id.lower()}.png"


def _plan_counts(assessments: Iterable[Assessment], colors: Mapping[str, Color]) -> PictureContext:
    """Plan the number on track of those that can be judged, and a bar of all by status."""
    counts = tally(assessments)
    parts, done = [], 0
    for status, count in counts.by_status.items():
        color = colors[make_class_name(status)].light
        hatched, left = counts.reported_by_status.get(status, 0), WIDTH * done / counts.total
        for x, x2 in split_counts(count - hatched, hatched, left, left + WIDTH * count / counts.total - 2):
            parts.append(Segment(round(x, 1), round(x2 - x, 1), color))
        done += count
    text = f"{counts.good} / {counts.computed}"
    return PictureContext(text, colors[make_class_name(Status.MET)].light, STATUS_SHAPES[Status.MET], tuple(parts))


def _plan_commitment(assessment: Assessment, colors: Mapping[str, Color], words: Words) -> PictureContext:
    """Plan the status of a commitment, with its share against the expected one where it has both."""
    verdict = assessment.verdict
    color = colors[make_class_name(assessment.status)].light
    shape = STATUS_SHAPES[assessment.status]
    if verdict.share is None or not assessment.has_bar:
        return PictureContext("", color, shape, (Segment(0, WIDTH, color),))
    done = round(min(max(float(verdict.share), 0.0), 1.0) * WIDTH)
    parts = (Segment(0, WIDTH, colors["rule"].light), Segment(0, done, color))
    expected = None if verdict.expected is None else round(float(verdict.expected) * WIDTH)
    return PictureContext(words.percent(verdict.share), color, shape, parts, expected)

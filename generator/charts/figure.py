"""Figures: each drawn once, to be rendered in each language."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import escape

from generator.charts.drawing.client import DrawingClient, make_chart_request
from generator.charts.drawing.colors import Color
from generator.language.message import Sayable, Sentences
from generator.language.words import Words

Rows = dict[str, list[dict[str, Any]]]
Texts = Mapping[str, Sayable]
NO_CAPTION = Sentences()
TOKEN = re.compile(r"\{(\w[\w.+-]*)\}")


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart to draw, as data."""

    figure_id: str
    form: str  # one of `FORMS`
    rows: Rows  # by the name of the dataset in the form
    height: int | None = None  # in px, where the form leaves it open
    texts: Texts = field(default_factory=dict)  # by the name of the token that each replaces
    caption: Sayable = NO_CAPTION


class DrawnFigures:
    """Figures with their drawings."""

    def __init__(self, figures: Iterable[Figure], svgs: Iterable[str]) -> None:
        """Take figures and their drawings, in the same order."""
        self._drawn = {figure.figure_id: (figure, svg) for figure, svg in zip(figures, svgs, strict=True)}

    def __contains__(self, figure_id: str) -> bool:
        """Return whether there is such a figure."""
        return figure_id in self._drawn

    def caption(self, figure_id: str, words: Words) -> str:
        """Return the caption of a figure: how it is read."""
        figure, _ = self._drawn[figure_id]
        return figure.caption.text(words)

    def render(self, figure_id: str, words: Words, attributes: str) -> str:
        """Return the SVG in one language; `attributes` are those of its element, escaped by the caller."""
        figure, svg = self._drawn[figure_id]
        own = {
            "attributes": attributes,
            "id": figure_id,
            **{name: text.text(words) for name, text in figure.texts.items()},
        }

        def replace_token(match: re.Match[str]) -> str:
            name = match[1]
            if name in own:
                text = own[name]
                return text if name == "attributes" else str(escape(text))
            if name[0] == "m":
                return words.short_month(date(2000, int(name[1:]), 1))
            return words.tick(Decimal(str(float(name[1:]))))

        return TOKEN.sub(replace_token, svg)


class PendingFigures:
    """Several groups of figures, drawn while other work goes on."""

    def __init__(self, groups: Sequence[Sequence[Figure]], colors: Mapping[str, Color], client: DrawingClient) -> None:
        """Begin to draw."""
        names = {color.light: name for name, color in colors.items()}
        self._groups = groups
        self._requests = [[make_chart_request(f.form, f.rows, f.height, names) for f in group] for group in groups]
        self._drawings = client.begin(request for part in self._requests for request in part)
        self.drawn = len(self._drawings)  # how many were not in the cache

    def finish(self, tick: Callable[[], object] = lambda: None) -> list[DrawnFigures]:
        """Return the drawn figures of each group; `tick` is called for each chart that was drawn.

        Raises:
            DrawingError: a drawing process stopped.
        """
        svgs = self._drawings.finish(tick)
        shown = zip(self._groups, self._requests, strict=True)
        return [DrawnFigures(group, (svgs[request] for request in part)) for group, part in shown]

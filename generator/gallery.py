"""The gallery: every figure of a portal drawn once, ready to be put into the words of each language."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import escape

from generator.cache import Cache
from generator.drawing import Studio, chart
from generator.theme import Color
from generator.words import Words

Rows = dict[str, list[dict[str, Any]]]
Texts = Callable[[Words], Mapping[str, str]]
TOKEN = re.compile("⟪(.*?)⟫")


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart to draw: its form, rows, height where the form leaves it open, and its words."""

    figure_id: str
    form: str
    rows: Rows
    height: int | None = None
    texts: Texts = lambda words: {}


class Gallery:
    """All figures drawn, ready to be put into words. Colours are the theme's, in their light form.

    `drawn` counts the drawings that were not in the cache.
    """

    def __init__(
        self,
        figures: Iterable[Figure],
        colors: Mapping[str, Color],
        studio: Studio,
        cache: Cache,
        tick: Callable[[], object] = lambda: None,
    ) -> None:
        """Draw the figures; `tick` is called once for each that is drawn anew."""
        names = {color.light: name for name, color in colors.items()}
        requests = [(figure, chart(figure.form, figure.rows, figure.height, names)) for figure in figures]
        svgs, self.drawn = studio.draw((request for _, request in requests), cache, tick)
        self._drawn = {figure.figure_id: (figure, svgs[request]) for figure, request in requests}

    def __contains__(self, figure_id: str) -> bool:
        """Tell whether there is such a figure."""
        return figure_id in self._drawn

    def render(self, figure_id: str, words: Words, attributes: str) -> str:
        """Give the SVG in one language, with the attributes of its element (escaped by the caller)."""
        figure, svg = self._drawn[figure_id]
        own = {"attributes": attributes, "id": figure_id, **figure.texts(words)}

        def word(match: re.Match[str]) -> str:
            name = match[1]
            if name in own:
                text = own[name]
                return text if name == "attributes" else str(escape(text))
            if name[0] == "m":
                return words.short_month(date(2000, int(name[1:]), 1))
            return words.number(Decimal(str(float(name[1:]))).normalize()).replace("E+", "e")

        return TOKEN.sub(word, svg)

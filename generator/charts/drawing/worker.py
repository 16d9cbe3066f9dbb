"""The drawing engine: a program that answers each request, a line of JSON, with a line of JSON.

Nobody imports it: it is run by `drawing`, where something has to be drawn. Altair and the engine itself are therefore
never loaded by a build that finds every drawing in the cache, and Altair by none that finds the forms there.
"""

import base64
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import vl_convert

from generator.charts.drawing.binding import bind, fixed_axes
from generator.charts.drawing.client import CODE
from generator.charts.drawing.svg import clean, overlay


def main(lines: Iterable[str]) -> Iterator[Any]:
    """Answer with the code that draws, then each request: with the compiled forms, an SVG, or a PNG in base64."""
    vl_convert.vega_to_svg({"width": 1, "height": 1})  # the first drawing takes long, whatever it is
    yield CODE.hex()
    for line in lines:
        request = json.loads(line)
        if "compile" in request:
            from generator.charts.drawing.forms import FORMS, compiled  # only here, since Altair takes long to load

            yield {form: compiled(form) for form in FORMS}
        elif "svg" in request:
            yield base64.b64encode(vl_convert.svg_to_png(request["svg"], scale=1)).decode()
        else:
            yield drawn(request["spec"], request["rows"], request["height"], request["colors"])


def drawn(spec: Mapping[str, Any], rows: Mapping[str, Any], height: int | None, colors: Mapping[str, str]) -> str:
    """Draw a chart: its rows, and over them the axes that it shares with others."""
    svg = clean(vl_convert.vega_to_svg(bind(spec, rows, height)), colors)
    axes = fixed_axes(spec, height)
    return overlay(svg, drawn_once(json.dumps(axes), json.dumps(colors))) if axes else svg


@cache
def drawn_once(vega: str, colors: str) -> str:
    """Draw what many charts share; both in JSON."""
    return clean(vl_convert.vega_to_svg(vega), json.loads(colors))


if __name__ == "__main__":
    for answer in main(sys.stdin):
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

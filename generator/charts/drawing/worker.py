"""The work of drawing: functions that an executor runs in processes of their own.

Altair and the drawing engine are loaded here alone, when they are needed: never by a build that finds every drawing in
the cache, and Altair by none that finds the compiled forms there.
"""

import base64
import json
import os
import signal
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing import parent_process
from typing import Any

from generator.charts.drawing.binding import bind, fix_axes
from generator.charts.drawing.key import CODE
from generator.charts.drawing.svg import clean, overlay

Forms = Mapping[str, Mapping[str, Any]]  # Vega specifications by the name of their form


class CodeChangedError(Exception):
    """The code of this process is not that of the one that asks."""


def start() -> None:
    """Set up a process of a pool: an interrupt is the parent's matter, and its end is the end of this process too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def load_engine() -> None:
    """Load the drawing engine and draw something: the first drawing takes long, whatever it is."""
    import vl_convert  # only here, see above

    vl_convert.vega_to_svg({"width": 1, "height": 1})


def compile_forms(code: bytes) -> Forms:
    """Return every form compiled to Vega.

    Raises:
        CodeChangedError: `code` is not the code of this process.
    """
    _compare(code)
    from generator.charts.drawing.forms import FORMS, compile_form  # only here, since Altair takes long to load

    return {form: compile_form(form) for form in FORMS}


def draw(code: bytes, requests: Sequence[str], forms: Forms) -> list[str]:
    """Return the drawing of each request: an SVG, or a PNG in base64.

    Raises:
        CodeChangedError: `code` is not the code of this process.
    """
    _compare(code)
    return [_draw(json.loads(request), forms) for request in requests]


def _compare(code: bytes) -> None:
    if code != CODE:
        raise CodeChangedError


def _draw(request: Mapping[str, Any], forms: Forms) -> str:
    import vl_convert

    if "svg" in request:
        return base64.b64encode(vl_convert.svg_to_png(request["svg"], scale=1)).decode()
    return draw_chart(forms[request["form"]], request["rows"], request["height"], request["colors"])


def draw_chart(spec: Mapping[str, Any], rows: Mapping[str, Any], height: int | None, colors: Mapping[str, str]) -> str:
    """Return the SVG of a chart: its rows, and over them the axes that it shares with others."""
    import vl_convert

    svg = clean(vl_convert.vega_to_svg(bind(spec, rows, height)), colors)
    axes = None if rows.get("years") else fix_axes(spec, height)  # an axis of several years is among the rows
    return overlay(svg, _draw_shared(json.dumps(axes), json.dumps(colors))) if axes else svg


@cache
def _draw_shared(vega: str, colors: str) -> str:
    """Return the SVG of what many charts share; both arguments are JSON."""
    import vl_convert

    return clean(vl_convert.vega_to_svg(vega), json.loads(colors))

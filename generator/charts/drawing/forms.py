"""The forms of the charts: one Altair function per kind, without data and without files.

A form names its datasets; `figures` gives their rows, `binding` puts them in. A form is built and compiled once,
however many charts are drawn from it. Texts that differ by language are tokens such as {target}, put into words after
drawing, so that one drawing serves every language. They are plain letters: to look for a sign in other fonts would
take longer than all the rest. On the time axis 0 is the start of the plan year and 12 its end. The field `color` holds
a colour of the theme; `y` is in the indicator's unit, or in pixels from the top where the docstring says so; `say` is
the token of what a mark says.
"""

from functools import cache
from typing import Any, Literal

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode

from generator.charts.drawing.colors import ACCENT, COLORS, FONT, INK, MUTED, PAPER, RULE, WIDTH

MARGIN = {"left": 6, "right": 6, "top": 22, "bottom": 22}
CROSS = "M-.6,-.6L.6,.6M.6,-.6L-.6,.6"
EDGE = {"left": 0, "right": 0, "top": 0, "bottom": 0}


def quantity() -> alt.LayerChart:
    """Draw a quantity against its path and its target.

    Datasets: `schedule` (x, y), `target` (x, x2, y), `observed` (x, y, fill, color, shape, size, opacity, say),
    `missing` (x, say), `gap` (x, y, y2, color, opacity), `due` (x), `before` (x, y: the year before),
    `years` (edge, x, text: on an axis of several years, which then takes the place of that of months),
    `labels` (x, y, text, align, dx, dy, color, weight).
    """
    y = _make_value_axis(zero=True)
    return _draw_timeline(
        _draw_target(y),
        *_draw_due_date(),
        *_draw_years(),
        _make_layer("schedule")
        .mark_line(color=MUTED, strokeDash=[4, 3], strokeWidth=1.5)
        .encode(x=_make_month_axis(), y=y),
        _draw_before(y),
        *_draw_observations(y),
        _make_layer("gap")
        .mark_rule(strokeWidth=3)
        .encode(x=_make_month_axis(), y=y, y2="y2:Q", color=_own(), opacity=_fade()),
        _draw_labels(y),
        height=200,
    )


def level() -> alt.LayerChart:
    """Draw an indicator against its threshold.

    The datasets are those of `quantity` without `schedule` and `gap`, with `baseline` (y) and `better` (y, y2: the
    side of the threshold that meets the target).
    """
    y = _make_value_axis(zero=False)
    return _draw_timeline(
        _make_layer("better").mark_rect(color=COLORS["accent-soft"].light, opacity=0.7).encode(y=y, y2="y2:Q"),
        _make_layer("baseline").mark_rule(color=MUTED, strokeDash=[1, 3], strokeWidth=1.5).encode(y=y),
        _draw_target(y),
        *_draw_due_date(),
        *_draw_years(),
        _draw_before(y),
        *_draw_observations(y),
        _draw_labels(y),
        height=180,
    )


def rank() -> alt.LayerChart:
    """Draw a position over time, first place on top. The datasets are those of `level` without `better`."""
    whole = "datum.value % 1 ? '' : '{n' + datum.value + '}'"
    axis = alt.Axis(**_make_plain_axis(), labelExpr=whole, grid=False)
    y = alt.Y("y:Q", scale=alt.Scale(reverse=True, zero=False, nice=False), axis=axis)
    return _draw_timeline(
        _make_layer("baseline").mark_rule(color=MUTED, strokeDash=[1, 3], strokeWidth=1.5).encode(y=y),
        _draw_target(y),
        *_draw_due_date(),
        *_draw_years(),
        *_draw_observations(y, interpolate="step-after"),
        _draw_labels(y),
        height=160,
    )


def timeline() -> alt.LayerChart:
    """Draw rows of milestones: planned (hollow), achieved (filled), late (a line between). Rows in pixels from the top.

    Datasets: `rows` (y), `planned` (x, y, say), `late` (x, x2, y), `achieved` (x, y, color, say), `now` (x), `labels`.
    """
    y = _make_pixel_axis()
    x = _make_month_axis(orient="top")
    return _draw_timeline(
        _make_layer("rows").mark_rule(color=RULE).encode(y=y),
        _make_layer("now").mark_rule(color=ACCENT, strokeWidth=1).encode(x=x),
        _make_layer("late").mark_rule(strokeWidth=3).encode(x=x, x2="x2:Q", y=y, color=_own()),
        _make_layer("planned")
        .mark_point(size=70, stroke=INK, fill=PAPER, strokeWidth=1.3, opacity=1)
        .encode(x=x, y=y, **_carry_label()),
        _make_layer("achieved")
        .mark_point(size=70, filled=True, opacity=1)
        .encode(x=x, y=y, color=_own(), **_carry_label()),
        _draw_labels(y, x),
        height=100,
        margin=MARGIN | {"bottom": 2},
    )


def activity() -> alt.LayerChart:
    """Draw what was reported month by month, a dot each; y in pixels from the top.

    Datasets: `rows` (y), `dots` (x, y, color, shape, say), `now` (x), `labels`.
    """
    y = _make_pixel_axis()
    return _draw_timeline(
        _make_layer("rows").mark_rule(color=RULE).encode(y=y),
        _make_layer("now").mark_rule(color=ACCENT, strokeWidth=1).encode(x=_make_month_axis()),
        _make_layer("dots")
        .mark_point(size=110, filled=True, opacity=1)
        .encode(x=_make_month_axis(), y=y, color=_own(), shape=_take_shape(), **_carry_label()),
        _draw_labels(y),
        height=60,
        margin=MARGIN | {"top": 2},
    )


def bullet() -> alt.LayerChart:
    """Draw a share against the expected share, 0 to 1.

    Datasets: `track` (x, x2), `share` (zero, x, color), `expected` (x).
    """
    scale = alt.Scale(domain=[0, 1.1], clamp=True, nice=False)
    x, zero = alt.X("x:Q", scale=scale, axis=None), alt.X("zero:Q", scale=scale, axis=None)
    track = (
        _make_layer("track")
        .mark_rect(color=RULE, opacity=0.55)
        .encode(x=x, x2="x2:Q", y=alt.value(5), y2=alt.value(11))
    )
    bar = _make_layer("share").mark_rect().encode(x=zero, x2="x:Q", y=alt.value(3), y2=alt.value(13), color=_own())
    tick = _make_layer("expected").mark_rule(color=INK, strokeWidth=2).encode(x=x, y=alt.value(0), y2=alt.value(16))
    return _set_frame(alt.layer(track, bar, tick), width=120, height=16, margin=EDGE)


def counts() -> alt.LayerChart:
    """Draw one bar of parts. Dataset: `parts` (x, x2 in pixels, color)."""
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, WIDTH], nice=False), axis=None)
    bar = _make_layer("parts").mark_rect().encode(x=x, x2="x2:Q", y=alt.value(0), y2=alt.value(18), color=_own())
    return _set_frame(alt.layer(bar), width=WIDTH, height=18, margin=EDGE)


def tiles() -> alt.LayerChart:
    """Draw one tile a commitment, in rows. Datasets: `tiles` (x, y in pixels, color, shape, say), `labels`."""
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, WIDTH], nice=False), axis=None)
    squares = (
        _make_layer("tiles")
        .mark_point(size=225, filled=True, opacity=1)
        .encode(x=x, y=_make_pixel_axis(), color=_own(), shape=_take_shape(), **_carry_label())
    )
    return _set_frame(alt.layer(squares, _draw_labels(_make_pixel_axis(), x)), width=WIDTH, height=100, margin=EDGE)


def ranking() -> alt.LayerChart:
    """Draw ranked bars. Datasets: `bars` (x from 0 to 1 of the longest, y, y2 in pixels, color), `labels`."""
    scale = alt.Scale(domain=[0, 1], nice=False)
    x, zero = alt.X("x:Q", scale=scale, axis=None), alt.X("zero:Q", scale=scale, axis=None)
    y = _make_pixel_axis()
    bars = _make_layer("bars").mark_rect().encode(x=zero, x2="x:Q", y=y, y2="y2:Q", color=_own())
    return _set_frame(alt.layer(bars, _draw_labels(y, x)), width=WIDTH, height=100, margin=EDGE)


FORMS = {form.__name__: form for form in (quantity, level, rank, timeline, activity, bullet, counts, tiles, ranking)}


@cache
def compile_form(form: str) -> dict[str, Any]:
    """Build a form and compile it to Vega, once; `binding` puts rows into it."""
    with debug_mode(False):  # a form is validated by the tests; to do it here would take half of the time
        lite = FORMS[form]().to_dict(validate=False)
    spec: dict[str, Any] = vl_convert.vegalite_to_vega(lite)
    for axis in spec.get("axes", []):
        axis["zindex"] = 0 if axis.get("grid") else 1  # lines behind the marks, labels before a shaded side
    return spec


def _make_layer(name: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(name=name))


def _own() -> alt.Color:
    return alt.Color("color:N", scale=None)


def _fade() -> alt.Opacity:
    return alt.Opacity("opacity:Q", scale=None)


def _make_plain_axis() -> dict[str, Any]:
    """Labels stand inside, on their grid line, so that the plot takes the whole width of a phone."""
    return {
        "title": None,
        "domain": False,
        "ticks": False,
        "tickCount": 3,
        "labelAlign": "left",
        "labelBaseline": "bottom",
        "labelPadding": 0,
        "labelOffset": -3,
        "labelColor": MUTED,
    }


def _make_value_axis(*, zero: bool) -> alt.Y:
    label = "datum.value == 0 ? '' : '{n' + datum.value + '}'" if zero else "'{n' + datum.value + '}'"
    axis = alt.Axis(**_make_plain_axis(), labelExpr=label, grid=True, gridColor=RULE)
    return alt.Y("y:Q", scale=alt.Scale(zero=zero, nice=True), axis=axis)


def _make_month_axis(orient: Literal["top", "bottom"] = "bottom", field: str = "x:Q") -> alt.X:
    axis = alt.Axis(
        title=None,
        orient=orient,
        values=[month + 0.5 for month in range(12)],
        labelExpr="'{m' + (floor(datum.value) + 1) + '}'",
        labelOverlap=False,
        labelColor=MUTED,
        labelPadding=5,
        grid=False,
        ticks=False,
        domainColor=RULE,
    )
    return alt.X(field, scale=alt.Scale(domain=[0, 12], nice=False), axis=axis)


def _make_pixel_axis() -> alt.Y:
    """Let y be a position in pixels from the top, whatever the height bound to the form."""
    return alt.Y("y:Q", scale=None, axis=None)


def _draw_observations(y: alt.Y, interpolate: str = "linear") -> tuple[alt.Chart, ...]:
    """Draw the values: a line, a dot each (hollow while provisional), and a cross on the axis for a missing month.

    A figure that was changed after its first publication has the shape of a diamond. The line breaks where `y` is None.
    """
    x = _make_month_axis()
    return (
        _make_layer("observed").mark_line(color=INK, strokeWidth=2, interpolate=interpolate).encode(x=x, y=y),  # type: ignore[arg-type]
        _make_layer("observed")
        .mark_point(strokeWidth=1.5)
        .encode(
            x=x,
            y=y,
            stroke=alt.Stroke("color:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            shape=alt.Shape("shape:N", scale=None),
            size=alt.Size("size:Q", scale=None),
            opacity=_fade(),
            **_carry_label(),
        ),
        _make_layer("missing")
        .mark_point(shape=CROSS, size=110, color=MUTED, strokeWidth=1.8, opacity=1)
        .encode(x=x, y=alt.value({"expr": "height"}), **_carry_label()),
    )


def _draw_target(y: alt.Y) -> alt.Chart:
    """Draw the target as a line as long as it was in force: one that was changed is a step."""
    rule: alt.Chart = _make_layer("target").mark_rule(color=INK, strokeWidth=1.2)
    drawn: alt.Chart = rule.encode(x=_make_month_axis(), x2="x2:Q", y=y)
    return drawn


def _draw_due_date() -> tuple[alt.Chart, alt.Chart]:
    """Draw the due date where it is before the end of the year: a line with its name at the foot."""
    x, token = _make_month_axis(), alt.TextValue("{due}")
    name = _make_layer("due").mark_text(align="right", baseline="bottom", dx=-4, dy=-4, color=MUTED, fontSize=FONT)
    return (
        _make_layer("due").mark_rule(color=MUTED, strokeWidth=1).encode(x=x),
        name.encode(x=x, y=alt.value({"expr": "height"}), text=token),
    )


def _draw_before(y: alt.Y) -> alt.Chart:
    """Draw the path of the year before, thin."""
    line: alt.Chart = _make_layer("before").mark_line(color=MUTED, strokeWidth=1, opacity=0.8)
    drawn: alt.Chart = line.encode(x=_make_month_axis(), y=y)
    return drawn


def _draw_years() -> tuple[alt.Chart, alt.Chart]:
    """Draw the names of the years below an axis of several, and a line where each ends."""
    edge, x = _make_month_axis(field="edge:Q"), _make_month_axis()
    name = _make_layer("years").mark_text(baseline="top", dy=6, color=MUTED, fontSize=FONT)
    return (
        _make_layer("years").mark_rule(color=RULE, strokeWidth=1).encode(x=edge),
        name.encode(x=x, y=alt.value({"expr": "height"}), text="text:N"),
    )


def _carry_label() -> dict[str, Any]:
    """Let a mark carry the token of what it says."""
    return {"description": alt.Description("say:N")}


def _take_shape() -> alt.Shape:
    """Return the encoding of the shape that a row names, or draws as a path."""
    return alt.Shape("shape:N", scale=None, legend=None)


def _draw_labels(y: alt.Y, x: alt.X | None = None) -> alt.Chart:
    datum: dict[str, Any] = {name: alt.ExprRef(f"datum.{name}") for name in ("align", "dx", "dy", "fontWeight")}
    texts: alt.Chart = _make_layer("labels").mark_text(baseline="middle", fontSize=FONT, **datum)
    return texts.encode(x=x or _make_month_axis(), y=y, text="text:N", color=_own())


def _draw_timeline(*layers: alt.Chart, height: int, margin: dict[str, int] = MARGIN) -> alt.LayerChart:
    return _set_frame(alt.layer(*layers), width=WIDTH - MARGIN["left"] - MARGIN["right"], height=height, margin=margin)


def _set_frame(
    chart: alt.LayerChart | alt.FacetChart, *, width: int, height: int, margin: dict[str, int]
) -> alt.LayerChart:
    framed: alt.LayerChart = chart.properties(
        width=width, height=height, padding=margin, background="transparent", autosize={"type": "none"}
    ).configure(view=alt.ViewConfig(stroke=None), axis=alt.AxisConfig(labelFontSize=FONT))
    return framed

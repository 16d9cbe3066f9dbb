"""Forms of charts: each compiles to Vega with the datasets it names, and draws the rows it is given, no more."""

import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
import vl_convert
from altair.utils.schemapi import debug_mode

from generator.charts.drawing.binding import bind, fix_axes
from generator.charts.drawing.colors import COLORS, WIDTH
from generator.charts.drawing.forms import FORMS, compile_form
from generator.charts.drawing.svg import clean
from generator.charts.drawing.worker import draw_chart as drawn_svg

Rows = dict[str, list[dict[str, Any]]]

ON_THE_YEAR = {"before", "years", "observed", "missing", "target", "due", "labels"}
DATASETS = {
    "quantity": ON_THE_YEAR | {"schedule", "gap"},
    "level": ON_THE_YEAR | {"baseline", "better"},
    "rank": ON_THE_YEAR - {"before"} | {"baseline"},
    "timeline": {"rows", "planned", "late", "achieved", "now", "labels"},
    "activity": {"rows", "dots", "now", "labels"},
    "bullet": {"track", "share", "expected"},
    "counts": {"parts"},
    "tiles": {"tiles", "labels"},
    "ranking": {"bars", "labels"},
}
INK = COLORS["ink"].light
DOT = {"color": INK, "fill": INK, "shape": "circle", "size": 38}
LABEL = {"align": "left", "dx": 0, "dy": 0, "color": INK, "fontWeight": "normal"}
ROWS: dict[str, Rows] = {
    "quantity": {
        "schedule": [{"x": 0, "y": 0}, {"x": 12, "y": 100}],
        "target": [{"y": 100}],
        "observed": [{"x": 1, "y": 10, "say": "{say0}", **DOT}, {"x": 2, "y": 25, "say": "{say1}", **DOT}],
        "labels": [{"x": 2, "y": 25, "text": "{value}", **LABEL}],
    },
    "timeline": {
        "rows": [{"y": 36}],
        "planned": [{"x": 6, "y": 36}],
        "achieved": [{"x": 7, "y": 36, "color": INK}],
        "late": [{"x": 6, "x2": 7, "y": 36, "color": INK}],
        "now": [{"x": 9}],
        "labels": [{"x": 0, "y": 18, "text": "{row0}", **LABEL}],
    },
    "bullet": {"share": [{"zero": 0, "x": 0.55, "color": INK}], "expected": [{"x": 0.75}]},
    "counts": {"parts": [{"x": 0, "x2": 210, "color": INK}]},
}


def drawn(form: str, rows: Rows, height: int | None = None) -> ET.Element:
    svg = drawn_svg(compile_form(form), rows, height, {})
    return ET.fromstring(svg.replace("{attributes}", ""))  # noqa: S314 - drawn by ourselves


def shapes(root: ET.Element) -> list[str]:
    """What is drawn, apart from the texts and lines of the axes."""
    return [e.tag for e in root.iter() if e.tag == "path"]


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_form_is_valid_and_compiled_as_such(form: str) -> None:
    valid = FORMS[form]().to_dict()  # raises where it breaks the schema of Vega-Lite
    names = [entry["name"] for entry in vl_convert.vegalite_to_vega(valid)["data"]]
    assert [entry["name"] for entry in compile_form(form)["data"]] == names
    with debug_mode(False):
        assert FORMS[form]().to_dict(validate=False) == valid


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_form_compiles_with_exactly_the_datasets_it_names(form: str) -> None:
    named = {entry["name"] for entry in compile_form(form)["data"] if "source" not in entry}
    assert named == DATASETS[form]


@pytest.mark.parametrize("form", ["quantity", "timeline", "bullet", "activity", "counts", "tiles", "ranking"])
def test_the_docstring_of_a_form_names_its_datasets(form: str) -> None:
    assert set(re.findall(r"`(\w+)`", FORMS[form].__doc__ or "")) == DATASETS[form]


def test_a_form_holds_no_data_of_its_own() -> None:
    for form in FORMS:
        assert not [entry["name"] for entry in compile_form(form)["data"] if entry.get("values")]


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_form_without_rows_draws_nothing_but_its_axes(form: str) -> None:
    assert shapes(drawn(form, {})) == []


@pytest.mark.parametrize("form", ["bullet", "counts", "tiles", "ranking"])
def test_a_form_without_axes_is_empty_without_rows(form: str) -> None:
    assert list(drawn(form, {})) == []


@pytest.mark.parametrize("form", sorted(ROWS))
def test_rows_are_put_into_their_dataset(form: str) -> None:
    bound = {entry["name"]: entry.get("values") for entry in bind(compile_form(form), ROWS[form])["data"]}
    for name in DATASETS[form]:
        assert bound[name] == ROWS[form].get(name, [])
    assert shapes(drawn(form, ROWS[form]))


def test_rows_bound_once_are_not_in_the_next_chart() -> None:
    bind(compile_form("bullet"), ROWS["bullet"])
    assert shapes(drawn("bullet", {})) == []
    assert all(not entry.get("values") for entry in compile_form("bullet")["data"])


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize("height", [None, 320])
def test_axes_drawn_apart_stand_where_they_stand_in_the_whole_chart(form: str, height: int | None) -> None:
    rows = ROWS.get(form, {})
    apart = drawn(form, rows, height)
    spec = (
        compile_form(form) | {"data": bind(compile_form(form), rows)["data"]} | ({"height": height} if height else {})
    )
    whole = ET.fromstring(clean(vl_convert.vega_to_svg(spec), {}).replace("{attributes}", ""))  # noqa: S314 - our own
    assert apart.attrib == whole.attrib
    assert sorted(marks(apart)) == sorted(marks(whole))
    assert bool(fix_axes(compile_form(form))) == bool([text for text in apart.iter("text") if text.text == "{m12}"])


def marks(element: ET.Element, around: str = "") -> list[str]:
    """Each element that is drawn, with where it stands."""
    place = around + element.get("transform", "")
    own = {name: value for name, value in element.attrib.items() if name != "transform"}
    inside = [mark for child in element for mark in marks(child, place)]
    return [f"{element.tag} {place} {own} {element.text}", *inside] if element.tag not in ("g", "svg") else inside


def test_a_share_of_55_percent_is_half_the_bullet() -> None:
    # the scale runs from 0 to 110% over 120 pixels: 55% ends at 60, 75% stands at 81.8
    root = drawn("bullet", ROWS["bullet"])
    assert [e.get("d") for e in root.iter("path")] == ["M0,3h60v10h-60Z"]
    ticks = [e.get("transform") for e in root.iter("line")]
    assert ticks == ["translate(81.8,0)"]


def test_a_share_beyond_the_scale_stays_within_the_bullet() -> None:
    root = drawn("bullet", {"share": [{"zero": 0, "x": 3.4, "color": INK}]})
    assert [e.get("d") for e in root.iter("path")] == ["M0,3h120v10h-120Z"]


def test_every_chart_takes_the_width_of_the_theme() -> None:
    for form in DATASETS.keys() - {"bullet"}:
        _, _, width, _ = map(float, (drawn(form, {}).get("viewBox") or "").split())
        assert width == WIDTH, form


def test_a_height_is_bound_where_the_form_leaves_it_open() -> None:
    heights = [float((drawn("tiles", {}, height).get("viewBox") or "").split()[3]) for height in (40, 400)]
    assert heights == [40, 400]


def test_a_timeline_draws_each_mark_once() -> None:
    root = drawn("timeline", ROWS["timeline"], 54)
    texts = [e.text for e in root.iter("text")]
    assert "{row0}" in texts
    assert [text for text in texts if text and text.startswith("{m")] == [f"{{m{month}}}" for month in range(1, 13)]
    assert len(shapes(root)) == 2  # planned and achieved


def test_a_row_lower_down_is_drawn_lower_down() -> None:
    rows: Rows = {"planned": [{"x": 6, "y": 36}, {"x": 6, "y": 82}]}
    places = [e.get("transform") or "" for e in drawn("timeline", rows, 100).iter("path")]
    assert [float(place.rstrip(")").split(",")[1]) for place in places] == [36, 82]


def test_each_mark_holds_what_it_says_and_nothing_of_the_engine() -> None:
    root = drawn("quantity", ROWS["quantity"])
    assert [title.text for title in root.iter("title")] == ["{say0}", "{say1}"]
    assert not [e for e in root.iter() if e.get("aria-label") or e.get("role")]


def test_a_changed_figure_is_a_diamond_and_a_provisional_one_is_hollow() -> None:
    dots = [DOT | {"x": 1, "y": 10, "shape": "diamond"}, DOT | {"x": 2, "y": 25, "fill": COLORS["paper"].light}]
    _, diamond, ring = drawn("quantity", {"observed": dots}).iter("path")  # the first is the line
    assert "A" not in (diamond.get("d") or "")  # four straight edges, no arc
    assert (diamond.get("d") or "").count("L") == 3
    assert (ring.get("fill"), ring.get("stroke")) == (COLORS["paper"].light, INK)


def test_the_due_date_is_a_line_with_its_name_at_the_foot() -> None:
    # 8 of 12 months on an axis of 408 pixels; the plot is 200 high
    root = drawn("quantity", {"due": [{"x": 8}]})
    assert [e.get("transform") for e in root.iter("line") if e.get("y2") == "200"] == ["translate(272,0)"]
    assert [e.text for e in root.iter("text") if e.text == "{due}"] == ["{due}"]

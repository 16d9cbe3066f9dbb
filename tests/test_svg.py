"""Drawing: small SVGs without the drawing engine's own names."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

import altair as alt
import pytest
import vl_convert

from generator.charts.drawing.colors import COLORS
from generator.charts.drawing.svg import clean

COLOR_NAMES = {color.light: name for name, color in COLORS.items()}
INK, ACCENT = COLORS["ink"].light, COLORS["accent"].light
KEPT = {"viewBox", "class", "d", "transform", "x", "y", "x2", "y2", "width", "height", "fill", "stroke", "stroke-width"}
KEPT |= {"stroke-dasharray", "opacity", "text-anchor", "font-size", "font-weight", "clip-path", "id"}


def spec(width: int = 100, *, clip: bool = False) -> dict[str, Any]:
    """A line from 0 to a third, with a label and a dot."""
    rows = [{"x": 0, "y": 1 / 3}, {"x": 1, "y": 2 / 3}, {"x": 2, "y": 0.123456}]
    data = alt.Data(values=rows)
    x, y = alt.X("x:Q", axis=None), alt.Y("y:Q", title="高 <y> & 4.8625")
    line = alt.Chart(data).mark_line(color=INK, clip=clip).encode(x=x, y=y)
    dots = alt.Chart(data).mark_point(fill=ACCENT, stroke="#123456", filled=False).encode(x=x, y=y)
    chart = alt.layer(line, dots).properties(width=width, height=50)
    compiled: dict[str, Any] = vl_convert.vegalite_to_vega(chart.to_dict())
    return compiled


def drawn(vega: Mapping[str, Any]) -> str:
    return clean(vl_convert.vega_to_svg(vega), COLOR_NAMES)


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg.replace("{attributes}", ""))  # noqa: S314 - drawn by ourselves


@pytest.fixture(scope="module")
def svg() -> str:
    return drawn(spec())


def test_nothing_of_the_drawing_engine_is_left(svg: str) -> None:
    names = {name for element in parsed(svg).iter() for name in element.attrib}
    assert names <= KEPT
    assert not re.search(r"aria-|role|mark-|vega|style=|xmlns|ns0", svg)


def test_a_drawing_without_clip_has_no_ids(svg: str) -> None:
    assert "id" not in {name for element in parsed(svg).iter() for name in element.attrib}


def test_classes_are_those_of_the_theme_alone(svg: str) -> None:
    classes = {name for element in parsed(svg).iter() for name in element.get("class", "").split()}
    assert {"s-ink", "f-accent"} <= classes
    assert classes <= {f"{way}-{name}" for way in "fs" for name in COLORS}


def test_a_colour_is_bound_to_its_class_and_stands_beside_it(svg: str) -> None:
    for element in parsed(svg).iter():
        for way, letter in (("fill", "f"), ("stroke", "s")):
            name = COLOR_NAMES.get(element.get(way, ""))
            assert name is None or f"{letter}-{name}" in element.get("class", "").split()
    assert 'stroke="#123456"' in svg  # a colour that is not the theme's stays, without a class


def test_numbers_have_at_most_one_decimal(svg: str) -> None:
    geometry = [
        value
        for element in parsed(svg).iter()
        for name, value in element.attrib.items()
        if name not in ("class", "fill", "stroke")
    ]
    assert not [value for value in geometry if re.search(r"\d\.\d\d", value)]
    assert any(re.search(r"\d\.\d", value) for value in geometry)


def test_texts_stay_as_they_are(svg: str) -> None:
    texts = [element.text for element in parsed(svg).iter("text")]
    assert "高 <y> & 4.8625" in texts  # every digit


def test_a_drawing_scales_by_its_view_box_and_leaves_its_attributes_open(svg: str) -> None:
    assert re.match(r'<svg viewBox="0 0 [\d.]+ [\d.]+" {attributes}>', svg)
    assert svg.count("{") == 1


def test_clip_paths_are_named_after_their_figure() -> None:
    svg = drawn(spec(clip=True))
    one, other = (svg.replace("{id}", figure) for figure in ("gr-01-chart", "gr-02-chart"))
    ids = [set(re.findall(r'\bid="([^"]+)"', text)) for text in (one, other)]
    assert ids[0]
    assert not ids[0] & ids[1]
    for text, own in zip((one, other), ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", text)) <= own
        assert "clip-path=" in text


def test_a_drawing_does_not_depend_on_what_was_drawn_before() -> None:
    # the engine numbers its clip paths from a counter that runs on
    first = drawn(spec(clip=True))
    drawn(spec(130, clip=True))
    assert drawn(spec(clip=True)) == first

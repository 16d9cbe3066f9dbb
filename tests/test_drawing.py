"""Drawing: each distinct chart once, none that the cache has, and an engine that fails is told of."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest
import vl_convert
from conftest import ROOT
from test_layers import imported

from generator.cache import opened
from generator.charts import bind
from generator.drawing import DRAWN_BY, EngineError, Studio, chart, picture
from generator.svg import clean
from generator.theme import COLORS

NAMES = {color.light: name for name, color in COLORS.items()}
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="#f00"/></svg>'


def bullet(share: float) -> str:
    return chart("bullet", {"share": [{"zero": 0, "x": share, "color": COLORS["ink"].light}]}, None, NAMES)


@pytest.mark.parametrize("distinct", [1, 2, 30])
def test_each_request_has_its_own_drawing_and_equal_ones_are_drawn_once(distinct: int) -> None:
    shares = [0.02 * (n % distinct) for n in range(distinct + 3)]
    ticks: list[int] = []
    with Studio() as studio, opened(None) as cache:
        answers, drawn = studio.draw(map(bullet, shares), cache, lambda: ticks.append(1))
    for share in shares:
        rows = {"share": [{"zero": 0, "x": share, "color": COLORS["ink"].light}]}
        assert answers[bullet(share)] == clean(vl_convert.vega_to_svg(bind("bullet", rows)), NAMES)
    assert len(answers) == len(ticks) == drawn == distinct


def test_a_picture_is_the_png_of_an_svg() -> None:
    with Studio() as studio, opened(None) as cache:
        answers, _ = studio.draw([picture(SQUARE)], cache)
    assert base64.b64decode(answers[picture(SQUARE)]) == bytes(vl_convert.svg_to_png(SQUARE, scale=1))


def test_what_was_drawn_once_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Studio() as studio, opened(tmp_path) as cache:
        first, drawn = studio.draw([bullet(0.5), bullet(0.6)], cache)
    assert drawn == 2
    monkeypatch.setattr(sys, "executable", "/bin/false")  # an engine that were started would stop at once
    with Studio() as studio, opened(tmp_path) as cache:
        assert studio.draw([bullet(0.6), bullet(0.5)], cache) == (first, 0)
        with pytest.raises(EngineError):
            studio.draw([bullet(0.7)], cache)


def test_an_engine_with_other_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.drawing.CODE", b"of another day")
    with Studio() as studio, opened(None) as cache, pytest.raises(EngineError, match="Start it again"):
        studio.draw([bullet(0.5)], cache)


def test_without_requests_nothing_is_drawn_and_no_engine_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere")
    with Studio() as studio, opened(None) as cache:
        assert studio.draw([], cache) == ({}, 0)


def test_the_key_of_a_drawing_holds_all_code_that_draws() -> None:
    modules = {"charts", "engine", "svg"}
    for name in modules:
        own = {layer for layer in imported(ROOT / "generator" / f"{name}.py") if layer != "model"}
        assert own <= set(DRAWN_BY), name
    assert modules < set(DRAWN_BY)


def test_a_build_loads_neither_altair_nor_the_engine() -> None:
    code = "import generator.cli, sys; sys.exit(bool({'altair', 'vl_convert'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0

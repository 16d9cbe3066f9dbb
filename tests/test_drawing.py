"""Drawing: each distinct chart once, none that the cache has, and an engine that fails is told of."""

import ast
import base64
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import vl_convert
from conftest import ROOT

from generator.charts.drawing import client
from generator.charts.drawing.client import Engine, Studio, chart, picture
from generator.charts.drawing.colors import COLORS
from generator.charts.drawing.forms import compiled
from generator.charts.drawing.worker import drawn as drawn_svg
from generator.errors import DrawingError
from generator.files.cache import opened

NAMES = {color.light: name for name, color in COLORS.items()}
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="#f00"/></svg>'


def bullet(share: float) -> str:
    return chart("bullet", {"share": [{"zero": 0, "x": share, "color": COLORS["ink"].light}]}, None, NAMES)


@pytest.mark.parametrize("distinct", [1, 2, 30])
def test_each_request_has_its_own_drawing_and_equal_ones_are_drawn_once(distinct: int) -> None:
    shares = [0.02 * (n % distinct) for n in range(distinct + 3)]
    ticks: list[int] = []
    with opened(None) as cache, Studio(cache) as studio:
        drawings = studio.begin(map(bullet, shares))
        answers = drawings.finish(lambda: ticks.append(1))
    for share in shares:
        rows = {"share": [{"zero": 0, "x": share, "color": COLORS["ink"].light}]}
        assert answers[bullet(share)] == drawn_svg(compiled("bullet"), rows, None, NAMES)
    assert len(answers) == len(ticks) == len(drawings) == distinct


def test_several_engines_share_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.charts.drawing.client.SHARE", 2)
    monkeypatch.setattr("generator.charts.drawing.client.CORES", 2)
    requests = [bullet(0.1 * n) for n in range(8)]
    with opened(None) as cache, Studio(cache) as studio:
        many = studio.begin(requests).finish()
        assert len(studio.engines) == 2
    monkeypatch.setattr("generator.charts.drawing.client.CORES", 1)
    with opened(None) as cache, Studio(cache) as studio:
        assert studio.begin(requests).finish() == many
        assert len(studio.engines) == 1


def test_a_picture_is_the_png_of_an_svg() -> None:
    with opened(None) as cache, Studio(cache) as studio:
        answers = studio.begin([picture(SQUARE)]).finish()
    assert base64.b64decode(answers[picture(SQUARE)]) == bytes(vl_convert.svg_to_png(SQUARE, scale=1))


def test_what_was_drawn_once_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path) as cache, Studio(cache) as studio:
        drawings = studio.begin([bullet(0.5), bullet(0.6)])
        first = drawings.finish()
    assert len(drawings) == 2
    monkeypatch.setattr(sys, "executable", "/bin/false")  # an engine that were started would stop at once
    with opened(tmp_path) as cache, Studio(cache) as studio:
        again = studio.begin([bullet(0.6), bullet(0.5)])
        assert (again.finish(), len(again)) == (first, 0)
        with pytest.raises(DrawingError):
            studio.begin([bullet(0.7)]).finish()


def test_the_forms_are_compiled_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    own = Engine.ask

    def ask(engine: Engine, request: Mapping[str, Any]) -> Any:
        asked.append(request.get("compile", "drawing"))
        return own(engine, request)

    monkeypatch.setattr(Engine, "ask", ask)
    for share in (0.5, 0.6):
        with opened(tmp_path) as cache, Studio(cache) as studio:
            studio.begin([bullet(share), bullet(share + 0.1)]).finish()
    assert sorted(asked) == ["all", "drawing", "drawing", "drawing"]  # 0.6 was known the second time


def test_who_gets_ready_has_an_engine_that_draws_what_comes(tmp_path: Path) -> None:
    with opened(tmp_path) as cache, Studio(cache) as studio:
        studio.prepare()
        (engine,) = studio.engines
        assert studio.begin([bullet(0.6)]).finish()
        assert studio.engines == [engine]


def test_an_engine_with_other_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.charts.drawing.client.CODE", b"of another day")
    with opened(None) as cache, Studio(cache) as studio, pytest.raises(DrawingError, match="Start it again"):
        studio.begin([bullet(0.5)]).finish()


def test_without_requests_nothing_is_drawn_and_no_engine_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere")
    with opened(None) as cache, Studio(cache) as studio:
        assert studio.begin([]).finish() == {}


@pytest.mark.parametrize("name", ["binding", "colors", "forms", "svg", "worker"])
def test_the_key_of_a_drawing_holds_all_code_that_draws(name: str) -> None:
    """The key is the hash of the folder: what draws imports nothing of ours from outside of it."""
    tree = ast.parse((client.HERE / f"{name}.py").read_text(encoding="utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    own = [module for module in imported if module.startswith("generator")]
    assert all(module.startswith("generator.charts.drawing") for module in own)


def test_a_build_loads_neither_altair_nor_the_engine() -> None:
    code = "import generator.cli.build, sys; sys.exit(bool({'altair', 'vl_convert'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0

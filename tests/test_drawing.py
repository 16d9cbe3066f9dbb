"""Drawing: each distinct chart once, none that the cache has, and an engine that fails is told of."""

import ast
import base64
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
import vl_convert
from conftest import ROOT

from generator.charts.drawing import client, key, worker
from generator.charts.drawing.client import DrawingClient, make_chart_request, make_picture_request, open_client
from generator.charts.drawing.colors import COLORS
from generator.charts.drawing.forms import compile_form
from generator.charts.drawing.worker import draw_chart
from generator.errors import DrawingError
from generator.files.cache import open_cache

NAMES = {color.light: name for name, color in COLORS.items()}
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="#f00"/></svg>'


class Recorder(ThreadPoolExecutor):
    """Runs what it is given in this process, and remembers what it was."""

    def __init__(self) -> None:
        super().__init__(1)
        self.calls: list[str] = []

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        self.calls.append(call.__name__)
        return super().submit(call, *arguments, **options)


def bullet(share: float) -> str:
    return make_chart_request("bullet", {"share": [{"zero": 0, "x": share, "color": COLORS["ink"].light}]}, None, NAMES)


@pytest.mark.parametrize("distinct", [1, 2, 30])
def test_each_request_has_its_own_drawing_and_equal_ones_are_drawn_once(distinct: int) -> None:
    shares = [0.02 * (n % distinct) for n in range(distinct + 3)]
    ticks: list[int] = []
    with open_cache(None) as cache, open_client(cache) as drawing:
        drawings = drawing.begin(map(bullet, shares))
        answers = drawings.finish(lambda: ticks.append(1))
    for share in shares:
        rows = {"share": [{"zero": 0, "x": share, "color": COLORS["ink"].light}]}
        assert answers[bullet(share)] == draw_chart(compile_form("bullet"), rows, None, NAMES)
    assert len(answers) == len(ticks) == len(drawings) == distinct


def test_many_drawings_are_shared_out_and_few_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "BATCH", 3)
    requests = [bullet(0.1 * n) for n in range(8)]
    sent = {}
    for share in (7, 8):  # 8 are more than 7: they are sent in three batches
        monkeypatch.setattr(client, "SHARE", share)
        with open_cache(None) as cache, Recorder() as executor:
            sent[share] = DrawingClient(cache, executor).begin(requests).finish()
            assert executor.calls.count("draw") == {7: 3, 8: 1}[share]
    assert sent[7] == sent[8]


def test_a_picture_is_the_png_of_an_svg() -> None:
    with open_cache(None) as cache, Recorder() as executor:
        answers = DrawingClient(cache, executor).begin([make_picture_request(SQUARE)]).finish()
    assert base64.b64decode(answers[make_picture_request(SQUARE)]) == bytes(vl_convert.svg_to_png(SQUARE, scale=1))


def test_what_was_drawn_once_is_not_drawn_again_and_the_forms_are_compiled_once(tmp_path: Path) -> None:
    with open_cache(tmp_path) as cache, Recorder() as executor:
        drawings = DrawingClient(cache, executor).begin([bullet(0.5), bullet(0.6)])
        first = drawings.finish()
        assert executor.calls == ["load_engine", "compile_forms", "draw"]
    assert len(drawings) == 2
    with open_cache(tmp_path) as cache, Recorder() as executor:
        again = DrawingClient(cache, executor).begin([bullet(0.6), bullet(0.5)])
        assert (again.finish(), len(again)) == (first, 0)
        assert executor.calls == []
        DrawingClient(cache, executor).begin([bullet(0.6), bullet(0.7)]).finish()
        assert executor.calls == ["load_engine", "draw"]


def test_who_gets_ready_draws_at_once_what_comes(tmp_path: Path) -> None:
    with open_cache(tmp_path) as cache, Recorder() as executor:
        drawing = DrawingClient(cache, executor)
        drawing.prepare()
        drawing.prepare()
        assert executor.calls == ["load_engine", "compile_forms"]
        assert drawing.begin([bullet(0.6)]).finish()
        assert executor.calls == ["load_engine", "compile_forms", "draw"]


def test_a_process_with_other_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "CODE", b"of another day")
    with open_cache(None) as cache, open_client(cache) as drawing, pytest.raises(DrawingError, match="Start it again"):
        drawing.begin([bullet(0.5)]).finish()


def test_a_process_that_stops_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "load_engine", os.abort)
    with open_cache(None) as cache, open_client(cache) as drawing, pytest.raises(DrawingError, match="stopped"):
        drawing.begin([bullet(0.5)])


def test_processes_that_draw_end_with_the_one_that_asks_even_where_it_is_killed() -> None:
    code = (
        "import time\n"
        "from generator.charts.drawing.client import make_local_executor\n"
        "if __name__ == '__main__':\n"
        "    import os\n"
        "    print(make_local_executor().submit(os.getpid).result(), flush=True)\n"
        "    time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        drawing = psutil.Process(int(process.stdout.readline()))
        process.kill()
    drawing.wait(60)


def test_without_requests_nothing_is_drawn_and_no_process_starts() -> None:
    with open_cache(None) as cache, Recorder() as executor:
        assert DrawingClient(cache, executor).begin([]).finish() == {}
        assert executor.calls == []


@pytest.mark.parametrize("name", ["binding", "colors", "forms", "key", "svg", "worker"])
def test_the_key_of_a_drawing_holds_all_code_that_draws(name: str) -> None:
    """The key is the hash of the folder: what draws imports nothing of ours from outside of it."""
    tree = ast.parse((key.HERE / f"{name}.py").read_text(encoding="utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    own = [module for module in imported if module.startswith("generator")]
    assert all(module.startswith(("generator.charts.drawing", "generator.files.cache")) for module in own)


def test_a_build_loads_neither_altair_nor_the_engine() -> None:
    code = "import generator.build, sys; sys.exit(bool({'altair', 'vl_convert'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0

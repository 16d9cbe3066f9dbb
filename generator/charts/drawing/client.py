"""Requests for drawings, each distinct one answered once, and only where the cache has no answer.

A request is JSON in one form only, so that equal drawings are equal texts. It names a form of `forms` with its rows,
its height and the names of the colours, or holds an SVG to be made a PNG. The work is done by an executor
(`concurrent.futures.Executor`), by default processes of this machine.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from generator.charts.drawing import worker
from generator.charts.drawing.key import CODE
from generator.charts.drawing.worker import CodeChangedError, Forms
from generator.errors import DrawingError
from generator.files.cache import Cache, make_key
from generator.language.words import mark

FORMS = make_key("forms", CODE)  # under which the cache keeps the forms compiled to Vega
CORES = os.cpu_count() or 1
SHARE = 150  # drawings that are worth the start of one more process
BATCH = 15  # drawings that a process is sent together, where several share the work
STOPPED = mark("The drawing engine stopped; its message stands above.")
CHANGED = mark("The program was changed while it ran. Start it again.")


def make_chart_request(form: str, rows: Mapping[str, Any], height: int | None, colors: Mapping[str, str]) -> str:
    """Return the request for a chart as SVG; `colors` names the theme's colours by their hex."""
    request = {"form": form, "rows": rows, "height": height, "colors": dict(colors)}
    return json.dumps(request, ensure_ascii=False, sort_keys=True)


def make_picture_request(svg: str) -> str:
    """Return the request for an SVG as PNG; the answer is in base64."""
    return json.dumps({"svg": svg}, ensure_ascii=False)


def make_local_executor() -> Executor:
    """Return an executor of processes of this machine; each is started when there is work for it."""
    return ProcessPoolExecutor(CORES, get_context("spawn"), worker.start)


class Drawings:
    """Drawings on their way: those that the cache has, and those that the executor is at."""

    def __init__(self, cache: Cache, known: Mapping[str, str], batches: Sequence[tuple[list[str], Future[list[str]]]]):
        """Take what is known by request, and the batches of requests that were begun."""
        self._cache = cache
        self._known = known
        self._batches = batches

    def __len__(self) -> int:
        """Count those that are drawn anew."""
        return sum(len(requests) for requests, _ in self._batches)

    def finish(self, tick: Callable[[], object] = lambda: None) -> dict[str, str]:
        """Wait for the drawings, and return them by request; `tick` is called for each that was drawn.

        Raises:
            DrawingError: a process stopped, or draws with other code than this one.
        """
        drawn = {}
        for requests, answer in self._batches:
            for request, drawing in zip(requests, _wait_for(answer), strict=True):
                drawn[request] = drawing
                self._cache.put(make_key("drawing", CODE, request), drawing.encode())
                tick()
        return {**self._known, **drawn}


class DrawingClient:
    """Asks an executor for the drawings that the cache does not have."""

    def __init__(self, cache: Cache, executor: Executor) -> None:
        """Begin nothing yet."""
        self._cache = cache
        self._executor = executor
        self._ready: Future[None] | None = None
        self._forms: Future[Forms] | None = None

    def prepare(self) -> None:
        """Start a process, and have the forms compiled, before it is known what there is to draw."""
        if self._ready is None:
            self._ready = self._executor.submit(worker.load_engine)
        if self._forms is None:
            known = self._cache.get(FORMS)
            if known is None:
                self._forms = self._executor.submit(worker.compile_forms, CODE)
            else:
                self._forms = Future()
                self._forms.set_result(json.loads(known))

    def begin(self, requests: Iterable[str]) -> Drawings:
        """Begin to answer requests, while the caller goes on.

        Raises:
            DrawingError: the process that was prepared stopped, or draws with other code than this one.
        """
        keys = {request: make_key("drawing", CODE, request) for request in requests}
        known = {text: found.decode() for text, key in keys.items() if (found := self._cache.get(key)) is not None}
        missing = [request for request in keys if request not in known]
        return Drawings(self._cache, known, self._submit(missing) if missing else [])

    def _submit(self, requests: list[str]) -> list[tuple[list[str], Future[list[str]]]]:
        self.prepare()
        assert self._ready and self._forms
        _wait_for(self._ready)  # an executor starts a second process while the first is not ready
        forms = _wait_for(self._forms)
        self._cache.put(FORMS, json.dumps(forms).encode())
        size = len(requests) if len(requests) <= SHARE else BATCH
        batches = [requests[start : start + size] for start in range(0, len(requests), size)]
        return [(batch, self._executor.submit(worker.draw, CODE, batch, forms)) for batch in batches]


@contextmanager
def open_client(cache: Cache) -> Iterator[DrawingClient]:
    """Open a client with processes of this machine, which end with the block."""
    executor = make_local_executor()
    try:
        yield DrawingClient(cache, executor)
    finally:
        executor.shutdown(cancel_futures=True)


def _wait_for(answer: "Future[Any]") -> Any:
    """Wait for an answer.

    Raises:
        DrawingError: there is none.
    """
    try:
        return answer.result()
    except BrokenExecutor as error:
        raise DrawingError(STOPPED) from error
    except CodeChangedError as error:
        raise DrawingError(CHANGED) from error

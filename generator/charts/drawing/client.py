"""Drawing: requests to the drawing engine, each distinct one answered once, and only where the cache has no answer.

A request is JSON in one form only, so that equal drawings are equal texts. It names a form of `charts` with its rows,
its height and the names of the colours, or holds an SVG to be made a PNG.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Self

from generator.errors import DrawingError
from generator.files.cache import Cache, key_of, key_of_files
from generator.language.words import mark
from generator.paths import PROGRAM

HERE = Path(__file__).parent  # all that a drawing depends on
VERSIONS = [version("altair"), version("vl-convert-python"), sys.version]
# Read when this module is, so that the key is that of the code which runs, also when a file is edited meanwhile.
CODE = key_of("code", *VERSIONS, key_of_files(HERE.glob("*.py"), HERE))
FORMS = key_of("forms", CODE)  # under which the cache keeps the forms compiled to Vega
CORES = os.cpu_count() or 1
STOPPED = mark("The drawing engine stopped; its message stands above.")
CHANGED = mark("The program was changed while it ran. Start it again.")
SHARE = 150  # drawings that are worth the start of one more process


def chart(form: str, rows: Mapping[str, Any], height: int | None, colors: Mapping[str, str]) -> str:
    """Request a chart as SVG; `colors` names the theme's colours by their hex."""
    request = {"form": form, "rows": rows, "height": height, "colors": dict(colors)}
    return json.dumps(request, ensure_ascii=False, sort_keys=True)


def picture(svg: str) -> str:
    """Request an SVG as PNG; the answer is in base64."""
    return json.dumps({"svg": svg}, ensure_ascii=False)


class Engine:
    """A process that draws."""

    def __init__(self) -> None:
        """Start it; it is ready about a second later."""
        self._answered = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "generator.charts.drawing.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(PROGRAM.parent), *sys.path]))},
        )

    def ask(self, request: Mapping[str, Any]) -> Any:
        """Send a request, and wait for its answer.

        Raises:
            DrawingError: the engine stopped, or draws with other code than that of this process.
        """
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise DrawingError(STOPPED) from error
        if not self._answered and self._read() != CODE.hex():
            raise DrawingError(CHANGED)
        self._answered = True
        return self._read()

    def close(self) -> None:
        """End it."""
        self._process.kill()
        with suppress(BrokenPipeError), self._process:  # what it was sent last may not have been read
            pass

    def _read(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise DrawingError(STOPPED)
        return json.loads(line)


class Drawings:
    """Drawings on their way: those that the cache has, and those that engines are at."""

    def __init__(self, cache: Cache, known: Mapping[str, str], begun: Mapping[str, Future[str]]) -> None:
        """Take what is known, and what was begun, by request."""
        self._cache = cache
        self._known = known
        self._begun = begun

    def __len__(self) -> int:
        """Count those that are drawn anew."""
        return len(self._begun)

    def finish(self, tick: Callable[[], object] = lambda: None) -> dict[str, str]:
        """Wait for them; gives the answer to each request. `tick` is called for each that was drawn.

        Raises:
            DrawingError: an engine stopped.
        """
        drawn = {}
        for request, answer in self._begun.items():
            drawn[request] = answer.result()
            self._cache.put(key_of("drawing", CODE, request), drawn[request].encode())
            tick()
        return {**self._known, **drawn}


class Studio:
    """Engines at work: started when there is something to draw, kept for the next time, ended with the block."""

    def __init__(self, cache: Cache) -> None:
        """Start nothing yet; `cache` has what was drawn before."""
        self.engines: list[Engine] = []
        self._cache = cache
        self._idle = SimpleQueue[Engine]()
        self._threads = ThreadPoolExecutor(CORES)
        self._forms: Future[Mapping[str, Any]] | None = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Keep the forms, and end the engines, whatever they are at."""
        if self._forms and self._forms.done() and not self._forms.exception():
            self._cache.put(FORMS, json.dumps(self._forms.result()).encode())
        for engine in self.engines:
            engine.close()
        self._threads.shutdown(cancel_futures=True)

    def prepare(self) -> None:
        """Get ready before it is known what there is to draw."""
        self._start(1)
        self._compiled()

    def begin(self, requests: Iterable[str]) -> Drawings:
        """Begin to answer requests; engines work while the caller goes on."""
        keys = {request: key_of("drawing", CODE, request) for request in requests}
        known = {text: found.decode() for text, key in keys.items() if (found := self._cache.get(key)) is not None}
        missing = [request for request in keys if request not in known]
        if missing:
            self._start(min(CORES, -(-len(missing) // SHARE)))
        return Drawings(self._cache, known, {text: self._begin(json.loads(text)) for text in missing})

    def _start(self, count: int) -> None:
        while len(self.engines) < count:
            self.engines.append(Engine())
            self._idle.put(self.engines[-1])

    def _begin(self, request: Mapping[str, Any]) -> Future[str]:
        if "form" not in request:
            return self._threads.submit(self._ask, request)
        return self._threads.submit(self._draw, request, self._compiled())

    def _compiled(self) -> Future[Mapping[str, Any]]:
        """Give the forms in Vega: from the cache, or from an engine, before the drawings that need them."""
        if self._forms is None:
            known = self._cache.get(FORMS)
            if known is None:
                self._forms = self._threads.submit(self._ask, {"compile": "all"})
            else:
                self._forms = Future()
                self._forms.set_result(json.loads(known))
        return self._forms

    def _draw(self, request: Mapping[str, Any], forms: Future[Mapping[str, Any]]) -> str:
        return str(self._ask({**request, "spec": forms.result()[request["form"]]}))

    def _ask(self, request: Mapping[str, Any]) -> Any:
        engine = self._idle.get()
        try:
            return engine.ask(request)
        finally:
            self._idle.put(engine)

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

from generator.cache import Cache, key_of, key_of_files
from generator.words import mark

HERE = Path(__file__).parent
DRAWN_BY = ("binding", "charts", "drawing", "engine", "svg", "theme")  # all that a drawing depends on
VERSIONS = [version("altair"), version("vl-convert-python"), sys.version]
# Read when this module is, so that the key is that of the code which runs, also when a file is edited meanwhile.
CODE = key_of("code", *VERSIONS, key_of_files((HERE / f"{name}.py" for name in DRAWN_BY), HERE))
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


class EngineError(Exception):
    """The drawing engine cannot be used; the message (marked for the catalogue) says why."""


class Engine:
    """A process that draws."""

    def __init__(self) -> None:
        """Start it; it is ready about a second later."""
        self._answered = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "generator.engine"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(HERE.parent), *sys.path]))},
        )

    def ask(self, request: Mapping[str, Any]) -> Any:
        """Send a request, and wait for its answer.

        Raises:
            EngineError: the engine stopped, or draws with other code than that of this process.
        """
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise EngineError(STOPPED) from error
        if not self._answered and self._read() != CODE.hex():
            raise EngineError(CHANGED)
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
            raise EngineError(STOPPED)
        return json.loads(line)


class Drawings:
    """Drawings on their way: those that the cache has, and those that engines are at."""

    def __init__(
        self, cache: Cache, known: Mapping[str, str], begun: Mapping[str, Future[str]], forms: Mapping[str, Future[Any]]
    ) -> None:
        """Take what is known, and what was begun, by request; and the forms that are being compiled, by name."""
        self._cache = cache
        self._known = known
        self._begun = begun
        self._forms = forms

    def __len__(self) -> int:
        """Count those that are drawn anew."""
        return len(self._begun)

    def finish(self, tick: Callable[[], object] = lambda: None) -> dict[str, str]:
        """Wait for them; gives the answer to each request. `tick` is called for each that was drawn.

        Raises:
            EngineError: an engine stopped.
        """
        for form, spec in self._forms.items():
            self._cache.put(key_of("form", CODE, form), json.dumps(spec.result()).encode())
        drawn = {}
        for request, answer in self._begun.items():
            drawn[request] = answer.result()
            self._cache.put(key_of("drawing", CODE, request), drawn[request].encode())
            tick()
        return {**self._known, **drawn}


class Studio:
    """Engines at work: started when there is something to draw, kept for the next time, ended with the block."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self.engines: list[Engine] = []
        self._idle = SimpleQueue[Engine]()
        self._forms: dict[str, Future[Any]] = {}
        self._threads = ThreadPoolExecutor(os.cpu_count())

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the engines, whatever they are at."""
        for engine in self.engines:
            engine.close()
        self._threads.shutdown(cancel_futures=True)

    def begin(self, requests: Iterable[str], cache: Cache) -> Drawings:
        """Begin to answer requests; engines work while the caller goes on."""
        keys = {request: key_of("drawing", CODE, request) for request in requests}
        known = {request: found.decode() for request, key in keys.items() if (found := cache.get(key)) is not None}
        asked = {request: json.loads(request) for request in keys if request not in known}
        self.start(min(os.cpu_count() or 1, -(-len(asked) // SHARE)))
        forms = sorted({request["form"] for request in asked.values() if "form" in request})
        compiling = {form: spec for form in forms if (spec := self._compile(form, cache))}
        begun = {text: self._threads.submit(self._draw, request) for text, request in asked.items()}
        return Drawings(cache, known, begun, compiling)

    def start(self, count: int) -> None:
        """Have so many engines at work."""
        while len(self.engines) < count:
            self.engines.append(Engine())
            self._idle.put(self.engines[-1])

    def _compile(self, form: str, cache: Cache) -> Future[Any] | None:
        """Have a form compiled, before the drawings that need it; None where it is there, or in the cache."""
        if form in self._forms:
            return None
        found = cache.get(key_of("form", CODE, form))
        if found is None:
            self._forms[form] = self._threads.submit(self._ask, {"compile": form})
            return self._forms[form]
        self._forms[form] = Future()
        self._forms[form].set_result(json.loads(found))
        return None

    def _draw(self, request: dict[str, Any]) -> str:
        if "form" in request:
            request["spec"] = self._forms[request["form"]].result()
        return str(self._ask(request))

    def _ask(self, request: Mapping[str, Any]) -> Any:
        engine = self._idle.get()
        try:
            return engine.ask(request)
        finally:
            self._idle.put(engine)

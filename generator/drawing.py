"""Drawing: requests to the drawing engine, each distinct one answered once, and only where the cache has no answer.

A request is JSON in one form only, so that equal drawings are equal texts. It names a form of `charts` with its rows,
its height and the names of the colours, or holds an SVG to be made a PNG.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

from generator.cache import Cache, key_of, key_of_files
from generator.words import mark

HERE = Path(__file__).parent
DRAWN_BY = ("charts", "drawing", "engine", "svg", "theme")  # a drawing depends on these modules, and on no other
VERSIONS = [version("altair"), version("vl-convert-python"), sys.version]
# Read when this module is, so that the key is that of the code which runs, also when a file is edited meanwhile.
CODE = key_of("code", *VERSIONS, key_of_files((HERE / f"{name}.py" for name in DRAWN_BY), HERE))
STOPPED = mark("The drawing engine stopped; its message stands above.")
CHANGED = mark("The program was changed while it ran. Start it again.")
SHARE = 8  # drawings that are worth the start of one more process


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

    def ask(self, request: str) -> str:
        """Send a request, and wait for its answer.

        Raises:
            EngineError: the engine stopped, or draws with other code than that of this process.
        """
        assert self._process.stdin
        try:
            self._process.stdin.write(request + "\n")
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

    def _read(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise EngineError(STOPPED)
        return str(json.loads(line))


class Studio:
    """Engines at work: started when there is something to draw, kept for the next time, ended with the block."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._engines: list[Engine] = []

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the engines."""
        for engine in self._engines:
            engine.close()
        self._engines = []

    def draw(
        self, requests: Iterable[str], cache: Cache, tick: Callable[[], object] = lambda: None
    ) -> tuple[dict[str, str], int]:
        """Answer every request; `tick` is called for each one drawn. Returns the answers, and how many were drawn.

        Raises:
            EngineError: an engine stopped.
        """
        keys = {request: key_of("drawing", CODE, request) for request in requests}
        known = {request: found.decode() for request, key in keys.items() if (found := cache.get(key)) is not None}
        missing = [request for request in keys if request not in known]
        self.start(min(os.cpu_count() or 1, -(-len(missing) // SHARE)))
        queue = iter(missing)  # a list's iterator gives each request to one thread only
        drawn: dict[str, str] = {}

        def work(engine: Engine) -> None:
            for request in queue:
                drawn[request] = engine.ask(request)
                tick()

        with ThreadPoolExecutor(len(self._engines) or 1) as pool:
            list(pool.map(work, self._engines))
        for request in missing:
            cache.put(keys[request], drawn[request].encode())
        return known | drawn, len(missing)

    def start(self, count: int) -> None:
        """Have so many engines at work."""
        while len(self._engines) < count:
            self._engines.append(Engine())

"""The stages of a build, one after the other: what each is called, how long it takes, who shows it, what ends it.

Charts are drawn and pages are rendered by processes of their own: the time of such a stage is the time waited for them.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from generator.language.words import mark

STAGES = {
    "check": mark("reading and checking"),
    "assess": mark("assessing"),
    "draw": mark("drawing charts"),
    "write": mark("writing pages"),
    "files": mark("writing files"),
    "website": mark("building the site"),
    "replace": mark("putting the site in place"),
    "verify": mark("reading the site"),
}


class Reporter(Protocol):
    """A display of how far a build has come."""

    def start(self, stage: str, total: int | None) -> None:
        """Begin a stage, with so many steps where that is known."""

    def step(self) -> None:
        """Count one step done."""


class Silent:
    """Shows nothing."""

    def start(self, stage: str, total: int | None) -> None:
        """Ignore it."""

    def step(self) -> None:
        """Ignore it."""


@contextmanager
def time_stage(stage: str, seconds: dict[str, float], reporter: Reporter, total: int | None = None) -> Iterator[None]:
    """Time a stage, into `seconds`."""
    reporter.start(stage, total)
    begun = time.perf_counter()
    try:
        yield
    finally:
        seconds[stage] = time.perf_counter() - begun

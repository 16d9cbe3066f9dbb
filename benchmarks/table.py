"""The figures as tables of Markdown, a column a portal; a ratio says how a figure grows from one to the next."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from benchmarks.portals import Measured
from generator.stages import STAGES

Value = Callable[[Measured], float]
SECONDS, MEGABYTES, KILOBYTES, COUNT, TIMES = "{:.1f} s", "{:,.0f} MB", "{:.1f} kB", "{:,.0f}", "{:.2f}"


def work_table(portals: Sequence[Measured]) -> str:
    """Write time, memory and counted work."""
    lines = [
        _line("observations", portals, COUNT, lambda m: m.observations),
        _line("**clean build**, two languages", portals, SECONDS, _pick("seconds", "clean build")),
        *(
            _line(f"clean build: {STAGES[stage]}", portals, SECONDS, _pick("clean_stages", stage))
            for stage in portals[0].clean_stages
        ),
        _line("**rebuild** after one value", portals, SECONDS, _pick("seconds", "rebuild")),
        *(
            _line(f"rebuild: {STAGES[stage]}", portals, SECONDS, _pick("rebuild_stages", stage))
            for stage in portals[0].rebuild_stages
        ),
        _line("**bare `mkdocs build`** of the same Markdown", portals, SECONDS, _pick("seconds", "bare mkdocs")),
        _line("clean build ÷ bare MkDocs", portals, TIMES, _over_bare("clean build"), grows=False),
        _line("rebuild ÷ bare MkDocs", portals, TIMES, _over_bare("rebuild"), grows=False),
        _line("**`portal check`**", portals, SECONDS, _pick("seconds", "check")),
        *(
            _line(f"processor time: {what}", portals, SECONDS, _pick("processor_seconds", what))
            for what in portals[0].processor_seconds
        ),
        *(
            _line(f"memory of all processes: {what}", portals, MEGABYTES, _pick("megabytes", what))
            for what in portals[0].megabytes
        ),
        *(_line(what, portals, COUNT, _pick("counted", what)) for what in portals[0].counted),
    ]
    return _table("what", portals, lines)


def weight_table(portals: Sequence[Measured]) -> str:
    """Write what a first view of each kind of page transfers."""
    kinds = dict.fromkeys(kind for measured in portals for kind in measured.transfer)
    lines = [_line(kind, portals, KILOBYTES, _pick("transfer", kind, 1000), grows=False) for kind in kinds]
    return _table("first view, gzip", portals, lines)


def _pick(group: str, name: str, unit: int = 1) -> Value:
    return lambda measured: float(getattr(measured, group).get(name, 0)) / unit


def _over_bare(what: str) -> Value:
    return lambda measured: measured.seconds[what] / measured.seconds["bare mkdocs"]


def _line(name: str, portals: Sequence[Measured], form: str, value: Value, *, grows: bool = True) -> str:
    figures = [value(measured) for measured in portals]
    cells = [form.format(figure) for figure in figures]
    if grows:
        cells[1:] = [
            f"{cell} (×{after / before:.1f})" if before else cell
            for cell, (before, after) in zip(cells[1:], pairwise(figures), strict=True)
        ]
    return f"| {name} | {' | '.join(cells)} |"


def _table(name: str, portals: Sequence[Measured], lines: Sequence[str]) -> str:
    heads = " | ".join(f"{measured.commitments:,} commitments" for measured in portals)
    return "\n".join([f"| {name} | {heads} |", "|---" * (len(portals) + 1) + "|", *lines])

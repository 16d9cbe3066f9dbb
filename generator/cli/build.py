"""Building the site: `portal build`."""

import gc
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from generator.charts.drawing.client import open_client
from generator.cli.commands import Command
from generator.cli.console import AsOf, Bars, Data, On, Terminal, find_day
from generator.files.cache import find_user_cache, open_cache
from generator.language.words import mark
from generator.stages import STAGES, Reporter

if TYPE_CHECKING:
    from generator.build import Built

GARBAGE = 50_000  # objects more before it is looked for: there is little, and looking took a tenth of a build

app = typer.Typer(add_completion=False)


@app.command(cls=Command)
def build(
    context: typer.Context,
    data: Data = Path("data"),
    out: Annotated[
        Path,
        typer.Option("--out", help=mark("Folder for the site; replaced only when the new site is whole.")),
    ] = Path("site"),
    as_of: AsOf = None,
    on: On = None,
) -> None:
    """Build a portal."""
    terminal: Terminal = context.obj
    with Bars(terminal) as bars:
        day, stated_on = as_of.date() if as_of else None, on.date() if on else None
        built = make(data, out, day, find_day(on), bars, find_user_cache(), stated_on)
    terminal.print_findings(built.findings)
    if built.progress is None:
        terminal.print(terminal.t("Nothing was published; the old site is as it was."), "red")
        raise typer.Exit(1)
    print_built(built, out, terminal)


def make(
    data: Path, out: Path, as_of: date | None, on: date, reporter: Reporter, keep: Path, stated_on: date | None = None
) -> "Built":
    """Build as `generator.build` does, with a drawing engine that gets ready while the builder is loaded."""
    gc.set_threshold(GARBAGE)
    with open_cache(keep) as cache, open_client(cache) as drawing:
        drawing.prepare()
        from generator.build import rebuild

        return rebuild(data, out, as_of, reporter, drawing, cache, live=False, on=on, stated_on=stated_on)


def print_built(built: "Built", out: Path, terminal: Terminal) -> None:
    """Print the time each stage took, how much was made anew, and where the site is."""
    t, n = terminal.t, terminal.n
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    for stage, seconds in built.seconds.items():
        table.add_row(t(STAGES[stage]), f"{seconds:.2f} s")
    table.add_row(t("in all"), f"{sum(built.seconds.values()):.2f} s", style="bold")
    terminal.out.print(table)
    work = (
        n("{count} page rendered", "{count} pages rendered", built.rendered),
        n("{count} chart drawn", "{count} charts drawn", built.drawn),
        n("{count} file changed", "{count} files changed", built.changed),
    )
    terminal.print(t(", ").join(work))
    pages = n("{count} page", "{count} pages", built.pages)
    terminal.print(t("{pages} in {out}", pages=pages, out=out), "green")

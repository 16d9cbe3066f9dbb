"""Building and previewing: `portal build`, `serve`."""

import gc
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.charts.drawing.client import open_client
from generator.cli.console import WORDS, AsOf, Bars, Data, Out, Speak, app, print_findings, refuse, t
from generator.errors import DrawingError, ForeignFolderError, SiteError
from generator.files.cache import opened, user_folder
from generator.stages import STAGES, Reporter

if TYPE_CHECKING:
    from generator.build import Built

GARBAGE = 50_000  # objects more before it is looked for: there is little, and looking took a tenth of a build


@app.command("build", help=t("Check the data and build the site. On any error the old site stays as it was."))
def build_command(
    data: Data = Path("data"),
    out: Out = Path("site"),
    as_of: AsOf = None,
    lang: Speak = None,
) -> None:
    """Build a portal."""
    console = Console(highlight=False, markup=False)
    try:
        with Bars() as bars:
            built = make(data, out, as_of.date() if as_of else None, bars, user_folder())
    except ForeignFolderError as error:
        refuse(t(error.message, **error.parts))
    except (SiteError, DrawingError) as error:
        refuse(t(error.message, **error.parts), code=1)
    print_findings(built.findings, console)
    if built.progress is None:
        console.print(t("Nothing was published; the old site is as it was."), style="red")
        raise typer.Exit(1)
    print_built(built, out, console)


def make(data: Path, out: Path, as_of: date | None, reporter: Reporter, keep: Path) -> "Built":
    """Build as `generator.build` does, with a drawing engine that gets ready while the builder is loaded."""
    gc.set_threshold(GARBAGE)
    with opened(keep) as cache, open_client(cache) as drawing:
        drawing.prepare()
        from generator.build import rebuild

        return rebuild(data, out, as_of, reporter, drawing, cache, live=False)


@app.command("serve", help=t("Preview the site; it is rebuilt when the data, a page or a template changes."))
def serve_command(
    data: Data = Path("data"),
    host: Annotated[str, typer.Option(help=t("Address to serve on."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=t("Port to serve on."))] = 8000,
    as_of: AsOf = None,
    lang: Speak = None,
) -> None:
    """Preview a portal."""
    console = Console(highlight=False, markup=False)
    day: date | None = as_of.date() if as_of else None
    gc.set_threshold(GARBAGE)
    with opened(user_folder()) as cache, open_client(cache) as drawing:
        drawing.prepare()  # and it stays ready
        from generator.build import rebuild
        from generator.preview import serve

        def again(site: Path) -> None:
            try:
                with Bars() as bars:
                    built = rebuild(data, site, day, bars, drawing, cache, live=True)
            except (SiteError, DrawingError) as error:
                console.print(Text(t(error.message, **error.parts), style="red"))
                return
            cache.save()
            print_findings(built.findings, console)
            if built.progress is not None:
                print_built(built, site, console)

        serve(data, host, port, again, lambda url: console.print(t("Preview at {url}; stop with Ctrl+C.", url=url)))


def print_built(built: "Built", out: Path, console: Console) -> None:
    """Print where the site is, and the time each stage took."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    for stage, seconds in built.seconds.items():
        table.add_row(t(STAGES[stage]), f"{seconds:.2f} s")
    table.add_row(t("in all"), f"{sum(built.seconds.values()):.2f} s", style="bold")
    console.print(table)
    work = (
        WORDS.n("{count} page rendered", "{count} pages rendered", built.rendered),
        WORDS.n("{count} chart drawn", "{count} charts drawn", built.drawn),
        WORDS.n("{count} file changed", "{count} files changed", built.changed),
    )
    console.print(t(", ").join(work))
    pages = WORDS.n("{count} page", "{count} pages", built.pages)
    console.print(t("{pages} in {out}", pages=pages, out=out), style="green", soft_wrap=True)

"""Previewing the site: `portal serve`."""

import gc
from pathlib import Path
from typing import Annotated

import typer

from generator.charts.drawing.client import open_client
from generator.cli.build import GARBAGE, print_built
from generator.cli.commands import Command
from generator.cli.console import AsOf, Bars, Data, On, Terminal, find_day
from generator.errors import DrawingError, SiteError, UsageError
from generator.files.cache import find_user_cache, open_cache
from generator.language.words import mark

TAKEN = mark("{host}:{port} cannot be served on: it is taken, or there is no permission. Choose another --port.")

app = typer.Typer(add_completion=False)


@app.command(cls=Command)
def serve(
    context: typer.Context,
    data: Data = Path("data"),
    host: Annotated[
        str, typer.Option("--host", metavar=mark("ADDRESS"), help=mark("Address to serve on."))
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=mark("Port to serve on."))] = 8000,
    as_of: AsOf = None,
    on: On = None,
) -> None:
    """Preview a portal."""
    terminal: Terminal = context.obj
    day = as_of.date() if as_of else None
    gc.set_threshold(GARBAGE)
    with open_cache(find_user_cache()) as cache, open_client(cache) as drawing:
        drawing.prepare()  # and it stays ready
        from generator import preview
        from generator.build import rebuild

        def build(site: Path) -> None:
            try:
                with Bars(terminal) as bars:
                    built = rebuild(data, site, day, bars, drawing, cache, live=True, on=find_day(on))
            except (SiteError, DrawingError) as error:  # the next change may mend it
                terminal.print_error(error)
                return
            cache.save()
            terminal.print_findings(built.findings)
            if built.progress is not None:
                print_built(built, site, terminal)

        def announce(url: str) -> None:
            terminal.print(terminal.t("Preview at {url}; stop with Ctrl+C.", url=url))

        try:
            preview.serve(data, host, port, build, announce)
        except OSError as error:
            if error.filename:  # a file, not the network
                raise
            raise UsageError(TAKEN, host=host, port=port) from error

"""The way to a host: `portal publish`."""

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from generator.cli.commands import Command
from generator.cli.console import Terminal
from generator.cli.failure import explain_failure
from generator.errors import PublishError
from generator.files.manifest import SiteManifest, make_public_address
from generator.language.words import mark
from generator.publish.live import check_live
from generator.publish.outcome import Outcome, read_site
from generator.publish.target import KEEP, parse_target

app = typer.Typer(add_completion=False)


@app.command(cls=Command)
def publish(
    context: typer.Context,
    target: Annotated[
        str,
        typer.Argument(
            metavar=mark("TARGET"),
            help=mark("A folder, user@host:/folder (SSH and rsync), or git+ADDRESS#branch."),
        ),
    ],
    site: Annotated[Path, typer.Option("--site", help=mark("The site that portal build has made."))] = Path("site"),
    rollback: Annotated[bool, typer.Option("--rollback", help=mark("Make the site from before live again."))] = False,
    keep: Annotated[
        int, typer.Option("--keep", min=1, help=mark("How many sites a folder keeps, the live one counted."))
    ] = KEEP,
    url: Annotated[
        str,
        typer.Option(
            "--url",
            metavar=mark("URL"),
            help=mark("Public address to check afterwards; by default site.url of portal.yml."),
        ),
    ] = "",
    wait: Annotated[
        int,
        typer.Option(
            "--wait",
            min=0,
            metavar=mark("SECONDS"),
            help=mark("Seconds until the public address must show the new site."),
        ),
    ] = 10,
    changed: Annotated[
        Path | None,
        typer.Option(
            "--changed",
            dir_okay=False,
            help=mark("File for the addresses that changed, one a line, to purge caches."),
        ),
    ] = None,
) -> None:
    """Publish a site that was built."""
    terminal: Terminal = context.obj
    outcome = switch(target, None if rollback else site, keep, changed, url)
    print_published(outcome, rollback, terminal)
    if known := url or outcome.after.url:
        check_live(known, outcome, wait)
        terminal.print(terminal.t("Checked: {url} shows it.", url=known), "green")
    else:
        terminal.print(terminal.t("Not checked: no public address is known (site.url in portal.yml, or --url)."))


def switch(target: str, site: Path | None, keep: int, changed: Path | None, url: str) -> Outcome:
    """Make a site live, or the one from before where `site` is None; write the list of changed addresses.

    Raises:
        PublishError: what is live is not what it should be.
        UsageError: the target is none.
    """
    shell = shlex.split(os.environ.get("RSYNC_RSH") or "ssh")  # the name that rsync itself reads

    def write_changed(before: SiteManifest | None, after: SiteManifest) -> None:
        if changed:
            lines = (make_public_address(path, url or after.url) + "\n" for path in after.changes_since(before))
            changed.write_text("".join(lines), encoding="utf-8", newline="\n")

    place = parse_target(target)
    try:
        if site is None:
            return place.roll_back(shell, write_changed)
        return place.publish(site.absolute(), read_site(site), keep, shell, write_changed)
    except OSError as error:  # the usage was right, but what is live is not what it should be
        failure = explain_failure(error)
        raise PublishError(failure.message, **failure.parts) from error


def print_published(outcome: Outcome, rollback: bool, terminal: Terminal) -> None:
    """Print what publishing has done."""
    t = terminal.t
    if not outcome.switched:
        terminal.print(t("This site is live already; nothing was published."), "green")
        return
    count = len(outcome.after.changes_since(outcome.before))
    files = terminal.n("{count} file changed", "{count} files changed", count)
    done = t("Back to the site from before: {files}", files=files) if rollback else t("Published: {files}", files=files)
    terminal.print(done, "green")

"""The way to a host: `portal publish`."""

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from generator.cli.console import WORDS, Speak, app, refuse, t
from generator.errors import PublishError, UsageError
from generator.files.manifest import Manifest, address
from generator.publish.live import check_live
from generator.publish.outcome import Outcome, read_site
from generator.publish.target import target_of


@app.command("publish", help=t("Make the built site the live one, in one step; what is live is never half a site."))
def publish_command(
    target: Annotated[
        str,
        typer.Argument(
            help=t("A folder, user@host:/folder (SSH and rsync), or git+ADDRESS#branch."), show_default=False
        ),
    ],
    site: Annotated[Path, typer.Option("--site", help=t("The site that portal build has made."))] = Path("site"),
    rollback: Annotated[bool, typer.Option("--rollback", help=t("Make the site from before live again."))] = False,
    keep: Annotated[
        int, typer.Option("--keep", min=1, help=t("How many sites a folder keeps, the live one counted."))
    ] = 5,
    url: Annotated[
        str, typer.Option("--url", help=t("Public address to check afterwards; by default site.url of portal.yml."))
    ] = "",
    wait: Annotated[
        int, typer.Option("--wait", min=0, help=t("Seconds until the public address must show the new site."))
    ] = 10,
    changed: Annotated[
        Path | None,
        typer.Option("--changed", help=t("File for the addresses that changed, one a line, to purge caches.")),
    ] = None,
    lang: Speak = None,
) -> None:
    """Publish a site that was built."""
    console = Console(highlight=False, markup=False)
    shell = shlex.split(os.environ.get("RSYNC_RSH") or "ssh")  # the name that rsync itself reads

    def tell(before: Manifest | None, after: Manifest) -> None:
        if changed:
            lines = (address(path, url or after.url) + "\n" for path in after.changes_since(before))
            changed.write_text("".join(lines), encoding="utf-8", newline="\n")

    try:
        place = target_of(target)
        if rollback:
            outcome = place.roll_back(shell, tell)
        else:
            outcome = place.publish(site.absolute(), read_site(site), keep, shell, tell)
        print_published(outcome, rollback, console)
        if known := url or outcome.after.url:
            check_live(known, outcome, wait)
            console.print(t("Checked: {url} shows it.", url=known), style="green", soft_wrap=True)
        else:
            console.print(t("Not checked: no public address is known (site.url in portal.yml, or --url)."))
    except UsageError as error:
        refuse(t(error.message, **error.parts))
    except PublishError as error:
        refuse(t(error.message, **error.parts), code=1)
    except OSError as error:
        refuse(t("{file} cannot be written: {reason}", file=error.filename, reason=error.strerror), code=1)


def print_published(outcome: Outcome, rollback: bool, console: Console) -> None:
    """Print what publishing has done."""
    if not outcome.switched:
        console.print(t("This site is live already; nothing was published."), style="green")
        return
    count = len(outcome.after.changes_since(outcome.before))
    files = WORDS.n("{count} file changed", "{count} files changed", count)
    done = t("Back to the site from before: {files}") if rollback else t("Published: {files}")
    console.print(done.format(files=files), style="green")

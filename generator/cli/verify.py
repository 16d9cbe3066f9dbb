"""Proving that nothing that was published was altered: `portal verify`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from generator.cli.commands import Command
from generator.cli.console import Bars, Terminal
from generator.data.settings import FILE as SETTINGS
from generator.errors import ReleaseError
from generator.language.words import mark
from generator.releases.checkpoint import make_checkpoint, read_checkpoint
from generator.releases.findings import Fault, Note
from generator.releases.log import check_log, find_origin, read_manifests
from generator.releases.published import FolderSite, Site, WebSite, check_site, count_files, find_drafts
from generator.releases.release import FOLDER, release_days
from generator.releases.signatures import check_signatures
from generator.releases.signers import SIGNERS, read_signers
from generator.releases.stores import FolderStore, Store, WebStore
from generator.releases.verify import find_faults
from generator.releases.web import Web

NO_FOLDER = mark("There is no folder {folder}.")
WHO = mark("Not proved: who released this. Name whose signatures you trust with --signers.")
SINCE = mark(
    "Not proved: that no release was removed or replaced before today. "
    "Keep this line in a file, and give the file next time with --checkpoint:"
)
PAGES = mark(
    "Not proved: that the pages say what the releases hold. "
    "Who builds them again with the program that site-manifest.json names gets the same files."
)

app = typer.Typer(add_completion=False)


@app.command(cls=Command)
def verify(
    context: typer.Context,
    place: Annotated[
        str,
        typer.Argument(metavar=mark("DIR|URL"), help=mark("Data folder, built site, or address of a live portal.")),
    ] = "data",
    signers: Annotated[
        Path | None,
        typer.Option(
            "--signers",
            exists=True,
            dir_okay=False,
            help=mark("Your list of who may sign, kept apart from what is verified: allowed_signers of OpenSSH."),
        ),
    ] = None,
    checkpoint: Annotated[
        Path | None,
        typer.Option(
            "--checkpoint", exists=True, dir_okay=False, help=mark("A checkpoint that you kept from an earlier day.")
        ),
    ] = None,
    releases_only: Annotated[
        bool, typer.Option("--releases-only", help=mark("Verify the releases of a site, and not its pages."))
    ] = False,
) -> None:
    """Verify releases."""
    terminal: Terminal = context.obj
    trusted = read_signers(signers) if signers else None
    kept = read_checkpoint(checkpoint.read_bytes(), str(checkpoint))[0] if checkpoint else None
    store, site, beside = open_place(place)
    if releases_only:
        site = None
    near = read_signers(beside) if beside and not trusted else None
    found: list[Fault | Note] = [*find_faults(store)]
    if not found:  # else a checkpoint fails with the releases that it stands for
        found += check_log(store, trusted or near, kept)
    found += check_signatures(store, trusted or near, listed=near is not None)
    files = 0
    if site is not None:
        files = count_files(site)
        with Bars(terminal) as bars:
            bars.start("verify", files)
            found += check_site(site, bars.step)
        found += find_drafts(site, store)
    print_found(found, terminal)
    if any(isinstance(finding, Fault) for finding in found):
        raise typer.Exit(1)
    print_proved(store, files, terminal)
    print_open(store, terminal, signers=bool(trusted), checkpoint=kept is not None, pages=site is not None)


def open_place(place: str) -> tuple[Store, Site | None, Path | None]:
    """Return the releases of a place, the site that it is, and the list of signers that lies beside its releases.

    Raises:
        ReleaseError: there is nothing of the kind, or it cannot be reached.
    """
    if place.startswith(("http://", "https://")):
        web = Web(place)
        return WebStore(web), WebSite(web), None
    folder = Path(place)
    if not folder.is_dir():
        raise ReleaseError(NO_FOLDER, folder=place)
    below = folder / FOLDER
    if release_days(folder) and not below.is_dir():  # the folder of the releases itself
        return FolderStore(folder), None, _find_signers(folder.absolute().parent)
    if (folder / SETTINGS).is_file():
        return FolderStore(below), None, _find_signers(folder)
    return FolderStore(below), FolderSite(folder), None


def _find_signers(folder: Path) -> Path | None:
    file = folder / SIGNERS
    return file if file.is_file() else None


def print_found(found: Iterable[Fault | Note], terminal: Terminal) -> None:
    """Print every fault and note, and how many faults there are."""
    faults = 0
    for finding in found:
        bad = isinstance(finding, Fault)
        faults += bad
        line = Text(f"{finding.release} " if finding.release else "", style="bold")
        terminal.print(line.append(finding.message(terminal.words), style="red" if bad else ""))
    if faults:
        message = terminal.n(
            "{count} thing is not as it was released.", "{count} things are not as they were released.", faults
        )
        terminal.print(message, "red")


def print_proved(store: Store, files: int, terminal: Terminal) -> None:
    """Print what was found whole."""
    n, count = terminal.n, len(store.days())
    if files:
        whole = n("{count} file as the site's manifest says.", "{count} files as the site's manifest says.", files)
        terminal.print(whole, "green")
    if count:
        whole = n("{count} release, whole and unaltered.", "{count} releases, whole and unaltered.", count)
        terminal.print(whole, "green")
    else:
        terminal.print(terminal.t("Nothing has been released yet."))


def print_open(store: Store, terminal: Terminal, *, signers: bool, checkpoint: bool, pages: bool) -> None:
    """Print what was not proved, and what would prove it."""
    manifests = read_manifests(store)
    if manifests and not signers:
        terminal.print(terminal.t(WHO), "yellow")
    if manifests and not checkpoint:
        terminal.print(terminal.t(SINCE), "yellow")
        terminal.print(make_checkpoint(find_origin(store) or FOLDER, manifests).line)
    if manifests and pages:
        terminal.print(terminal.t(PAGES), "yellow")

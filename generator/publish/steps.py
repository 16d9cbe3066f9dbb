"""A place that keeps the last few sites and shows one of them, near or far.

    TARGET/sites/000007-3fa9c1d2e4b5/   one site: a number that rises, and the first digits of its manifest's hash;
                                        with compressed copies of its texts and the assets of the sites before it
                                        (`kept`), and a list of each
    TARGET/current                      a symbolic link to the one that is live: the web server's root

A site arrives under a name that begins with a dot, which is never shown. What begins with a dot is removed by the next
publication, which refuses to go on where it cannot be, and so is a site that never became live: at no time is there
more than one beyond those that are kept. What fails, and is not killed, removes what it has brought.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from generator.errors import PublishError
from generator.files.manifest import FILE, SiteManifest, parse_manifest, sha256
from generator.language.words import mark
from generator.publish import compressed, kept
from generator.publish.compressed import open_copies
from generator.publish.kept import choose_kept
from generator.publish.outcome import SPOILT, OnSwitch, Outcome, prove

SITES, CURRENT, LOCK = "sites", "current", ".lock"
POINTER = ".current.new"  # the link before it takes the place of the old one
ENTRIES = (SITES, CURRENT, LOCK, POINTER)
NAME = re.compile(r"[0-9]{6}-[0-9a-f]{12}")

BUSY = mark("Somebody else is publishing to {target}. Try again when that is done.")
FOREIGN = mark("{target} holds something that portal publish has not put there: {name}. Choose another folder.")
LEFT = mark(
    "An earlier publication to {target} has left {name}, which cannot be removed. Remove it there, and publish again."
)
NO_OLDER = mark("{target} holds no site from before the one that is live.")


class Destination(Protocol):
    """What the steps of publishing need; opening one takes its lock and clears what was left."""

    target: str

    def names(self) -> list[str]:
        """List the sites that are whole, oldest first."""

    def current(self) -> str:
        """Return the name of the site that is live, also where it has gone; empty where there never was one."""

    def read(self, name: str, list_name: str) -> bytes:
        """Return a list of a site: its manifest, that of the compressed copies or of what is kept; else empty."""

    def write(self, name: str, list_name: str, text: str) -> None:
        """Put a list into a site, in the place of the one it has."""

    def sums(self, name: str) -> dict[str, str]:
        """Return the SHA-256 of every file of a site but its manifest."""

    def receive(self, sources: Sequence[Path], base: str) -> str:
        """Lay the files of some folders out as one site, sharing unchanged ones with `base`; its name has a dot.

        What fails leaves nothing.
        """

    def carry(self, source: str, name: str, path: str, proof: str) -> bool:
        """Put a file of one site into another too; False where it is not there with this SHA-256."""

    def accept(self, incoming: str, name: str) -> None:
        """Write what arrived to the disk, and move it to its name."""

    def point(self, name: str) -> None:
        """Make a site the one that is live, in one step, and have that on the disk."""

    def remove(self, name: str) -> None:
        """Remove a site that is not live."""

    def discard(self, incoming: str) -> None:
        """Remove what arrived and is no site yet."""


def publish(destination: Destination, site: Path, manifest: SiteManifest, keep: int, on_switch: OnSwitch) -> Outcome:
    """Make a built site the one that is live, and keep so many in all, to which `roll_back` can return.

    Raises:
        PublishError: what arrived is not the site, because it was built anew meanwhile.
    """
    old = destination.current()
    names = _tidy(destination, old, keep)
    before = _read_manifest(destination, old)
    if before and before.text == manifest.text and _is_whole(destination, old, before):
        on_switch(before, manifest)
        return Outcome(before, manifest, switched=False)
    with open_copies(site, manifest) as copies:
        incoming = destination.receive([site, copies], old)
    number = int(names[-1].split("-")[0]) + 1 if names else 1
    name = f"{number:06d}-{manifest.digest[:12]}"
    with _clear_failure(destination, incoming, name):
        _keep_assets(destination, incoming, manifest, names)
        arrived = _read_manifest(destination, incoming)
        whole = SiteManifest(_list_files(destination, incoming, manifest))
        prove(whole, destination.sums(incoming) if arrived and arrived.text == manifest.text else {}, site)
        destination.accept(incoming, name)
        on_switch(before, manifest)
        destination.point(name)
    _tidy(destination, name, keep)
    return Outcome(before, manifest, switched=True)


@contextmanager
def _clear_failure(destination: Destination, incoming: str, name: str) -> Iterator[None]:
    """Remove what a publication has brought where it fails before its site is live."""
    try:
        yield
    except (OSError, PublishError):
        with suppress(OSError, PublishError):
            destination.discard(incoming)
            if name in destination.names() and destination.current() != name:
                destination.remove(name)
        raise


def _keep_assets(destination: Destination, name: str, manifest: SiteManifest, others: Sequence[str]) -> None:
    """Put the assets of other sites into a site, for readers of their pages, and list them."""
    former = {other: found for other in reversed(others) if (found := _read_manifest(destination, other))}
    listed = _read_manifest(destination, name, kept.FILE)
    known = dict(listed.files) if listed else {}
    wanted = choose_kept(manifest, former)
    if not wanted:
        return
    # The list first: what it names and a killed roll-back has not brought does no harm; what it lacks would be foreign.
    files = {path: proof for path, (_, proof) in wanted.items()}
    destination.write(name, kept.FILE, SiteManifest(known | files).text)
    brought = {p: proof for p, (other, proof) in wanted.items() if destination.carry(other, name, p, proof)}
    if brought != files:  # one was altered there
        destination.write(name, kept.FILE, SiteManifest(known | brought).text)


def _tidy(destination: Destination, live: str, keep: int) -> list[str]:
    """Remove all sites but the live one and the last few before it, to which `roll_back` can return.

    Returns the names of those that stay.

    What comes after the live one was taken back, or never shown, because a publication was cut off before the switch.
    """
    names = destination.names()
    shown = [name for name in names if name <= live]
    kept = shown[-keep:]
    for name in names:
        if name not in kept:
            destination.remove(name)
    return kept


def roll_back(destination: Destination, on_switch: OnSwitch) -> Outcome:
    """Make the site before the one that is live the one that is live.

    Raises:
        PublishError: there is none, or it was altered.
    """
    old = destination.current()
    older = [name for name in destination.names() if name < old]
    if not older:
        raise PublishError(NO_OLDER, target=destination.target)
    after = _read_manifest(destination, older[-1])
    if after is None:
        raise PublishError(SPOILT, site=older[-1], paths=FILE)
    found = destination.sums(older[-1])
    whole = SiteManifest(_list_files(destination, older[-1], after, found))
    prove(whole, found, older[-1], SPOILT)
    before = _read_manifest(destination, old)
    _keep_assets(destination, older[-1], after, destination.names())
    on_switch(before, after)
    destination.point(older[-1])
    return Outcome(before, after, switched=True)


def _read_manifest(destination: Destination, name: str, list_name: str = FILE) -> SiteManifest | None:
    try:
        return parse_manifest(destination.read(name, list_name)) if name else None
    except ValueError:
        return None


def _is_whole(destination: Destination, name: str, manifest: SiteManifest) -> bool:
    found = destination.sums(name)
    return found == _list_files(destination, name, manifest, found)


def _list_files(
    destination: Destination, name: str, manifest: SiteManifest, found: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return what a site has to hold: what its manifest names, the compressed copies, what is kept, and their lists.

    What is kept for readers of other sites may be missing where `found` says what is there.
    """
    files = dict(manifest.files)
    for list_name in (compressed.FILE, kept.FILE):
        listed = _read_manifest(destination, name, list_name)
        if listed:  # a site may have been published before there were any
            may_miss = found is not None and list_name == kept.FILE
            there = {p: proof for p, proof in listed.files.items() if not may_miss or (found and p in found)}
            files = {**there, list_name: sha256(listed.text.encode()), **files}
    return files

"""A place that keeps the last few sites and shows one of them, near or far.

    TARGET/sites/000007-3fa9c1d2e4b5/   one site: a number that rises, and the first digits of its manifest's hash;
                                        with compressed copies of its texts and their list
    TARGET/current                      a symbolic link to the one that is live: the web server's root

A site arrives under a name that begins with a dot, which is never shown. What begins with a dot is removed by the next
publication, and so is a site that never became live: at no time are there more than one beyond those that are kept.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from generator.errors import PublishError
from generator.files.manifest import FILE, SiteManifest, parse_manifest, sha256
from generator.language.words import mark
from generator.publish import compressed
from generator.publish.compressed import compress_site
from generator.publish.outcome import SPOILT, OnSwitch, Outcome, prove

SITES, CURRENT, LOCK = "sites", "current", ".lock"
POINTER = ".current.new"  # the link before it takes the place of the old one
ENTRIES = (SITES, CURRENT, LOCK, POINTER)
NAME = re.compile(r"[0-9]{6}-[0-9a-f]{12}")

BUSY = mark("Somebody else is publishing to {target}. Try again when that is done.")
FOREIGN = mark("{target} holds something that portal publish has not put there: {name}. Choose another folder.")
NO_OLDER = mark("{target} holds no site from before the one that is live.")


class Destination(Protocol):
    """What the steps of publishing need; opening one takes its lock and clears what was left."""

    target: str

    def names(self) -> list[str]:
        """List the sites that are whole, oldest first."""

    def current(self) -> str:
        """Return the name of the site that is live, also where it has gone; empty where there never was one."""

    def read(self, name: str, list_name: str) -> bytes:
        """Return a list of a site: its manifest, or that of the compressed copies; empty where it has none."""

    def sums(self, name: str) -> dict[str, str]:
        """Return the SHA-256 of every file of a site but its manifest."""

    def receive(self, sources: Sequence[Path], base: str) -> str:
        """Lay the files of some folders out as one site, sharing unchanged ones with `base`; its name has a dot."""

    def accept(self, incoming: str, name: str) -> None:
        """Write what arrived to the disk, and move it to its name."""

    def point(self, name: str) -> None:
        """Make a site the one that is live, in one step, and have that on the disk."""

    def remove(self, name: str) -> None:
        """Remove a site that is not live."""


def publish(destination: Destination, site: Path, manifest: SiteManifest, keep: int, on_switch: OnSwitch) -> Outcome:
    """Make a built site the one that is live, and keep so many in all, to which `roll_back` can return.

    Raises:
        PublishError: what arrived is not the site, because it was built anew meanwhile.
    """
    old = destination.current()
    names = _tidy(destination, old, keep)
    before = _read_manifest(destination, old)
    if before and before.text == manifest.text and destination.sums(old) == _list_files(destination, old, before):
        on_switch(before, manifest)
        return Outcome(before, manifest, switched=False)
    incoming = destination.receive([site, compress_site(site, manifest)], old)
    arrived = _read_manifest(destination, incoming)
    whole = SiteManifest(_list_files(destination, incoming, manifest))
    prove(whole, destination.sums(incoming) if arrived and arrived.text == manifest.text else {}, site)
    number = int(names[-1].split("-")[0]) + 1 if names else 1
    name = f"{number:06d}-{manifest.digest[:12]}"
    destination.accept(incoming, name)
    on_switch(before, manifest)
    destination.point(name)
    _tidy(destination, name, keep)
    return Outcome(before, manifest, switched=True)


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
    prove(SiteManifest(_list_files(destination, older[-1], after)), destination.sums(older[-1]), older[-1], SPOILT)
    before = _read_manifest(destination, old)
    on_switch(before, after)
    destination.point(older[-1])
    return Outcome(before, after, switched=True)


def _read_manifest(destination: Destination, name: str, list_name: str = FILE) -> SiteManifest | None:
    try:
        return parse_manifest(destination.read(name, list_name)) if name else None
    except ValueError:
        return None


def _list_files(destination: Destination, name: str, manifest: SiteManifest) -> dict[str, str]:
    """Return what a site has to hold: what its manifest names, the compressed copies and their list."""
    copies = _read_manifest(destination, name, compressed.FILE)
    if copies is None:  # published before there were any
        return dict(manifest.files)
    return {**copies.files, compressed.FILE: sha256(copies.text.encode()), **manifest.files}

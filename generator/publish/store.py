"""A place that keeps the last few sites and shows one of them, near or far.

    TARGET/sites/000007-3fa9c1d2e4b5/   one site: a number that rises, and the first digits of its manifest's hash;
                                        with compressed copies of its texts and their list
    TARGET/current                      a symbolic link to the one that is live: the web server's root

A site arrives under a name that begins with a dot, which is never shown. What begins with a dot is removed by the next
publication.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from generator.manifest import FILE, Manifest, digest, parse
from generator.publish import encoded
from generator.publish.encoded import encode
from generator.publish.outcome import SPOILT, Outcome, PublishError, Tell, prove
from generator.words import mark

SITES, CURRENT, LOCK = "sites", "current", ".lock"
POINTER = ".current.new"  # the link before it takes the place of the old one
ENTRIES = (SITES, CURRENT, LOCK, POINTER)
NAME = re.compile(r"[0-9]{6}-[0-9a-f]{12}")

BUSY = mark("Somebody else is publishing to {target}. Try again when that is done.")
FOREIGN = mark("{target} holds something that portal publish has not put there: {name}. Choose another folder.")
NO_OLDER = mark("{target} holds no site from before the one that is live.")


class Store(Protocol):
    """What the steps of publishing need; whoever opens a store holds its lock, and has cleared what was left."""

    target: str

    def names(self) -> list[str]:
        """List the sites that are whole, oldest first."""

    def current(self) -> str:
        """Give the name of the site that is live; empty where none is."""

    def read(self, name: str, list_name: str) -> bytes:
        """Give a list that lies in a site: its manifest, or that of the compressed copies; empty where it has none."""

    def sums(self, name: str) -> dict[str, str]:
        """Give the SHA-256 of every file of a site but its manifest."""

    def receive(self, sources: Sequence[Path], base: str) -> str:
        """Lay the files of some folders out as one site, sharing unchanged ones with `base`; its name has a dot."""

    def accept(self, incoming: str, name: str) -> None:
        """Write what arrived to the disk, and give it its name."""

    def point(self, name: str) -> None:
        """Make a site the one that is live, in one step, and have that on the disk."""

    def remove(self, name: str) -> None:
        """Remove a site that is not live."""


def publish(store: Store, site: Path, manifest: Manifest, keep: int, tell: Tell) -> Outcome:
    """Make a built site the one that is live, and keep so many in all, to which `roll_back` can return.

    Raises:
        PublishError: what arrived is not the site, because it was built anew meanwhile.
    """
    old = store.current()
    before = _manifest(store, old)
    if before and before.text == manifest.text and store.sums(old) == _files(store, old, before):
        tell(before, manifest)
        return Outcome(before, manifest, switched=False)
    incoming = store.receive([site, encode(site, manifest)], old)
    arrived = _manifest(store, incoming)
    whole = Manifest(_files(store, incoming, manifest))
    prove(whole, store.sums(incoming) if arrived and arrived.text == manifest.text else {}, site)
    names = store.names()
    number = int(names[-1].split("-")[0]) + 1 if names else 1
    name = f"{number:06d}-{manifest.digest[:12]}"
    store.accept(incoming, name)
    tell(before, manifest)
    store.point(name)
    withdrawn = [other for other in names if old and other > old]  # left by a rollback, or by a kill before the switch
    older = [other for other in names if other not in withdrawn]
    for other in (*withdrawn, *older[: max(0, len(older) - (keep - 1))]):
        store.remove(other)
    return Outcome(before, manifest, switched=True)


def roll_back(store: Store, tell: Tell) -> Outcome:
    """Make the site before the one that is live the one that is live.

    Raises:
        PublishError: there is none, or it was altered.
    """
    old = store.current()
    older = [name for name in store.names() if name < old]
    if not older:
        raise PublishError(NO_OLDER, target=store.target)
    after = _manifest(store, older[-1])
    if after is None:
        raise PublishError(SPOILT, site=older[-1], paths=FILE)
    prove(Manifest(_files(store, older[-1], after)), store.sums(older[-1]), older[-1], SPOILT)
    before = _manifest(store, old)
    tell(before, after)
    store.point(older[-1])
    return Outcome(before, after, switched=True)


def _manifest(store: Store, name: str, list_name: str = FILE) -> Manifest | None:
    try:
        return parse(store.read(name, list_name)) if name else None
    except ValueError:
        return None


def _files(store: Store, name: str, manifest: Manifest) -> dict[str, str]:
    """Give what a site has to hold: what its manifest names, the compressed copies and their list."""
    copies = _manifest(store, name, encoded.FILE)
    if copies is None:  # published before there were any
        return dict(manifest.files)
    return {**copies.files, encoded.FILE: digest(copies.text.encode()), **manifest.files}

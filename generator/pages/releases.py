"""The releases: the list, a page for each, and the errata."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.addresses import ERRATA, RELEASES, release_path
from generator.changes.announced import Announced, find_next
from generator.changes.diff import Diff, FigureKind
from generator.changes.history import Release
from generator.changes.lines import Line, SectionHead
from generator.pages.head import Head
from generator.pages.paging import GroupSlice
from generator.pages.release_history import (
    ChangeRow,
    ReleaseSummary,
    capitalize,
    list_changes,
    summarize_release,
    summarize_releases,
)
from generator.pages.site import Page, Site
from generator.releases.release import MANIFEST, PROOF, SIGNATURE
from generator.text.figure_ids import release_counts_id
from generator.text.rows import Link, StatusCounts, Text


@dataclass(frozen=True, slots=True)
class PendingChanges:
    """The changes of the working data since the last release."""

    counts: str  # how much changed, by kind


@dataclass(frozen=True, slots=True)
class AnnouncedRow:
    """A day for which a release was announced."""

    iso: str  # the day, for machines
    day: str  # the day, in words
    outcome: str  # what became of it


@dataclass(frozen=True, slots=True)
class ReleasesContext:
    """The list of releases, with what is not yet released."""

    template: ClassVar[str] = "releases.md.j2"
    releases: tuple[ReleaseSummary, ...]  # the newest first
    announced: tuple[AnnouncedRow, ...]  # the days announced for releases, in order
    next_release: str  # the next of them, in words; "" where none is announced
    contact: str  # of the publisher, for questions; "" where it is not known
    address: str  # of the portal; "" where it is not known
    pending: PendingChanges | None  # None where the working data are the newest release
    groups: tuple[GroupSlice[SectionHead, ChangeRow], ...]  # the changes not yet released on this page, by kind


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file of a release."""

    name: str  # in the folder of the release
    bytes: str  # its size in words
    sha256: str  # its hash


@dataclass(frozen=True, slots=True)
class ReleaseLink:
    """A link to a release."""

    text: str  # its name
    path: str  # of its page, from the root of the language


@dataclass(frozen=True, slots=True)
class ReleaseContext:
    """A release."""

    template: ClassVar[str] = "release.md.j2"
    release: ReleaseSummary  # the release in short
    newest: ReleaseLink | None  # the newest release; None where it is this one
    before: str  # the name of the release before
    statuses: StatusCounts  # its commitments by status
    shows_illustrative: bool  # whether any of its figures is not real
    content: str  # the hash of the list of its files
    folder: str  # the path of its files, from the root of the site
    files: tuple[ReleaseFile, ...]  # without the manifest
    manifest: str  # the name of the manifest
    manifest_sha256: str  # the hash of the manifest
    proof: str  # the name of the proof that the newest checkpoint holds it
    signature: str  # the name of the signature; "" where there is none
    groups: tuple[GroupSlice[SectionHead, ChangeRow], ...]  # its changes on this page, by kind


@dataclass(frozen=True, slots=True)
class Erratum:
    """A correction of a figure by a release."""

    commitment_id: str  # of the figure
    title: Text  # of the commitment
    path: str  # of its page, from the root of the language; "" where it is no longer listed
    line: Line  # the change
    release: str  # the name of the release
    release_path: str  # of its page, from the root of the language


@dataclass(frozen=True, slots=True)
class ErrataContext:
    """The errata."""

    template: ClassVar[str] = "errata.md.j2"
    groups: tuple[GroupSlice[str, Erratum], ...]  # the corrections on this page, the newest first, in one group


def make_release_pages(site: Site) -> Iterator[Page]:
    """Yield the list of releases, a page for each, and the errata, where anything was released or announced."""
    history = site.history
    if history.releases or site.announced:
        yield from _make_list_pages(site)
    if not history.releases:
        return
    for release, diff in zip(history.releases, history.diffs, strict=True):
        yield from _make_own_pages(site, release, diff)
    head = Head(changed_on=history.releases[-1].released_on)
    errata = Text(site.words.t("Errata"))
    yield from site.list_pages(
        ERRATA, head, errata, [("", _list_errata(site))], lambda page: ErrataContext(page.groups)
    )


def _make_list_pages(site: Site) -> Iterator[Page]:
    pending = site.history.pending
    counts = site.words.t(", ").join(site.wording(pending.names).counts(pending.counts))
    newest, announced = site.history.newest, tuple(_make_announced(site, one) for one in site.announced)
    yield from site.list_pages(
        RELEASES,
        Head(changed_on=newest.released_on if newest else None),
        Text(site.words.t("Releases")),
        list_changes(site, pending) if pending else [],
        lambda page: ReleasesContext(
            releases=summarize_releases(site),
            announced=announced,
            next_release=site.views.day(find_next(site.announced)),
            contact=site.progress.dataset.portal.publisher.contact,
            address=site.progress.dataset.portal.site.url,
            pending=PendingChanges(counts) if pending else None,
            groups=page.groups,
        ),
    )


def _make_announced(site: Site, announced: Announced) -> AnnouncedRow:
    day, came = announced.day, announced.released_on
    outcome = site.words.t(announced.outcome, day=site.views.day(came)) if came else site.words.t(announced.outcome)
    return AnnouncedRow(day.isoformat(), site.words.date(day), outcome)


def _make_own_pages(site: Site, release: Release, diff: Diff) -> Iterator[Page]:
    trail = (Link(Text(site.words.t("Releases")), RELEASES),)
    yield from site.list_pages(
        release_path(release.released_on),
        Head(trail=trail, changed_on=release.released_on, illustrative=release.snapshot.illustrative),
        Text(capitalize(site.wording().release(release.released_on))),
        list_changes(site, diff) if diff.old else [],
        lambda page: _make_context(site, release, diff, page.groups),
    )


def _make_context(
    site: Site, release: Release, diff: Diff, groups: tuple[GroupSlice[SectionHead, ChangeRow], ...]
) -> ReleaseContext:
    newest = site.history.newest
    assert newest is not None
    wording, day, n = site.wording(diff.names), release.released_on, site.words.n
    return ReleaseContext(
        release=summarize_release(site, release, diff),
        newest=None
        if release is newest
        else ReleaseLink(wording.release(newest.released_on), release_path(newest.released_on)),
        before=wording.snapshot(diff.old),
        statuses=site.views.counts(diff.new.statuses, release_counts_id(day), diff.new.reported),
        shows_illustrative=release.snapshot.illustrative,
        content=release.manifest.content,
        folder=release_path(day),
        files=tuple(
            ReleaseFile(name, n("{count} byte", "{count} bytes", file.size), file.sha256)
            for name, file in sorted(release.manifest.files.items())
        ),
        manifest=MANIFEST,
        manifest_sha256=release.sha256,
        proof=PROOF,
        signature=SIGNATURE if release.manifest.signed else "",
        groups=groups,
    )


def _list_errata(site: Site) -> list[Erratum]:
    """Return every correction that a release has made, the newest first."""
    found = []
    for release, diff in zip(site.history.releases, site.history.diffs, strict=True):
        wording, day = site.wording(diff.names), release.released_on
        for change in diff.changes:
            row = site.views.rows.get(change.entry.commitment_id)
            found += [
                Erratum(
                    commitment_id=change.entry.commitment_id,
                    title=wording.title(change.entry),
                    path=row.path if row else "",
                    line=wording.figure(change.entry, figure),
                    release=wording.release(day),
                    release_path=release_path(day),
                )
                for figure in change.of(FigureKind.CORRECTED)
            ]
    return found[::-1]

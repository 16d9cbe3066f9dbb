"""The release history on other pages: every release in short, the newest changes, and the history of a commitment."""

from dataclasses import dataclass

from generator.addresses import RELEASES, release_path
from generator.changes.diff import REPLACED_FIGURES, Diff
from generator.changes.history import Release
from generator.changes.lines import Line, Section, SectionHead
from generator.pages.site import Site
from generator.text.rows import Badge, Text


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change in a release."""

    commitment_id: str  # "" where the change is of no commitment
    title: Text  # of the commitment
    path: str  # of its page, from the root of the language; "" where it is no longer listed
    line: Line  # the change


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """A release in short."""

    iso: str  # its day, for machines
    day: str  # its day, in words
    title: str  # its name
    path: str  # of its page, from the root of the language
    as_of: str  # the as-of date of its data
    first: bool  # whether it is the first release
    total: int  # how many commitments it holds
    counts: str  # how much it changed; "" where nothing


@dataclass(frozen=True, slots=True)
class NewestChanges:
    """How much is new since the release before."""

    before: str  # the name of the release before
    counts: str  # how much changed, by kind
    path: str  # of the page with all changes, from the root of the language


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A commitment as it was in a release."""

    release: str  # the name of the release
    path: str  # of its page, from the root of the language
    badge: Badge  # the status
    value: str  # the latest value with its period; "" where there is none
    target: str  # the target, or why there is none


@dataclass(frozen=True, slots=True)
class FigureEvent:
    """A change of a figure by a release."""

    line: Line  # the change
    release: str  # the name of the release, or that it is not yet released
    path: str  # of its page, from the root of the language


@dataclass(frozen=True, slots=True)
class CommitmentHistory:
    """A commitment release by release."""

    standings: tuple[StandingRow, ...]  # the newest first
    replaced: tuple[FigureEvent, ...]  # changes of figures that had been published
    published: tuple[FigureEvent, ...]  # all others: the first publication of each figure


def summarize_releases(site: Site) -> tuple[ReleaseSummary, ...]:
    """Return every release in short, the newest first."""
    pairs = zip(site.history.releases, site.history.diffs, strict=True)
    return tuple(summarize_release(site, release, diff) for release, diff in pairs)[::-1]


def summarize_release(site: Site, release: Release, diff: Diff) -> ReleaseSummary:
    """Return a release in short; `diff` is that with the release before."""
    wording, words, day = site.wording(diff.names), site.words, release.released_on
    return ReleaseSummary(
        iso=day.isoformat(),
        day=words.date(day),
        title=capitalize(wording.release(day)),
        path=release_path(day),
        as_of=words.date(release.manifest.as_of),
        first=diff.old is None,
        total=len(release.snapshot.entries),
        counts=words.t(", ").join(wording.counts(diff.counts)),
    )


def list_changes(site: Site, diff: Diff) -> list[tuple[SectionHead, tuple[ChangeRow, ...]]]:
    """Return all changes of a diff by kind."""
    return [(section.head, _make_rows(site, section)) for section in site.wording(diff.names).sections(diff)]


def find_newest_changes(site: Site) -> NewestChanges | None:
    """Return how much is new since the release before; None where there are not two states to compare."""
    latest = site.history.latest
    if latest is None or latest.old is None:
        return None
    wording, day = site.wording(latest.names), latest.new.released_on
    return NewestChanges(
        before=wording.snapshot(latest.old),
        counts=site.words.t(", ").join(wording.counts(latest.counts)),
        path=release_path(day) if day else RELEASES,
    )


def show_history(site: Site, commitment_id: str) -> CommitmentHistory | None:
    """Return a commitment release by release; None where no release holds it."""
    releases = [release for release in site.history.releases if commitment_id in release.snapshot.entries]
    if not releases:
        return None
    wording, newest = site.wording(), releases[-1].snapshot.entries[commitment_id]
    replaced, published = list[FigureEvent](), list[FigureEvent]()
    for event in site.history.events.get(commitment_id, ()):
        day = event.released_on
        path = release_path(day) if day else RELEASES
        found = FigureEvent(wording.figure(newest, event.change), wording.release(day), path)
        (replaced if event.change.kind in REPLACED_FIGURES else published).append(found)
    return CommitmentHistory(
        standings=tuple(_make_standing(site, release, commitment_id) for release in reversed(releases)),
        replaced=tuple(replaced),
        published=tuple(published),
    )


def capitalize(text: str) -> str:
    """Return a text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def _make_rows(site: Site, section: Section) -> tuple[ChangeRow, ...]:
    rows = site.views.rows
    return tuple(
        ChangeRow(
            commitment_id=item.commitment_id,
            title=item.title,
            path=rows[item.commitment_id].path if item.commitment_id in rows else "",
            line=item.line,
        )
        for item in section.items
    )


def _make_standing(site: Site, release: Release, commitment_id: str) -> StandingRow:
    wording, entry, day = site.wording(), release.snapshot.entries[commitment_id], release.released_on
    return StandingRow(
        release=wording.release(day),
        path=release_path(day),
        badge=wording.badge(entry.standing.status),
        value=wording.latest_figure(entry),
        target=wording.target(entry),
    )

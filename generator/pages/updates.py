"""The page of updates: what units reported and what releases changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.addresses import UPDATES
from generator.changes.diff import Diff
from generator.changes.feeds import list_feeds
from generator.changes.history import Release
from generator.pages.head import NEWS
from generator.pages.paging import GroupSlice
from generator.pages.release_history import ChangeRow, ReleaseSummary, list_changes, summarize_release
from generator.pages.site import Page, Site
from generator.text.rows import Text, UpdateRow

SHOWN = ("mended", "targets", "statuses", "life")  # the kinds of change on this page; the page of the release has all


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The changes of one kind in a release."""

    key: str  # the identifier of the kind
    title: str  # the name of the kind
    rows: tuple[ChangeRow, ...]  # the changes


@dataclass(frozen=True, slots=True)
class UpdatesEntry:
    """A release with its most important changes, or an update of a unit; the other is None."""

    iso: str  # the day, for machines
    release: ReleaseSummary | None = None  # the release in short
    changes: tuple[ChangeGroup, ...] = ()  # of the release by kind; none where they are too many for a page
    update: UpdateRow | None = None  # the update


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A link to a feed."""

    title: str  # of the feed
    path: str  # of its file, from the root of the language


@dataclass(frozen=True, slots=True)
class UpdatesContext:
    """The updates."""

    template: ClassVar[str] = "updates.md.j2"
    released: bool  # whether there is a release
    feeds: tuple[FeedLink, ...]  # all feeds of the language
    groups: tuple[GroupSlice[str, UpdatesEntry], ...]  # the entries on this page, the newest first, in one group


def make_update_pages(site: Site) -> Iterator[Page]:
    """Yield the pages of updates."""
    feeds = tuple(FeedLink(feed.title, feed.path) for feed in list_feeds(site.progress, site.words))
    released = bool(site.history.releases)
    yield from site.list_pages(
        UPDATES,
        site.make_head(column=NEWS),
        Text(site.words.t("Updates")),
        [("", _list_entries(site))],
        lambda page: UpdatesContext(released, feeds, page.groups),
    )


def _list_entries(site: Site) -> list[UpdatesEntry]:
    """Return releases and updates by day, the newest first; of one day, releases stand first."""
    pairs = zip(site.history.releases, site.history.diffs, strict=True)
    releases = [_make_entry(site, release, diff) for release, diff in pairs][::-1]
    updates = [UpdatesEntry(update.iso, update=update) for update in site.views.latest_updates()]
    return sorted(releases + updates, key=lambda entry: entry.iso, reverse=True)  # stable


def _make_entry(site: Site, release: Release, diff: Diff) -> UpdatesEntry:
    changes = [
        ChangeGroup(head.key, head.title, rows)
        for head, rows in (list_changes(site, diff) if diff.old else ())
        if head.key in SHOWN
    ]
    fits = sum(len(group.rows) for group in changes) <= site.rows_per_page
    summary = summarize_release(site, release, diff)
    return UpdatesEntry(summary.iso, summary, tuple(changes) if fits else ())

"""Feeds in Atom: the changes of each release by commitment, or the updates of units before the first release.

There is a feed of the whole portal, of each pillar and of each responsible unit, in each language. The identifier of an
entry follows from the portal, the commitment and the release, so that it is the same in every build.
"""

import io
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import ClassVar

from feedgenerator import Atom1Feed
from jinja2 import Environment

from generator.addresses import FEEDS, commitment_path, pillar_path, release_path, unit_path
from generator.changes.diff import CommitmentChange, Diff
from generator.changes.history import History
from generator.changes.published import PublishedCommitment
from generator.changes.wording import ChangeWording
from generator.language.templates import load_templates, render
from generator.language.words import HTML_LANG, Words
from generator.model import Commitment, Update
from generator.status.progress import Progress

FEED = "feed.xml"
MOST = 60  # entries in a feed, the newest

Subject = tuple[str, str]  # of a feed: everything, or a pillar or a unit by its identifier
EVERYTHING: Subject = ("", "")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed."""

    day: date
    path: str  # of its page, from the root of the language
    title: str
    content: str  # HTML
    about: str  # the text that its identifier is made of


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed."""

    path: str  # of its file, from the root of the language
    title: str
    page: str  # the path of the page with the same subject
    subject: Subject


@dataclass(frozen=True, slots=True)
class FeedEntryContext:
    """The content of an entry of a feed."""

    template: ClassVar[str] = "feed_entry.html.j2"
    lines: tuple[str, ...]  # the changes, or the update
    illustrative: bool  # whether any figure of it is not real


class _Atom(Atom1Feed):  # type: ignore[misc] # untyped
    """An Atom feed that reads no clock: without entries it is as new as the data."""

    as_of: datetime

    def latest_post_date(self) -> datetime:
        """Return the time of the newest entry."""
        return max((item["updateddate"] for item in self.items), default=self.as_of)


def list_feeds(progress: Progress, words: Words) -> Iterator[Feed]:
    """Yield every feed of a language: the whole, each pillar and each responsible unit that has a commitment."""
    dataset = progress.dataset
    title = words.pick(dataset.portal, "title")
    yield Feed(FEED, title, "", EVERYTHING)
    for pillar in dataset.pillars:
        if progress.ever(pillar_id=pillar.pillar_id):
            own = words.t("{title}: {part}", title=title, part=words.pick(pillar, "title"))
            path = f"{FEEDS}{pillar.pillar_id}.xml"
            yield Feed(path, own, pillar_path(pillar.pillar_id), ("pillar", pillar.pillar_id))
    concerned = {unit for commitment in dataset.known.values() for unit in commitment.unit_ids}
    for unit_id, unit in dataset.units.items():
        if unit_id in concerned:
            own = words.t("{title}: {part}", title=title, part=words.pick(unit, "name"))
            page = unit_path(unit_id)
            yield Feed(f"{FEEDS}{page.rstrip('/')}.xml", own, page, ("unit", unit_id))


def render_feeds(progress: Progress, history: History, words: Words) -> Iterator[tuple[str, str]]:
    """Yield the path, from the root of the site, and the XML of every feed of a language."""
    listed = list(list_feeds(progress, words))
    entries: dict[Subject, list[FeedEntry]] = {feed.subject: [] for feed in listed}
    for diff in reversed(history.diffs):
        _add_release(entries, diff, listed, progress, words)
    if not history.releases:
        _add_updates(entries, progress, words)
    for feed in listed:
        yield words.root + feed.path, _write_xml(progress, words, feed, entries[feed.subject][:MOST])


def _list_subjects(about: Commitment | PublishedCommitment) -> Iterator[Subject]:
    """Yield the subjects of a commitment, or of the published record of one."""
    yield EVERYTHING
    yield "pillar", about.pillar_id
    for unit_id in dict.fromkeys(about.unit_ids):
        yield "unit", unit_id


def _add_release(
    entries: Mapping[Subject, list[FeedEntry]], diff: Diff, listed: Iterable[Feed], progress: Progress, words: Words
) -> None:
    """Add a release to each feed that it concerns, as a whole and by commitment; each entry is made once.

    Of the first release there is no entry for each commitment.
    """
    day = diff.new.released_on
    assert day is not None
    changes: dict[Subject, list[CommitmentChange]] = {}
    for change in diff.changes:
        for subject in _list_subjects(change.entry):
            changes.setdefault(subject, []).append(change)
    wording = ChangeWording(words, progress.dataset.portal.statuses, diff.names)
    templates = load_templates(words)
    title, known = wording.release(day), dict[str, FeedEntry]()
    for feed in listed:
        own = changes.get(feed.subject)
        if not own:
            continue
        counts = words.t(", ").join(wording.counts(replace(diff, changes=tuple(own)).counts))
        summary = render(templates, FeedEntryContext((counts,), diff.new.illustrative))
        whole = FeedEntry(day, release_path(day), title[:1].upper() + title[1:], summary, f"{feed.path}/releases/{day}")
        entries[feed.subject].append(whole)
        for change in own if diff.old else ():
            key = change.entry.commitment_id
            if key not in known:
                known[key] = _make_entry(wording, templates, day, change, listed=key in progress.assessments)
            entries[feed.subject].append(known[key])


def _make_entry(
    wording: ChangeWording, templates: Environment, day: date, change: CommitmentChange, *, listed: bool
) -> FeedEntry:
    key = change.entry.commitment_id
    lines = tuple(wording.text(line) for line in wording.lines(change))
    content = render(templates, FeedEntryContext(lines, change.entry.illustrative))
    path = commitment_path(key) if listed else release_path(day)
    return FeedEntry(day, path, wording.title(change.entry).text, content, f"releases/{day}/{key}")


def _add_updates(entries: Mapping[Subject, list[FeedEntry]], progress: Progress, words: Words) -> None:
    """Add the updates of units, the newest first."""
    templates = load_templates(words)
    dated: list[tuple[date, str, Update]] = [
        (update.published_on, key, update)
        for key, assessment in progress.assessments.items()
        for update in assessment.case.updates
    ]
    for day, key, update in sorted(dated, key=lambda reported: reported[:2], reverse=True):
        assessment = progress.assessments[key]
        title, invented = words.pick(assessment.commitment, "title"), assessment.case.illustrative
        content = render(templates, FeedEntryContext((words.pick(update, "progress"),), invented))
        entry = FeedEntry(day, commitment_path(key), title, content, f"updates/{day}/{key}/{update.progress_zh}")
        for subject in _list_subjects(assessment.commitment):
            if subject in entries:
                entries[subject].append(entry)


def _write_xml(progress: Progress, words: Words, feed: Feed, entries: Iterable[FeedEntry]) -> str:
    portal = progress.dataset.portal
    root = portal.site.root + words.root if portal.site.root else ""
    up = root or "../" * feed.path.count("/") or "./"
    whose = f"{portal.region_zh}/{portal.title_zh}/{portal.year}/{words.lang}"
    atom = _Atom(
        title=feed.title,
        link=up + feed.page,
        description=words.t("What changed, release by release"),
        language=HTML_LANG[words.lang],
        author_name=words.pick(portal.publisher, "name") or words.pick(portal, "title"),
        feed_url=root + feed.path if root else None,
        feed_guid=_make_urn(whose, feed.path),
    )
    atom.as_of = _find_noon(progress.as_of)
    for entry in entries:
        atom.add_item(
            title=entry.title,
            link=up + entry.path,
            description=None,
            content=entry.content,
            pubdate=_find_noon(entry.day),
            updateddate=_find_noon(entry.day),
            unique_id=_make_urn(whose, entry.about),
        )
    out = io.StringIO()
    atom.write(out, "utf-8")
    return out.getvalue() + "\n"


def _make_urn(whose: str, about: str) -> str:
    """Return a permanent identifier: the same in every build, another for every portal and language."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{whose}/{about}").urn


def _find_noon(day: date) -> datetime:
    """Return noon in UTC, which falls on the day in almost all time zones."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

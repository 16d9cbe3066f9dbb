"""Feeds: what each release changed, commitment by commitment, as Atom; before the first release, what units reported.

There is one for the whole, one for each pillar and one for each responsible unit, in each language. The identifier of
an entry follows from the portal, the commitment and the release, so that it is the same in every build.
"""

import io
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from feedgenerator import Atom1Feed
from jinja2 import Template

from generator.addresses import FEEDS, commitment_path, pillar_path, release_path, unit_path
from generator.changes.diff import CommitmentChange, Diff
from generator.changes.history import History
from generator.changes.snapshot import Entry as Published
from generator.changes.wording import Teller
from generator.language.markup import environment
from generator.language.words import HTML_LANG, Words
from generator.model import Commitment, Update
from generator.status.progress import Progress

FEED = "feed.xml"
MOST = 60  # entries in a feed, the newest

Subject = tuple[str, str]  # what a feed is about: everything, or a pillar or a unit by its identifier
EVERYTHING: Subject = ("", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its day, its path on the portal, its title and its HTML; `about` is what its identifier is made of."""

    day: date
    path: str
    title: str
    content: str
    about: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its file, its title, the page it is about, and its subject."""

    path: str
    title: str
    page: str
    subject: Subject


class _Atom(Atom1Feed):  # type: ignore[misc] # untyped
    """Atom without a clock: a feed that has no entry yet is as new as the data."""

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
        if progress.of(pillar_id=pillar.pillar_id):
            own = words.t("{title}: {part}", title=title, part=words.pick(pillar, "title"))
            path = f"{FEEDS}{pillar.pillar_id}.xml"
            yield Feed(path, own, pillar_path(pillar.pillar_id), ("pillar", pillar.pillar_id))
    concerned = {unit for commitment in dataset.commitments for unit in commitment.unit_ids}
    for unit_id, unit in dataset.units.items():
        if unit_id in concerned:
            own = words.t("{title}: {part}", title=title, part=words.pick(unit, "name"))
            page = unit_path(unit_id)
            yield Feed(f"{FEEDS}{page.rstrip('/')}.xml", own, page, ("unit", unit_id))


def feeds(progress: Progress, history: History, words: Words) -> Iterator[tuple[str, str]]:
    """Yield the path of every feed of a language, from the root of the site, and its XML."""
    listed = list(list_feeds(progress, words))
    entries: dict[Subject, list[Entry]] = {feed.subject: [] for feed in listed}
    for diff in reversed(history.diffs):
        _add_release(entries, diff, listed, progress, words)
    if not history.releases:
        _add_updates(entries, progress, words)
    for feed in listed:
        yield words.root + feed.path, _xml(progress, words, feed, entries[feed.subject][:MOST])


def _subjects(about: Commitment | Published) -> Iterator[Subject]:
    """Yield the subjects of a commitment, or of what was published of one."""
    yield EVERYTHING
    yield "pillar", about.pillar_id
    for unit_id in dict.fromkeys(about.unit_ids):
        yield "unit", unit_id


def _add_release(
    entries: Mapping[Subject, list[Entry]], diff: Diff, listed: Iterable[Feed], progress: Progress, words: Words
) -> None:
    """Add a release as a whole to each feed that it concerns, then each of its commitments, put into words once.

    The first release is told as a whole alone.
    """
    day = diff.new.released_on
    assert day is not None
    changes: dict[Subject, list[CommitmentChange]] = {}
    for change in diff.changes:
        for subject in _subjects(change.entry):
            changes.setdefault(subject, []).append(change)
    teller = Teller(words, progress.dataset.portal.statuses, diff.names)
    template = environment(words).get_template("feed_entry.html.j2")
    title, known = teller.release(day), dict[str, Entry]()
    for feed in listed:
        own = changes.get(feed.subject)
        if not own:
            continue
        counted = words.t(", ").join(teller.counts(replace(diff, changes=tuple(own)).counts))
        summary = template.render(lines=[counted], illustrative=diff.new.illustrative)
        whole = Entry(day, release_path(day), title[:1].upper() + title[1:], summary, f"{feed.path}/releases/{day}")
        entries[feed.subject].append(whole)
        for change in own if diff.old else ():
            key = change.entry.commitment_id
            if key not in known:
                known[key] = _changed(teller, template, day, change, listed=key in progress.assessments)
            entries[feed.subject].append(known[key])


def _changed(teller: Teller, template: Template, day: date, change: CommitmentChange, *, listed: bool) -> Entry:
    key = change.entry.commitment_id
    lines = [teller.text(line) for line in teller.lines(change)]
    content = template.render(lines=lines, illustrative=change.entry.record["illustrative"])
    path = commitment_path(key) if listed else release_path(day)
    return Entry(day, path, teller.title(change.entry).text, content, f"releases/{day}/{key}")


def _add_updates(entries: Mapping[Subject, list[Entry]], progress: Progress, words: Words) -> None:
    """Add what units reported, the newest first: what there is to tell before the first release."""
    template = environment(words).get_template("feed_entry.html.j2")
    dated: list[tuple[date, str, Update]] = [
        (update.published_on, key, update)
        for key, assessment in progress.assessments.items()
        for update in assessment.case.updates
    ]
    for day, key, update in sorted(dated, key=lambda reported: reported[:2], reverse=True):
        assessment = progress.assessments[key]
        title, invented = words.pick(assessment.commitment, "title"), assessment.case.illustrative
        content = template.render(lines=[words.pick(update, "progress")], illustrative=invented)
        entry = Entry(day, commitment_path(key), title, content, f"updates/{day}/{key}/{update.progress_zh}")
        for subject in _subjects(assessment.commitment):
            if subject in entries:
                entries[subject].append(entry)


def _xml(progress: Progress, words: Words, feed: Feed, entries: Iterable[Entry]) -> str:
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
        feed_guid=_urn(whose, feed.path),
    )
    atom.as_of = _noon(progress.as_of)
    for entry in entries:
        atom.add_item(
            title=entry.title,
            link=up + entry.path,
            description=None,
            content=entry.content,
            pubdate=_noon(entry.day),
            updateddate=_noon(entry.day),
            unique_id=_urn(whose, entry.about),
        )
    out = io.StringIO()
    atom.write(out, "utf-8")
    return out.getvalue() + "\n"


def _urn(whose: str, about: str) -> str:
    """Name something for ever: the same name in every build, another for every portal and language."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{whose}/{about}").urn


def _noon(day: date) -> datetime:
    """Stand for a day: noon in UTC falls on it almost everywhere."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

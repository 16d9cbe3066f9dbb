"""Feeds: what each release changed, commitment by commitment, as Atom; before the first release, what units reported.

There is one for the whole, one for each pillar and one for each responsible unit, in each language. The identifier of
an entry follows from the portal, the commitment and the release, so that it is the same in every build.
"""

import io
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from feedgenerator import Atom1Feed

from generator.changes.diff import CommitmentChange, Diff
from generator.changes.history import History
from generator.changes.snapshot import Entry
from generator.changes.wording import Teller
from generator.language.markup import environment
from generator.language.words import HTML_LANG, Words
from generator.model import Commitment, Update
from generator.status.progress import Progress

FEED = "feed.xml"
FOLDER = "feeds"
Told = Commitment | Entry  # a commitment, or what was published of one

MOST = 60  # entries in a feed, the newest


@dataclass(frozen=True, slots=True)
class Story:
    """An entry: its day, its place on the portal, its title and its HTML; `about` is what its identifier is made of."""

    day: date
    path: str
    title: str
    content: str
    about: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed: its file, its title, the page it is about, and which commitments it tells of."""

    path: str
    title: str
    page: str
    wanted: Callable[[Told], bool]


class _Atom(Atom1Feed):  # type: ignore[misc] # untyped
    """Atom without a clock: a feed that has no entry yet is as new as the data."""

    as_of: datetime

    def latest_post_date(self) -> datetime:
        """Give the time of the newest entry."""
        return max((item["updateddate"] for item in self.items), default=self.as_of)


def channels(progress: Progress, words: Words) -> Iterator[Channel]:
    """Give every feed of a language; `wanted` takes a commitment or what was published of one."""
    dataset = progress.dataset
    title = words.pick(dataset.portal, "title")
    yield Channel(FEED, title, "", lambda entry: True)
    for pillar in dataset.pillars:
        if progress.of(pillar_id=pillar.pillar_id):
            own = words.t("{title}: {part}", title=title, part=words.pick(pillar, "title"))
            path = f"{FOLDER}/{pillar.pillar_id}.xml"
            yield Channel(path, own, f"{pillar.pillar_id}/", _in_pillar(pillar.pillar_id))
    concerned = {unit for commitment in dataset.commitments for unit in commitment.unit_ids}
    for unit_id, unit in dataset.units.items():
        if unit_id in concerned:
            own = words.t("{title}: {part}", title=title, part=words.pick(unit, "name"))
            page = f"units/{unit_id.lower()}/"
            yield Channel(f"{FOLDER}/{page.rstrip('/')}.xml", own, page, _of_unit(unit_id))


def _in_pillar(pillar_id: str) -> Callable[[Told], bool]:
    return lambda entry: entry.pillar_id == pillar_id


def _of_unit(unit_id: str) -> Callable[[Told], bool]:
    return lambda entry: unit_id in entry.unit_ids


def feeds(progress: Progress, history: History, words: Words) -> Iterator[tuple[str, str]]:
    """Give the path of every feed of a language, from the root of the site, and its XML."""
    told = _Stories(progress, history, words)
    for channel in channels(progress, words):
        yield words.root + channel.path, _xml(progress, words, channel, told.of(channel))


class _Stories:
    """Writes the entries; each commitment of a release is put into words once."""

    def __init__(self, progress: Progress, history: History, words: Words) -> None:
        self.progress = progress
        self.history = history
        self.words = words
        self.template = environment(words).get_template("feed_entry.html.j2")
        self.known: dict[tuple[date | None, str], Story] = {}

    def of(self, channel: Channel) -> list[Story]:
        """Give the newest entries of a feed, newest first."""
        stories: list[Story] = []
        for diff in reversed(self.history.diffs):
            if len(stories) >= MOST:
                return stories[:MOST]
            stories += self._release(diff.only(channel.wanted), channel)
        if not self.history.releases:
            stories += self._updates(channel)
        return stories[:MOST]

    def _release(self, diff: Diff, channel: Channel) -> Iterator[Story]:
        """Tell of a release as a whole, then of each commitment; the first release is told as a whole alone."""
        day = diff.new.released_on
        assert day is not None
        if not diff.changes:
            return
        words, teller = self.words, Teller(self.words, self.progress.dataset.portal.statuses, diff.names)
        counted = teller.counts(diff.counts)
        path = f"releases/{day}/"
        title = teller.release(day)
        summary = self.template.render(lines=[words.t(", ").join(counted)], illustrative=diff.new.illustrative)
        yield Story(day, path, title[:1].upper() + title[1:], summary, f"{channel.path}/releases/{day}")
        if diff.old:
            yield from (self._commitment(teller, day, change) for change in diff.changes)

    def _commitment(self, teller: Teller, day: date, change: CommitmentChange) -> Story:
        entry = change.entry
        key = entry.commitment_id
        if (day, key) not in self.known:
            lines = [teller.text(line) for line in teller.lines(change)]
            content = self.template.render(lines=lines, illustrative=entry.record["illustrative"])
            gone = key not in self.progress.assessments
            path = f"releases/{day}/" if gone else f"commitments/{key.lower()}/"
            self.known[day, key] = Story(day, path, teller.title(entry).text, content, f"releases/{day}/{key}")
        return self.known[day, key]

    def _updates(self, channel: Channel) -> Iterator[Story]:
        dated: list[tuple[date, str, Update]] = [
            (update.published_on, key, update)
            for key, assessment in self.progress.assessments.items()
            if channel.wanted(assessment.commitment)
            for update in assessment.case.updates
        ]
        for day, key, update in sorted(dated, key=lambda entry: entry[:2], reverse=True):
            assessment = self.progress.assessments[key]
            title, invented = self.words.pick(assessment.commitment, "title"), assessment.case.illustrative
            content = self.template.render(lines=[self.words.pick(update, "progress")], illustrative=invented)
            yield Story(day, f"commitments/{key.lower()}/", title, content, f"updates/{day}/{key}/{update.progress_zh}")


def _xml(progress: Progress, words: Words, channel: Channel, stories: Iterable[Story]) -> str:
    portal = progress.dataset.portal
    root = portal.site.root + words.root if portal.site.root else ""
    up = root or "../" * channel.path.count("/") or "./"
    whose = f"{portal.region_zh}/{portal.title_zh}/{portal.year}/{words.lang}"
    feed = _Atom(
        title=channel.title,
        link=up + channel.page,
        description=words.t("What changed, release by release"),
        language=HTML_LANG[words.lang],
        author_name=words.pick(portal.publisher, "name") or words.pick(portal, "title"),
        feed_url=root + channel.path if root else None,
        feed_guid=_urn(whose, channel.path),
    )
    feed.as_of = _noon(progress.as_of)
    for story in stories:
        feed.add_item(
            title=story.title,
            link=up + story.path,
            description=None,
            content=story.content,
            pubdate=_noon(story.day),
            updateddate=_noon(story.day),
            unique_id=_urn(whose, story.about),
        )
    out = io.StringIO()
    feed.write(out, "utf-8")
    return out.getvalue() + "\n"


def _urn(whose: str, about: str) -> str:
    """Name something for ever: the same name in every build, another for every portal and language."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{whose}/{about}").urn


def _noon(day: date) -> datetime:
    """Stand for a day: noon in UTC falls on it almost everywhere."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

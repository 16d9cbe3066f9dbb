"""Due dates, announced updates and releases as calendars (iCalendar), one for all and one a pillar, in each language.

The time stamp is the as-of date, so that the same data give the same bytes; an event keeps its UID from build to build.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from generator.addresses import commitment_path, pillar_path
from generator.language.words import Words
from generator.model import Status
from generator.status.progress import Progress
from generator.status.verdict import Assessment
from generator.text.sentences import write_answer


def render_calendars(progress: Progress) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each calendar; a pillar that never had a commitment has none."""
    for lang in progress.dataset.portal.languages:
        words = Words(lang)
        portal = progress.dataset.portal
        title = words.pick(portal, "title")
        yield f"{words.root}calendar.ics", _write_calendar(progress, words, title, list(progress.assessments.values()))
        for pillar in progress.dataset.pillars:
            members = progress.of(pillar_id=pillar.pillar_id)
            if progress.ever(pillar_id=pillar.pillar_id):
                name = words.t("{portal}: {pillar}", portal=title, pillar=words.pick(pillar, "title"))
                yield (
                    f"{words.root}{pillar_path(pillar.pillar_id)}calendar.ics",
                    _write_calendar(progress, words, name, members),
                )


def _write_calendar(progress: Progress, words: Words, name: str, members: Sequence[Assessment]) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//progress-portal//progress-portal//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", " ".join(name.split()))  # it may not hold a line break
    standing = [a for a in members if a.status is not Status.WITHDRAWN]
    events = [event for assessment in standing for event in _make_events(progress, words, assessment)]
    undated = [a for a in standing if not a.commitment.due_set]
    if undated:
        events.append(_make_year_end(progress, words, undated))
    events += [_make_release(progress, words, day) for day in progress.dataset.portal.releases]
    for event in sorted(events, key=lambda event: (str(event.start), str(event.uid))):
        calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _make_events(progress: Progress, words: Words, assessment: Assessment) -> Iterator[Event]:
    """Yield the day it is due, where the source sets one, and the day of the next update, where it is announced."""
    commitment = assessment.commitment
    title = words.pick(commitment, "title")
    if commitment.due_set:
        event = _make_event(progress, words, f"{commitment.commitment_id}-due", commitment.due_on, [assessment])
        event.add("summary", words.t("Due: {title}", title=title))
        yield event
    if commitment.next_update_on:
        event = _make_event(
            progress, words, f"{commitment.commitment_id}-update", commitment.next_update_on, [assessment]
        )
        event.add("summary", words.t("Update announced: {title}", title=title))
        yield event


def _make_year_end(progress: Progress, words: Words, undated: Sequence[Assessment]) -> Event:
    """Return one event for all that has no deadline of its own and counts by the end of the year."""
    portal = progress.dataset.portal
    pillars = dict.fromkeys(assessment.commitment.pillar_id for assessment in undated)
    scope = next(iter(pillars)) if len(pillars) == 1 else "all"
    event = _make_event(progress, words, f"{portal.year}-{scope}-year-end", portal.ends_on, undated)
    count = words.n("{count} commitment", "{count} commitments", len(undated))
    event.add("summary", words.t("End of the plan year: {count} without a deadline of their own", count=count))
    return event


def _make_release(progress: Progress, words: Words, day: date) -> Event:
    """Return the day announced for a release."""
    event = _make_event(progress, words, f"{day}-release", day, ())
    event.add("summary", words.t("Release of the data announced"))
    return event


def _make_event(progress: Progress, words: Words, name: str, day: date, about: Iterable[Assessment]) -> Event:
    listed = list(about)
    url = progress.dataset.portal.site.root
    event = Event()
    event.add("uid", f"{name}-{words.lang}@{urlsplit(url).hostname or 'progress-portal'}")
    event.add("dtstamp", datetime.combine(progress.as_of, time(), UTC))
    event.add("dtstart", day)
    event.add("transp", "TRANSPARENT")
    if len(listed) == 1:
        commitment = listed[0].commitment
        note = words.t("Illustrative figures.") if listed[0].case.illustrative else ""
        event.add("description", " ".join((commitment.commitment_id, note, write_answer(words, listed[0]))))
        if url:
            event.add("url", f"{url}{words.root}{commitment_path(commitment.commitment_id)}")
    elif listed:
        event.add("description", "\n".join(words.pick(a.commitment, "title") for a in listed))
    return event

"""The releases: the list, a page for each, the errata; and what other pages tell of them."""

from collections.abc import Iterator
from typing import Any

from generator.changes.diff import Diff, FigureKind
from generator.changes.history import MENDED, Event, Release
from generator.changes.lines import Line, Section
from generator.changes.snapshot import Entry
from generator.changes.wording import Teller
from generator.pages.head import Head
from generator.pages.site import Page, Site
from generator.releases.release import MANIFEST, SIGNATURE
from generator.status.progress import Tally
from generator.text.figure_ids import release_counts_id
from generator.text.rows import Count, Link, Row, Summary, Text

SHOWN = ("mended", "targets", "statuses", "life")  # told on the page of updates; the rest on that of the release


def releases(site: Site) -> Iterator[Page]:
    """Yield the list of releases, a page for each, and the errata, where anything was released."""
    history = site.history
    if not history.releases:
        return
    teller = site.teller(history.pending.names)
    pending = {"counts": teller.counts(history.pending.counts)} if history.pending else None
    context = {"releases": told_releases(site), "pending": pending}
    newest = history.releases[-1].released_on
    title = Text(site.words.t("Releases"))
    changes = _by_section(_sections(site, history.pending)) if history.pending else []
    yield from site.paged(Page("releases/", "releases", context, Head(changed_on=newest)), title, changes)
    trail = [Link(title, "releases/")]
    pairs = zip(history.releases, history.diffs, strict=True)
    for release, diff in pairs:
        head = Head(trail=trail, changed_on=release.released_on, illustrative=release.snapshot.illustrative)
        shown = _release(site, release, diff)
        page = Page(_path(release), "release", {"release": shown}, head)
        yield from site.paged(page, Text(shown["title"]), _by_section(_sections(site, diff)) if diff.old else [])
    page = Page("errata/", "errata", {}, Head(changed_on=newest))
    yield from site.paged(page, Text(site.words.t("Errata")), [("", _errata(site))])


def told_releases(site: Site) -> list[dict[str, Any]]:
    """Return every release with what it changed in a few words, the newest first."""
    history = site.history
    return [_told(site, release, diff) for release, diff in zip(history.releases, history.diffs, strict=True)][::-1]


def since(site: Site) -> dict[str, Any] | None:
    """Tell in a few words what is new since the release before."""
    history = site.history
    latest = history.latest
    if latest is None or latest.old is None:
        return None
    teller = site.teller(latest.names)
    day = latest.new.released_on
    return {
        "before": teller.stamp(latest.old),
        "counts": site.words.t(", ").join(teller.counts(latest.counts)),
        "path": f"releases/{day}/" if day else "releases/",
    }


def history(site: Site, commitment_id: str) -> dict[str, Any] | None:
    """Tell how a commitment stood in each release, and every figure that was ever published of it."""
    history = site.history
    entries = [(r, r.snapshot.entries[commitment_id]) for r in history.releases if commitment_id in r.snapshot.entries]
    if not entries:
        return None
    teller, entry = site.teller({}), entries[-1][1]
    events = [_event(teller, entry, event) for event in history.events.get(commitment_id, ())]
    return {
        "standings": [
            {
                "release": teller.release(release.released_on),
                "path": _path(release),
                "badge": teller.badge(entry.standing.status),
                "value": teller.standing(entry),
                "target": teller.target(entry),
            }
            for release, entry in reversed(entries)
        ],
        "mended": [event for event in events if event["mended"]],
        "events": [event for event in events if not event["mended"]],
    }


def _event(teller: Teller, entry: Entry, event: Event) -> dict[str, Any]:
    line = teller.figure(entry, event.change)
    path = f"releases/{event.released_on}/" if event.released_on else "releases/"
    mended = event.change.kind in MENDED
    return {"line": line, "release": teller.release(event.released_on), "path": path, "mended": mended}


def _told(site: Site, release: Release, diff: Diff) -> dict[str, Any]:
    teller = site.teller(diff.names)
    sections = [s for s in _sections(site, diff) if s["key"] in SHOWN] if diff.old else []
    return {
        "iso": release.released_on.isoformat(),
        "day": site.words.date(release.released_on),
        "title": _capital(teller.release(release.released_on)),
        "path": _path(release),
        "as_of": site.words.date(release.manifest.as_of),
        "first": diff.old is None,
        "total": len(release.snapshot.entries),
        "counts": site.words.t(", ").join(teller.counts(diff.counts)),
        "sections": sections if sum(len(section["rows"]) for section in sections) <= site.rows_per_page else [],
    }


def _release(site: Site, release: Release, diff: Diff) -> dict[str, Any]:
    """Gather what the page of a release shows."""
    newest = site.history.newest
    assert newest is not None
    teller, words, day = site.teller(diff.names), site.words, release.released_on
    return _told(site, release, diff) | {
        "newest": None if release is newest else {"text": teller.release(newest.released_on), "path": _path(newest)},
        "before": teller.stamp(diff.old),
        "summary": _summary(site, diff, release_counts_id(day)),
        "illustrative": release.snapshot.illustrative,
        "content": release.manifest.content,
        "sha256": release.sha256,
        "folder": f"releases/{day}/",
        "files": [
            {"name": name, "bytes": _size(site, entry.size), "sha256": entry.sha256}
            for name, entry in sorted(release.manifest.files.items())
        ],
        "signature": SIGNATURE if release.manifest.signed else "",
        "manifest": MANIFEST,
        "title_day": words.date(day),
    }


def _summary(site: Site, diff: Diff, figure_id: str) -> Summary:
    """Count the statuses that a release held."""
    statuses = diff.new.statuses
    total = sum(statuses.values())
    tally = Tally(total, statuses, measured=0, good=0, masked=0, not_reported=0, not_measured=0)
    counts = tuple(Count(site.viewer.badge(status), count) for status, count in statuses.items())
    return Summary(tally, counts, "", "", figure_id)


def _sections(site: Site, diff: Diff) -> list[dict[str, Any]]:
    """Tell what changed by kind; a commitment that is still listed is linked."""
    return [_section(site, section) for section in site.teller(diff.names).sections(diff)]


def _by_section(sections: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[Any]]]:
    """Return sections as groups of rows."""
    return [(section, section["rows"]) for section in sections]


def _section(site: Site, section: Section) -> dict[str, Any]:
    rows: list[tuple[Row | None, Any]] = [(site.viewer.rows.get(i.commitment_id), i) for i in section.items]
    items = [{"path": row.path if row else "", "item": item} for row, item in rows]
    return {"key": section.key, "title": section.title, "section": section, "rows": items}


def _errata(site: Site) -> list[dict[str, Any]]:
    """List every correction that a release has made, the newest first."""
    found: list[dict[str, Any]] = []
    for release, diff in zip(site.history.releases, site.history.diffs, strict=True):
        teller = site.teller(diff.names)
        for change in diff.changes:
            row = site.viewer.rows.get(change.entry.commitment_id)
            for figure in change.of(FigureKind.CORRECTED):
                line: Line = teller.figure(change.entry, figure)
                found.append(
                    {
                        "release": teller.release(release.released_on),
                        "release_path": _path(release),
                        "commitment_id": change.entry.commitment_id,
                        "title": teller.title(change.entry),
                        "path": row.path if row else "",
                        "line": line,
                    }
                )
    return found[::-1]


def _path(release: Release) -> str:
    return f"releases/{release.released_on}/"


def _size(site: Site, size: int) -> str:
    return site.words.n("{count} byte", "{count} bytes", size)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

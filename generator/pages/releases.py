"""The releases: the list, a page for each, the errata; and what other pages tell of them."""

from collections.abc import Iterator
from typing import Any

from generator.changes.diff import Diff, FigureKind
from generator.changes.history import MENDED, Event, Release
from generator.changes.lines import Line, Section
from generator.changes.snapshot import Entry
from generator.changes.wording import Teller
from generator.pages.head import Head
from generator.pages.paging import fits
from generator.pages.writer import Page, Writer
from generator.releases.release import MANIFEST, SIGNATURE
from generator.status.progress import Tally
from generator.text.figure_ids import release_counts_id
from generator.text.rows import Count, Link, Row, Summary, Text

SHOWN = ("mended", "targets", "statuses", "life")  # told on the page of updates; the rest on that of the release


def releases(writer: Writer) -> Iterator[Page]:
    """Give the list of releases, a page for each, and the errata, where anything was released."""
    archive = writer.archive
    if not archive.releases:
        return
    teller = writer.teller(archive.pending.names)
    pending = {"counts": teller.counts(archive.pending.counts)} if archive.pending else None
    context = {"releases": told_releases(writer), "pending": pending}
    newest = archive.releases[-1].released_on
    title = Text(writer.words.t("Releases"))
    changes = _by_section(_sections(writer, archive.pending)) if archive.pending else []
    yield from writer.paged(Page("releases/", "releases", context, Head(changed_on=newest)), title, changes)
    trail = [Link(title, "releases/")]
    pairs = zip(archive.releases, archive.diffs, strict=True)
    for release, diff in pairs:
        head = Head(trail=trail, changed_on=release.released_on, illustrative=release.snapshot.illustrative)
        shown = _release(writer, release, diff)
        page = Page(_path(release), "release", {"release": shown}, head)
        yield from writer.paged(page, Text(shown["title"]), _by_section(_sections(writer, diff)) if diff.old else [])
    page = Page("errata/", "errata", {}, Head(changed_on=newest))
    yield from writer.paged(page, Text(writer.words.t("Errata")), [("", _errata(writer))])


def told_releases(writer: Writer) -> list[dict[str, Any]]:
    """Give every release with what it changed in a few words, the newest first."""
    archive = writer.archive
    return [_told(writer, release, diff) for release, diff in zip(archive.releases, archive.diffs, strict=True)][::-1]


def since(writer: Writer) -> dict[str, Any] | None:
    """Tell in a few words what is new since the release before."""
    archive = writer.archive
    latest = archive.latest
    if latest is None or latest.old is None:
        return None
    teller = writer.teller(latest.names)
    day = latest.new.released_on
    return {
        "before": teller.stamp(latest.old),
        "counts": writer.words.t(", ").join(teller.counts(latest.counts)),
        "path": f"releases/{day}/" if day else "releases/",
    }


def history(writer: Writer, commitment_id: str) -> dict[str, Any] | None:
    """Tell how a commitment stood in each release, and every figure that was ever published of it."""
    archive = writer.archive
    entries = [(r, r.snapshot.entries[commitment_id]) for r in archive.releases if commitment_id in r.snapshot.entries]
    if not entries:
        return None
    teller, entry = writer.teller({}), entries[-1][1]
    events = [_event(teller, entry, event) for event in archive.events.get(commitment_id, ())]
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


def _told(writer: Writer, release: Release, diff: Diff) -> dict[str, Any]:
    teller = writer.teller(diff.names)
    sections = [s for s in _sections(writer, diff) if s["key"] in SHOWN] if diff.old else []
    return {
        "iso": release.released_on.isoformat(),
        "day": writer.words.date(release.released_on),
        "title": _capital(teller.release(release.released_on)),
        "path": _path(release),
        "as_of": writer.words.date(release.manifest.as_of),
        "first": diff.old is None,
        "total": len(release.snapshot.entries),
        "counts": writer.words.t(", ").join(teller.counts(diff.counts)),
        "sections": sections if fits(sum(len(section["rows"]) for section in sections)) else [],
    }


def _release(writer: Writer, release: Release, diff: Diff) -> dict[str, Any]:
    """Gather what the page of a release shows."""
    newest = writer.archive.newest
    assert newest is not None
    teller, words, day = writer.teller(diff.names), writer.words, release.released_on
    return _told(writer, release, diff) | {
        "newest": None if release is newest else {"text": teller.release(newest.released_on), "path": _path(newest)},
        "before": teller.stamp(diff.old),
        "summary": _summary(writer, diff, release_counts_id(day)),
        "illustrative": release.snapshot.illustrative,
        "content": release.manifest.content,
        "sha256": release.sha256,
        "folder": f"releases/{day}/",
        "files": [
            {"name": name, "bytes": _size(writer, entry.size), "sha256": entry.sha256}
            for name, entry in sorted(release.manifest.files.items())
        ],
        "signature": SIGNATURE if release.manifest.signed else "",
        "manifest": MANIFEST,
        "title_day": words.date(day),
    }


def _summary(writer: Writer, diff: Diff, figure_id: str) -> Summary:
    """Count the statuses that a release held."""
    statuses = diff.new.statuses
    total = sum(statuses.values())
    tally = Tally(total, statuses, measured=0, good=0, masked=0, not_reported=0, not_measured=0)
    counts = tuple(Count(writer.viewer.badge(status), count) for status, count in statuses.items())
    return Summary(tally, counts, "", "", figure_id)


def _sections(writer: Writer, diff: Diff) -> list[dict[str, Any]]:
    """Tell what changed by kind; a commitment that is still listed is linked."""
    return [_section(writer, section) for section in writer.teller(diff.names).sections(diff)]


def _by_section(sections: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[Any]]]:
    """Give sections as groups of rows."""
    return [(section, section["rows"]) for section in sections]


def _section(writer: Writer, section: Section) -> dict[str, Any]:
    rows: list[tuple[Row | None, Any]] = [(writer.viewer.rows.get(i.commitment_id), i) for i in section.items]
    items = [{"path": row.path if row else "", "item": item} for row, item in rows]
    return {"key": section.key, "title": section.title, "section": section, "rows": items}


def _errata(writer: Writer) -> list[dict[str, Any]]:
    """List every correction that a release has made, the newest first."""
    found: list[dict[str, Any]] = []
    for release, diff in zip(writer.archive.releases, writer.archive.diffs, strict=True):
        teller = writer.teller(diff.names)
        for change in diff.changes:
            row = writer.viewer.rows.get(change.entry.commitment_id)
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


def _size(writer: Writer, size: int) -> str:
    return writer.words.n("{count} byte", "{count} bytes", size)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

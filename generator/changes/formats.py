"""A diff as a file: JSON for programs, Markdown for a pull request, a sheet to be signed.

The sheet names the SHA-256 of the list of files that a release would hold; so do the manifest of the release and its
page, so that paper and release can be compared.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from generator.changes.diff import Diff
from generator.changes.lines import Section
from generator.changes.published import PublishedCommitment
from generator.changes.wording import ChangeWording
from generator.data.settings import Portal
from generator.language.templates import load_templates, render
from generator.language.words import HTML_LANG, Words
from generator.model import Period, Status
from generator.text.rows import Badge


@dataclass(frozen=True, slots=True)
class CommentContext:
    """What changed, for a comment on a pull request."""

    template: ClassVar[str] = "change.md.j2"
    old: str  # the name of the snapshot before
    new: str  # the name of the snapshot after
    different: bool  # whether anything changed
    counts: tuple[str, ...]  # how much changed, by kind
    sections: tuple[Section, ...]  # all changes by kind
    content: str  # the hash of the list of files of the new snapshot


@dataclass(frozen=True, slots=True)
class StatusComparison:
    """The number of commitments with a status, before and after."""

    badge: Badge  # the status
    old: int  # before
    new: int  # after


@dataclass(frozen=True, slots=True)
class SheetContext:
    """The sign-off sheet."""

    template: ClassVar[str] = "sheet.html.j2"
    lang: str  # the name of the language in HTML
    portal_title: str  # of the portal
    region: str  # the name of the district
    publisher: str  # the name of the publisher; "" where it is not known
    old: str  # the name of the snapshot before
    new: str  # the name of the snapshot after
    as_of: str  # the as-of date of the new snapshot
    content: str  # the hash of the list of files of the new snapshot
    illustrative: bool  # whether any figure of it is not real
    counts: tuple[str, ...]  # how much changed, by kind
    statuses: tuple[StatusComparison, ...]  # commitments by status
    sections: tuple[Section, ...]  # all changes by kind


def render_diff_json(diff: Diff) -> str:
    """Return what changed for programs, with its counts; figures are unrounded, what is not known is null."""
    value = {"counts": diff.counts, "old": diff.old, "new": diff.new, "bands": diff.bands, "tables": diff.tables}
    return json.dumps(_convert({**value, "changes": diff.changes}), ensure_ascii=False, indent=1) + "\n"


def render_diff_markdown(diff: Diff, portal: Portal, words: Words) -> str:
    """Return what changed as a comment on a pull request."""
    wording = ChangeWording(words, portal.statuses, diff.names)
    context = CommentContext(
        old=wording.snapshot(diff.old),
        new=wording.snapshot(diff.new),
        different=bool(diff),
        counts=wording.counts(diff.counts),
        sections=wording.sections(diff),
        content=diff.new.content,
    )
    return render(load_templates(words), context)


def render_sign_off_sheet(diff: Diff, portal: Portal, words: Words) -> str:
    """Return what changed as a page to be printed and signed; it needs no other file."""
    wording = ChangeWording(words, portal.statuses, diff.names)
    context = SheetContext(
        lang=HTML_LANG[words.lang],
        portal_title=words.pick(portal, "title"),
        region=words.pick(portal, "region"),
        publisher=words.pick(portal.publisher, "name"),
        old=wording.snapshot(diff.old),
        new=wording.snapshot(diff.new),
        as_of=words.date(diff.new.as_of),
        content=diff.new.content,
        illustrative=diff.new.illustrative,
        counts=wording.counts(diff.counts),
        statuses=tuple(_compare_counts(wording, diff)),
        sections=wording.sections(diff),
    )
    return render(load_templates(words), context)


def _compare_counts(wording: ChangeWording, diff: Diff) -> Iterator[StatusComparison]:
    old: Mapping[Status, int] = diff.old.statuses if diff.old else {}
    new = diff.new.statuses
    for status in Status:
        if status in old or status in new:
            yield StatusComparison(wording.badge(status), old.get(status, 0), new.get(status, 0))


def _convert(value: Any) -> Any:
    match value:
        case PublishedCommitment():
            return {
                "commitment_id": value.commitment_id,
                "title_zh": value.title_zh,
                "title_en": value.title_en or None,
            }
        case Period():
            return value.text
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == int(value) else float(value)
        case Mapping():
            return {str(key): _convert(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_convert(entry) for entry in value]
        case _ if is_dataclass(value):
            return {field.name: _convert(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value

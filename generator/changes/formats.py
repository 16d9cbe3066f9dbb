"""What changed, for those who decide on it: JSON for programs, Markdown for a pull request, a sheet to be signed.

The sheet names the SHA-256 of the list of files that a release would hold; the manifest of the release, and its page,
name the same, so that paper and release can be compared.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from generator.changes.diff import Diff
from generator.changes.snapshot import Entry
from generator.changes.wording import Teller
from generator.data.settings import Portal
from generator.language.markup import environment
from generator.language.words import HTML_LANG, Words
from generator.model import Period, Status


def change_json(diff: Diff) -> str:
    """Write what changed for programs, with its counts; figures are unrounded, what is not known is null."""
    value = {"counts": diff.counts, "old": diff.old, "new": diff.new, "bands": diff.bands, "tables": diff.tables}
    return json.dumps(_plain({**value, "changes": diff.changes}), ensure_ascii=False, indent=1) + "\n"


def change_markdown(diff: Diff, portal: Portal, words: Words) -> str:
    """Write what changed as a comment on a pull request."""
    return _rendered("change.md.j2", diff, portal, words)


def sign_off_sheet(diff: Diff, portal: Portal, words: Words) -> str:
    """Write what changed as a page to be printed and signed; it needs nothing from anywhere else."""
    return _rendered("sheet.html.j2", diff, portal, words)


def _rendered(template: str, diff: Diff, portal: Portal, words: Words) -> str:
    teller = Teller(words, portal.statuses, diff.names)
    old: Mapping[Status, int] = diff.old.statuses if diff.old else {}
    statuses = [
        {"badge": teller.badge(status), "old": old.get(status, 0), "new": diff.new.statuses.get(status, 0)}
        for status in Status
        if status in old or status in diff.new.statuses
    ]
    return (
        environment(words)
        .get_template(template)
        .render(
            lang=HTML_LANG[words.lang],
            portal_title=words.pick(portal, "title"),
            region=words.pick(portal, "region"),
            publisher=words.pick(portal.publisher, "name"),
            old=teller.stamp(diff.old),
            new=teller.stamp(diff.new),
            as_of=words.date(diff.new.as_of),
            content=diff.new.content,
            illustrative=diff.new.illustrative,
            counts=teller.counts(diff.counts),
            statuses=statuses,
            sections=teller.sections(diff),
            any=bool(diff),
        )
    )


def _plain(value: Any) -> Any:
    match value:
        case Entry():
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
            return {str(key): _plain(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_plain(entry) for entry in value]
        case _ if is_dataclass(value):
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value

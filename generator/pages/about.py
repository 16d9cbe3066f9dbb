"""What is said of the data and the rules: updates, quality, methodology, directory."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.findings import RULES
from generator.model import Status
from generator.pages.writer import Page, Writer
from generator.progress import tally
from generator.steps import band_texts
from generator.words import mark

GLOSSARY = (
    (mark("Commitment"), mark("one promise of the work report, in its own words")),
    (mark("Observation"), mark("a value for a period; a period means “through its last day”")),
    (mark("Baseline"), mark("where the count starts")),
    (mark("Target"), mark("the number to reach by the due date")),
    (mark("Milestone"), mark("a stage that is done or not")),
    (mark("Expected share"), mark("the share that the schedule asks for by the end of a period")),
    (mark("Gap"), mark("share done less expected share, in percentage points")),
    (mark("Reference period"), mark("the time a figure is about, not the day it was published")),
    (mark("As-of date"), mark("the end of the reporting period; nothing later is counted")),
)


def about(writer: Writer) -> Iterator[Page]:
    """Give the pages about the data and the rules."""
    yield Page("updates/", "updates", {"updates": writer.viewer.news()})
    yield Page("quality/", "quality", _quality(writer))
    yield Page("methodology/", "methodology", _methodology(writer))
    yield Page("directory/", "directory", {"rows": list(writer.viewer.rows.values())})


def _quality(writer: Writer) -> dict[str, Any]:
    progress, viewer = writer.progress, writer.viewer
    latest = Counter(
        a.case.latest.observation.period for a in progress.assessments.values() if a.case.latest is not None
    )
    ordered = sorted(latest, key=lambda period: (period.end, period.start), reverse=True)
    entries = [
        {"title": viewer.text(p, "title"), "tally": tally(progress.of(pillar_id=p.pillar_id))}
        for p in writer.shown_pillars()
    ]
    return {
        "entries": entries,
        "freshness": [{"period": writer.words.period(p), "count": latest[p]} for p in ordered],
        "findings": [
            {
                "row": viewer.rows.get(finding.commitment_id),
                "message": finding.message(writer.words),
                "file": Path(finding.file).name,
                "line": finding.line,
            }
            for finding in progress.findings
            if RULES[finding.rule].public
        ],
        "disagreements": [
            {"row": viewer.rows[key], "reported": viewer.badge(a.case.reported)}
            for key, a in progress.assessments.items()
            if a.disagrees and a.case.reported
        ],
    }


def _methodology(writer: Writer) -> dict[str, Any]:
    texts = band_texts(writer.words, writer.progress.dataset.portal.status)
    return {
        "bands": [{"badge": writer.viewer.badge(status), "text": text} for status, text in texts.items()],
        "statuses": [writer.viewer.badge(status) for status in Status],
        "glossary": [(writer.words.t(word), writer.words.t(meaning)) for word, meaning in GLOSSARY],
    }

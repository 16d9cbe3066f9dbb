"""What is said of the data and the rules: updates, data, quality, methodology, directory."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.feeds import channels
from generator.findings import RULES
from generator.model import Status
from generator.pages.releases import told_releases
from generator.pages.writer import Page, Writer
from generator.progress import tally
from generator.steps import band_texts
from generator.tables import schemas
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

TABLE_TITLES = {
    "pillars": mark("Pillars"),
    "themes": mark("Themes"),
    "units": mark("Responsible units"),
    "places": mark("Places"),
    "sources": mark("Sources"),
    "commitments": mark("Commitments"),
    "plan_points": mark("Plan points"),
    "observations": mark("Observations"),
    "milestones": mark("Milestones"),
    "updates": mark("Updates"),
    "target_changes": mark("Changes of the target"),
}


def about(writer: Writer) -> Iterator[Page]:
    """Give the pages about the data and the rules."""
    yield Page("updates/", "updates", _updates(writer))
    yield Page("data/", "data", _data(writer))
    yield Page("quality/", "quality", _quality(writer))
    yield Page("methodology/", "methodology", _methodology(writer))
    yield Page("directory/", "directory", {"rows": list(writer.viewer.rows.values())})


def _updates(writer: Writer) -> dict[str, Any]:
    """Put what units reported and what releases changed into one list by day, the newest first, releases before."""
    told: list[dict[str, Any]] = [
        {"iso": release["iso"], "release": release, "news": None} for release in told_releases(writer)
    ]
    told += [{"iso": update.iso, "release": None, "news": update} for update in writer.viewer.news()]
    told.sort(key=lambda entry: entry["iso"], reverse=True)  # stable: of one day, releases stay first
    feeds = [(channel.title, channel.path) for channel in channels(writer.progress, writer.words)]
    return {"told": told, "released": bool(writer.archive.releases), "feeds": feeds}


def _data(writer: Writer) -> dict[str, Any]:
    dataset, lang = writer.progress.dataset, writer.words.lang
    described = []
    for name, schema in schemas().items():
        if name not in dataset.tables:
            continue
        fields = [
            {
                "name": field.name,
                "title": field.title if lang == "zh" else field.custom["title_en"],
                "type": field.type,
                "required": bool(field.constraints.get("required")),
                "description": field.description if lang == "zh" else field.custom["description_en"],
            }
            for field in schema.fields
        ]
        title = TABLE_TITLES[name]
        described.append(
            {"name": name, "title": writer.words.t(title), "rows": len(dataset.tables[name].rows), "fields": fields}
        )
    license_ = dataset.portal.license if dataset.portal.license.name else None
    return {"tables": described, "license": license_, "example": next(iter(writer.progress.assessments), "")}


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

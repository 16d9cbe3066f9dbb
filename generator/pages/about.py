"""What is said of the data and the rules: updates, quality, methodology, directory."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.changes.feeds import list_feeds
from generator.findings.finding import Finding
from generator.findings.rules import PHASES, RULES
from generator.findings.rules.rule import Phase, Severity
from generator.language.words import mark
from generator.model import Status
from generator.pages.head import DIRECTORY, NEWS, Head
from generator.pages.paging import cut, page_path
from generator.pages.releases import told_releases
from generator.pages.site import Page, Site
from generator.status.disclosure import IN_TIME, changed_on, delays, timeliness
from generator.status.progress import tally
from generator.status.workdays import FIRST_YEAR, LAST_YEAR
from generator.text.rows import Link, Text
from generator.text.steps import band_texts

MOST_LATE = 20  # figures named on the page of data quality

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


def about(site: Site) -> Iterator[Page]:
    """Yield the pages about the data and the rules."""
    dated = site.changed_on()
    told, context = _updates(site)
    page = Page("updates/", "updates", context, Head(column=NEWS, changed_on=dated))
    yield from site.paged(page, Text(site.words.t("Updates")), [("", told)])
    page = Page("quality/", "quality", _quality(site), Head(changed_on=dated))
    yield from site.paged(page, Text(site.words.t("Data quality")), _contradictions(site))
    above = Link(Text(site.words.t("Data quality")), "quality/")
    yield Page("quality/rules/", "rules", _rules(site), Head(trail=[above]))
    yield Page("methodology/", "methodology", _methodology(site))
    coded = bool(site.progress.dataset.portal.publisher.credit_code)
    page = Page("directory/", "directory", {"coded": coded}, Head(column=DIRECTORY, changed_on=dated))
    yield from site.paged(page, Text(site.words.t("Disclosure directory")), [("", _directory(site))])
    yield Page("search/", "search", {})
    yield Page("sitemap/", "sitemap", {"groups": _sitemap(site)})


def _updates(site: Site) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Put what units reported and what releases changed into one list by day, the newest first, releases before."""
    told: list[dict[str, Any]] = [
        {"iso": release["iso"], "release": release, "news": None} for release in told_releases(site)
    ]
    told += [{"iso": update.iso, "release": None, "news": update} for update in site.viewer.news()]
    told.sort(key=lambda entry: entry["iso"], reverse=True)  # stable: of one day, releases stay first
    feeds = [(feed.title, feed.path) for feed in list_feeds(site.progress, site.words)]
    return told, {"released": bool(site.history.releases), "feeds": feeds}


def _directory(site: Site) -> list[dict[str, Any]]:
    viewer, entries = site.viewer, []
    for key, assessment in site.progress.assessments.items():
        day = changed_on(assessment.case)
        entries.append({"number": site.numbers[key], "row": viewer.rows[key], "day": viewer.day(day)})
    return entries


def _sitemap(site: Site) -> list[dict[str, Any]]:
    """Group the pages for people who look for one: those of the menu, units, places, then each pillar's commitments."""
    t, viewer = site.words.t, site.viewer
    fixed = {
        t("Lists"): {
            t("Tasks"): "lists/tasks/",
            t("Responsibilities"): "lists/responsibilities/",
            t("Results"): "lists/results/",
        },
        t("Data"): {t("Data"): "data/", t("API"): "data/api/"},
        t("About"): {
            t("Updates"): "updates/",
            **({t("Releases"): "releases/", t("Errata"): "errata/"} if site.history.releases else {}),
            t("How statuses are found"): "methodology/",
            t("Data quality"): "quality/",
            t("What is checked"): "quality/rules/",
            t("Disclosure directory"): "directory/",
            t("Disclosure guide"): "guide/",
            t("Accessibility"): "accessibility/",
            t("About this portal"): "about/",
        },
    }
    groups = [
        {"title": Text(title), "links": [Link(Text(name), path) for name, path in pages.items()]}
        for title, pages in fixed.items()
    ]
    leading = [unit_id for unit_id in site.progress.dataset.units if site.progress.of(lead_unit_id=unit_id)]
    placed = [place_id for place_id in site.progress.dataset.places if site.progress.of(place_id=place_id)]
    for title, links in (
        (t("Responsible units"), [viewer.unit(unit_id) for unit_id in leading]),
        (t("Places"), [viewer.place(place_id) for place_id in placed]),
    ):
        groups += [{"title": Text(title), "links": [link for link in links if link]}] if links else []
    for pillar in site.shown_pillars():
        rows = site.pillar(pillar).rows
        own = Link(Text(t("All commitments of this pillar")), f"{pillar.pillar_id}/")
        if len(rows) <= site.rows_per_page:
            links = [own, *(Link(row.title, row.path) for row in rows)]
        else:  # its own pages list them all
            numbers = range(2, len(cut([("", rows)], site.rows_per_page)) + 1)
            more = (Link(Text(t("Page {number}", number=n)), page_path(own.path, n)) for n in numbers)
            links = [own, *more]
        groups.append({"title": viewer.text(pillar, "title"), "links": links})
    return groups


def _timeliness(site: Site) -> dict[str, Any]:
    """Count figures by how long they took to be published, for each pillar, and name those that took too long."""
    progress, viewer, words = site.progress, site.viewer, site.words
    late = [delay for delay in delays(a.case for a in progress.assessments.values()) if delay.late]
    late.sort(key=lambda delay: -(delay.days or 0))
    return {
        "pillars": [
            {
                "title": viewer.text(pillar, "title"),
                "counts": timeliness(a.case for a in progress.of(pillar_id=pillar.pillar_id)),
            }
            for pillar in site.shown_pillars()
        ],
        "late": [
            {
                "row": viewer.rows[delay.observation.commitment_id],
                "period": words.period(delay.observation.period),
                "days": words.n("{count} working day", "{count} working days", delay.days or 0),
            }
            for delay in late[:MOST_LATE]
        ],
        "limit": IN_TIME,
        "known": f"{FIRST_YEAR}–{LAST_YEAR}",
        "undated": sum(changed_on(a.case) is None for a in progress.assessments.values()),
    }


def _quality(site: Site) -> dict[str, Any]:
    progress, viewer = site.progress, site.viewer
    latest = Counter(
        a.case.latest.observation.period for a in progress.assessments.values() if a.case.latest is not None
    )
    ordered = sorted(latest, key=lambda period: (period.end, period.start), reverse=True)
    entries = [
        {"title": viewer.text(p, "title"), "tally": tally(progress.of(pillar_id=p.pillar_id))}
        for p in site.shown_pillars()
    ]
    return {
        "entries": entries,
        "timeliness": _timeliness(site),
        "freshness": [{"period": site.words.period(p), "count": latest[p]} for p in ordered],
    }


def _contradictions(site: Site) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return what does not add up, and where the unit and the rule disagree."""
    progress, viewer = site.progress, site.viewer
    findings = [
        {
            "row": viewer.rows.get(finding.commitment_id),
            "message": finding.message(site.words),
            "file": Path(finding.file).name,
            "line": finding.line,
        }
        for finding in progress.findings
        if RULES[finding.rule].public
    ]
    disagreements = [
        {"row": viewer.rows[key], "reported": viewer.badge(a.case.reported)}
        for key, a in progress.assessments.items()
        if a.disagrees and a.case.reported
    ]
    return [("findings", findings), ("disagreements", disagreements)]


def _rules(site: Site) -> dict[str, Any]:
    words = site.words
    phases = []
    for phase, rules in PHASES.items():
        shown = []
        for name, rule in rules.items():
            column, value, expected = rule.example.column, rule.example.value, rule.example.expected
            example = Finding(name, "observations.csv", 2, column, value, expected)
            shown.append(
                {
                    "name": name,
                    "error": rule.severity is Severity.ERROR,
                    "column": "" if phase in (Phase.FILE, Phase.HEADER) else column,
                    "message": example.message(words),
                    "advice": example.advice(words),
                }
            )
        counted = words.n("{count} rule", "{count} rules", len(shown))
        phases.append({"title": words.t(phase), "anchor": phase.name.lower(), "rules": shown, "counted": counted})
    return {"phases": phases}


def _methodology(site: Site) -> dict[str, Any]:
    texts = band_texts(site.words, site.progress.dataset.portal.status)
    return {
        "bands": [{"badge": site.viewer.badge(status), "text": text} for status, text in texts.items()],
        "statuses": [site.viewer.badge(status) for status in Status],
        "glossary": [(site.words.t(word), site.words.t(meaning)) for word, meaning in GLOSSARY],
    }

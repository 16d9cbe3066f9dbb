"""The page of data quality: completeness, freshness, punctuality, revisions, and contradictions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from generator.addresses import QUALITY
from generator.findings.rules import DATA_RULES
from generator.pages.paging import GroupSlice
from generator.pages.quality_reports import (
    RevisionReport,
    RevisionsOfCommitment,
    UnitPunctuality,
    list_punctuality,
    report_revisions,
)
from generator.pages.site import Page, Site
from generator.status.disclosure import IN_TIME, Timeliness, count_timeliness, find_change_day, list_delays
from generator.status.progress import Tally, tally
from generator.status.workdays import FIRST_YEAR, LAST_YEAR
from generator.text.rows import Badge, Link, Text

MOST_LATE = 20  # figures that are listed by name
FINDINGS, DISAGREEMENTS, UNITS, REVISED = "findings", "disagreements", "punctuality", "revised"  # groups of rows


@dataclass(frozen=True, slots=True)
class PillarCompleteness:
    """The completeness of the data of a pillar."""

    title: Text  # of the pillar
    tally: Tally  # its commitments counted


@dataclass(frozen=True, slots=True)
class Freshness:
    """Commitments with the same latest period."""

    period: str  # of the latest value
    count: int  # how many commitments have it


@dataclass(frozen=True, slots=True)
class PillarTimeliness:
    """The time until publication of the figures of a pillar."""

    title: Text  # of the pillar
    counts: Timeliness  # its figures counted


@dataclass(frozen=True, slots=True)
class LateFigure:
    """A figure that was published late."""

    commitment: Link  # that it is of
    period: str  # that it is about
    days: str  # working days until its publication


@dataclass(frozen=True, slots=True)
class TimelinessReport:
    """The time until publication of all figures."""

    pillars: tuple[PillarTimeliness, ...]  # those that hold a commitment
    late: tuple[LateFigure, ...]  # the latest ones
    limit: int  # working days within which to publish
    known: str  # the years whose schedule of holidays is known
    undated: int  # commitments without a dated figure or update


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A contradiction in the figures."""

    commitment: Link | None  # where it is of one that is listed
    message: str  # what does not add up
    file: str  # the name of the table
    line: int  # in the table


@dataclass(frozen=True, slots=True)
class DisagreementRow:
    """A commitment of which the unit reports another status than the rule finds."""

    commitment: Link  # to its page
    badge: Badge  # the status by the rule
    reported: Badge  # the status that the unit reports


QualityRow = FindingRow | DisagreementRow | UnitPunctuality | RevisionsOfCommitment


@dataclass(frozen=True, slots=True)
class QualityContext:
    """The quality of the data."""

    template: ClassVar[str] = "quality.md.j2"
    completeness: tuple[PillarCompleteness, ...]  # by pillar
    freshness: tuple[Freshness, ...]  # the latest period first
    timeliness: TimelinessReport  # the time until publication
    consistent: bool  # whether the figures hold no contradiction
    revisions: RevisionReport  # the changes of published figures
    due_day: int  # day of the month after a period by which units report
    groups: tuple[GroupSlice[str, QualityRow], ...]  # on this page: findings, disagreements, units, revised commitments


def make_quality_pages(site: Site) -> Iterator[Page]:
    """Yield the pages of data quality."""
    findings = _list_findings(site)
    revisions, revised = report_revisions(site)
    groups: list[tuple[str, Sequence[QualityRow]]] = [
        (FINDINGS, findings),
        (DISAGREEMENTS, _list_disagreements(site)),
        (UNITS, list_punctuality(site)),
        (REVISED, revised),
    ]
    yield from site.list_pages(
        QUALITY,
        site.make_head(),
        Text(site.words.t("Data quality")),
        groups,
        lambda page: QualityContext(
            completeness=_count_by_pillar(site),
            freshness=_count_by_period(site),
            timeliness=_report_timeliness(site),
            consistent=not findings,
            revisions=revisions,
            due_day=site.progress.dataset.portal.collect.due_day,
            groups=page.groups,
        ),
    )


def _count_by_pillar(site: Site) -> tuple[PillarCompleteness, ...]:
    return tuple(
        PillarCompleteness(site.views.text(p, "title"), tally(site.progress.of(pillar_id=p.pillar_id)))
        for p in site.list_pillars()
    )


def _count_by_period(site: Site) -> tuple[Freshness, ...]:
    latest = Counter(
        a.case.latest.observation.period for a in site.progress.assessments.values() if a.case.latest is not None
    )
    ordered = sorted(latest, key=lambda period: (period.end, period.start), reverse=True)
    return tuple(Freshness(site.words.period(period), latest[period]) for period in ordered)


def _report_timeliness(site: Site) -> TimelinessReport:
    progress, views, words = site.progress, site.views, site.words
    late = [delay for delay in list_delays(a.case for a in progress.assessments.values()) if delay.late]
    late.sort(key=lambda delay: -(delay.days or 0))
    return TimelinessReport(
        pillars=tuple(
            PillarTimeliness(
                views.text(pillar, "title"), count_timeliness(a.case for a in progress.of(pillar_id=pillar.pillar_id))
            )
            for pillar in site.list_pillars()
        ),
        late=tuple(
            LateFigure(
                commitment=views.rows[delay.observation.commitment_id].link,
                period=words.period(delay.observation.period),
                days=words.n("{count} working day", "{count} working days", delay.days or 0),
            )
            for delay in late[:MOST_LATE]
        ),
        limit=IN_TIME,
        known=f"{FIRST_YEAR}–{LAST_YEAR}",
        undated=sum(find_change_day(a.case) is None for a in progress.assessments.values()),
    )


def _list_findings(site: Site) -> list[FindingRow]:
    rows = site.views.rows
    return [
        FindingRow(
            commitment=rows[finding.commitment_id].link if finding.commitment_id in rows else None,
            message=finding.message(site.words),
            file=Path(finding.file).name,
            line=finding.line,
        )
        for finding in site.progress.findings
        if DATA_RULES[finding.rule].public and (finding.file, finding.line) not in site.progress.dataset.withheld
    ]


def _list_disagreements(site: Site) -> list[DisagreementRow]:
    views = site.views
    return [
        DisagreementRow(views.rows[key].link, views.rows[key].badge, views.badge(a.case.reported))
        for key, a in site.progress.assessments.items()
        if a.disagrees and a.case.reported
    ]

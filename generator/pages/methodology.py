"""The page of the method: the rules of statuses with the thresholds in force, and the glossary."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.addresses import METHODOLOGY
from generator.language.words import mark
from generator.model import Status
from generator.pages.site import Page, Site
from generator.text.method import RULES
from generator.text.rows import Badge
from generator.text.steps import write_bands

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


@dataclass(frozen=True, slots=True)
class BandRow:
    """A band of the gap."""

    badge: Badge  # the status that it gives
    text: str  # its edges


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term of the glossary."""

    word: str  # the term
    meaning: str  # its meaning


@dataclass(frozen=True, slots=True)
class RuleSection:
    """A rule with its worked example."""

    anchor: str  # the identifier of the heading
    title: str  # of the rule
    paragraphs: tuple[str, ...]  # what it does
    example: str  # figures that can be recomputed


@dataclass(frozen=True, slots=True)
class MethodologyContext:
    """The method."""

    template: ClassVar[str] = "methodology.md.j2"
    bands: tuple[BandRow, ...]  # the thresholds in force
    rules: tuple[RuleSection, ...]  # every rule in force
    statuses: tuple[Badge, ...]  # all statuses
    glossary: tuple[GlossaryEntry, ...]  # the terms of the pages


def make_methodology_page(site: Site) -> Iterator[Page]:
    """Yield the page of the method."""
    t, bands = site.words.t, write_bands(site.words, site.progress.dataset.portal.status)
    context = MethodologyContext(
        bands=tuple(BandRow(site.views.badge(status), text) for status, text in bands.items()),
        rules=tuple(
            RuleSection(
                rule.anchor,
                t(rule.title),
                tuple(t(text, months=site.progress.dataset.portal.stale_after) for text in rule.paragraphs),
                t(rule.example),
            )
            for rule in RULES
        ),
        statuses=tuple(site.views.badge(status) for status in Status),
        glossary=tuple(GlossaryEntry(t(word), t(meaning)) for word, meaning in GLOSSARY),
    )
    yield Page(METHODOLOGY, context)

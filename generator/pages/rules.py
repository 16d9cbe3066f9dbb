"""The page of the rules for the data, with an example of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.addresses import QUALITY, RULES
from generator.findings.finding import Finding
from generator.findings.rules import PHASES
from generator.findings.rules.rule import DataRule, Phase, Severity
from generator.language.columns import find_table
from generator.language.words import Words
from generator.pages.head import Head
from generator.pages.site import Page, Site
from generator.text.rows import Link, Text


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with its example."""

    name: str  # the identifier of the rule
    error: bool  # whether it keeps the data from being published
    column: str  # that the example is of; "" where it is of none
    message: str  # what is wrong in the example
    advice: str  # how to correct it


@dataclass(frozen=True, slots=True)
class PhaseRules:
    """The rules of one phase of the check."""

    title: str  # of the phase
    anchor: str  # the identifier of the heading
    rules: tuple[RuleRow, ...]  # in their order
    count: str  # how many there are


@dataclass(frozen=True, slots=True)
class RulesContext:
    """The rules for the data."""

    template: ClassVar[str] = "rules.md.j2"
    phases: tuple[PhaseRules, ...]  # in their order


def make_rules_page(site: Site) -> Iterator[Page]:
    """Yield the page of the rules."""
    words, phases = site.words, []
    for phase, rules in PHASES.items():
        rows = tuple(_make_row(words, phase, name, rule) for name, rule in rules.items())
        count = words.n("{count} rule", "{count} rules", len(rows))
        phases.append(PhaseRules(words.t(phase), phase.name.lower(), rows, count))
    above = Link(Text(words.t("Data quality")), QUALITY)
    yield Page(RULES, RulesContext(tuple(phases)), Head(trail=(above,)))


def _make_row(words: Words, phase: Phase, name: str, rule: DataRule) -> RuleRow:
    column, value, expected = rule.example.column, rule.example.value, rule.example.expected
    file = "observations.csv" if phase is Phase.FILE else f"{find_table(column) or 'observations'}.csv"
    example = Finding(name, file, 2, column, value, expected)
    return RuleRow(
        name=name,
        error=rule.severity is Severity.ERROR,
        column="" if phase in (Phase.FILE, Phase.HEADER) else example.name_column(words),
        message=example.message(words),
        advice=example.advice(words),
    )

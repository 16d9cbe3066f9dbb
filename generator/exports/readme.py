"""Texts of the archive: a README on what the data are and how to recompute them, and the method in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.data.settings import License
from generator.language.templates import load_templates, render
from generator.language.words import Words
from generator.status.progress import Progress
from generator.text.citation import Citation, Work, cite
from generator.text.method import PLANS, RULES
from generator.text.statuses import name_status
from generator.text.steps import write_bands


@dataclass(frozen=True, slots=True)
class Band:
    """A band of the gap."""

    status: str  # the name of the status that it gives
    text: str  # its edges


@dataclass(frozen=True, slots=True)
class ReadmeContext:
    """The README of the data in one language."""

    template: ClassVar[str] = "readme.txt.j2"
    title: str  # of the portal
    publisher: str  # the name of the publisher; "" where it is not known
    as_of: str  # the end of the reporting period
    url: str  # the address of the portal; "" where it is not known
    illustrative: bool  # whether any figure is not real
    license: License  # its name is "" where it is not decided
    citations: tuple[Citation, ...]  # of the data as a whole
    bands: tuple[Band, ...]  # the bands in force
    method: str  # the name of the file with the method in the same language
    releases: bool  # whether the archive holds the manifests of releases


@dataclass(frozen=True, slots=True)
class PlanText:
    """A plan with its definition."""

    name: str  # in the tables and the API
    text: str  # how the expected share follows from it


@dataclass(frozen=True, slots=True)
class RuleNote:
    """A rule of statuses."""

    title: str  # of the rule
    names: tuple[str, ...]  # of the rules in the API that it explains
    paragraphs: tuple[str, ...]  # what it does
    example: str  # figures that can be recomputed


@dataclass(frozen=True, slots=True)
class MethodContext:
    """The method as a text in one language."""

    template: ClassVar[str] = "method.txt.j2"
    title: str  # of the portal
    bands: tuple[Band, ...]  # the bands in force
    plans: tuple[PlanText, ...]  # every plan
    rules: tuple[RuleNote, ...]  # every rule in force


def name_method(words: Words) -> str:
    """Return the name of the file with the method in a language."""
    return f"METHOD.{words.lang}.txt"


def render_method(progress: Progress, words: Words) -> str:
    """Return every rule in force in words, with the definition of the expected share."""
    portal, t = progress.dataset.portal, words.t
    context = MethodContext(
        title=words.pick(portal, "title"),
        bands=tuple(_list_bands(words, progress)),
        plans=tuple(PlanText(str(plan), t(text)) for plan, text in PLANS.items()),
        rules=tuple(
            RuleNote(
                title=t(rule.title),
                names=tuple(map(str, rule.rules)),
                paragraphs=tuple(t(text, months=portal.stale_after) for text in rule.paragraphs),
                example=t(rule.example),
            )
            for rule in RULES
        ),
    )
    return render(load_templates(words), context)


def render_readme(progress: Progress, words: Words, *, releases: bool = False) -> str:
    """Return the README in one language; `releases` says whether the archive holds their manifests."""
    portal = progress.dataset.portal
    work = Work(portal.title_zh, portal.title_en, portal.site.url)
    context = ReadmeContext(
        title=words.pick(portal, "title"),
        publisher=words.pick(portal.publisher, "name"),
        as_of=words.date(progress.as_of),
        url=portal.site.url,
        illustrative=progress.illustrative,
        license=portal.license,
        citations=cite(portal, work, progress.as_of, Words("zh"), Words("en")),
        bands=tuple(_list_bands(words, progress)),
        method=name_method(words),
        releases=releases,
    )
    return render(load_templates(words), context)


def _list_bands(words: Words, progress: Progress) -> Iterator[Band]:
    portal = progress.dataset.portal
    for status, text in write_bands(words, portal.status).items():
        yield Band(name_status(words, status, portal.statuses), text)

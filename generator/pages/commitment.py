"""The page of a commitment."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.addresses import API, DATA, embed_path, pillar_path
from generator.charts.pictures import commitment_picture_path
from generator.model import Kind, Status
from generator.pages.commitment_progress import CommitmentProgress, show_progress
from generator.pages.figures import SERIES
from generator.pages.head import Article, DataDescription, Head
from generator.pages.linked_data import page_address
from generator.pages.release_history import CommitmentHistory, show_history
from generator.pages.site import Page, Site
from generator.pages.year_links import link_year, write_year
from generator.status.case import find_predecessors, list_successors
from generator.status.verdict import Assessment
from generator.text.citation import Citation, Work, cite
from generator.text.quantities import add_unit
from generator.text.rows import CommitmentRow, Link, Text
from generator.text.vocabulary import DIRECTIONS, STRENGTHS


@dataclass(frozen=True, slots=True)
class Quote:
    """The promise in its own words."""

    text: str  # as in the source, masks kept
    source: str  # the title of the source; "" where it is not known
    masked: bool  # whether the source hides a part of it


@dataclass(frozen=True, slots=True)
class IndexField:
    """A field of the header block of a disclosed item."""

    name: str  # of the field
    value: Text  # never ""


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A source of the promise or of a figure."""

    title: str  # in Chinese, as published
    url: str  # "" where there is none
    producer: str  # the body that published it; "" where it is not known


@dataclass(frozen=True, slots=True)
class TargetChangeRow:
    """A change of the target."""

    day: str  # from which it is in force
    target: str  # the new target
    reason: Text  # the reason given by the office


@dataclass(frozen=True, slots=True)
class Reuse:
    """Ways to cite a commitment and to embed it in other sites."""

    citations: tuple[Citation, ...]  # in each style
    frame: str  # the path of the page for a frame, from the root of the language
    frame_address: str  # its whole address, or one with an ellipsis
    addressed: bool  # whether the portal has an address of its own


@dataclass(frozen=True, slots=True)
class CommitmentContext:
    """A commitment."""

    template: ClassVar[str] = "commitment.md.j2"
    row: CommitmentRow  # the commitment as in lists
    shown: CommitmentProgress  # its progress
    quote: Quote | None  # the promise, where a source has it
    pillar: Link  # that it belongs to
    theme: Link | None  # that it belongs to
    sources: tuple[SourceLink, ...]  # of the promise and of the figures
    index: tuple[IndexField, ...]  # the header block of a disclosed item
    reuse: Reuse  # ways to cite and to embed it
    changes: tuple[TargetChangeRow, ...]  # of the target
    direction: str  # which values are better; "" where that has no meaning
    target: str  # in force; "" where a kind has none
    strength: str  # how firmly the target was set; "" where the promise does not say
    quality: tuple[IndexField, ...]  # what the indicator means, covers, and how it is collected
    due: str  # the due date, and whether the source sets it
    rank: str  # among the places that are compared; "" where none are
    history: CommitmentHistory | None  # its releases; None before the first
    next_update: str  # the day of the next update; "" where none is announced
    plan_year: str  # the plan that it belongs to; "" where there is one alone
    before: tuple[Link, ...]  # the commitments of earlier years that it carries on, the latest first
    after: tuple[Link, ...]  # those of later years that carry it on


def make_commitment_pages(site: Site) -> Iterator[Page]:
    """Yield a page for each commitment."""
    for key, assessment in site.progress.assessments.items():
        yield Page(site.views.rows[key].path, _make_context(site, assessment), _make_head(site, assessment))


def _make_head(site: Site, assessment: Assessment) -> Head:
    words, commitment, dataset = site.words, assessment.commitment, site.progress.dataset
    row = site.views.rows[commitment.commitment_id]
    pillar = next(p for p in dataset.pillars if p.pillar_id == commitment.pillar_id)
    theme = next((t for t in dataset.themes if t.theme_id == commitment.theme_id), None)
    lead = row.lead.title.text if row.lead else ""
    return Head(
        trail=(_link_pillar(site, assessment),),
        changed_on=site.find_published_on([assessment]),
        article=Article(
            column=words.pick(pillar, "title"),
            column_description=words.pick(pillar, "summary"),
            source=lead or words.pick(dataset.portal.publisher, "name"),
            keywords=(row.title.text, words.pick(theme, "title") if theme else "", lead, row.badge.word),
        ),
        image=commitment_picture_path(commitment.commitment_id),
        illustrative=row.illustrative,
        data=_describe_data(site, assessment),
    )


def _describe_data(site: Site, assessment: Assessment) -> DataDescription:
    commitment = assessment.commitment
    key, row = commitment.commitment_id, site.views.rows[commitment.commitment_id]
    note = site.words.t("Illustrative figures.") if row.illustrative else ""
    files = {f"{API}commitments/{key}.json": "application/json"}
    files |= {f"{DATA}commitments/{key}.csv": "text/csv"} if assessment.case.points else {}
    return DataDescription(
        title=row.title.text,
        description=" ".join(part for part in (note, row.answer, commitment.quote) if part),
        temporal=f"{commitment.starts_on}/{site.progress.as_of}",
        files=files,
        changed_on=site.find_published_on([assessment]),
        identifier=site.numbers[key],
        part_of_portal=True,
    )


def _make_context(site: Site, assessment: Assessment) -> CommitmentContext:
    views, words, commitment = site.views, site.words, assessment.commitment
    theme = next((t for t in site.progress.dataset.themes if t.theme_id == commitment.theme_id), None)
    measured = commitment.kind in SERIES
    directed = measured and commitment.kind is not Kind.RANK
    return CommitmentContext(
        row=views.rows[commitment.commitment_id],
        shown=show_progress(site, assessment),
        quote=_make_quote(site, assessment),
        pillar=_link_pillar(site, assessment),
        theme=Link(views.text(theme, "title"), site.theme_paths[theme.theme_id]) if theme else None,
        sources=_list_sources(site, assessment),
        index=_list_index(site, assessment),
        reuse=_make_reuse(site, assessment),
        changes=_list_target_changes(site, assessment),
        direction=words.t(DIRECTIONS[commitment.direction]) if directed else "",
        target=views.target(assessment) if measured else "",
        strength=words.t(STRENGTHS[commitment.strength]) if commitment.strength else "",
        quality=_list_quality(site, assessment),
        due=views.due(assessment),
        rank=_write_rank(site, commitment.commitment_id),
        history=show_history(site, commitment.commitment_id),
        next_update=views.day(commitment.next_update_on),
        plan_year=write_year(words, site.progress) if site.current.closed else "",
        before=tuple(link_year(site, c.commitment_id) for c in find_predecessors(commitment, site.progress.dataset)),
        after=tuple(link_year(site, key) for key in list_successors(commitment.commitment_id, site.progress.dataset)),
    )


def _link_pillar(site: Site, assessment: Assessment) -> Link:
    pillar = next(p for p in site.progress.dataset.pillars if p.pillar_id == assessment.commitment.pillar_id)
    return Link(site.views.text(pillar, "title"), site.base + pillar_path(pillar.pillar_id))


def _make_quote(site: Site, assessment: Assessment) -> Quote | None:
    text, source = assessment.commitment.quote, site.progress.dataset.sources.get(assessment.commitment.source_id)
    return Quote(text, source.title if source else "", "*" in text) if text else None


def _list_index(site: Site, assessment: Assessment) -> tuple[IndexField, ...]:
    """Return the header block of a disclosed item, without what is not known."""
    views, words, commitment, dataset = site.views, site.words, assessment.commitment, site.progress.dataset
    theme = next((t for t in dataset.themes if t.theme_id == commitment.theme_id), None)
    source = dataset.sources.get(commitment.source_id)
    in_force = assessment.status is not Status.WITHDRAWN
    block = {
        words.t("Index number"): Text(site.numbers[commitment.commitment_id]),
        words.t("Publishing body"): views.text(dataset.portal.publisher, "name"),
        words.t("Subject"): views.text(theme, "title") if theme else Text(""),
        words.t("Written on"): Text(views.day(source.date_published if source else None)),
        words.t("Published on"): Text(views.day(site.find_published_on([assessment]))),
        words.t("Validity"): Text(words.t("in force") if in_force else words.t("withdrawn")),
        words.t("Disclosure"): Text(words.t("on own initiative")),
    }
    return tuple(IndexField(name, text) for name, text in block.items() if text.text)


def _list_quality(site: Site, assessment: Assessment) -> tuple[IndexField, ...]:
    """Return the quality statement of an indicator, without what is not given."""
    t, text = site.words.t, site.views.text
    names = {t("Definition"): "definition", t("Coverage"): "coverage", t("Collection"): "collection"}
    fields = (IndexField(name, text(assessment.commitment, column)) for name, column in names.items())
    return tuple(field for field in fields if field.value.text)


def _make_reuse(site: Site, assessment: Assessment) -> Reuse:
    words, portal, commitment = site.words, site.progress.dataset.portal, assessment.commitment
    row, known = site.views.rows[commitment.commitment_id], bool(portal.site.url)
    address = page_address(portal, words, row.path, row.path) if known else ""
    work = Work(
        commitment.title_zh, commitment.title_en, address, site.find_published_on([assessment]), site.released_on
    )
    frame = embed_path(commitment.commitment_id)
    return Reuse(
        citations=cite(portal, work, site.progress.as_of, *site.both),
        frame=frame,
        frame_address=page_address(portal, words, "", frame) if known else f"https://…/{frame}",
        addressed=known,
    )


def _list_sources(site: Site, assessment: Assessment) -> tuple[SourceLink, ...]:
    case, known = assessment.case, site.progress.dataset.sources
    ids = [assessment.commitment.source_id]
    ids += [point.observation.source_id for point in case.points]
    ids += [milestone.source_id for milestone in case.milestones] + [update.source_id for update in case.updates]
    sources = (known[source_id] for source_id in dict.fromkeys(ids) if source_id in known)
    return tuple(SourceLink(source.title, source.url, source.producer) for source in sources)


def _list_target_changes(site: Site, assessment: Assessment) -> tuple[TargetChangeRow, ...]:
    words = site.words
    return tuple(
        TargetChangeRow(
            day=words.date(change.effective_on),
            target=words.t("not set in figures")
            if change.target_value is None
            else add_unit(change.target_value, assessment.commitment).text(words),
            reason=site.views.text(change, "reason"),
        )
        for change in assessment.case.target_changes
    )


def _write_rank(site: Site, commitment_id: str) -> str:
    rank = site.progress.ranks.get(commitment_id)
    return site.words.t("rank {rank} of {of}", rank=rank.rank, of=rank.of) if rank else ""

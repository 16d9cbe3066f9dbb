"""The page of a commitment."""

from collections.abc import Iterator
from typing import Any

from generator.charts.pictures import picture_path
from generator.model import Kind, Status
from generator.pages.figures import SERIES
from generator.pages.head import Article, Head, dataset, file_address, page_address
from generator.pages.releases import history
from generator.pages.site import Page, Site
from generator.status.assess import Assessment
from generator.status.disclosure import changed_on
from generator.text.citation import Work, citations
from generator.text.figure_ids import chart_id
from generator.text.rows import Link, Text
from generator.text.sentences import quantity
from generator.text.vocabulary import DIRECTIONS


def commitments(site: Site) -> Iterator[Page]:
    """Yield a page for each commitment."""
    for key, assessment in site.progress.assessments.items():
        row, shown = site.viewer.rows[key], progressed(site, assessment)
        context = {"row": row, "shown": shown, **_around(site, assessment)}
        yield Page(row.path, "commitment", context, _head(site, assessment))


def _head(site: Site, assessment: Assessment) -> Head:
    viewer, words, commitment = site.viewer, site.words, assessment.commitment
    row, portal = viewer.rows[commitment.commitment_id], site.progress.dataset.portal
    pillar = next(p for p in site.progress.dataset.pillars if p.pillar_id == commitment.pillar_id)
    theme = next((t for t in site.progress.dataset.themes if t.theme_id == commitment.theme_id), None)
    lead = row.lead.title.text if row.lead else ""
    note = words.t("Illustrative figures.") if row.illustrative else ""
    changed = changed_on(assessment.case)
    key = commitment.commitment_id
    files = {f"api/v1/commitments/{key}.json": "application/json"}
    files |= {f"data/commitments/{key}.csv": "text/csv"} if assessment.case.points else {}
    article = Article(
        column=words.pick(pillar, "title"),
        column_description=words.pick(pillar, "summary"),
        source=lead or words.pick(portal.publisher, "name"),
        keywords=[row.title.text, words.pick(theme, "title") if theme else "", lead, row.badge.word],
        dataset=dataset(
            portal,
            words,
            row.title.text,
            " ".join(part for part in (note, row.answer, commitment.quote) if part),
            {file_address(portal, words, row.path, path): kind for path, kind in files.items()},
            identifier=site.numbers[key],
            url=page_address(portal, words, row.path, row.path),
            temporalCoverage=f"{commitment.starts_on}/{site.progress.as_of}",
            dateModified=str(changed) if changed else "",
            isPartOf={"@type": "Dataset", "name": words.pick(portal, "title")},
        ),
    )
    return Head(
        trail=[Link(viewer.text(pillar, "title"), f"{pillar.pillar_id}/")],
        changed_on=changed,
        article=article,
        image=picture_path(assessment),
        illustrative=row.illustrative,
    )


def _index(site: Site, assessment: Assessment) -> list[tuple[str, Text]]:
    """Return the header block of a disclosed item; what is not known is left out."""
    viewer, words, commitment = site.viewer, site.words, assessment.commitment
    theme = next((t for t in site.progress.dataset.themes if t.theme_id == commitment.theme_id), None)
    source, portal = viewer.source(commitment.source_id), site.progress.dataset.portal
    standing = assessment.status is not Status.WITHDRAWN
    block = {
        words.t("Index number"): Text(site.numbers[commitment.commitment_id]),
        words.t("Publishing body"): viewer.text(portal.publisher, "name"),
        words.t("Subject"): viewer.text(theme, "title") if theme else Text(""),
        words.t("Written on"): Text(viewer.day(source.date_published if source else None)),
        words.t("Published on"): Text(viewer.day(changed_on(assessment.case))),
        words.t("Validity"): Text(words.t("in force") if standing else words.t("withdrawn")),
        words.t("Disclosure"): Text(words.t("on own initiative")),
    }
    return [(name, text) for name, text in block.items() if text.text]


def _reuse(site: Site, assessment: Assessment) -> dict[str, Any]:
    """Return what others need to cite a commitment and to show it on their own pages."""
    words, portal, commitment = site.words, site.progress.dataset.portal, assessment.commitment
    row = site.viewer.rows[commitment.commitment_id]
    address = page_address(portal, words, row.path, row.path) if portal.site.url else ""
    work = Work(commitment.title_zh, commitment.title_en, address, changed_on(assessment.case), site.released_on)
    frame = f"embed/{row.commitment_id.lower()}/"
    known = page_address(portal, words, "", frame) if portal.site.url else f"https://…/{frame}"
    return {
        "citations": citations(portal, work, site.progress.as_of, *site.both),
        "frame": frame,
        "frame_address": known,
        "addressed": bool(portal.site.url),
    }


def progressed(site: Site, assessment: Assessment) -> dict[str, Any]:
    """Return what is shown of a commitment's progress: the answer, the chart, its table, the milestones, the updates."""
    viewer, words, commitment = site.viewer, site.words, assessment.commitment
    points, reported = viewer.points(assessment), assessment.case.reported
    return {
        "row": viewer.rows[commitment.commitment_id],
        "commitment_unit": words.pick(commitment, "unit"),
        "downloads": True,
        "disagrees": assessment.disagrees,
        "reported": viewer.badge(reported) if reported else None,
        "chart": chart_id(commitment.commitment_id),
        "caption": site.gallery.caption(chart_id(commitment.commitment_id), words),
        "points": points,
        "shares": commitment.kind is not Kind.RANK and any(point.share for point in points),
        "share_word": words.t("Attainment") if commitment.kind is Kind.LEVEL else words.t("Share"),
        "paced": any(point.expected for point in points),
        "same_status": points[0].status if len({point.status for point in points}) == 1 else "",
        "same_note": points[0].note if len({point.note for point in points}) == 1 else None,
        "noted": len({point.note for point in points}) > 1,
        "milestones": viewer.milestones(assessment),
        "steps": viewer.steps(assessment),
        "rule": viewer.rule(assessment),
        "updates": viewer.updates(assessment),
    }


def _around(site: Site, assessment: Assessment) -> dict[str, Any]:
    """Return what stands around the progress of a commitment: the promise, who, when, from where, and how to reuse it."""
    viewer, words, commitment = site.viewer, site.words, assessment.commitment
    pillar = next(p for p in site.progress.dataset.pillars if p.pillar_id == commitment.pillar_id)
    theme = next((t for t in site.progress.dataset.themes if t.theme_id == commitment.theme_id), None)
    measured = commitment.kind in SERIES
    return {
        "commitment": commitment,
        "pillar": Link(viewer.text(pillar, "title"), f"{pillar.pillar_id}/"),
        "theme": Link(viewer.text(theme, "title"), site.theme_paths[theme.theme_id]) if theme else None,
        "source": viewer.source(commitment.source_id),
        "sources": _sources(site, assessment),
        "index": _index(site, assessment),
        "reuse": _reuse(site, assessment),
        "changes": _changes(site, assessment),
        "direction": words.t(DIRECTIONS[commitment.direction]) if measured and commitment.kind is not Kind.RANK else "",
        "target": viewer.target_words(assessment) if measured else "",
        "due": viewer.due(assessment),
        "rank": _rank(site, commitment.commitment_id),
        "history": history(site, commitment.commitment_id),
        "next_update": viewer.day(commitment.next_update_on),
    }


def _sources(site: Site, assessment: Assessment) -> list[Any]:
    case = assessment.case
    ids = [assessment.commitment.source_id]
    ids += [point.observation.source_id for point in case.points]
    ids += [milestone.source_id for milestone in case.milestones] + [update.source_id for update in case.updates]
    return [source for source_id in dict.fromkeys(ids) if (source := site.viewer.source(source_id))]


def _changes(site: Site, assessment: Assessment) -> list[dict[str, Any]]:
    commitment = assessment.commitment
    return [
        {
            "day": site.words.date(change.effective_on),
            "target": quantity(change.target_value, commitment).text(site.words)
            if change.target_value is not None
            else site.words.t("not set in figures"),
            "reason": site.viewer.text(change, "reason"),
        }
        for change in assessment.case.target_changes
    ]


def _rank(site: Site, commitment_id: str) -> str:
    rank = site.progress.ranks.get(commitment_id)
    return site.words.t("rank {rank} of {of}", rank=rank.rank, of=rank.of) if rank else ""

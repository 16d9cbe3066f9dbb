"""The whole way from a data folder to a site, in order; every stage is timed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from generator.changes.feeds import feeds
from generator.changes.history import Archive, archive, read_releases
from generator.charts.canvas import Canvas
from generator.charts.drawing.client import Studio
from generator.charts.drawing.colors import Color
from generator.charts.gallery import Figure, Gallery, Hanging
from generator.charts.pictures import Pictures
from generator.charts.theme import palette
from generator.checks.check import check_folder
from generator.exports.bundle import bundle
from generator.files.cache import Cache, opened
from generator.files.output import Output
from generator.files.staging import ASIDE, SITE, recover, refuse_foreign, replace, staging
from generator.findings.finding import Finding
from generator.language.words import LANGUAGES, Words
from generator.pages import pages
from generator.pages.embeds import embeds
from generator.pages.figures import plan_figures, plan_releases
from generator.pages.samples import sample_canvas
from generator.pages.search import search_index
from generator.pages.writer import Writer
from generator.paths import PortalFolder
from generator.releases.release import FOLDER, site_files
from generator.stages import Reporter, Silent, timed
from generator.status.progress import Progress, measure
from generator.website.assets import assets
from generator.website.frame import frame
from generator.website.mkdocs import Rendering
from generator.website.sitemap import sitemap
from generator.website.sources import Manuscript, encoded, gather, site_settings


@dataclass
class Built:
    """What a build did: the findings, the progress published (None where errors kept it back), seconds by stage.

    `pages` counts those of the site; `rendered` and `drawn` the pages and the charts that were not in the cache, and
    `changed` the files that are not what they are in the old site.
    """

    findings: tuple[Finding, ...]
    progress: Progress | None = None
    pages: int = 0
    rendered: int = 0
    drawn: int = 0
    changed: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def build(
    data: Path,
    out: Path,
    as_of: date | None = None,
    reporter: Reporter | None = None,
    *,
    keep: Path | None = None,
) -> Built:
    """Check the data and publish it to a folder; where there are errors, the old site stays as it is.

    `keep` is the folder of the cache; without one, everything is made anew.

    Raises:
        DrawingError: nothing can be drawn.
        SiteError: the site builder refused a page.
        ForeignFolderError: `out` is a folder with something else in it.
    """
    with opened(keep) as cache, Studio(cache) as studio:
        return rebuild(data, out, as_of, reporter or Silent(), studio, cache, live=False)


def rebuild(
    data: Path,
    out: Path,
    as_of: date | None,
    reporter: Reporter,
    studio: Studio,
    cache: Cache,
    *,
    live: bool,
) -> Built:
    """Build as `build` does, with an open cache, and engines that may be at work already.

    `live` is a preview, whose server puts a script into the pages.
    """
    seconds: dict[str, float] = {}
    out, portal = out.absolute(), PortalFolder(data)
    refuse_foreign(out)
    recover(out)
    with timed("check", seconds, reporter):
        dataset, findings = check_folder(data)
    built = Built(findings, seconds=seconds)
    if dataset is None:
        return built
    with timed("assess", seconds, reporter):
        progress = measure(dataset, as_of or dataset.as_of, findings)
        kept, samples = archive(read_releases(data), progress), sample_canvas(dataset.portal)
    colors = palette(dataset.portal.statuses)
    shared = assets(dataset.portal.statuses)
    charts = Hanging(plan(progress, kept, colors, samples), colors, studio)
    shown = Pictures(progress, colors, studio)
    with (
        staging(out) as workshop,
        Rendering(portal, workshop, output := Output(workshop / SITE, out), progress.as_of, cache) as rendering,
    ):
        with timed("draw", seconds, reporter, charts.drawn + shown.drawn):
            galleries = charts.finish(reporter.step)
            output.put(shown.finish(reporter.step))
        with timed("write", seconds, reporter, len(LANGUAGES)):
            written = []
            for words in map(Words, LANGUAGES):
                writer, sampler = hire(progress, kept, samples, galleries, words)
                manuscript = write_language(portal, writer, sampler, frame(dataset.portal, words, shared, live=live))
                rendering.begin(manuscript)  # while all that follows is written
                written.append((writer, manuscript))
                reporter.step()
        with timed("files", seconds, reporter):
            output.put(encoded(beside_pages(progress, kept, written, portal.synonyms, shared["embed.css"][0])))
            output.put(bundle(progress) | site_files(data / FOLDER) | encoded(shared.values()))
        with timed("website", seconds, reporter):
            built.pages, built.rendered = rendering.finish()
        with timed("replace", seconds, reporter):
            built.changed = output.seal(dataset.portal.site.url)
            replace(out, workshop / SITE, workshop / ASIDE)
    built.drawn = charts.drawn + shown.drawn
    built.progress = progress
    return built


def plan(progress: Progress, kept: Archive, colors: Mapping[str, Color], samples: Canvas) -> list[list[Figure]]:
    """Plan the figures of the portal, and those of the samples."""
    canvas = Canvas(progress, colors, kept.changed)
    return [plan_figures(canvas) + plan_releases(canvas, kept), plan_figures(samples)]


def hire(
    progress: Progress, kept: Archive, samples: Canvas, galleries: Sequence[Gallery], words: Words
) -> tuple[Writer, Writer]:
    """Give the writers of the portal and of the samples in one language."""
    own, sampled = galleries
    sampler = Writer(samples.progress, archive((), samples.progress), sampled, words)
    return Writer(progress, kept, own, words), sampler


def write_language(portal: PortalFolder, writer: Writer, samples: Writer, extra: Mapping[str, Any]) -> Manuscript:
    """Write the pages of one language as Markdown, and gather all that they are rendered from."""
    words, dataset = writer.words, writer.progress.dataset
    paths, sources, others = gather(words.lang, portal.docs, dict(pages(writer, samples)))
    pillars = [(words.pick(pillar, "title"), f"{pillar.pillar_id}/") for pillar in dataset.pillars]
    settings = site_settings(dataset.portal, words, pillars, paths, extra)
    return Manuscript(words.lang, words.root, settings, paths, sources, others)


def beside_pages(
    progress: Progress, kept: Archive, written: Sequence[tuple[Writer, Manuscript]], synonyms: Path, style: str
) -> dict[str, str]:
    """Give the texts that stand beside the pages by their path: for frames, readers of feeds, search and its engines.

    `style` is the path of the stylesheet of frames.
    """
    texts: dict[str, str] = {}
    for writer, _ in written:
        texts |= dict(embeds(writer, style)) | dict(feeds(progress, kept, writer.words))
        texts[f"{writer.words.root}search/index.json"] = search_index(writer, synonyms)
    first, manuscript = written[0]
    listed = {path: first.dates.get(path) for path in manuscript.pages if path not in first.unlisted}
    return texts | dict(sitemap(progress.dataset.portal, listed))

"""The whole way from a data folder to a site, in order; every stage is timed."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from generator.archive import Archive, archive, read_releases
from generator.assets import assets
from generator.cache import Cache, opened
from generator.checks import checked
from generator.drawing import Studio
from generator.embeds import embeds
from generator.exports import bundle, export
from generator.exports.sitemap import sitemap
from generator.feeds import feeds
from generator.figures import plan_figures, plan_releases
from generator.figures.canvas import Canvas
from generator.findings import Finding
from generator.frame import frame
from generator.gallery import galleries
from generator.manifest import keep_times, seal
from generator.pages import pages
from generator.pages.writer import Writer
from generator.patterns import sample_canvas
from generator.progress import Progress, measure
from generator.releases import FOLDER, site_files
from generator.rendering import Rendering
from generator.search import search_index
from generator.share import pictures
from generator.staging import ASIDE, recover, replace, staging
from generator.theme import palette
from generator.website import Manuscript, assemble, gather, site_settings
from generator.words import LANGUAGES, Words, mark

STAGES = {
    "check": mark("reading and checking"),
    "assess": mark("assessing"),
    "draw": mark("drawing charts"),
    "write": mark("writing pages"),
    "files": mark("writing files"),
    "website": mark("building the site"),
    "replace": mark("putting the site in place"),
}


class Reporter(Protocol):
    """Whoever shows how far a build has come."""

    def start(self, stage: str, total: int | None) -> None:
        """Begin a stage, with so many steps where that is known."""

    def step(self) -> None:
        """Count one step done."""


class Silent:
    """Shows nothing."""

    def start(self, stage: str, total: int | None) -> None:
        """Ignore it."""

    def step(self) -> None:
        """Ignore it."""


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
        EngineError: nothing can be drawn.
        SiteError: the site builder refused a page.
        ForeignFolderError: `out` is a folder with something else in it.
    """
    with Studio() as studio, opened(keep) as cache:
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
    out = out.absolute()
    refuse_foreign(out)
    recover(out)
    with timed("check", seconds, reporter):
        dataset, findings = checked(data)
    built = Built(findings, seconds=seconds)
    if dataset is None:
        return built
    with timed("assess", seconds, reporter):
        progress = measure(dataset, as_of or dataset.as_of, findings)
        kept = archive(read_releases(data), progress)
    colors = palette(dataset.portal.statuses)
    canvas, samples = Canvas(progress, colors, kept.changed), sample_canvas(dataset.portal)
    figures = plan_figures(canvas) + plan_releases(canvas, kept)
    sampled = plan_figures(samples)
    with timed("draw", seconds, reporter, len(figures) + len(sampled)):
        (gallery, sampled_gallery), built.drawn = galleries([figures, sampled], colors, studio, cache, reporter.step)
    writers = [Writer(progress, kept, gallery, words) for words in map(Words, LANGUAGES)]
    shared = assets(dataset.portal.statuses)
    with timed("write", seconds, reporter, len(LANGUAGES)):
        manuscripts = []
        for writer in writers:
            sampler = Writer(samples.progress, archive((), samples.progress), sampled_gallery, writer.words)
            manuscripts.append(write_language(writer, sampler, frame(dataset.portal, writer.words, shared, live=live)))
            reporter.step()
        built.pages = sum(len(manuscript.pages) for manuscript in manuscripts)
    with staging(out) as workshop:
        with Rendering(manuscripts, workshop, progress.as_of, cache) as rendering:  # while the files are written
            with timed("files", seconds, reporter):
                shown, count = pictures(progress, colors, studio, cache)
                texts = beside_pages(progress, kept, writers, manuscripts[0].pages, shared)
                files = bundle(progress, texts) | shown | site_files(data / FOLDER)
            with timed("website", seconds, reporter):
                built.rendered = rendering.finish()
        with timed("replace", seconds, reporter):
            site = assemble(workshop, files)
            built.changed = keep_times(site, seal(site, dataset.portal.site.url), out)
            replace(out, site, workshop / ASIDE)
    built.drawn += count
    built.progress = progress
    return built


def write_language(writer: Writer, samples: Writer, extra: Mapping[str, Any]) -> Manuscript:
    """Write the pages of one language as Markdown, and gather all that they are rendered from."""
    words, dataset = writer.words, writer.progress.dataset
    paths, sources, others = gather(words.lang, dict(pages(writer, samples)))
    pillars = [(words.pick(pillar, "title"), f"{pillar.pillar_id}/") for pillar in dataset.pillars]
    settings = site_settings(dataset.portal, words, pillars, paths, extra)
    return Manuscript(words.lang, settings, paths, sources, others)


def beside_pages(
    progress: Progress,
    kept: Archive,
    writers: Sequence[Writer],
    paths: Iterable[str],
    shared: Mapping[str, tuple[str, str]],
) -> dict[str, str]:
    """Give the texts that stand beside the pages, by their path: for machines, readers of feeds, frames and the search.

    `paths` are those of the pages below a language's root, `shared` the assets.
    """
    texts = dict(export(progress)) | dict(shared.values())
    for writer in writers:
        texts |= dict(embeds(writer, shared["embed.css"][0])) | dict(feeds(progress, kept, writer.words))
        texts[f"{writer.words.root}search/index.json"] = search_index(writer)
    first = writers[0]
    listed = {path: first.dates.get(path) for path in paths if path not in first.unlisted}
    return texts | dict(sitemap(progress.dataset.portal, listed))


class ForeignFolderError(Exception):
    """The output folder holds something that no build has written."""


def refuse_foreign(out: Path) -> None:
    """Refuse to replace a folder that is not a portal's site.

    Raises:
        ForeignFolderError: it is a file, or has content but no API index.
    """
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / "api" / "v1" / "index.json").exists()):
        raise ForeignFolderError(str(out))


@contextmanager
def timed(stage: str, seconds: dict[str, float], reporter: Reporter, total: int | None = None) -> Iterator[None]:
    """Time a stage."""
    reporter.start(stage, total)
    begun = time.perf_counter()
    try:
        yield
    finally:
        seconds[stage] = time.perf_counter() - begun

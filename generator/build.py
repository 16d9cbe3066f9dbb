"""The whole way from a data folder to a site, in order; every stage is timed."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from generator.archive import archive, read_releases
from generator.assets import assets
from generator.checks import checked
from generator.embeds import embeds
from generator.exports import bundle, export
from generator.exports.sitemap import sitemap
from generator.feeds import feeds
from generator.figures import plan_figures, plan_releases
from generator.figures.canvas import Canvas
from generator.findings import Finding
from generator.frame import frame
from generator.gallery import galleries
from generator.manifest import seal
from generator.pages import pages
from generator.pages.writer import Writer
from generator.patterns import sample_canvas
from generator.progress import Progress, measure
from generator.releases import FOLDER, site_files
from generator.search import search_index
from generator.share import pictures
from generator.staging import ASIDE, recover, replace, staging
from generator.theme import palette
from generator.website import assemble, run_mkdocs, site_config, stage
from generator.words import LANGUAGES, Words, mark

STAGES = {
    "check": mark("reading and checking"),
    "assess": mark("assessing"),
    "draw": mark("drawing charts"),
    "write": mark("writing pages"),
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
    """What a build did: the findings, the progress published (None where errors kept it back), seconds by stage."""

    findings: tuple[Finding, ...]
    progress: Progress | None = None
    pages: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def build(
    data: Path, out: Path, as_of: date | None = None, reporter: Reporter | None = None, *, live: bool = False
) -> Built:
    """Check the data and publish it to a folder; where there are errors, the old site stays as it is.

    `live` is a preview, whose server puts a script into the pages.

    Raises:
        SiteError: the site builder refused a page.
        ForeignFolderError: `out` is a folder with something else in it.
    """
    reporter = reporter or Silent()
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
        gallery, shown = galleries([figures, sampled], colors, reporter.step)
    with staging(out) as workshop:
        folders = {lang: workshop / lang for lang in LANGUAGES}
        with timed("write", seconds, reporter, len(LANGUAGES)):
            texts = dict(export(progress))
            shared = assets(dataset.portal.statuses)
            texts |= dict(shared.values())
            for lang, folder in folders.items():
                writer = Writer(progress, kept, gallery, Words(lang))
                sampler = Writer(samples.progress, archive((), samples.progress), shown, writer.words)
                extra = frame(dataset.portal, writer.words, shared, live=live)
                paths = write_language(writer, sampler, folder, extra)
                texts |= embeds(writer, shared["embed.css"][0])
                texts |= feeds(progress, kept, writer.words)
                texts[f"{writer.words.root}search/index.json"] = search_index(writer)
                built.pages += len(paths)
                reporter.step()
            texts |= sitemap(
                dataset.portal, {path: writer.dates.get(path) for path in paths if path not in writer.unlisted}
            )
            files = bundle(progress, texts) | dict(pictures(progress, colors)) | site_files(data / FOLDER)
        with timed("website", seconds, reporter):
            run_mkdocs(folders, progress.as_of)
        with timed("replace", seconds, reporter):
            site = assemble(folders, files)
            seal(site, progress.dataset.portal.site.url)
            replace(out, site, workshop / ASIDE)
    built.progress = progress
    return built


def write_language(writer: Writer, samples: Writer, folder: Path, extra: Mapping[str, Any]) -> list[str]:
    """Write the Markdown and the configuration of one language; returns the paths of its pages."""
    words, dataset = writer.words, writer.progress.dataset
    portal = dataset.portal
    paths = stage(folder, words.lang, dict(pages(writer, samples)))
    pillars = [(words.pick(pillar, "title"), f"{pillar.pillar_id}/") for pillar in dataset.pillars]
    config = site_config(portal, words, folder, pillars, paths, extra)
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    return list(paths)


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

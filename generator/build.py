"""The whole way from a data folder to a site, in order; every stage is timed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator.changes.feeds import render_feeds
from generator.changes.history import History, make_history, read_releases
from generator.charts.canvas import Canvas
from generator.charts.drawing.client import DrawingClient, open_client
from generator.charts.figure import DrawnFigures, Figure, PendingFigures
from generator.charts.pictures import PendingPictures
from generator.charts.theme import make_palette
from generator.checks.check import check_folder
from generator.exports.bundle import render_bundle
from generator.exports.records import Records, record_commitments
from generator.files.cache import Cache, open_cache
from generator.files.output import Output
from generator.files.ownership import refuse_foreign
from generator.files.provenance import find_provenance
from generator.files.staging import ASIDE, SITE, locate, recover, replace, stage
from generator.findings.finding import Finding
from generator.language.words import Words
from generator.pages.embeds import render_embeds
from generator.pages.figures import plan_figures, plan_releases
from generator.pages.forwards import render_forwards
from generator.pages.paging import ROWS_PER_PAGE
from generator.pages.render import RenderedPage, render_pages
from generator.pages.samples import make_sample_canvas
from generator.pages.search import write_search_index
from generator.pages.site import Site
from generator.paths import PortalFolder
from generator.releases.checkpoint import name_log
from generator.releases.release import FOLDER
from generator.releases.site_files import read_site_files
from generator.stages import Reporter, Silent, time_stage
from generator.status.progress import Progress, assess_all
from generator.website.assets import make_assets
from generator.website.configuration import Configuration, read_configuration
from generator.website.frame import describe_frame
from generator.website.mkdocs import Rendering
from generator.website.sitemap import render_sitemap
from generator.website.sources import MkdocsInput, encode_texts, gather, make_settings


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


@dataclass(frozen=True)
class Shown:
    """What a site shows, in no language yet: the records published, the releases, the canvas of the samples."""

    records: Records
    history: History
    samples: Canvas
    rows_per_page: int

    @property
    def progress(self) -> Progress:
        """The progress of which the records tell."""
        return self.records.progress


@dataclass(frozen=True)
class Frame:
    """What the pages of every language are framed with: configuration, assets (path and text) by name.

    `live` is a preview, whose server puts a script into the pages.
    """

    configuration: Configuration
    assets: Mapping[str, tuple[str, str]]
    live: bool


@dataclass(frozen=True)
class Written:
    """The pages of one language as Markdown, and all that MkDocs is given."""

    site: Site
    pages: Sequence[RenderedPage]
    inputs: MkdocsInput


def build(
    data: Path,
    out: Path,
    as_of: date | None = None,
    reporter: Reporter | None = None,
    *,
    on: date | None = None,
    keep: Path | None = None,
    rows_per_page: int = ROWS_PER_PAGE,
) -> Built:
    """Check the data and publish it to a folder; where there are errors, the old site stays as it is.

    `on` is the day of publication: rows and releases that are dated after it are withheld; without one, none.
    The manifest of the site names it.
    `keep` is the folder of the cache; without one, everything is made anew. A list longer than `rows_per_page` goes on
    on further pages.

    Raises:
        DrawingError: nothing can be drawn.
        SiteError: the site builder refused a page.
        ForeignFolderError: `out` is a folder with something in it that no build has put there.
        OSError: the disk is full or read-only; the old site stays as it is.
    """
    with open_cache(keep) as cache, open_client(cache) as drawing:
        reporter = reporter or Silent()
        return rebuild(
            data, out, as_of, reporter, drawing, cache, live=False, on=on, stated_on=on, rows_per_page=rows_per_page
        )


def rebuild(
    data: Path,
    out: Path,
    as_of: date | None,
    reporter: Reporter,
    drawing: DrawingClient,
    cache: Cache,
    *,
    live: bool,
    on: date | None = None,
    stated_on: date | None = None,
    rows_per_page: int = ROWS_PER_PAGE,
) -> Built:
    """Build as `build` does, with an open cache, and a drawing client that may be prepared already.

    `live` is a preview, whose server puts a script into the pages. `stated_on` is the day of publication as the
    manifest names it: None where nobody chose one, so that the same command gives the same bytes tomorrow.
    """
    seconds: dict[str, float] = {}
    out, folder = locate(out), PortalFolder(data)
    recover(out)
    refuse_foreign(out)
    with time_stage("check", seconds, reporter):
        dataset, findings = check_folder(data, on)
    built = Built(findings, seconds=seconds)
    if dataset is None:
        return built
    with time_stage("assess", seconds, reporter):
        shown = make_shown(data, assess_all(dataset, as_of or dataset.as_of, findings), rows_per_page)
    portal, progress = dataset.portal, shown.progress
    configuration, colors = read_configuration(folder), make_palette(portal.statuses)
    frame = Frame(configuration, make_assets(portal.statuses, configuration.palette), live)
    figures = PendingFigures(plan_all_figures(shown), colors, drawing)
    pictures = PendingPictures(progress, colors, drawing)
    with (
        stage(out) as staged,
        Rendering(configuration, staged, output := Output(staged / SITE, out), progress.as_of, cache) as rendering,
    ):
        with time_stage("draw", seconds, reporter, figures.drawn + pictures.drawn):
            drawn = figures.finish(reporter.step)
            output.put(pictures.finish(reporter.step))
        with time_stage("write", seconds, reporter, len(portal.languages)):
            languages = []
            for words in map(Words, portal.languages):
                languages.append(write_language(folder, shown, drawn, words, frame))
                rendering.begin(languages[-1].inputs)  # while all that follows is written
                reporter.step()
        with time_stage("files", seconds, reporter):
            output.put(
                encode_texts(dict(render_companions(shown, languages, folder.synonyms, frame.assets["embed.css"][0])))
            )
            released = read_site_files(data / FOLDER, name_log(portal.site.url, portal.title_zh), on)
            output.put(render_bundle(shown.records, released) | released | encode_texts(frame.assets.values()))
        with time_stage("website", seconds, reporter):
            built.pages, built.rendered = rendering.finish()
        with time_stage("replace", seconds, reporter):
            built.changed = output.seal(portal.site.url, find_provenance(progress.as_of, stated_on))
            refuse_foreign(out)  # again: something may have come into it meanwhile
            replace(out, staged / SITE, staged / ASIDE)
    built.drawn = figures.drawn + pictures.drawn
    built.progress = progress
    return built


def make_shown(data: Path, progress: Progress, rows_per_page: int = ROWS_PER_PAGE) -> Shown:
    """Return what the site of a data folder shows of a progress."""
    records = record_commitments(progress)
    history = make_history(read_releases(data, progress.dataset.on), records)
    return Shown(records, history, make_sample_canvas(progress.dataset.portal), rows_per_page)


def plan_all_figures(shown: Shown) -> list[list[Figure]]:
    """Plan the figures of the portal, those of the samples, and those of each closed plan year."""
    palette, changed = make_palette(shown.progress.dataset.portal.statuses), shown.history.changed
    canvas = Canvas(shown.progress, palette, changed)
    closed = (Canvas(own, palette, changed) for own in shown.progress.closed.values())
    return [
        plan_figures(canvas, shown.rows_per_page) + plan_releases(canvas, shown.history),
        plan_figures(shown.samples),
        *(plan_figures(own, shown.rows_per_page) for own in closed),
    ]


def make_site(shown: Shown, drawn: Sequence[DrawnFigures], words: Words) -> Site:
    """Return the site of a language, with those of the closed plan years."""
    own, _, *earlier = drawn
    site = Site(shown.progress, shown.history, own, words, shown.rows_per_page)
    site.closed = tuple(
        Site(progress, shown.history, figures, words, shown.rows_per_page, current=site)
        for progress, figures in zip(shown.progress.closed.values(), earlier, strict=True)
    )
    return site


def write_language(
    folder: PortalFolder, shown: Shown, drawn: Sequence[DrawnFigures], words: Words, frame: Frame
) -> Written:
    """Write the pages of one language as Markdown, and gather all that they are rendered from.

    `drawn` are those of the portal, of the samples, and of each closed plan year.
    """
    site, sampled = make_site(shown, drawn, words), drawn[1]
    nothing = make_history((), record_commitments(shown.samples.progress))
    pages = list(render_pages(site, Site(shown.samples.progress, nothing, sampled, words)))
    return Written(site, pages, gather_language(folder, words, pages, site, frame))


def gather_language(
    folder: PortalFolder, words: Words, pages: Sequence[RenderedPage], site: Site, frame: Frame
) -> MkdocsInput:
    """Gather the pages of one language, hand-written ones among them, with the configuration of MkDocs."""
    portal, configuration = site.progress.dataset.portal, frame.configuration
    written = {page.page.path: page.markdown for page in pages}
    paths, sources, others = gather(words.lang, folder.docs, written, configuration.files)
    pillars = [(words.pick(pillar, "title"), f"{pillar.pillar_id}/") for pillar in site.progress.dataset.pillars]
    extra = describe_frame(portal, words, frame.assets, configuration, live=frame.live)
    settings = make_settings(portal, words, pillars, paths, extra)
    return MkdocsInput(words.lang, words.root, settings, paths, sources, others)


def render_companions(
    shown: Shown, languages: Sequence[Written], synonyms: Path, style: str
) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of what stands beside the pages: frames, forwards, feeds, search index, site map.

    `style` is the path of the stylesheet of frames.
    """
    for written in languages:
        for site in (written.site, *written.site.closed):
            yield from render_embeds(site, style)
        yield from render_forwards(written.site, written.inputs.pages)
        yield from render_feeds(shown.progress, shown.history, written.site.words)
        yield f"{written.site.words.root}search/index.json", write_search_index(written.site, synonyms)
    first = languages[0]
    heads = {rendered.page.path: rendered.page.head for rendered in first.pages}
    listed = {
        path: heads[path].changed_on if path in heads else None
        for path in first.inputs.pages
        if path not in heads or heads[path].listed
    }
    yield from render_sitemap(shown.progress.dataset.portal, listed)

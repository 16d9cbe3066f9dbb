"""Rendering: each page becomes Markdown by its template. No file is touched here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from generator.language.markup import write_front_data, write_script_data
from generator.language.templates import load_templates, render
from generator.pages.api import make_api_page
from generator.pages.commitment import make_commitment_pages
from generator.pages.directory import make_directory_pages
from generator.pages.front import make_front_pages, make_pillar_pages
from generator.pages.head import list_tags
from generator.pages.linked_data import describe_page
from generator.pages.lists import make_list_pages
from generator.pages.methodology import make_methodology_page
from generator.pages.open_data import make_data_page
from generator.pages.paging import Position
from generator.pages.patterns import make_patterns_page
from generator.pages.quality import make_quality_pages
from generator.pages.releases import make_release_pages
from generator.pages.rules import make_rules_page
from generator.pages.search import make_search_page
from generator.pages.site import Edition, Page, Site
from generator.pages.site_map import make_site_map_page
from generator.pages.units_places import make_place_pages, make_unit_pages
from generator.pages.updates import make_update_pages
from generator.pages.years import list_years, make_year_page, make_years_page
from generator.text.remarks import note_illustrative
from generator.text.rows import Link

MAKERS = (
    make_front_pages,
    make_commitment_pages,
    make_list_pages,
    make_unit_pages,
    make_place_pages,
    make_data_page,
    make_api_page,
    make_update_pages,
    make_quality_pages,
    make_rules_page,
    make_methodology_page,
    make_directory_pages,
    make_search_page,
    make_site_map_page,
    make_release_pages,
    make_years_page,
)

CLOSED_MAKERS = (
    make_year_page,
    make_pillar_pages,
    make_commitment_pages,
    make_list_pages,
    make_unit_pages,
    make_place_pages,
)

RenderFigure = Callable[[str, str], Markup]


@dataclass(frozen=True, slots=True)
class SharedContext:
    """The data that the template of every page may use besides its own context."""

    first: bool  # whether it is the first page of its list, or its only one
    paging: Position | None  # its position among the pages of a long list
    root: str  # the path to the root of the language
    site_root: str  # the path to the root of the site
    year: int  # the plan year
    as_of: str  # the end of the reporting period
    illustrative: bool  # whether any figure of the portal is not real
    other_lang: bool  # whether the page is in another language than the data
    edition: Edition | None  # the release that the pages show; None before the first
    years: tuple[Link, ...]  # the plan years, the newest first; empty where there is one alone


@dataclass(frozen=True, slots=True)
class PageFunctions:
    """The functions that the template of every page may call."""

    head: Callable[[str, str], Markup]  # the lines of front matter, from the title and the description
    nth: Callable[[str], str]  # the title with the number of the page, where it is not the first of its list
    svg: RenderFigure  # a drawing, from the identifier of the figure and its label ("" for decoration)


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page with its Markdown."""

    page: Page
    markdown: str


def render_pages(site: Site, samples: Site) -> Iterator[RenderedPage]:
    """Yield every page of a language; `samples` is the portal of samples in the same language."""
    templates = load_templates(site.words)
    for make in MAKERS:
        for page in make(site):
            yield RenderedPage(page, _render(site, templates, page, site.render_figure))
    for closed in site.closed:
        for make in CLOSED_MAKERS:
            for page in make(closed):
                yield RenderedPage(page, _render(closed, templates, page, closed.render_figure))
    for page in make_patterns_page(site, samples):
        yield RenderedPage(page, _render(site, templates, page, samples.render_figure))


def share_context(site: Site, page: Page) -> SharedContext:
    """Return the data that the template of a page may use besides its own context."""
    depth = page.path.count("/")
    return SharedContext(
        first=page.position is None or page.position.number == 1,
        paging=page.position,
        root="../" * depth or "./",
        site_root="../" * (depth + site.words.root.count("/")) or "./",
        year=site.progress.dataset.portal.year,
        as_of=site.words.date(site.progress.as_of),
        illustrative=site.illustrative,
        other_lang=site.words.lang != "zh",
        edition=site.edition,
        years=list_years(site),
    )


def _render(site: Site, templates: Environment, page: Page, render_figure: RenderFigure) -> str:
    words = site.words

    def add_note(text: str) -> str:
        return note_illustrative(words, text, illustrative=page.head.illustrative)

    def write_head(title: str, description: str) -> Markup:
        portal = site.progress.dataset.portal
        data = {
            "tags": list_tags(portal, words, page.head, title, add_note(description)),
            "image": page.head.image,
            "note": add_note(""),
            "linked": write_script_data(describe_page(portal, words, page.head, page.path, title)),
            "noindex": not page.head.listed,
        }
        return write_front_data(data)

    def number_title(title: str) -> str:
        number = page.position.number if page.position else 1
        return title if number == 1 else words.t("{title}, page {number}", title=title, number=number)

    def render_noted(figure_id: str, label: str) -> Markup:
        return render_figure(figure_id, add_note(label) if label else "")

    functions = PageFunctions(write_head, number_title, render_noted)
    return render(templates, page.context, share_context(site, page), functions)

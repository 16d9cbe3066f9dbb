"""Forwards: folders that have no page of their own lead to the page that lists what is in them, without a script."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.addresses import API, API_PAGE, COMMITMENTS, TASKS
from generator.language.templates import load_templates, render
from generator.language.words import HTML_LANG
from generator.pages.site import Site

LISTS = f"{TASKS.split('/')[0]}/"


@dataclass(frozen=True, slots=True)
class ForwardContext:
    """A page that leads to another at once."""

    template: ClassVar[str] = "forward.html.j2"
    lang: str  # the name of the language in HTML
    title: str  # of the page that it leads to
    portal: str  # the title of the portal
    target: str  # the path to that page


def render_forwards(site: Site, taken: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the pages that lead on, by their path from the site's root; none where a page is `taken` already."""
    words, templates = site.words, load_templates(site.words)
    tasks, interface = words.t("List of tasks"), words.t("API")
    forwards = {COMMITMENTS: (TASKS, tasks), LISTS: (TASKS, tasks)}
    if not words.root:  # the files of the API stand beside the first language alone
        forwards |= {API: (API_PAGE, interface), f"{API.split('/')[0]}/": (API_PAGE, interface)}
    for path, (target, title) in forwards.items():
        if path not in taken:
            up = "../" * path.count("/")
            context = ForwardContext(
                HTML_LANG[words.lang], title, words.pick(site.progress.dataset.portal, "title"), up + target
            )
            yield f"{words.root}{path}index.html", render(templates, context)

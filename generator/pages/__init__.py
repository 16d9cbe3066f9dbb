"""Pages: every page of one language, as Markdown."""

from collections.abc import Iterator

from generator.pages.about import about
from generator.pages.commitment import commitments
from generator.pages.front import front
from generator.pages.lists import lists
from generator.pages.open_data import open_data
from generator.pages.patterns import patterns
from generator.pages.releases import releases
from generator.pages.units_places import units_places
from generator.pages.writer import Writer


def pages(writer: Writer, samples: Writer) -> Iterator[tuple[str, str]]:
    """Give each page's path below the language's root (a folder with a slash, or "") and its Markdown."""
    for part in (front, commitments, lists, units_places, open_data, about, releases):
        for page in part(writer):
            yield page.path, writer.write(page)
    for page in patterns(writer, samples):
        yield page.path, writer.write(page)

"""The names of plan years, and links to commitments of any of them."""

from generator.addresses import commitment_path
from generator.language.words import Words
from generator.pages.site import Site
from generator.status.progress import Progress
from generator.text.rows import Link, Text


def write_year(words: Words, progress: Progress) -> str:
    """Return the name of a plan year."""
    return words.t("{year} plan", year=progress.dataset.portal.year)


def link_year(site: Site, commitment_id: str) -> Link:
    """Return the link to a commitment of any year, by the year and its title."""
    known = site.progress.dataset.known[commitment_id]
    title = site.words.pick(known, "title")
    return Link(
        Text(site.words.t("{year}: {title}", year=known.plan_year, title=title)), commitment_path(commitment_id)
    )

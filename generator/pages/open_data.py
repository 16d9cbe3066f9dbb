"""The page of the data: files, licence, citation, calendars and the data dictionary."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.addresses import API, DATA, pillar_path
from generator.data.settings import License
from generator.data.tables import read_schemas, read_titles
from generator.pages.head import DataDescription
from generator.pages.site import Page, Site
from generator.text.citation import Citation, Work, cite
from generator.text.rows import Link, Text

CALENDAR = "calendar.ics"
FILES = {
    f"{DATA}portal.zip": "application/zip",
    f"{DATA}portal.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    f"{API}commitments.json": "application/json",
}


@dataclass(frozen=True, slots=True)
class ColumnDescription:
    """A column in the data dictionary."""

    name: str  # in the header of the table
    title: str  # in the language of the page
    type: str  # of its values
    required: bool  # whether every row must have a value
    description: str  # its meaning


@dataclass(frozen=True, slots=True)
class TableDescription:
    """A table in the data dictionary."""

    name: str  # of its file, without the suffix
    title: str  # in the language of the page
    rows: int  # how many it has
    fields: tuple[ColumnDescription, ...]  # in the order of its schema


@dataclass(frozen=True, slots=True)
class DataContext:
    """The data."""

    template: ClassVar[str] = "data.md.j2"
    tables: tuple[TableDescription, ...]  # all tables of the portal
    license: License | None  # None where it is not decided
    example: str  # the identifier of a commitment; "" where there is none
    citations: tuple[Citation, ...]  # of the data as a whole
    calendars: tuple[Link, ...]  # of the portal and of each pillar


def make_data_page(site: Site) -> Iterator[Page]:
    """Yield the page of the data."""
    yield Page(
        DATA,
        _make_context(site),
        site.make_head(data=_describe_data(site)),
    )


def _describe_data(site: Site) -> DataDescription:
    portal, words = site.progress.dataset.portal, site.words
    description = words.t(
        "What the government promised for {year}, and how far each promise has come.", year=portal.year
    )
    note = f" {words.t('Illustrative figures.')}" if site.progress.illustrative else ""
    return DataDescription(
        title=words.pick(portal, "title"),
        description=description + note,
        temporal=f"{portal.starts_on}/{site.progress.as_of}",
        files=FILES,
        changed_on=site.find_published_on(),
        region=words.pick(portal, "region"),
    )


def _make_context(site: Site) -> DataContext:
    portal, views = site.progress.dataset.portal, site.views
    work = Work(portal.title_zh, portal.title_en, portal.site.url, released_on=site.released_on)
    whole = Link(Text(site.words.t("All commitments")), CALENDAR)
    pillars = (
        Link(views.text(pillar, "title"), pillar_path(pillar.pillar_id) + CALENDAR) for pillar in site.list_pillars()
    )
    return DataContext(
        tables=tuple(_describe_table(site, name, len(t.rows)) for name, t in site.progress.dataset.tables.items()),
        license=portal.license if portal.license.name else None,
        example=next(iter(site.progress.assessments), ""),
        citations=cite(portal, work, site.progress.as_of, *site.both),
        calendars=(whole, *pillars),
    )


def _describe_table(site: Site, name: str, rows: int) -> TableDescription:
    words, (zh, en) = site.words, read_titles()[name]
    fields = {field.name: field for field in read_schemas()[name].fields}
    columns = tuple(
        ColumnDescription(
            name=field.name,
            title=words.choose(zh=str(field.title), en=str(field.custom["title_en"])),
            type=field.type,
            required=bool(field.constraints.get("required")),
            description=words.choose(zh=str(field.description), en=str(field.custom["description_en"])),
        )
        for field in fields.values()
    )
    return TableDescription(name, words.choose(zh=zh, en=en), rows, columns)

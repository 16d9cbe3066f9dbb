"""The tables as they are published, and the one description of them (Data Package v2)."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from generator.data.settings import Portal
from generator.data.tables import Row, Table, read_schemas, read_titles, write_csv
from generator.exports.encoding import write_json
from generator.language.words import Words
from generator.model import DataStatus
from generator.status.progress import Progress

FOLDER = "data"
MASK = "***"
MISSING = ({"value": "", "label": "未报送"}, {"value": MASK, "label": "未公开"})  # not reported, not disclosed
LICENSE_NAME = re.compile(r"[-A-Za-z0-9._]+")


def render_tables(progress: Progress) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each table, of the figures of each commitment, and of the description."""
    published = {name: redact(table) for name, table in progress.dataset.tables.items()}
    texts = {f"{name}.csv": write_csv(table) for name, table in published.items()}
    for path, text in texts.items():
        yield f"{FOLDER}/{path}", text
    yield from _render_figures(progress, published["observations"])
    yield f"{FOLDER}/datapackage.json", write_json(make_datapackage(progress, texts))


def redact(table: Table) -> Table:
    """Return a table as it is published: a withheld value is a mask, and so is the share that would disclose it."""
    if table.name != "observations" or "status" not in table.columns:
        return table
    withheld = dict.fromkeys({"value", "published_pct"} & set(table.columns), MASK)
    rows = [
        Row(row.line, {**row.cells, **withheld}) if row.cells["status"] == DataStatus.SUPPRESSED else row
        for row in table.rows
    ]
    return replace(table, rows=tuple(rows))


def _render_figures(progress: Progress, observations: Table) -> Iterator[tuple[str, str]]:
    """Yield the observations of each commitment, with the columns of the whole table."""
    rows: dict[str, list[Row]] = {key: [] for own in progress.years for key in own.assessments}
    for row in observations.rows:
        rows[row.cells["commitment_id"]].append(row)
    for key, own in rows.items():
        yield f"{FOLDER}/commitments/{key}.csv", write_csv(replace(observations, rows=tuple(own)))


def make_datapackage(progress: Progress, texts: Mapping[str, str]) -> dict[str, Any]:
    """Describe the tables that are published, with their columns as they stand and the hash of their bytes.

    The version is the as-of date in the form of a version number: 2023.9.30.
    """
    portal, day, tables = progress.dataset.portal, progress.as_of, progress.dataset.tables
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "progress-portal",
        "title": portal.title_zh,
        "title_en": portal.title_en,
        "description": describe(progress, Words("zh")),
        "description_en": describe(progress, Words("en")),
        "version": f"{day.year}.{day.month}.{day.day}",
        "homepage": portal.site.url,
        "licenses": _list_licenses(portal),
        "contributors": _list_contributors(portal),
        "sources": [
            {name: text for name, text in (("title", source.title), ("path", source.url)) if text}
            for source in progress.dataset.sources.values()
        ],
        "resources": [_describe_resource(table, texts[f"{name}.csv"], progress) for name, table in tables.items()],
    }
    return {name: value for name, value in described.items() if value}


def describe(progress: Progress, words: Words) -> str:
    """Return what the data are, and that there are examples among them where there are."""
    year = progress.dataset.portal.year
    what = words.t("What the government promised for {year}, and how far each promise has come.", year=year)
    return " ".join([what, *([words.t("Illustrative figures.")] if progress.illustrative else [])])


def _describe_resource(table: Table, text: str, progress: Progress) -> dict[str, Any]:
    descriptor = read_schemas()[table.name].to_descriptor()
    known = {field["name"]: field for field in descriptor["fields"]}
    keys = [
        key
        for key in descriptor.pop("foreignKeys", [])
        if key["reference"]["resource"] in ("", *progress.dataset.tables) and key["fields"][0] in table.columns
    ]
    schema = descriptor | {"fields": [known[column] for column in table.columns], "missingValues": list(MISSING)}
    raw, (zh, en) = text.encode(), read_titles()[table.name]
    return {
        "name": table.name,
        "title": zh,
        "title_en": en,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def _list_licenses(portal: Portal) -> list[dict[str, str]]:
    """Return the name of the licence; the standard asks for an identifier or an address."""
    name, url = portal.license.name, portal.license.url
    identified = {"name": name} if LICENSE_NAME.fullmatch(name) else {}
    license_ = identified | ({"path": url} if url else {})
    return [license_ | {"title": name}] if license_ and name else []


def _list_contributors(portal: Portal) -> list[dict[str, Any]]:
    publisher = portal.publisher
    return [{"title": publisher.name_zh, "roles": ["publisher"]}] if publisher.name_zh else []

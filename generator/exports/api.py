"""The API: every commitment with its status and each input of it, as JSON.

Figures are unrounded (shares as the nearest double, at least 15 significant digits); what is not known is null, with
its reason beside it. A stranger recomputes every status from `commitments.json` alone. `contract/` holds the schema of
each file and the description for programs (OpenAPI).
"""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from generator.exports.encoding import write_json
from generator.exports.records import Records, explain_nulls
from generator.status.progress import Progress, Tally, tally

API = "api/v1"
CONTRACT = Path(__file__).parent / "contract"


def render_api(records: Records) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every file of the API."""
    progress = records.progress
    yield f"{API}/index.json", write_json(_describe_index(progress))
    years = [
        _describe_year(progress, closed=False),
        *(_describe_year(own, closed=True) for own in progress.closed.values()),
    ]
    yield f"{API}/years.json", write_json({"years": years})
    yield f"{API}/pillars.json", write_json({"as_of": progress.as_of, "pillars": list(_describe_pillars(progress))})
    yield f"{API}/commitments.json", _list_commitments(records)
    for year, own in records.closed.items():
        yield f"{API}/years/{year}/commitments.json", _list_commitments(own)
    for key, record in records.all.items():
        yield f"{API}/commitments/{key}.json", write_json({**record.summary, **record.details})
    for file in sorted(CONTRACT.rglob("*.json")):
        yield f"{API}/{file.relative_to(CONTRACT).as_posix()}", file.read_text(encoding="utf-8")


def _list_commitments(records: Records) -> str:
    """Return the commitments of a plan year."""
    listed = [record.summary for record in records.commitments.values()]
    progress = records.progress
    return write_json({"as_of": progress.as_of, "bands": describe_bands(progress), "commitments": listed})


def _describe_year(progress: Progress, *, closed: bool) -> dict[str, Any]:
    year = progress.dataset.portal.year
    file = f"{API}/years/{year}/commitments.json" if closed else f"{API}/commitments.json"
    counts = _tally(tally(progress.assessments.values()))
    return {"year": year, "as_of": progress.as_of, "closed": closed, **counts, "commitments": file}


def render_statuses(records: Records) -> str:
    """Return every commitment with its status, all inputs and everything published of it, as one file to be kept."""
    return write_json(
        describe_statuses(records.progress) | {"commitments": [record.whole for record in records.all.values()]}
    )


def describe_statuses(progress: Progress) -> dict[str, Any]:
    """Return what a release says of all its commitments together."""
    year, as_of = progress.dataset.portal.year, progress.as_of
    return {"year": year, "as_of": as_of, "illustrative": progress.illustrative, "bands": describe_bands(progress)}


def _describe_index(progress: Progress) -> dict[str, Any]:
    portal = progress.dataset.portal
    entry: dict[str, Any] = {
        "title_zh": portal.title_zh,
        "title_en": portal.title_en or None,
        "region_zh": portal.region_zh or None,
        "region_en": portal.region_en or None,
        "year": portal.year,
        "as_of": progress.as_of,
        "illustrative": progress.illustrative,
        "license": portal.license.name or None,
        "announced_releases": list(portal.releases),
        "bands": describe_bands(progress),
        "totals": _tally(tally(progress.assessments.values())),
        "files": {
            "pillars": f"{API}/pillars.json",
            "commitments": f"{API}/commitments.json",
            "years": f"{API}/years.json",
            "commitment": f"{API}/commitments/{{commitment_id}}.json",
            "description": f"{API}/openapi.json",
            "tables": "data/datapackage.json",
            "workbook": "data/portal.xlsx",
            "archive": "data/portal.zip",
            "catalogue": "catalog.jsonld",
        },
    }
    return entry | {"reasons": explain_nulls(entry, {})}


def describe_bands(progress: Progress) -> dict[str, Any]:
    """Return the lower edges of the status bands in force, in points."""
    edges = progress.dataset.portal.status
    return {field.name: getattr(edges, field.name) for field in fields(edges)}


def _describe_pillars(progress: Progress) -> Iterator[dict[str, Any]]:
    for pillar in progress.dataset.pillars:
        entry = {"pillar_id": pillar.pillar_id, "title_zh": pillar.title_zh, "title_en": pillar.title_en or None}
        counted = _tally(tally(progress.of(pillar_id=pillar.pillar_id)))
        yield entry | counted | {"reasons": explain_nulls(entry, {})}


def _tally(counted: Tally) -> dict[str, Any]:
    return {field.name: getattr(counted, field.name) for field in fields(counted)}

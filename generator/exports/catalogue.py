"""The entry of the portal in a data catalogue: DCAT 3 with the terms of DCAT-AP, as JSON-LD.

Addresses are whole where the portal knows its own, else relative to the file, which is as valid.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from generator.data.settings import Portal
from generator.data.tables import read_titles
from generator.exports.encoding import write_json
from generator.exports.tables import describe
from generator.language.languages import LANGUAGES
from generator.language.words import Words
from generator.status.progress import Progress

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA = "https://www.iana.org/assignments/media-types/"
TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
SPDX = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


def render_catalogue(progress: Progress, files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of the catalogue; `files` holds the bytes that it describes."""
    yield "catalog.jsonld", write_json(describe_portal(progress, files))


def describe_portal(progress: Progress, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Describe the portal as a catalogue of one dataset, in its files, and of the API that serves it."""
    portal = progress.dataset.portal
    base = portal.site.root
    publisher = _describe_publisher(portal)
    license_ = {"dct:license": {"@id": portal.license.url}} if portal.license.url else {}
    shared = {
        "dct:title": _tag_both(portal.title_zh, portal.title_en),
        "dct:description": _describe_in_both(progress),
        **({"dct:publisher": publisher} if publisher else {}),
        "dct:language": [{"@id": f"{LANGUAGE}{LANGUAGES[lang].iso}"} for lang in portal.languages],
        **license_,
    }
    dataset: dict[str, Any] = {
        "@id": f"{base}data/#dataset",
        "@type": "dcat:Dataset",
        **shared,
        "dcat:version": progress.as_of.isoformat(),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _tag_day(portal.starts_on.isoformat()),
            "dcat:endDate": _tag_day(progress.as_of.isoformat()),
        },
        "dcat:landingPage": {"@id": f"{base}data/"},
        "dcat:distribution": [
            _describe_file(base, path, title, files[path], license_) for path, title in _list_titles(progress)
        ],
    }
    service = {
        "@id": f"{base}api/v1/#service",
        "@type": "dcat:DataService",
        "dct:title": _tag_both("进展公开接口", "Progress API"),
        "dcat:endpointURL": {"@id": f"{base}api/v1/"},
        "dcat:endpointDescription": {"@id": f"{base}api/v1/openapi.json"},
        "dcat:servesDataset": {"@id": dataset["@id"]},
        **({"dct:publisher": publisher} if publisher else {}),
    }
    home = {"foaf:homepage": {"@id": base}} if base else {}
    return {
        "@context": CONTEXT,
        "@id": f"{base}catalog.jsonld#catalog",
        "@type": "dcat:Catalog",
        **shared,
        **home,
        "dcat:dataset": dataset,
        "dcat:service": service,
    }


def _list_titles(progress: Progress) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each file that is offered, with its title in Chinese and English."""
    for name in progress.dataset.tables:
        yield f"data/{name}.csv", read_titles()[name]
    yield "data/portal.xlsx", ("全部数据（Excel、WPS）", "All data (Excel, WPS)")
    yield "data/portal.zip", ("全部数据（压缩包）", "All data (archive)")
    yield "api/v1/commitments.json", ("全部事项（JSON）", "All commitments (JSON)")


def _describe_file(
    base: str, path: str, title: tuple[str, str], content: bytes, license_: Mapping[str, Any]
) -> dict[str, Any]:
    address = {"@id": f"{base}{path}"}
    checksum = {
        "@type": "spdx:Checksum",
        "spdx:algorithm": {"@id": SPDX},
        "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": hashlib.sha256(content).hexdigest()},
    }
    return {
        "@id": f"{base}{path}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": _tag_both(*title),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": {"@id": MEDIA + TYPES[path.rsplit(".", 1)[1]]},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(len(content))},
        "spdx:checksum": checksum,
        **license_,
    }


def _describe_in_both(progress: Progress) -> list[dict[str, str]]:
    return _tag_both(*(describe(progress, words) for words in (Words("zh"), Words("en"))))


def _describe_publisher(portal: Portal) -> dict[str, Any]:
    publisher = portal.publisher
    if not publisher.name_zh:
        return {}
    code = {"dct:identifier": publisher.credit_code} if publisher.credit_code else {}
    return {"@type": "foaf:Organization", "foaf:name": _tag_both(publisher.name_zh, publisher.name_en), **code}


def _tag_both(zh: str, en: str) -> list[dict[str, str]]:
    tagged = [{"@language": "zh", "@value": zh}, {"@language": "en", "@value": en}]
    return [entry for entry in tagged if entry["@value"]]


def _tag_day(text: str) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": text}

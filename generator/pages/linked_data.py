"""Linked data: a page described in the vocabulary of schema.org, as JSON-LD; and the addresses of pages and files."""

from collections.abc import Mapping, Sequence

from generator.data.settings import Portal
from generator.language.words import HTML_LANG, Words
from generator.pages.head import DataDescription, Head
from generator.text.rows import Link, Text

Json = bool | int | str | Sequence["Json"] | Mapping[str, "Json"]
JsonObject = dict[str, Json]


def page_address(portal: Portal, words: Words, here: str, path: str) -> str:
    """Return the address of a page of the same language: whole where the portal has an address, or else from `here`."""
    return file_address(portal, words, here, words.root + path)


def file_address(portal: Portal, words: Words, here: str, path: str) -> str:
    """Return the address of a file by its path from the site's root."""
    if portal.site.root:
        return portal.site.root + path
    return "../" * (here.count("/") + words.root.count("/")) + path or "./"


def describe_page(portal: Portal, words: Words, head: Head, path: str, title: str) -> JsonObject:
    """Return the description of a page: the pages above it, and its data; {} where it has neither."""
    things: list[Json] = [_describe_trail(portal, words, head, path, title)] if path else []
    things += [_describe_data(portal, words, head.data, path)] if head.data else []
    return {"@context": "https://schema.org", "@graph": things} if things else {}


def _describe_trail(portal: Portal, words: Words, head: Head, path: str, title: str) -> JsonObject:
    trail = [Link(Text(words.pick(portal, "title")), ""), *head.trail, Link(Text(title), path)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": link.title.text,
                "item": page_address(portal, words, path, link.path),
            }
            for position, link in enumerate(trail, 1)
        ],
    }


def _describe_data(portal: Portal, words: Words, data: DataDescription, path: str) -> JsonObject:
    """Return the description of the data of a page, without what is not known."""
    found: JsonObject = {
        "@type": "Dataset",
        "name": data.title,
        "description": data.description,
        "inLanguage": HTML_LANG[words.lang],
        "isAccessibleForFree": True,
        "license": portal.license.url,
        "creator": _describe_publisher(portal, words),
        "identifier": data.identifier,
        "url": page_address(portal, words, path, path),
        "temporalCoverage": data.temporal,
        "dateModified": str(data.changed_on) if data.changed_on else "",
        "spatialCoverage": data.region,
        "isPartOf": {"@type": "Dataset", "name": words.pick(portal, "title")} if data.part_of_portal else {},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": file_address(portal, words, path, file),
            }
            for file, media_type in data.files.items()
        ],
    }
    return {name: value for name, value in found.items() if value}


def _describe_publisher(portal: Portal, words: Words) -> JsonObject:
    name, code = words.pick(portal.publisher, "name"), portal.publisher.credit_code
    known: JsonObject = {"@type": "GovernmentOrganization", "name": name, "identifier": code}
    return {field: value for field, value in known.items() if value} if name else {}

"""What a page says of itself to machines: the tags of government sites, and data in the vocabulary of schema.org.

The tags are those of the 政府网站发展指引 (国办发〔2017〕47号): a column on every page, an article on that of an item.
What is not known has no tag.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.data.settings import Portal
from generator.language.words import HTML_LANG, Words
from generator.text.rows import Link, Text

DATA, NEWS, DIRECTORY = "数据发布", "工作动态", "信息公开目录"  # the kinds of column (ColumnType)


@dataclass(frozen=True, slots=True)
class Article:
    """What the page of an item says: its column, its source, its own keywords, and the data it holds (schema.org)."""

    column: str
    column_description: str
    source: str
    keywords: Sequence[str]
    dataset: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a page beyond its title: the pages above it, its column, when its data last changed."""

    trail: Sequence[Link] = ()
    column: str = DATA
    changed_on: date | None = None
    article: Article | None = None
    image: str = ""
    illustrative: bool = False  # a shared link must say so too
    linked: Sequence[Mapping[str, Any]] = field(default=())
    listed: bool = True  # False: for those who build the portal, not for search engines


def tags(portal: Portal, words: Words, head: Head, title: str, description: str) -> dict[str, str]:
    """Return the tags of a page, in the order of the standard."""
    article, publisher = head.article, words.pick(portal.publisher, "name")
    region, whole = words.pick(portal, "region"), words.pick(portal, "title")
    column = article.column if article else title
    told = article.column_description if article else description
    keywords = [*(article.keywords if article else [title]), region]
    found = {
        "ColumnName": column,
        "ColumnDescription": told or words.t("{portal}: {pillar}", portal=whole, pillar=column),
        "ColumnKeywords": _listed([column, whole, region]),
        "ColumnType": head.column,
    }
    if article:
        found |= {
            "ArticleTitle": title,
            "PubDate": f"{head.changed_on.isoformat()} 00:00" if head.changed_on else "",
            "ContentSource": article.source,
            "Author": publisher,
        }
    found["Keywords"] = _listed(keywords)
    return {name: " ".join(text.split()) for name, text in found.items() if text.strip()}


def _listed(words: Sequence[str]) -> str:
    return ",".join(dict.fromkeys(word.strip() for word in words if word.strip()))


def linked_data(portal: Portal, words: Words, head: Head, path: str, title: str) -> dict[str, Any]:
    """Describe a page as schema.org does: the way that leads to it, and the data that it holds."""
    things: list[Mapping[str, Any]] = []
    if path:
        way = [Link(Text(words.pick(portal, "title")), ""), *head.trail, Link(Text(title), path)]
        things.append(
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {
                        "@type": "ListItem",
                        "position": place,
                        "name": step.title.text,
                        "item": page_address(portal, words, path, step.path),
                    }
                    for place, step in enumerate(way, 1)
                ],
            }
        )
    things += [*head.linked, *([head.article.dataset] if head.article else [])]
    return {"@context": "https://schema.org", "@graph": things} if things else {}


def page_address(portal: Portal, words: Words, here: str, path: str) -> str:
    """Return the address of a page of the same language: whole where the portal knows its own, else from this page."""
    return file_address(portal, words, here, words.root + path)


def file_address(portal: Portal, words: Words, here: str, path: str) -> str:
    """Return the address of a file by its path from the site's root."""
    if portal.site.root:
        return portal.site.root + path
    return "../" * (here.count("/") + (words.lang != "zh")) + path or "./"


def dataset(
    portal: Portal, words: Words, title: str, description: str, files: Mapping[str, str], **more: Any
) -> dict[str, Any]:
    """Describe data as schema.org does; `files` maps an address to its media type. Only what is known is said."""
    publisher, url = portal.publisher, portal.license.url
    organization = {"@type": "GovernmentOrganization", "name": words.pick(publisher, "name")}
    code = {"identifier": publisher.credit_code} if publisher.credit_code else {}
    found = {
        "@type": "Dataset",
        "name": title,
        "description": description,
        "inLanguage": HTML_LANG[words.lang],
        "isAccessibleForFree": True,
        "license": url,
        "creator": organization | code if organization["name"] else None,
        **more,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": address} for address, kind in files.items()
        ],
    }
    return {name: value for name, value in found.items() if value}

"""The head of a page: facts beyond its title, and the tags of government sites made from them.

The tags are those of the 政府网站发展指引 (国办发〔2017〕47号): a column on every page, an article on that of an item.
What is not known has no tag.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from generator.data.settings import Portal
from generator.language.words import Words
from generator.text.rows import Link

DATA, NEWS, DIRECTORY = "数据发布", "工作动态", "信息公开目录"  # the kinds of column (ColumnType)


@dataclass(frozen=True, slots=True)
class Article:
    """The item that a page shows."""

    column: str  # the title of the column that it belongs to
    column_description: str  # "" where there is none
    source: str  # the body that published it
    keywords: tuple[str, ...]  # its own


@dataclass(frozen=True, slots=True)
class DataDescription:
    """The data that a page offers, for the vocabulary of schema.org."""

    title: str  # of the data
    description: str  # in a few sentences
    temporal: str  # the time they are about, as an interval of ISO 8601
    files: Mapping[str, str] = field(default_factory=dict)  # the media type of each file by its path from the root
    changed_on: date | None = None  # the day of the last change, where it is known
    identifier: str = ""  # "" where there is none
    region: str = ""  # the district they are about; "" where it is that of the whole
    part_of_portal: bool = False  # whether they are a part of the data of the portal


@dataclass(frozen=True, slots=True)
class Head:
    """Facts of a page beyond its title."""

    trail: tuple[Link, ...] = ()  # the pages above it, without the home page
    column: str = DATA  # the kind of its column
    changed_on: date | None = None  # the day on which its data last changed
    article: Article | None = None  # the item that it shows
    image: str = ""  # the path of the picture of a shared link; "" is that of the portal
    illustrative: bool = False  # whether a shared link must say that figures are not real
    data: DataDescription | None = None  # the data that it offers
    listed: bool = True  # whether it is for search engines


def list_tags(portal: Portal, words: Words, head: Head, title: str, description: str) -> dict[str, str]:
    """Return the tags of a page by name, in the order of the standard."""
    article, publisher = head.article, words.pick(portal.publisher, "name")
    region, whole = words.pick(portal, "region"), words.pick(portal, "title")
    column = article.column if article else title
    described = article.column_description if article else description
    keywords = [*(article.keywords if article else [title]), region]
    found = {
        "ColumnName": column,
        "ColumnDescription": described or words.t("{portal}: {pillar}", portal=whole, pillar=column),
        "ColumnKeywords": _join([column, whole, region]),
        "ColumnType": head.column,
    }
    if article:
        found |= {
            "ArticleTitle": title,
            "PubDate": f"{head.changed_on.isoformat()} 00:00" if head.changed_on else "",
            "ContentSource": article.source,
            "Author": publisher,
        }
    found["Keywords"] = _join(keywords)
    return {name: " ".join(text.split()) for name, text in found.items() if text.strip()}


def _join(words: Sequence[str]) -> str:
    """Return words in a list, each once."""
    return ",".join(dict.fromkeys(word.strip() for word in words if word.strip()))

"""The names of tables and columns in the reader's language, from the one description of the tables."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from generator.language.words import Words
from generator.paths import SCHEMA_FILE


@cache
def read_resources() -> Sequence[Mapping[str, Any]]:
    """Return the description of every table, as it stands in the file."""
    resources: Sequence[Mapping[str, Any]] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))["resources"]
    return resources


@cache
def _index_titles() -> Mapping[str, Mapping[str, str]]:
    """Return the Chinese titles of the columns by the names of their table: its identifier and both its titles."""
    return {
        name: {field["name"]: field["title"] for field in resource["schema"]["fields"]}
        for resource in read_resources()
        for name in (resource["name"], resource["title"], resource["title_en"].casefold())
    }


def name_column(words: Words, table: str, column: str) -> str:
    """Return a column as a reader knows it: in Chinese its title with its identifier, 事项编号（commitment_id）.

    `table` is its identifier or its title; of what is no column of it, the name stands as it is.
    """
    titles = _index_titles().get(table.strip().casefold(), {})
    if not words.language.cjk or not titles:
        return column
    names = column.split(", ")
    return "、".join(f"{titles[name]}（{name}）" if name in titles else name for name in names)


def title_column(table: str, column: str) -> str:
    """Return the Chinese title of a column."""
    return _index_titles()[table][column]


def find_table(column: str) -> str:
    """Return the identifier of the first table that has a column; "" where none has."""
    found = (resource["name"] for resource in read_resources() if column in _index_titles()[resource["name"]])
    return next(found, "")

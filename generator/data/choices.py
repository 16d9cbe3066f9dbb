"""Columns with a list of values: what each means in Chinese, by the description of the column, and which one is meant.

The description says it as people read it: `quantity 累计量；level 水平指标`, and other words in brackets behind.
"""

import re
from collections.abc import Mapping

from frictionless import Field

from generator.data.repairs import WIDE
from generator.language.message import Bilingual

KIND = re.compile("(指标|[数值量类型性])+$")  # what may be said or left out: 累计 and 累计数, 约束 and 约束性
LEAST = 2  # characters by which a part of a word can be told


def list_meanings(field: Field) -> Mapping[str, tuple[str, ...]]:
    """Return the Chinese words for each value that a column takes; none where the description says none."""
    meanings: dict[str, tuple[str, ...]] = {}
    for value in field.constraints.get("enum", ()):
        pattern = rf"(?:^|[；：:]\s*){re.escape(value)} ([^；。（]*[^\s；。（])(?:（([^）]*)）)?(?=[；。（]|$)"
        if match := re.search(pattern, str(field.description)):
            meanings[value] = (match[1], *re.split("[、，]", match[2] or "")) if match[2] else (match[1],)
    return meanings


def find_choice(text: str, field: Field) -> str:
    """Return the value that a text can only mean: in other letters, or by its Chinese word; "" where it is not sure."""
    plain = text.translate(WIDE).strip()
    written = {_squeeze(str(value)): str(value) for value in field.constraints.get("enum", ())}
    if _squeeze(plain) in written:
        return written[_squeeze(plain)]
    words = {word: value for value, meanings in list_meanings(field).items() for word in meanings}
    for same in (_is_same, _is_part):
        meant = {value for word, value in words.items() if same(plain, word)}
        if meant:
            return meant.pop() if len(meant) == 1 else ""
    return ""


def describe_choices(field: Field) -> Bilingual:
    """Return the values that a column takes, in Chinese each with its word."""
    values, meanings = [str(value) for value in field.constraints["enum"]], list_meanings(field)
    chinese = "、".join(f"{value}（{meanings[value][0]}）" if value in meanings else value for value in values)
    return Bilingual(chinese, ", ".join(values))


def _squeeze(text: str) -> str:
    """Return a text without what does not matter in a value; a comparator is nothing else, and stays."""
    return re.sub(r"[\s_-]+", "", text.casefold()) or text


def _is_same(text: str, word: str) -> bool:
    return bool(text) and (text == word or _drop_kind(text) == _drop_kind(word))


def _is_part(text: str, word: str) -> bool:
    return len(text) >= LEAST and (word.startswith(text) or word.endswith(text))


def _drop_kind(text: str) -> str:
    return KIND.sub("", text) or text

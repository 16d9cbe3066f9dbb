"""Markup: functions that escape plain text and render the links of a cell, so that no cell becomes markup or script."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

PROSE = MarkdownIt("zero", {"html": False}).enable(["link", "emphasis", "escape"])
# a cell stands on pages at several depths, so only a whole address can be a link; anything else stays as it is typed
PROSE.validateLink = lambda url: url.startswith(("https://", "http://"))  # type: ignore[method-assign]
CHINESE = re.compile("([\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+)")
SPECIAL = {ord(char): f"&#{ord(char)};" for char in "\\`*_{}[]()#+-.!|<>&\"'~:"}


def mark_chinese(text: str) -> Markup:
    """Return an English text as HTML, with each Chinese part marked as Chinese."""
    span = Markup('<span lang="zh-CN">{}</span>')
    parts = enumerate(CHINESE.split(text))  # the parts with an odd index are Chinese
    return Markup("").join(span.format(part) if index % 2 else escape(part) for index, part in parts)


def escape_markdown(text: object) -> Markup:
    """Return plain text escaped so that Markdown and HTML show it unchanged."""
    return Markup(" ".join(str(text).translate(SPECIAL).split()))  # noqa: S704 - every special character is an entity


def escape_table_cell(text: object) -> Markup:
    """Return plain text escaped for a table of GitHub or GitLab Markdown, readable without rendering too."""
    escaped = re.sub(r"([\\`*_\[\]|])", r"\\\1", " ".join(str(text).split()))
    return Markup(escaped.replace("<", "&lt;").replace("@", "&#64;").replace("#", "&#35;"))  # noqa: S704 - no markup left


def quote_front_matter(text: object) -> Markup:
    """Return plain text as a YAML string of escaped HTML, because the theme prints it without escaping."""
    return Markup(json.dumps(str(escape(" ".join(str(text).split()))), ensure_ascii=False))  # noqa: S704 - escaped here


def write_front_data(values: Mapping[str, object]) -> Markup:
    """Return values as lines of front matter, leaving out empty ones."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items() if value]
    return Markup("\n".join(lines))  # noqa: S704 - JSON is YAML, and the theme escapes what it prints


def write_script_data(value: Mapping[str, object]) -> str:
    """Return data as JSON for a script element that no text in it can end; "" where there is nothing."""
    text = json.dumps(value, ensure_ascii=False) if value else ""
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


@lru_cache(maxsize=4096)  # the same notes and leads stand on several pages
def render_prose(text: str) -> Markup:
    """Return the text of a cell with its links and emphasis as HTML; asterisks are masks and stay as they are."""
    literal = text.replace("\\", "\\\\").replace("*", "\\*")
    return Markup(PROSE.renderInline(literal))  # noqa: S704 - markdown-it escapes, and refuses script links

"""Markup: how plain text and the links of a cell are written, so that nothing in a cell becomes markup or script."""

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from generator.language.words import Words
from generator.paths import PROGRAM, TEMPLATES

PROSE = MarkdownIt("zero", {"html": False}).enable(["link", "emphasis", "escape"])
# a cell stands on pages at several depths, so only a whole address can be a link; anything else stays as it is typed
PROSE.validateLink = lambda url: url.startswith(("https://", "http://"))  # type: ignore[method-assign]
CHINESE = re.compile("([\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+)")
# Without the optimizer, which would compute filters of constants once and keep what they gave in that language.
SYNTAX: dict[str, Any] = {
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "optimized": False,
}
SPECIAL = {ord(char): f"&#{ord(char)};" for char in "\\`*_{}[]()#+-.!|<>&\"'~:"}


class Compiled(FileSystemBytecodeCache):
    """Templates as Python compiles them, kept where Python keeps the modules; where it may not, they are not kept."""

    def __init__(self) -> None:
        """Name the files by all that compiling depends on but the template itself, which Jinja compares."""
        made_by = hashlib.sha256(f"{jinja_version} {SYNTAX}".encode()).hexdigest()[:12]
        super().__init__(str(PROGRAM / "__pycache__"), f"template-{made_by}-%s.cache")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)


def environment(words: Words) -> Environment:
    """Return the templates of one language; undefined names are errors, and everything is escaped."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        bytecode_cache=Compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # a template is read once for a build
        **SYNTAX,
    )
    templates.globals.update(t=words.t, n=words.n)
    templates.filters.update(md=markdown_text, front=front_matter, prose=prose, gfm=table_cell)
    templates.filters.update(mixed=escape if words.language.cjk else mixed)
    return templates


def mixed(text: str) -> Markup:
    """Write an English text that cites Chinese, each citation marked as such."""
    span = Markup('<span lang="zh-CN">{}</span>')
    parts = enumerate(CHINESE.split(text))  # at odd places stands what is Chinese
    return Markup("").join(span.format(part) if place % 2 else escape(part) for place, part in parts)


def plain_text(words: Words, name: str, context: Mapping[str, object]) -> str:
    """Render a template of plain text, in which nothing is markup."""
    return (
        environment(words).overlay(autoescape=False, bytecode_cache=None).get_template(f"{name}.txt.j2").render(context)
    )


def markdown_text(text: object) -> Markup:
    """Write plain text so that Markdown and HTML show it as it stands."""
    return Markup(" ".join(str(text).translate(SPECIAL).split()))  # noqa: S704 - every special character is an entity


def table_cell(text: object) -> Markup:
    """Write plain text for a table of GitHub or GitLab Markdown, which people also read as it stands."""
    escaped = re.sub(r"([\\`*_\[\]|])", r"\\\1", " ".join(str(text).split()))
    return Markup(escaped.replace("<", "&lt;").replace("@", "&#64;").replace("#", "&#35;"))  # noqa: S704 - no markup left


def front_matter(text: object) -> Markup:
    """Write plain text as a YAML string of escaped HTML: the theme prints it as it is."""
    return Markup(json.dumps(str(escape(" ".join(str(text).split()))), ensure_ascii=False))  # noqa: S704 - escaped here


def front_data(values: Mapping[str, object]) -> Markup:
    """Write values as lines of front matter; what is empty is left out."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items() if value]
    return Markup("\n".join(lines))  # noqa: S704 - JSON is YAML, and the theme escapes what it prints


def script_data(value: Mapping[str, object]) -> str:
    """Write data for a script element, so that no text in it can end the element; "" where there is nothing."""
    text = json.dumps(value, ensure_ascii=False) if value else ""
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


@lru_cache(maxsize=4096)  # the same notes and leads stand on several pages
def prose(text: str) -> Markup:
    """Render the links and emphasis of a cell; asterisks are masks and stay as they are."""
    literal = text.replace("\\", "\\\\").replace("*", "\\*")
    return Markup(PROSE.renderInline(literal))  # noqa: S704 - markdown-it escapes, and refuses script links

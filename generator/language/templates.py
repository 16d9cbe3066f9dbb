"""Templates: the Jinja environment of a language, and the one function that renders a context by its template.

A context is a frozen dataclass: its fields are the names in the template, and it holds data alone, so that contexts can
be compared and pickled.
"""

import hashlib
from contextlib import suppress
from dataclasses import Field, fields
from pathlib import Path
from typing import Any, ClassVar, Protocol

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket
from markupsafe import escape

from generator.language.markup import escape_markdown, escape_table_cell, mark_chinese, quote_front_matter, render_prose
from generator.language.words import Words
from generator.paths import PROGRAM, TEMPLATES

# Without the optimizer, which would compute filters of constants once and keep the result in that language.
SYNTAX: dict[str, Any] = {
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "optimized": False,
}


class Fields(Protocol):
    """A dataclass whose fields are names in a template."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


class Context(Fields, Protocol):
    """A frozen dataclass with all that its template needs."""

    template: ClassVar[str]


class BytecodeCache(FileSystemBytecodeCache):
    """Compiled templates, kept where Python keeps compiled modules; where nothing can be written, they are not kept."""

    def __init__(self) -> None:
        """Name the files after all that compiling depends on but the template itself, which Jinja compares."""
        made_by = hashlib.sha256(f"{jinja_version} {SYNTAX}".encode()).hexdigest()[:12]
        super().__init__(str(PROGRAM / "__pycache__"), f"template-{made_by}-%s.cache")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a compiled template."""
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)


def load_templates(words: Words) -> Environment:
    """Return the templates of a language. Undefined names are errors; all text is escaped, except in plain text."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        bytecode_cache=BytecodeCache(),
        autoescape=_is_markup,  # noqa: S701 - all but plain text is escaped
        undefined=StrictUndefined,
        auto_reload=False,  # a template is read once for a build
        **SYNTAX,
    )
    templates.globals.update(t=words.t, n=words.n)
    templates.filters.update(md=escape_markdown, gfm=escape_table_cell, front=quote_front_matter, prose=render_prose)
    templates.filters.update(mixed=escape if words.language.cjk else mark_chinese)
    return templates


def render(templates: Environment, context: Context, *shared: Fields) -> str:
    """Return the text of a context by its template; `shared` holds further names that the template may use."""
    names = {field.name: getattr(part, field.name) for part in (*shared, context) for field in fields(part)}
    return templates.get_template(context.template).render(names)


def _is_markup(template: str | None) -> bool:
    """Return whether a template writes markup; Jinja asks about macros without a name."""
    return template is None or not template.endswith(".txt.j2")

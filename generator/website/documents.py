"""YAML documents of MkDocs: read with what they inherit, and written again with every tag and quote as it stood."""

from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from generator.errors import SiteError
from generator.language.words import mark

Document = dict[str, Any]

UNREADABLE = mark("{file} cannot be read: {problem}")
NO_MAPPING = mark("{file}: {setting} has to be a mapping, a “name: value” on each line.")
NO_LIST = mark("{file}: {setting} has to be a list.")
TAGGED = mark("{file}: {setting} has to be written as it is; the program does not take it from the environment.")
NESTED = mark("{file} has more than {count} levels, one within the other. Take out what is not needed.")
CIRCLE = mark("{file} inherits from itself. Take out {setting}, or name another file.")
PARENT = "INHERIT"
DEEPEST = 50  # levels: far beyond any menu, and far below what a parser can go down


def load(file: Path, heirs: Sequence[Path] = ()) -> tuple[Document, list[Path]]:
    """Return a document, merged with what it inherits as MkDocs does it, and the files that it stands in.

    `heirs` are the files that inherit from it.

    Raises:
        SiteError: a file is missing, is no YAML, is nested without end, or inherits from itself.
    """
    try:
        document = _make_parser().load(file.read_text(encoding="utf-8-sig"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else ""
        raise SiteError(UNREADABLE, file=f"{file.name}:{line}", problem=error.problem) from error
    except (OSError, ValueError, YAMLError) as error:
        raise SiteError(UNREADABLE, file=file.name, problem=error) from error
    except RecursionError as error:
        raise SiteError(NESTED, file=file.name, count=DEEPEST) from error
    if _is_deeper(document, DEEPEST):
        raise SiteError(NESTED, file=file.name, count=DEEPEST)
    own = read_mapping({file.name: document}, file.name, file.name)
    if PARENT not in own:
        return own, [file]
    parent = file.parent / str(own.pop(PARENT))
    if any(parent.resolve() == heir.resolve() for heir in (file, *heirs)):
        raise SiteError(CIRCLE, file=file.name, setting=PARENT)
    base, files = load(parent, (file, *heirs))
    return _merge(base, own), [file, *files]


def dump(document: Document) -> str:
    """Write a document."""
    text = StringIO()
    _make_parser().dump(document, text)
    return text.getvalue()


def read_mapping(document: Document, setting: str, file: str) -> Document:
    """Return a setting that is a mapping; an empty one where it is left out."""
    value = document.get(setting)
    if is_tagged(value):
        raise SiteError(TAGGED, file=file, setting=setting)
    if not isinstance(value, dict | None):
        raise SiteError(NO_MAPPING, file=file, setting=setting)
    return {} if value is None else value


def read_sequence(document: Document, setting: str, file: str) -> list[Any]:
    """Return a setting that is a list; an empty one where it is left out."""
    value = document.get(setting)
    if is_tagged(value):
        raise SiteError(TAGGED, file=file, setting=setting)
    if not isinstance(value, list | None):
        raise SiteError(NO_LIST, file=file, setting=setting)
    return [] if value is None else value


def is_tagged(value: Any) -> bool:
    """Whether a value has a tag, such as `!ENV`, and so is not what it looks like."""
    tag = getattr(value, "tag", None)
    return bool(tag and tag.value)


def has_tags(value: Any) -> bool:
    """Whether anything in a value has a tag."""
    return is_tagged(value) or any(map(has_tags, _list_parts(value)))


def _is_deeper(value: Any, levels: int) -> bool:
    """Whether a value goes down further than so many levels; one that holds itself does."""
    parts = list(_list_parts(value))
    return bool(parts) and (levels == 0 or any(_is_deeper(part, levels - 1) for part in parts))


def _list_parts(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _merge(base: Document, own: Document) -> Document:
    """Merge one document into that which it inherits: mappings name by name, all else whole."""
    for name, value in own.items():
        before = base.get(name)
        base[name] = _merge(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return base


def _make_parser() -> YAML:
    parser = YAML()  # round trip
    parser.preserve_quotes = True  # "on" is not on
    parser.width = 4096
    return parser

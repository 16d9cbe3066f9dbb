"""A file of settings as YAML gives it: its values as texts, and the line on which each stands."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.data.texts import find_conflict, read_bytes
from generator.findings.finding import Finding
from generator.language.message import Message

DEEPEST = 5  # levels: the settings have three
ALIAS = Message("a reference to another place (* or &)")
NESTED = Message("more than {count} levels, one within the other", {"count": DEEPEST})


@dataclass(frozen=True, slots=True)
class Tree:
    """The settings as texts, lists and mappings; the line of each by its dotted name; those that stand twice."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]
    repeated: tuple[Finding, ...]


def read_tree(path: Path) -> Tree | Finding:
    """Read a file of settings, or return why it cannot be read."""
    if not os.path.lexists(path):
        return Finding("missing-table", str(path))
    text = _read_utf8(path)
    if isinstance(text, Finding):
        return text
    try:
        if fault := _find_excess(text, str(path)):
            return fault
        tree = yaml.compose(text, Loader=yaml.BaseLoader)
        values = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds nothing but texts, lists and mappings
    except yaml.YAMLError as error:
        at = getattr(error, "problem_mark", None)
        return Finding("portal-yml", str(path), at.line + 1 if at else 1)
    if not isinstance(values, dict):
        return Finding("portal-yml", str(path), 1)
    return Tree(values, _map_lines(tree), tuple(_find_repeated(tree, str(path))))


def _read_utf8(path: Path) -> str | Finding:
    raw = read_bytes(path)
    if isinstance(raw, Finding):
        return raw
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Finding("unreadable", str(path), raw.count(b"\n", 0, error.start) + 1)
    return find_conflict(str(path), text) or text


def _find_excess(text: str, file: str) -> Finding | None:
    """Report what settings never need: a place that stands for another (&, *), and levels without end.

    A few lines of either can stand for more than a memory holds. Raises yaml.YAMLError where the text is no YAML.
    """
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        expected = ALIAS if isinstance(event, yaml.AliasEvent) else NESTED if depth > DEEPEST else None
        if expected:
            line = event.start_mark.line + 1 if event.start_mark else 1
            return Finding("settings-form", file, line, expected=expected)
    return None


def _map_lines(node: yaml.Node | None, prefix: str = "") -> dict[str, int]:
    """Map each dotted key to its line."""
    lines: dict[str, int] = {}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = f"{prefix}{key.value}"
            lines[name] = key.start_mark.line + 1
            lines |= _map_lines(value, f"{name}.")
    return lines


def _find_repeated(node: yaml.Node | None, file: str, prefix: str = "") -> Iterator[Finding]:
    """Report settings that stand twice, of which the reader would silently take the last."""
    first: dict[str, int] = {}
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        name, line = f"{prefix}{key.value}", key.start_mark.line + 1
        if first.setdefault(name, line) != line:
            yield Finding("repeated-setting", file, line, name, "", str(first[name]))
        yield from _find_repeated(value, file, f"{name}.")

"""A module imports only from those before it."""

import ast
from pathlib import Path

import pytest

GENERATOR = Path(__file__).resolve().parents[1] / "generator"
ORDER = (
    "model",
    "errors",
    "paths",
    "addresses",
    "language",
    "files",
    "findings",
    "releases",
    "publish",
    "data",
    "status",
    "checks",
    "text",
    "exports",
    "charts",
    "changes",
    "workbook",
    "pages",
    "website",
    "stages",
    "build",
    "preview",
    "scaffold",
    "year_opening",
    "cli",
)
ENTRIES = {"__init__": (), "__main__": ("cli",), "theme": ()}  # MkDocs looks for the theme by its package
FILES = sorted(GENERATOR.rglob("*.py"))


def layer(path: Path) -> str:
    """The module, or the folder that a stage has grown into."""
    return path.relative_to(GENERATOR).with_suffix("").parts[0]


def imported(path: Path) -> set[str]:
    """The layers that a file imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name}, line {node.lineno}: write the import in full, from generator.…"
            names |= (
                {f"{node.module}.{alias.name}" for alias in node.names}
                if node.module == "generator"
                else {str(node.module)}
            )
    return {name.split(".")[1] for name in names if name.startswith("generator.")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(GENERATOR)))
def test_a_module_imports_only_from_those_before_it(path: Path) -> None:
    name = layer(path)
    if name in ENTRIES:
        assert imported(path) <= set(ENTRIES[name])
        return
    assert name in ORDER, f"{name} has no place in ORDER: give it one, after all that it imports"
    later = imported(path) - set(ORDER[: ORDER.index(name)]) - {name}
    assert not later, f"{name} imports {', '.join(sorted(later))}, which stand after it"

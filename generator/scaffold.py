"""A new portal: the files of a folder that builds at once and holds nothing but what is the portal's own."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.data.dataset import PILLARS
from generator.data.tables import Row, Table, parse_table, read_schemas, write_csv
from generator.errors import UsageError
from generator.files.writing import write_folder
from generator.language.words import mark
from generator.paths import CONFIG, DEFAULTS, NEW_PORTAL
from generator.workbook.export import write_workbook

DISTRIBUTION = "progress-portal"
TABLES = ("pillars", "themes", "units", "places", "sources", "commitments", "observations", "milestones", "updates")
WORKBOOKS = {"zh": "填报.xlsx", "en": "figures.xlsx"}
WORKFLOWS = {
    ".github/workflows/portal.yml": "github.yml",
    ".gitlab-ci.yml": "gitlab.yml",
    ".workflow/portal.yml": "gitee.yml",
}
BOM = "\ufeff"  # without it Excel takes Chinese for another encoding
NOT_EMPTY = mark("{folder} is not empty. Choose a new folder: nothing of yours is overwritten.")


@dataclass(frozen=True, slots=True)
class NewPortal:
    """What is known of a new portal: its title, plan year, district and publisher, and its languages.

    `lang` is the language of the comments; `example` fills the tables with a few invented rows, marked illustrative.
    """

    title: str
    year: int
    region: str = ""
    publisher: str = ""
    languages: tuple[str, ...] = ("zh", "en")
    lang: str = "zh"
    example: bool = False


def create_portal(folder: Path, new: NewPortal) -> tuple[Path, ...]:
    """Write a new portal into a folder that is missing or empty; returns its files.

    Raises:
        UsageError: the folder holds something.
        OSError: it cannot be written; then nothing is left.
    """
    check_empty(folder)
    files = dict(_make_files(new))
    write_folder(folder, files)
    return tuple(folder / path for path in files)


def check_empty(folder: Path) -> None:
    """Refuse a folder that holds something.

    Raises:
        UsageError: it does, or it is a file.
    """
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise UsageError(NOT_EMPTY, folder=folder)


def _make_files(new: NewPortal) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file."""
    texts = Environment(
        loader=FileSystemLoader(NEW_PORTAL / new.lang),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - YAML and Markdown; values go through the filter
    )
    texts.filters["yaml"] = lambda text: json.dumps(text, ensure_ascii=False)  # JSON is YAML
    tables, workbook = _make_tables(new), WORKBOOKS[new.lang]
    languages = f"[{', '.join(new.languages)}]"
    known = {"title": new.title, "year": new.year, "region": new.region, "publisher": new.publisher}
    for name, path in (("portal.yml", "data/portal.yml"), ("README.md", "README.md")):
        text = texts.get_template(f"{name}.j2").render(known | {"languages": languages, "workbook": workbook})
        yield path, text.encode()
    for name, table in tables.items():
        yield f"data/{name}.csv", (BOM + _write_titled_csv(table, chinese=new.lang == "zh")).encode()
    yield workbook, write_workbook(tables)
    for lang in new.languages:
        for page in sorted((DEFAULTS / "docs" / lang).glob("*.md")):
            yield f"docs/{lang}/{page.name}", page.read_bytes()
    yield CONFIG, (DEFAULTS / CONFIG).read_bytes()
    for path, name in WORKFLOWS.items():
        yield path, (NEW_PORTAL / "workflows" / name).read_bytes()
    yield "requirements.txt", f"{DISTRIBUTION}=={version(DISTRIBUTION)}\n".encode()
    yield ".gitignore", (NEW_PORTAL / "gitignore").read_bytes()
    yield "wheels/README.md", (NEW_PORTAL / new.lang / "wheels.md").read_bytes()


def _make_tables(new: NewPortal) -> dict[str, Table]:
    """Return the tables of a new portal: the usual pillars, the others empty or with the rows of the example."""
    tables = {}
    for name in TABLES:
        file, schema = NEW_PORTAL / "example" / f"{name}.csv", read_schemas()[name]
        table = None
        if new.example and file.is_file():
            text = file.read_text(encoding="utf-8").replace("{year}", str(new.year))
            table, _ = parse_table(name, str(file), text, schema)
        columns = tuple(field.name for field in schema.fields)
        rows = tuple(_complete_row(row, columns) for row in table.rows) if table else ()
        tables[name] = Table(name, f"{name}.csv", columns, rows)
    return tables | {"pillars": _fill_pillars(tables["pillars"])}


def _complete_row(row: Row, columns: tuple[str, ...]) -> Row:
    return Row(row.line, {column: row.cells.get(column, "") for column in columns})


def _fill_pillars(table: Table) -> Table:
    """Fill in the usual pillars: without a row, the portal would have none."""
    rows = []
    for line, pillar in enumerate(PILLARS, 2):
        known = {"pillar_id": pillar.pillar_id, "position": str(pillar.position)}
        titles = {"title_zh": pillar.title_zh, "title_en": pillar.title_en}
        rows.append(_complete_row(Row(line, known | titles), table.columns))
    return replace(table, rows=tuple(rows))


def _write_titled_csv(table: Table, *, chinese: bool) -> str:
    """Return a table as CSV, with the Chinese titles of its columns or their identifiers."""
    titles: Mapping[str, str] = {field.name: str(field.title) for field in read_schemas()[table.name].fields}
    text = write_csv(table)
    return ",".join(titles[c] if chinese else c for c in table.columns) + "\n" + text.split("\n", 1)[1]

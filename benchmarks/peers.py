"""Measure Observable Framework beside the portal, on the same data in the same run: `make bench-peers`.

Framework gets a page a commitment with a chart and a table, in one language and nothing else; the portal builds all it
publishes, in two languages. Framework is measured in two forms: with pages and data that a script has written before,
which is not counted, and as its users would build pages from CSV, with a parameterised page and data loaders. npm
fetches Framework into a temporary folder.
"""

import csv
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from benchmarks.measuring import Run, run
from benchmarks.portals import BUILDING, MONTHS, change_value
from benchmarks.synthetic import write_portal

PROJECTS = Path(__file__).with_name("framework")
TEMPLATES = Environment(loader=FileSystemLoader(PROJECTS / "pages"), trim_blocks=True, autoescape=False)  # noqa: S701 - Markdown


def write_pages(data: Path, project: Path) -> None:
    """Write a page and a file of data for each commitment of a data folder."""
    source = project / "src"
    for name in ("commitments", "data"):
        (source / name).mkdir(parents=True, exist_ok=True)
    observed: dict[str, list[Mapping[str, object]]] = {}
    for row in _rows(data / "observations.csv"):
        figures = observed.setdefault(row["commitment_id"], [])
        figures.append({"period": row["period"], "value": float(row["value"])})
    promised = _rows(data / "commitments.csv")
    page, index = TEMPLATES.get_template("page.md.j2"), TEMPLATES.get_template("index.md.j2")
    (source / "index.md").write_text(index.render(commitments=promised), encoding="utf-8")
    for commitment in promised:
        key = commitment["commitment_id"]
        rows = observed.get(key, [])
        (source / "data" / f"{key}.json").write_text(json.dumps(rows), encoding="utf-8")
        (source / "commitments" / f"{key}.md").write_text(page.render(commitment, rows=rows), encoding="utf-8")


def copy_tables(data: Path, project: Path) -> None:
    """Copy the tables that the data loaders read, and let go of what they gave before: Framework would not notice."""
    shutil.copytree(data, project / "data", dirs_exist_ok=True)
    shutil.rmtree(project / "src" / ".observablehq", ignore_errors=True)


FORMS = {"pages": write_pages, "loaders": copy_tables}


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as given:
        return list(csv.DictReader(given))


def prepare(project: Path, form: str) -> Path:
    """Make a project of Framework in one of its forms; gives its folder."""
    shutil.copytree(PROJECTS / form, project)
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is missing: install Node.js 20 or later")
    run([npm, "install", "--silent", "--no-audit", "--no-fund"], project)
    return project


def frame_pages(project: Path, commitments: int) -> Run:
    """Build a project of Framework."""
    built = run([shutil.which("node"), "node_modules/@observablehq/framework/dist/bin/observable.js", "build"], project)
    if len(list((project / "dist" / "commitments").glob("*.html"))) != commitments:
        raise SystemExit("Framework has not built every page")
    return built


def measure(folder: Path, commitments: int) -> str:
    """Build all, change a value, build all again; gives the lines of a table."""
    data, site, cache = (folder / name for name in ("data", "site", "cache"))
    write_portal(data, commitments, MONTHS)
    projects = {form: prepare(folder / form, form) for form in FORMS}
    measured: list[list[Run]] = []
    for _ in ("clean", "again"):
        for form, write in FORMS.items():
            write(data, projects[form])
        theirs = [frame_pages(projects[form], commitments) for form in FORMS]
        measured.append([*theirs, run([*BUILDING, data, site, cache])])
        change_value(data / "observations.csv")
    lines = [
        f"| {commitments:,} commitments | Framework, pages made before | Framework, from CSV | portal, two languages |",
        "|---|---|---|---|",
    ]
    for what, (pages, loaders, own) in zip(("clean build", "rebuild after one value"), measured, strict=True):
        cells = [f"{run.seconds:.1f} s (×{run.seconds / own.seconds:.1f})" for run in (pages, loaders)]
        lines.append(f"| {what} | {' | '.join(cells)} | {own.seconds:.1f} s |")
    memory = " | ".join(f"{run.megabytes:.0f} MB" for run in measured[0])
    lines.append(f"| memory of all processes | {memory} |")
    return "\n".join(lines)


def main() -> None:
    """Measure each size named on the command line; 100 by default."""
    for size in map(int, sys.argv[1:] or ["100"]):
        with tempfile.TemporaryDirectory(prefix="portal-peers-") as folder:
            print(measure(Path(folder), size), end="\n\n")


if __name__ == "__main__":
    main()

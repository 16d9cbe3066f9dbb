"""Measure Observable Framework beside the portal, on the same data in the same run: `make bench-peers`.

Framework gets a page a commitment with a chart and a table, in one language and nothing else; the portal builds all it
publishes, in two languages. npm fetches Framework into a temporary folder.
"""

import csv
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from benchmarks.measuring import run
from benchmarks.portals import BUILDING, MONTHS, change_value
from benchmarks.synthetic import write_portal

PROJECT = Path(__file__).with_name("framework")
TEMPLATES = Environment(loader=FileSystemLoader(PROJECT), trim_blocks=True, autoescape=False)  # noqa: S701 - Markdown


def write_project(data: Path, project: Path) -> None:
    """Write the Framework project of a data folder."""
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


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as given:
        return list(csv.DictReader(given))


def measure(folder: Path, commitments: int) -> str:
    """Build both, change a value, build both again; gives the lines of a table."""
    data, site, cache, project = (folder / name for name in ("data", "site", "cache", "framework"))
    write_portal(data, commitments, MONTHS)
    shutil.copytree(PROJECT, project)
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is missing: install Node.js 20 or later")
    run([npm, "install", "--silent", "--no-audit", "--no-fund"], project)
    node = [shutil.which("node"), "node_modules/@observablehq/framework/dist/bin/observable.js", "build"]
    write_project(data, project)
    clean, ours = run(node, project), run([*BUILDING, data, site, cache])
    if len(list((project / "dist" / "commitments").glob("*.html"))) != commitments:
        raise SystemExit("Framework has not built every page")
    change_value(data / "observations.csv")
    write_project(data, project)
    again, ours_again = run(node, project), run([*BUILDING, data, site, cache])
    lines = [
        f"| {commitments:,} commitments | Framework, one language | portal, two languages | Framework ÷ portal |",
        "|---|---|---|---|",
    ]
    for what, theirs, own in (("clean build", clean, ours), ("rebuild after one value", again, ours_again)):
        factor = theirs.seconds / own.seconds
        lines.append(f"| {what} | {theirs.seconds:.1f} s | {own.seconds:.1f} s | {factor:.2f} |")
    lines.append(f"| memory of all processes | {clean.megabytes:.0f} MB | {ours.megabytes:.0f} MB | |")
    return "\n".join(lines)


def main() -> None:
    """Measure each size named on the command line; 100 by default."""
    for size in map(int, sys.argv[1:] or ["100"]):
        with tempfile.TemporaryDirectory(prefix="portal-peers-") as folder:
            print(measure(Path(folder), size), end="\n\n")


if __name__ == "__main__":
    main()

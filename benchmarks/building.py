"""Build a portal and print what it took as JSON: `python -m benchmarks.building DATA OUT [KEPT]`.

KEPT is a folder for the Markdown of both languages, as MkDocs is given it, so that it can be built without the portal.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import yaml

import generator.build

PLAIN = {"docs_dir", "site_dir", "nav", "site_name"}  # what bare MkDocs is told of a language


class Counter:
    """Counts the steps of each stage."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.steps: dict[str, int] = {}
        self._stage = ""

    def start(self, stage: str, total: int | None) -> None:
        """Begin a stage."""
        self._stage = stage
        self.steps[stage] = 0

    def step(self) -> None:
        """Count one step done."""
        self.steps[self._stage] += 1


def keep(folders: Mapping[str, Path], kept: Path) -> None:
    """Keep the Markdown of each language, with a configuration of the theme as it comes."""
    for lang, folder in folders.items():
        shutil.copytree(folder / "docs", kept / lang / "docs", copy_function=os.link)
        given = yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8"))
        own = {name: value for name, value in given.items() if name in PLAIN}
        own |= {"docs_dir": "docs", "site_dir": "site", "theme": {"name": "material", "language": lang, "font": False}}
        own |= {"markdown_extensions": ["attr_list", "tables"], "validation": {"omitted_files": "ignore"}}
        (kept / lang / "mkdocs.yml").write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")


def main(data: Path, out: Path, kept: Path | None = None) -> None:
    """Build, and print the seconds of each stage, the pages written and the charts drawn."""
    extra = 0.0
    run_mkdocs = vars(generator.build)["run_mkdocs"]

    def kept_first(folders: Mapping[str, Path], as_of: date) -> None:
        nonlocal extra
        begun = time.perf_counter()
        if kept:
            keep(folders, kept)
        extra = time.perf_counter() - begun
        run_mkdocs(folders, as_of)

    vars(generator.build)["run_mkdocs"] = kept_first
    counter = Counter()
    built = generator.build.build(data, out, reporter=counter)
    if built.progress is None:
        raise SystemExit("the data have errors")
    stages = built.seconds | {"website": built.seconds["website"] - extra}
    print(json.dumps({"stages": stages, "pages": built.pages, "charts": counter.steps["draw"], "extra": extra}))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

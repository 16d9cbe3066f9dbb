"""Write the Markdown of a portal, so that MkDocs can build it alone: `python -m benchmarks.markdown DATA CACHE OUT`."""

import sys
from pathlib import Path
from typing import Any

import yaml

from generator.build import hire, plan, write_language
from generator.changes.history import archive, read_releases
from generator.charts.drawing.client import Studio
from generator.charts.gallery import Hanging
from generator.charts.theme import palette
from generator.checks.check import check_folder
from generator.files.cache import opened
from generator.language.words import LANGUAGES, Words
from generator.pages.samples import sample_canvas
from generator.paths import PortalFolder
from generator.status.progress import measure
from generator.website.sources import Manuscript, write_files

PLAIN = {"nav", "site_name"}  # what bare MkDocs is told of a language


def keep(manuscript: Manuscript, out: Path) -> None:
    """Keep the Markdown of a language, with a configuration of the theme as it comes."""
    folder = out / manuscript.lang
    write_files(folder / "docs", {**manuscript.sources, **manuscript.others})
    own: dict[str, Any] = {name: value for name, value in manuscript.settings.items() if name in PLAIN}
    own["theme"] = {"name": "material", "language": manuscript.lang, "font": False}
    own |= {"markdown_extensions": ["attr_list", "tables"], "validation": {"omitted_files": "ignore"}}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")


def main(data: Path, cache: Path, out: Path) -> None:
    """Write the pages of both languages as a build does, with the drawings that the cache has."""
    dataset, findings = check_folder(data)
    if dataset is None:
        raise SystemExit("the data have errors")
    progress = measure(dataset, dataset.as_of, findings)
    kept, samples = archive(read_releases(data), progress), sample_canvas(dataset.portal)
    colors = palette(dataset.portal.statuses)
    with opened(cache) as known, Studio(known) as studio:
        galleries = Hanging(plan(progress, kept, colors, samples), colors, studio).finish()
    for words in map(Words, LANGUAGES):
        writer, sampler = hire(progress, kept, samples, galleries, words)
        keep(write_language(PortalFolder(data), writer, sampler, {}), out)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

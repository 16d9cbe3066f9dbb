"""Write the Markdown of a portal, so that MkDocs can build it alone: `python -m benchmarks.markdown DATA CACHE OUT`."""

import sys
from pathlib import Path
from typing import Any

import yaml

from generator.build import Frame, make_shown, plan_all_figures, write_language
from generator.charts.drawing.client import open_client
from generator.charts.figure import PendingFigures
from generator.charts.theme import make_palette
from generator.checks.check import check_folder
from generator.files.cache import open_cache
from generator.language.words import Words
from generator.paths import PortalFolder
from generator.status.progress import assess_all
from generator.website.assets import make_assets
from generator.website.configuration import read_configuration
from generator.website.sources import MkdocsInput, write_files

PLAIN = {"nav", "site_name"}  # what bare MkDocs is told of a language


def keep(inputs: MkdocsInput, out: Path) -> None:
    """Keep the Markdown of a language, with a configuration of the theme as it comes."""
    folder = out / inputs.lang
    write_files(folder / "docs", {**inputs.sources, **inputs.others})
    own: dict[str, Any] = {name: value for name, value in inputs.settings.items() if name in PLAIN}
    own["theme"] = {"name": "material", "language": inputs.lang, "font": False}
    own |= {"markdown_extensions": ["attr_list", "tables"], "validation": {"omitted_files": "ignore"}}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")


def main(data: Path, cache: Path, out: Path) -> None:
    """Write the pages of both languages as a build does, with the drawings that the cache has."""
    dataset, findings = check_folder(data)
    if dataset is None:
        raise SystemExit("the data have errors")
    shown = make_shown(data, assess_all(dataset, dataset.as_of, findings))
    with open_cache(cache) as known, open_client(known) as drawing:
        drawn = PendingFigures(plan_all_figures(shown), make_palette(dataset.portal.statuses), drawing).finish()
    folder = PortalFolder(data)
    configuration = read_configuration(folder)
    frame = Frame(configuration, make_assets(dataset.portal.statuses, configuration.palette), live=False)
    for words in map(Words, dataset.portal.languages):
        keep(write_language(folder, shown, drawn, words, frame).inputs, out)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

"""Build a portal and print what it took as JSON: `python -m benchmarks.building DATA OUT CACHE [KEPT]`.

KEPT is a folder for the Markdown of both languages, as the site builder is given it, so that MkDocs can build it
without the portal.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import yaml

import generator.build
from generator.website import Manuscript, write_files

PLAIN = {"nav", "site_name"}  # what bare MkDocs is told of a language


def keep(manuscript: Manuscript, kept: Path) -> None:
    """Keep the Markdown of a language, with a configuration of the theme as it comes."""
    folder = kept / manuscript.lang
    write_files(folder / "docs", {**manuscript.sources, **manuscript.others})
    own: dict[str, Any] = {name: value for name, value in manuscript.settings.items() if name in PLAIN}
    own["theme"] = {"name": "material", "language": manuscript.lang, "font": False}
    own |= {"markdown_extensions": ["attr_list", "tables"], "validation": {"omitted_files": "ignore"}}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")


def main(data: Path, out: Path, cache: Path, kept: Path | None = None) -> None:
    """Build, and print the seconds of each stage, and what was counted; `extra` are the seconds of keeping."""
    manuscripts: list[Manuscript] = []
    write_language = generator.build.write_language

    def remembered(*given: Any) -> Manuscript:
        manuscripts.append(write_language(*given))
        return manuscripts[-1]

    vars(generator.build)["write_language"] = remembered
    built = generator.build.build(data, out, keep=cache)
    if built.progress is None:
        raise SystemExit("the data have errors")
    begun = time.perf_counter()
    if kept:
        for manuscript in manuscripts:
            keep(manuscript, kept)
    counted = {"pages": built.pages, "rendered": built.rendered, "drawn": built.drawn, "changed": built.changed}
    print(json.dumps({"stages": built.seconds, "extra": time.perf_counter() - begun, **counted}))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

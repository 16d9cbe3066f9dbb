"""The website: Markdown to HTML by MkDocs, one process a language, and the new site put in the place of the old.

MkDocs is called as a program with a configuration file, so that the site builder can be replaced.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from markupsafe import escape

from generator.frame import navigation
from generator.portal import Portal
from generator.privacy import DOCS
from generator.words import LANGUAGES, Words

HOME = Path(__file__).resolve().parents[1]
CONFIG = HOME / "mkdocs.yml"
UNTRUE = ("sitemap.xml", "sitemap.xml.gz")  # MkDocs dates every page by the day of building


class SiteError(Exception):
    """MkDocs refused the pages; the message is what it printed."""


def site_config(
    portal: Portal,
    words: Words,
    folder: Path,
    pillars: Iterable[tuple[str, str]],
    pages: Mapping[str, str],
    extra: Mapping[str, Any],
) -> str:
    """Write the MkDocs configuration of one language; `folder` holds its docs and will hold its site."""
    config: dict[str, Any] = {
        "INHERIT": str(CONFIG),
        "site_name": str(escape(words.pick(portal, "title"))),
        "docs_dir": str(folder / "docs"),
        "site_dir": str(folder / "site"),
        "theme": {"language": words.lang, "custom_dir": str(DOCS / "overrides")},
        "nav": navigation(words, pillars, pages),
        "extra": dict(extra),
    }
    if portal.site.root:
        config["site_url"] = portal.site.root + words.root
    return yaml.safe_dump(config, allow_unicode=True, sort_keys=False)


def stage(folder: Path, lang: str, pages: Mapping[str, str]) -> dict[str, str]:
    """Lay out the docs of one language: what people wrote, and what was generated.

    Returns the Markdown file of each page's path.
    """
    docs = folder / "docs"
    shutil.copytree(DOCS / lang, docs)
    sources = {f"{file.relative_to(docs).with_suffix('')}/": str(file.relative_to(docs)) for file in docs.rglob("*.md")}
    for path, text in pages.items():
        sources[path] = f"{path}index.md"
        file = docs / sources[path]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return sources


def run_mkdocs(folders: Mapping[str, Path], as_of: date) -> None:
    """Build every language at once, each in its own process.

    Raises:
        SiteError: a page or link is not as it should be (`--strict`).
    """
    moment = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(int(moment.timestamp())), "PYTHONHASHSEED": "0"}
    environment |= {"NO_MKDOCS_2_WARNING": "1"}
    running = {
        lang: subprocess.Popen(
            [
                sys.executable,
                "-m",
                "mkdocs",
                "build",
                "--strict",
                "--config-file",
                str(folder / "mkdocs.yml"),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env=environment,
            close_fds=False,  # with the lock of the staging folder, which stays while anything writes there
        )
        for lang, folder in folders.items()
    }
    outputs = {lang: process.communicate()[0] for lang, process in running.items()}
    for lang, process in running.items():
        if process.returncode:
            told = [line for line in outputs[lang].splitlines() if line and not line.startswith("INFO")]
            raise SiteError("\n".join(told))


def assemble(folders: Mapping[str, Path], files: Mapping[str, bytes]) -> Path:
    """Put the languages and the files for machines into one site; returns its folder."""
    for folder in folders.values():
        for name in UNTRUE:
            (folder / "site" / name).unlink(missing_ok=True)
        shutil.rmtree(folder / "site" / "assets")  # the theme's, which no page uses
    site = folders[LANGUAGES[0]] / "site"
    for lang in LANGUAGES[1:]:
        (folders[lang] / "site").rename(site / lang)
    for path, content in files.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return site

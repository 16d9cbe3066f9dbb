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

from generator.portal import Portal
from generator.privacy import DOCS
from generator.words import LANGUAGES, Words

HOME = Path(__file__).resolve().parents[1]
CONFIG = HOME / "mkdocs.yml"

Nav = list[Any]


class SiteError(Exception):
    """MkDocs refused the pages; the message is what it printed."""


def site_config(
    portal: Portal, words: Words, folder: Path, pillars: Iterable[tuple[str, str]], pages: Mapping[str, str]
) -> str:
    """Write the MkDocs configuration of one language; `folder` holds its docs and will hold its site."""
    other = Words(LANGUAGES[1 - LANGUAGES.index(words.lang)])
    url = portal.site.url.rstrip("/") + "/" if portal.site.url else ""
    publisher = {name: str(escape(text)) for name, text in _publisher(portal, words).items()}
    config: dict[str, Any] = {
        "INHERIT": str(CONFIG),
        "site_name": str(escape(words.pick(portal, "title"))),
        "docs_dir": str(folder / "docs"),
        "site_dir": str(folder / "site"),
        "theme": {"language": words.lang, "custom_dir": str(DOCS / "overrides"), "palette": _palette(words)},
        "plugins": {"search": {"lang": [words.lang]}},
        "nav": navigation(words, pillars, pages),
        "extra": {
            "portal": publisher,
            "words": {
                "switch": other.t("Read this page in English")
                if other.lang == "en"
                else other.t("Read this page in Chinese"),
                "switch_short": "English" if other.lang == "en" else "中文",
                "sitemap": words.t("Disclosure directory"),
                "colon": words.t(": "),
                "missing": words.t("There is no such page"),
                "missing_advice": words.t("The address may be mistyped. The search above and the home page lead on."),
            },
            "alternate": True,  # the header shows the language link
            "other_lang": other.lang,
            "other_root": "en/" if words.lang == "zh" else "../",
        },
    }
    if url:
        config["site_url"] = url if words.lang == "zh" else url + "en/"
    return yaml.safe_dump(config, allow_unicode=True, sort_keys=False)


def _palette(words: Words) -> list[dict[str, Any]]:
    """Follow the reader's system, with a switch that says what it does."""
    schemes = (
        ("light", "default", "weather-sunny", words.t("Switch to the dark view")),
        ("dark", "slate", "weather-night", words.t("Switch to the light view")),
    )
    return [
        {
            "media": f"(prefers-color-scheme: {preferred})",
            "scheme": scheme,
            "toggle": {"icon": f"material/{icon}", "name": name},
        }
        for preferred, scheme, icon, name in schemes
    ]


def _publisher(portal: Portal, words: Words) -> dict[str, str]:
    publisher, site = portal.publisher, portal.site
    shown = {
        words.t("Publisher"): words.pick(publisher, "name"),
        words.t("Contact"): publisher.contact,
        words.t("Site identifier"): site.id_code,
        words.t("ICP record"): site.icp,
        words.t("Public security record"): site.police,
    }
    return {name: text for name, text in shown.items() if text}


def navigation(words: Words, pillars: Iterable[tuple[str, str]], pages: Mapping[str, str]) -> Nav:
    """Lay out the menu from the source file of each page; a page that the portal does not have is left out."""
    t = words.t
    lists = {
        t("Tasks"): "lists/tasks/",
        t("Responsibilities"): "lists/responsibilities/",
        t("Results"): "lists/results/",
        t("Projects timeline"): "projects/timeline/",
        t("Responsible units"): "units/",
        t("Places"): "places/",
    }
    about = {
        t("How statuses are found"): "methodology/",
        t("Data quality"): "quality/",
        t("Disclosure directory"): "directory/",
        t("Disclosure guide"): "guide/",
        t("Accessibility"): "accessibility/",
        t("About this portal"): "about/",
    }
    nav: Nav = [{t("Home"): "index.md"}]
    nav += [{str(escape(title)): pages[path]} for title, path in pillars if path in pages]
    for title, entries in (
        (t("Lists"), lists),
        (t("Updates"), {t("Updates"): "updates/", t("Releases"): "releases/", t("Errata"): "errata/"}),
        (t("Data"), {t("Data"): "data/"}),
        (t("About"), about),
    ):
        present = [{name: pages[path]} for name, path in entries.items() if path in pages]
        nav += present if len(present) == 1 else [{title: present}]
    return nav


def stage(folder: Path, lang: str, pages: Mapping[str, str], stylesheet: str) -> dict[str, str]:
    """Lay out the docs of one language: what people wrote, and what was generated.

    Returns the Markdown file of each page's path.
    """
    docs = folder / "docs"
    shutil.copytree(DOCS / lang, docs)
    shutil.copytree(DOCS / "stylesheets", docs / "stylesheets")
    (docs / "stylesheets" / "theme.css").write_text(stylesheet, encoding="utf-8")
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
        )
        for lang, folder in folders.items()
    }
    outputs = {lang: process.communicate()[0] for lang, process in running.items()}
    for lang, process in running.items():
        if process.returncode:
            told = [line for line in outputs[lang].splitlines() if line and not line.startswith("INFO")]
            raise SiteError("\n".join(told))


def assemble(folders: Mapping[str, Path], files: Mapping[str, str]) -> Path:
    """Put the languages and the files for machines into one site; returns its folder."""
    site = folders[LANGUAGES[0]] / "site"
    for lang in LANGUAGES[1:]:
        (folders[lang] / "site").rename(site / lang)
    for path, text in files.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return site


def replace(old: Path, new: Path, aside: Path) -> None:
    """Put the new site in the place of the old; should that fail, the old one comes back."""
    if old.exists():
        old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        if aside.exists():
            aside.rename(old)
        raise

"""The website: Markdown to HTML by MkDocs, one process a language, and the new site put in the place of the old.

MkDocs is called as a program with a configuration file, so that the site builder can be replaced.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from markupsafe import escape

from generator.pages.head import DIRECTORY
from generator.portal import Portal
from generator.privacy import DOCS
from generator.words import LANGUAGES, Words

HOME = Path(__file__).resolve().parents[1]
CONFIG = HOME / "mkdocs.yml"
ICP_RECORDS = "https://beian.miit.gov.cn/"  # where a record must be linked to
POLICE_RECORDS = "https://beian.mps.gov.cn/#/query/webSearch?code="
UNTRUE = ("sitemap.xml", "sitemap.xml.gz")  # MkDocs dates every page by the day of building

Nav = list[Any]


class SiteError(Exception):
    """MkDocs refused the pages; the message is what it printed."""


def site_config(
    portal: Portal, words: Words, folder: Path, pillars: Iterable[tuple[str, str]], pages: Mapping[str, str]
) -> str:
    """Write the MkDocs configuration of one language; `folder` holds its docs and will hold its site."""
    other = Words(LANGUAGES[1 - LANGUAGES.index(words.lang)])
    url = portal.site.url.rstrip("/") + "/" if portal.site.url else ""
    config: dict[str, Any] = {
        "INHERIT": str(CONFIG),
        "site_name": str(escape(words.pick(portal, "title"))),
        "docs_dir": str(folder / "docs"),
        "site_dir": str(folder / "site"),
        "theme": {"language": words.lang, "custom_dir": str(DOCS / "overrides"), "palette": _palette(words)},
        "plugins": {"search": {"lang": [words.lang]}},
        "nav": navigation(words, pillars, pages),
        "extra": {
            "portal": [{name: str(escape(text)) for name, text in entry.items()} for entry in _footer(portal, words)],
            "feedback": str(escape(portal.publisher.feedback_url)),
            "site_tags": site_tags(portal, words),
            "column": DIRECTORY,
            "locale": words.locale,
            "lang": words.lang,
            "url": url,
            "words": {
                "switch": other.t("Read this page in English")
                if other.lang == "en"
                else other.t("Read this page in Chinese"),
                "switch_short": "English" if other.lang == "en" else "中文",
                "sitemap": words.t("Site map"),
                "directory": words.t("Disclosure directory"),
                "feedback": words.t("Report a mistake on this site"),
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


def site_tags(portal: Portal, words: Words) -> dict[str, str]:
    """Give the tags of the government site that every page bears; what is not known has none."""
    site = portal.site
    found = {
        "SiteName": words.pick(site, "name") or words.pick(portal, "title"),
        "SiteDomain": urlsplit(site.url).hostname or "",
        "SiteIDCode": site.id_code,
    }
    return {name: text for name, text in found.items() if text}


def _footer(portal: Portal, words: Words) -> list[dict[str, str]]:
    """Name the publisher and the records of the site, each with the address where it can be looked up."""
    publisher, site = portal.publisher, portal.site
    number = "".join(char for char in site.police if char.isdigit())
    shown = [
        {"name": words.t("Publisher"), "text": words.pick(publisher, "name")},
        {"name": words.t("Contact"), "text": publisher.contact},
        {"name": words.t("Site identifier"), "text": site.id_code},
        {"name": words.t("ICP record"), "text": site.icp, "href": ICP_RECORDS},
        {"name": words.t("Public security record"), "text": site.police, "href": POLICE_RECORDS + number},
    ]
    return [entry for entry in shown if entry["text"]]


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
    for folder, name in product(folders.values(), UNTRUE):
        (folder / "site" / name).unlink(missing_ok=True)
    site = folders[LANGUAGES[0]] / "site"
    for lang in LANGUAGES[1:]:
        (folders[lang] / "site").rename(site / lang)
    for path, content in files.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return site

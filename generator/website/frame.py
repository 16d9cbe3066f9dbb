"""The frame of every page: its menu, the words of its head and foot, and what it says of the site to machines."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from markupsafe import escape

from generator.charts.theme import Palette
from generator.data.settings import Portal
from generator.language.words import HTML_LANG, Words
from generator.pages.head import DIRECTORY
from generator.website.assets import POLICY
from generator.website.configuration import Configuration

ICP_RECORDS = "https://beian.miit.gov.cn/"  # where a record must be linked to
POLICE_RECORDS = "https://beian.mps.gov.cn/#/query/webSearch?code="

Nav = list[Any]


def describe_frame(
    portal: Portal, words: Words, assets: Mapping[str, tuple[str, str]], configuration: Configuration, *, live: bool
) -> dict[str, Any]:
    """Return what the templates of the frame are filled with; `assets` are paths and texts by name.

    A live preview has no policy for its content: the server puts a script of its own into each page.
    """
    up = "../" * words.root.count("/")  # from the root of this language to that of the site
    return {
        "policy": "" if live else POLICY,
        "assets": {name: path for name, (path, _) in assets.items()},
        "icons": dict(configuration.icons),
        "logo": list(configuration.logo or ()),
        "toggles": [asdict(toggle) for toggle in configuration.palette.toggles],
        "footer": [{name: str(escape(text)) for name, text in entry.items()} for entry in _list_footer(portal, words)],
        "feedback": str(escape(portal.publisher.feedback_url)),
        "site_tags": make_site_tags(portal, words),
        "column": DIRECTORY,
        "locale": words.locale,
        "lang": words.lang,
        "html_lang": HTML_LANG[words.lang],
        "url": portal.site.root,
        "filter": str(escape(json.dumps(_translate_filter(words), ensure_ascii=False))),
        "words": _translate_words(words, configuration.palette),
        "alternates": list(_list_alternates(portal, words)),
        "site_root": up,
    }


def _list_alternates(portal: Portal, words: Words) -> Iterator[dict[str, str]]:
    """Yield the other languages of the portal: what their links say, and where they stand from the root of the site."""
    for other in map(Words, portal.languages):
        if other.lang != words.lang:
            name = other.language.name
            title = other.t("Read this page in {name}", name=name)
            yield {"lang": other.lang, "root": other.root, "name": name, "title": title}


def _translate_words(words: Words, palette: Palette) -> dict[str, Any]:
    t = words.t
    usual = t("Standard") if palette.scheme else t("As the system")
    return {
        "menu": t("Menu"),
        "announcement": t("Announcement"),
        "skip": t("Skip to the content"),
        "search_hint": t("A word, a unit, a place or a number"),
        "search_none": t("Nothing was found. Try fewer or other words."),
        "search_more": t("All {count} results"),
        "elder": t("Large type"),
        "settings": t("Display"),
        "choices": [
            ["scheme", t("Appearance"), [["", usual], ["light", t("Light")], ["dark", t("Dark")]]],
            [
                "size",
                t("Size of type"),
                [["", t("Standard")], ["large", t("Large")], ["elder", t("Larger, simple")], ["largest", t("Largest")]],
            ],
            ["contrast", t("Contrast"), [["", t("Standard")], ["more", t("High")]]],
        ],
        "speak": t("Read this page aloud"),
        "silence": t("Stop reading"),
        "sitemap": t("Site map"),
        "directory": t("Disclosure directory"),
        "accessibility": t("Accessibility"),
        "feedback": t("Report a mistake on this site"),
        "leave": t("You are leaving this site. Its publisher is not responsible for what the other site says."),
        "stay": t("Stay here"),
        "go": t("Go on"),
        "colon": t(": "),
        "missing": t("There is no such page"),
        "missing_advice": t("The address may be mistyped. The home page leads on."),
    }


def _translate_filter(words: Words) -> dict[str, str]:
    """Return the words of the fields that narrow a list, which a script makes."""
    t = words.t
    return {
        "legend": t("Show only"),
        "all": t("All"),
        "shown": t("{shown} of {total} shown"),
        "reset": t("Show all"),
        "status": t("Status"),
        "unit": t("Lead unit"),
        "place": t("Place"),
        "kind": t("Kind"),
    }


def make_site_tags(portal: Portal, words: Words) -> dict[str, str]:
    """Return the tags of the government site that every page bears; what is not known has none."""
    site = portal.site
    found = {
        "SiteName": words.pick(site, "name") or words.pick(portal, "title"),
        "SiteDomain": urlsplit(site.url).hostname or "",
        "SiteIDCode": site.id_code,
    }
    return {name: text for name, text in found.items() if text}


def _list_footer(portal: Portal, words: Words) -> list[dict[str, str]]:
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


def make_navigation(words: Words, pillars: Iterable[tuple[str, str]], pages: Mapping[str, str]) -> Nav:
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

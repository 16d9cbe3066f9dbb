"""The pages about the data: the files, the data dictionary, and the API with examples that work as they stand."""

from collections.abc import Iterator
from typing import Any

from generator.data.tables import schemas, titles
from generator.language.words import mark
from generator.pages.head import Head, dataset, file_address, page_address
from generator.pages.site import Page, Site
from generator.text.citation import Work, citations
from generator.text.rows import Link, Text
from generator.text.vocabulary import REASONS

NOWHERE = "https://www.example.gov.cn/progress/"  # stands in the examples until the portal knows its own address

EXAMPLES = (
    (
        "curl",
        "curl",
        mark("Fetch one commitment."),
        "curl --fail --silent {base}api/v1/commitments/{example}.json",
    ),
    (
        "Python",
        "python",
        mark("List the commitments that are behind, the furthest first; with the standard library alone."),
        """import json
from urllib.request import urlopen

BASE = "{base}"

with urlopen(BASE + "api/v1/commitments.json") as answer:
    whole = json.load(answer)

late = [c for c in whole["commitments"] if (c["gap_points"] or 0) < 0]
for c in sorted(late, key=lambda c: c["gap_points"]):
    print(f'{{c["commitment_id"]}} {{c["gap_points"]:.1f}} {{c["status"]}} {{c["title_zh"]}}')
""",
    ),
    (
        "pandas",
        "pandas",
        mark("Read the figures as a table; *** is a figure that is not disclosed."),
        """import pandas as pd

BASE = "{base}"

figures = pd.read_csv(BASE + "data/observations.csv", na_values=["***"])
print(figures.groupby("commitment_id")["value"].last())
""",
    ),
    (
        "R",
        "r",
        mark("The same list in R."),
        """library(jsonlite)

base <- "{base}"
whole <- fromJSON(paste0(base, "api/v1/commitments.json"))
late <- subset(whole$commitments, !is.na(gap_points) & gap_points < 0)
late <- late[order(late$gap_points), ]
print(late[, c("commitment_id", "gap_points", "status", "title_zh")])
""",
    ),
)
PROMISES = (
    mark("Within v1 fields are only added; none is renamed, removed or given another meaning. Such a change makes v2."),
    mark("The identifier of a commitment, and with it its addresses, stays the same for the whole plan year."),
    mark("Figures are unrounded: at least 12 significant digits. Shares run from 0 to 1, gaps are percentage points."),
    mark("null is what is not known, never 0, and its reason stands beside it. What is left out was not given."),
    mark("What is withheld is withheld here too: *** in the tables, null in JSON."),
    mark("All files of one build stand on the same as-of date, which each of them names."),
    mark("The same data give the same bytes; datapackage.json holds the hash of each table."),
)


def open_data(site: Site) -> Iterator[Page]:
    """Yield the page of the files and that of the API."""
    t, dated = site.words.t, site.changed_on()
    yield Page("data/", "data", _data(site), Head(changed_on=dated, linked=[_dataset(site)]))
    trail = [Link(Text(t("Data")), "data/")]
    yield Page("data/api/", "api", _api(site), Head(trail=trail, changed_on=dated))


def _dataset(site: Site) -> dict[str, Any]:
    """Describe all data as schema.org does."""
    portal, words = site.progress.dataset.portal, site.words
    kinds = {
        "data/portal.zip": "application/zip",
        "data/portal.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "api/v1/commitments.json": "application/json",
    }
    described = words.t("What the government promised for {year}, and how far each promise has come.", year=portal.year)
    if site.progress.illustrative:
        described = " ".join((described, words.t("Illustrative figures.")))
    changed = site.changed_on()
    return dataset(
        portal,
        words,
        words.pick(portal, "title"),
        described,
        {file_address(portal, words, "data/", path): kind for path, kind in kinds.items()},
        url=page_address(portal, words, "data/", "data/"),
        temporalCoverage=f"{portal.starts_on}/{site.progress.as_of}",
        dateModified=str(changed) if changed else "",
        spatialCoverage=words.pick(portal, "region"),
    )


def _data(site: Site) -> dict[str, Any]:
    data, lang = site.progress.dataset, site.words.lang
    described = []
    for name, table in data.tables.items():
        fields = {field.name: field for field in schemas()[name].fields}
        rows = [
            {
                "name": field.name,
                "title": field.title if lang == "zh" else field.custom["title_en"],
                "type": field.type,
                "required": bool(field.constraints.get("required")),
                "description": field.description if lang == "zh" else field.custom["description_en"],
            }
            for field in fields.values()
        ]
        title = titles()[name][lang != "zh"]
        described.append({"name": name, "title": title, "rows": len(table.rows), "fields": rows})
    portal = data.portal
    work = Work(portal.title_zh, portal.title_en, portal.site.url, released_on=site.released_on)
    return {
        "tables": described,
        "license": portal.license if portal.license.name else None,
        "example": next(iter(site.progress.assessments), ""),
        "citations": citations(portal, work, site.progress.as_of, *site.both),
        "calendars": [
            Link(Text(site.words.t("All commitments")), "calendar.ics"),
            *(Link(site.viewer.text(p, "title"), f"{p.pillar_id}/calendar.ics") for p in site.shown_pillars()),
        ],
    }


def _api(site: Site) -> dict[str, Any]:
    t = site.words.t
    base = site.progress.dataset.portal.site.root or NOWHERE
    example = next(iter(site.progress.assessments), "")
    files = [
        ("api/v1/index.json", t("what there is, the as-of date and the thresholds in force"), "index"),
        ("api/v1/pillars.json", t("counts by status for each pillar, with their denominators"), "pillars"),
        (
            "api/v1/commitments.json",
            t("every commitment with its inputs, shares, gap and status, unrounded"),
            "commitments",
        ),
        (
            f"api/v1/commitments/{example}.json",
            t("one commitment, with its observations, milestones and updates"),
            "commitment",
        ),
    ]
    return {
        "files": [{"path": path, "meaning": meaning, "schema": schema} for path, meaning, schema in files],
        "url": site.progress.dataset.portal.site.url,
        "base": base,
        "examples": [
            {
                "name": name,
                "anchor": anchor,
                "meaning": t(meaning),
                "code": code.format(base=base, example=example),
            }
            for name, anchor, meaning, code in EXAMPLES
        ],
        "promises": [t(promise) for promise in PROMISES],
        "reasons": [(str(reason), t(meaning)) for reason, meaning in REASONS.items()],
    }

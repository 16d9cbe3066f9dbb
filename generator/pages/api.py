"""The page of the API, with examples that work as they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.addresses import API, API_PAGE, DATA
from generator.language.words import mark
from generator.pages.site import Page, Site
from generator.text.rows import Link, Text
from generator.text.vocabulary import REASONS

PLACEHOLDER = "https://www.example.gov.cn/progress/"  # in the examples of a portal that has no address

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


@dataclass(frozen=True, slots=True)
class ApiFile:
    """A file of the API."""

    path: str  # from the root of the site
    meaning: str  # what it holds
    schema: str  # the name of its schema


@dataclass(frozen=True, slots=True)
class ApiExample:
    """An example in one language of programming."""

    name: str  # of the language or tool
    anchor: str  # the identifier of the heading, and the name of the syntax
    meaning: str  # what the example does
    code: str  # the example


@dataclass(frozen=True, slots=True)
class NullReason:
    """A reason for a value that is null."""

    name: str  # in the files
    meaning: str  # in the language of the page


@dataclass(frozen=True, slots=True)
class ApiContext:
    """The API."""

    template: ClassVar[str] = "api.md.j2"
    files: tuple[ApiFile, ...]  # the kinds of file, each by an example
    addressed: bool  # whether the portal has an address of its own
    base: str  # the address in the examples
    examples: tuple[ApiExample, ...]  # in several languages
    promises: tuple[str, ...]  # what stays the same
    reasons: tuple[NullReason, ...]  # all reasons for null


def make_api_page(site: Site) -> Iterator[Page]:
    """Yield the page of the API."""
    trail = (Link(Text(site.words.t("Data")), DATA),)
    yield Page(
        API_PAGE,
        _make_context(site),
        site.make_head(trail=trail),
    )


def _make_context(site: Site) -> ApiContext:
    t, address = site.words.t, site.progress.dataset.portal.site
    base, example = address.root or PLACEHOLDER, next(iter(site.progress.assessments), "")
    return ApiContext(
        files=_list_files(site, example),
        addressed=bool(address.url),
        base=base,
        examples=tuple(
            ApiExample(name, anchor, t(meaning), code.format(base=base, example=example))
            for name, anchor, meaning, code in EXAMPLES
        ),
        promises=tuple(t(promise) for promise in PROMISES),
        reasons=tuple(NullReason(str(reason), t(meaning)) for reason, meaning in REASONS.items()),
    )


def _list_files(site: Site, example: str) -> tuple[ApiFile, ...]:
    t = site.words.t
    return (
        ApiFile(f"{API}index.json", t("what there is, the as-of date and the thresholds in force"), "index"),
        ApiFile(f"{API}pillars.json", t("counts by status for each pillar, with their denominators"), "pillars"),
        ApiFile(
            f"{API}commitments.json",
            t("every commitment with its inputs, shares, gap and status, unrounded"),
            "commitments",
        ),
        ApiFile(f"{API}years.json", t("the plan years with their counts; a closed year has its commitments"), "years"),
        ApiFile(
            f"{API}commitments/{example}.json",
            t("one commitment, with its observations, milestones and updates"),
            "commitment",
        ),
    )

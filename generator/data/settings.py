"""What is not tabular: `portal.yml`, with the identity of the portal, its year and the thresholds in force."""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from stdnum.cn import uscc

from generator.data.bounds import is_address, is_known_year
from generator.data.cells import DATE, NUMBER, display_cell
from generator.data.tree import read_tree
from generator.findings.finding import Finding
from generator.findings.rules.rule import ADDRESS, IDENTITY, YEAR
from generator.language.languages import LANGUAGES
from generator.language.message import Message
from generator.model import Status

FILE = "portal.yml"


YEARS_AFTER = 2  # that a period may end after the plan year: promises are followed up, not for ever


def find_last_end(year: int) -> date:
    """Return the last day on which a reporting period of a plan year may end."""
    return date(year + YEARS_AFTER, 12, 31)


@dataclass(frozen=True, slots=True)
class Bands:
    """Lower edges of the bands of the gap, in percentage points.

    A gap on the edge belongs to the band, except that a gap of exactly `slightly_behind` is already behind
    (the published lamps: 10 to 30 points below is yellow, 30 and more red).
    """

    ahead: Decimal = Decimal(5)
    on_pace: Decimal = Decimal(0)
    slightly_behind: Decimal = Decimal(-10)
    behind: Decimal = Decimal(-30)


@dataclass(frozen=True, slots=True)
class Publisher:
    """The publisher of the portal."""

    name_zh: str = ""
    name_en: str = ""
    contact: str = ""
    feedback_url: str = ""
    credit_code: str = ""


@dataclass(frozen=True, slots=True)
class Host:
    """The site the portal is a part of."""

    name_zh: str = ""
    name_en: str = ""
    url: str = ""
    id_code: str = ""
    icp: str = ""
    police: str = ""

    @property
    def root(self) -> str:
        """The address of the portal with its last slash; "" where it is not known."""
        return self.url.rstrip("/") + "/" if self.url else ""


@dataclass(frozen=True, slots=True)
class License:
    """Terms under which the data may be reused."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """The portal's own word or colour for a status; empty means the usual one."""

    word_zh: str = ""
    word_en: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class Collect:
    """How figures are collected from the units."""

    due_day: int = 5  # of the month after a period, by which units report


@dataclass(frozen=True, slots=True)
class ClosedYear:
    """What belongs to an earlier plan year: the end of its last reporting period, and what was its own then."""

    as_of: date
    title_zh: str = ""
    title_en: str = ""
    summary_zh: str = ""
    summary_en: str = ""
    status: Bands | None = None


@dataclass(frozen=True, slots=True)
class Portal:
    """The settings of one portal, in one plan year: `year` is the current one, `years` holds those that are closed."""

    title_zh: str
    year: int
    title_en: str = ""
    region_zh: str = ""
    region_en: str = ""
    as_of: date | None = None
    publisher: Publisher = Publisher()
    site: Host = Host()
    license: License = License()
    status: Bands = Bands()
    statuses: Mapping[Status, StatusStyle] = field(default_factory=dict)
    languages: tuple[str, ...] = tuple(LANGUAGES)
    stale_after: int = 3  # months before the as-of date after which a figure counts as stale
    releases: tuple[date, ...] = ()  # days announced ahead
    collect: Collect = Collect()
    years: Mapping[int, ClosedYear] = field(default_factory=dict)

    def of_year(self, year: int) -> "Portal":
        """Return the settings in force in a plan year; what a closed one has not of its own, it takes from here."""
        if year == self.year:
            return self
        closed = self.years.get(year) or ClosedYear(date(year, 12, 31))
        return replace(
            self,
            year=year,
            as_of=closed.as_of,
            title_zh=closed.title_zh or self.title_zh,
            title_en=closed.title_en or self.title_en,
            status=closed.status or self.status,
        )

    @property
    def starts_on(self) -> date:
        """The first day of the plan year."""
        return date(self.year, 1, 1)

    @property
    def ends_on(self) -> date:
        """The last day of the plan year: the default due date."""
        return date(self.year, 12, 31)

    @property
    def followed_until(self) -> date:
        """The last day on which a reporting period may end."""
        return find_last_end(self.year)


ADDRESSES = ("site.url", "publisher.feedback_url", "license.url")

SECTIONS: dict[str, type] = {"publisher": Publisher, "site": Host, "license": License, "status": Bands}
YEAR_TEXTS = ("title_zh", "title_en", "summary_zh", "summary_en")
TEXTS = ("title_zh", "title_en", "region_zh", "region_en")
YEAR_FORM = re.compile(r"(19|20|21)[0-9]{2}")
MONTHS = re.compile("[1-9]|[1-5][0-9]|60")
DAY_OF_MONTH = re.compile("[1-9]|[12][0-9]|3[01]")
COLOR = re.compile(r"#[0-9a-fA-F]{6}")


PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
CODES = {
    "publisher.credit_code": Message("a unified social credit code (18 characters with a check digit, GB 32100)"),
    "site.id_code": IDENTITY,
    "site.icp": Message("an ICP record number such as 苏ICP备12345678号-1"),
    "site.police": Message("a public security record number such as 苏公网安备32010002000123号"),
}
ICP = re.compile(PROVINCE + r"ICP备[0-9]{8,10}号(-[0-9]{1,3})?")
POLICE = re.compile(PROVINCE + r"公网安备 ?[1-6][0-9]{13}号")
SITE_CODE = re.compile(r"(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])[0-9]{8}")
LEAST_SIGNS = 3  # a code with fewer different characters was made up


def find_invented_codes(portal: Portal) -> list[tuple[str, str, Message]]:
    """Find identity codes that cannot be real: the setting, what it says, and what it should be.

    A code that is not given is no fault. A release must be refused while there is any.
    """
    given = {
        "publisher.credit_code": portal.publisher.credit_code,
        "site.id_code": portal.site.id_code,
        "site.icp": portal.site.icp,
        "site.police": portal.site.police,
    }
    real: dict[str, Callable[[str], object]] = {
        "publisher.credit_code": lambda code: uscc.is_valid(code) and len(set(code[8:17])) >= LEAST_SIGNS,
        "site.id_code": lambda code: SITE_CODE.fullmatch(code) and len(set(code)) >= LEAST_SIGNS,
        "site.icp": ICP.fullmatch,
        "site.police": POLICE.fullmatch,
    }
    return [(name, code, CODES[name]) for name, code in given.items() if code and not real[name](code)]


def read_portal(folder: Path) -> tuple[Portal | None, list[Finding]]:
    """Read the settings; without an error the portal is never None."""
    path = folder / FILE
    tree = read_tree(path)
    if isinstance(tree, Finding):
        return None, [tree]
    portal, findings = _Reader(str(path), tree.lines).portal(tree.values)
    return (None if tree.repeated else portal), [*findings, *tree.repeated]


class _Reader:
    """Turns the loaded YAML into settings, collecting findings on the way."""

    def __init__(self, file: str, lines: Mapping[str, int]) -> None:
        self.file = file
        self.lines = lines
        self.findings: list[Finding] = []

    def portal(self, raw: Mapping[str, Any]) -> tuple[Portal | None, list[Finding]]:
        known = [
            *TEXTS,
            "year",
            "as_of",
            "languages",
            "stale_after",
            "releases",
            "collect",
            *SECTIONS,
            "statuses",
            "years",
        ]
        self._known(raw, known, "")
        values: dict[str, Any] = {name: self._text(raw.get(name), name) for name in TEXTS}
        if not values["title_zh"]:
            self._wrong("title_zh", "", Message("a title"))
        year = raw.get("year")
        if not isinstance(year, str) or not YEAR_FORM.fullmatch(year):
            self._wrong("year", year, YEAR)
        else:
            values["year"] = int(year)
        if "languages" in raw:
            values["languages"] = self._languages(raw["languages"])
        values["as_of"] = self._date(raw.get("as_of") or None, "as_of")
        values["stale_after"] = self._months(raw.get("stale_after", "3"), "stale_after")
        values["releases"] = self._days(raw.get("releases") or [], "releases")
        if values["as_of"] and "year" in values:
            self._check_period_end(values["as_of"], values["year"])
        values["collect"] = self._collect(raw.get("collect") or {})
        for name, section in SECTIONS.items():
            values[name] = self._section(raw.get(name) or {}, name, section)
        values["statuses"] = self._statuses(raw.get("statuses") or {})
        values["years"] = self._years(raw.get("years") or {}, values.get("year"))
        if self.findings:
            return None, self.findings
        portal = Portal(**values)
        doubts = [
            Finding("invented-code", self.file, self.lines.get(name, 0), name, value, expected)
            for name, value, expected in find_invented_codes(portal)
        ]
        return portal, doubts

    def _check_period_end(self, day: date, year: int, name: str = "as_of") -> None:
        """Check the end of the reporting period: mistyped, it would put every figure out of its time."""
        first, last = date(year, 1, 1), find_last_end(year)
        if not first <= day <= last:
            parts = {"first": str(first), "last": str(last), "year": str(year)}
            self._wrong(name, day, Message("a day from {first} to {last}, as the plan year is {year}", parts))

    def _years(self, raw: Any, current: int | None) -> dict[int, ClosedYear]:
        """Read the closed plan years."""
        years: dict[int, ClosedYear] = {}
        if not isinstance(raw, dict):
            self._wrong("years", raw, Message("a list of settings"))
            return years
        for key, value in raw.items():
            name = f"years.{key}"
            if not YEAR_FORM.fullmatch(str(key)) or (current is not None and int(key) >= current):
                self._wrong(name, key, Message("a year before the plan year"))
            elif not isinstance(value, dict):
                self._wrong(name, value, Message("a list of settings"))
            else:
                years[int(key)] = self._closed_year(value, int(key), name)
        return years

    def _closed_year(self, raw: Mapping[str, Any], year: int, name: str) -> ClosedYear:
        self._known(raw, list(ClosedYear.__dataclass_fields__), f"{name}.")
        texts = {key: self._text(raw[key], f"{name}.{key}") for key in YEAR_TEXTS if key in raw}
        day = self._date(raw.get("as_of") or f"{year}-12-31", f"{name}.as_of") or date(year, 12, 31)
        self._check_period_end(day, year, f"{name}.as_of")
        bands = self._section(raw["status"] or {}, f"{name}.status", Bands) if "status" in raw else None
        return ClosedYear(day, **texts, status=bands)

    def _check_addresses(self, settings: Mapping[str, str]) -> None:
        for name in ADDRESSES:
            text = settings.get(name, "")
            if text and not is_address(text):
                self.findings.append(
                    Finding("address", self.file, self.lines.get(name, 0), name, display_cell(text), ADDRESS)
                )

    def _languages(self, raw: Any) -> tuple[str, ...]:
        """Read the languages of the pages: the first stands at the root of the site, so it is always among them."""
        first = next(iter(LANGUAGES))
        if not isinstance(raw, list) or first not in raw or not all(str(code) in LANGUAGES for code in raw):
            self._wrong("languages", raw, Message("[zh], or [zh, en]"))
            return tuple(LANGUAGES)
        return tuple(code for code in LANGUAGES if code in raw)

    def _section(self, raw: Any, name: str, section: type) -> Any:
        if not isinstance(raw, dict):
            self._wrong(name, raw, Message("a list of settings"))
            return section()
        names = list(section.__dataclass_fields__)  # type: ignore[attr-defined]
        self._known(raw, names, f"{name}.")
        if section is not Bands:
            texts = {key: self._text(raw[key], f"{name}.{key}") for key in names if key in raw}
            self._check_addresses({f"{name}.{key}": text for key, text in texts.items()})
            return section(**texts)
        edges = {}
        for key in names:
            edge = str(raw.get(key, getattr(Bands(), key)))
            if not NUMBER.fullmatch(edge):
                self._wrong(f"{name}.{key}", edge, Message("a number of percentage points"))
                return Bands()
            edges[key] = Decimal(edge)
        if sorted(edges.values(), reverse=True) != list(edges.values()):
            self._wrong(
                name,
                ", ".join(map(str, edges.values())),
                Message("falling numbers: ahead, on_pace, slightly_behind, behind"),
            )
        return Bands(**edges)

    def _collect(self, raw: Any) -> Collect:
        if not isinstance(raw, dict):
            self._wrong("collect", raw, Message("a list of settings"))
            return Collect()
        self._known(raw, list(Collect.__dataclass_fields__), "collect.")
        day = raw.get("due_day", str(Collect().due_day))
        if not isinstance(day, str) or not DAY_OF_MONTH.fullmatch(day):
            self._wrong("collect.due_day", day, Message("a day of the month from 1 to 31"))
            return Collect()
        return Collect(int(day))

    def _statuses(self, raw: Any) -> dict[Status, StatusStyle]:
        styles: dict[Status, StatusStyle] = {}
        if not isinstance(raw, dict):
            self._wrong("statuses", raw, Message("a list of settings"))
            return styles
        self._known(raw, [str(status) for status in Status], "statuses.")
        for key in raw.keys() & set(Status):
            style = self._section(raw[key], f"statuses.{key}", StatusStyle)
            if style.color and not COLOR.fullmatch(style.color):
                self._wrong(f"statuses.{key}.color", style.color, Message("a colour such as #1f6feb"))
            styles[Status(key)] = style
        return styles

    def _known(self, raw: Mapping[str, Any], names: list[str], prefix: str) -> None:
        for key in raw:
            if key not in names:
                near = difflib.get_close_matches(str(key), names, n=1)
                name = f"{prefix}{key}"
                self.findings.append(
                    Finding(
                        "unknown-setting",
                        self.file,
                        self.lines.get(name, 0),
                        name,
                        "",
                        near[0] if near else ", ".join(names),
                    )
                )

    def _date(self, value: Any, name: str) -> date | None:
        if value is None:
            return None
        try:
            if isinstance(value, str) and DATE.fullmatch(value) and is_known_year(int(value[:4])):
                return date.fromisoformat(value)
        except ValueError:  # a day that the calendar does not have
            pass
        self._wrong(name, value, Message("a date such as 2023-09-30"))
        return None

    def _days(self, raw: Any, name: str) -> tuple[date, ...]:
        if not isinstance(raw, list):
            self._wrong(name, raw, Message("a list of days such as [2023-10-16]"))
            return ()
        days = [self._date(value, name) for value in raw]
        return tuple(sorted({day for day in days if day}))

    def _months(self, value: Any, name: str) -> int:
        if isinstance(value, str) and MONTHS.fullmatch(value):
            return int(value)
        self._wrong(name, value, Message("a number of months from 1 to 60"))
        return 1

    def _text(self, value: Any, name: str) -> str:
        if isinstance(value, dict | list):
            self._wrong(name, value, Message("a text"))
        return "" if value is None else " ".join(str(value).split())

    def _wrong(self, name: str, value: object, expected: Message) -> None:
        self.findings.append(
            Finding("setting", self.file, self.lines.get(name, 0), name, "" if value is None else str(value), expected)
        )

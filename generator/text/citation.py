"""Citations of the data: by the national standard (GB/T 7714, in Chinese) and in the style of the APA (in English)."""

from dataclasses import dataclass
from datetime import date

from generator.data.settings import Portal
from generator.language.words import HTML_LANG, Words


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to copy."""

    style: str  # the name of the style
    text: str  # the reference
    lang: str  # the name of its language in HTML


@dataclass(frozen=True, slots=True)
class Work:
    """Data that can be cited: all of a portal, or those of a commitment."""

    title_zh: str
    title_en: str
    url: str = ""  # "" where the address is not known
    changed_on: date | None = None  # the day of the last change, where it is known
    released_on: date | None = None  # the day of the release, where the data are one


def cite(portal: Portal, work: Work, as_of: date, zh: Words, en: Words) -> tuple[Citation, Citation]:
    """Return the citations of a work as it stood at the end of the reporting period.

    The day of citing is left to the reader; a day of change that is not known is left out.
    """
    return (
        Citation("GB/T 7714", _cite_national(portal, work, as_of, zh), HTML_LANG["zh"]),
        Citation("APA", _cite_apa(portal, work, as_of, en), HTML_LANG["en"]),
    )


def _cite_national(portal: Portal, work: Work, as_of: date, words: Words) -> str:
    own = [work.title_zh, portal.title_zh] if work.title_zh != portal.title_zh else [work.title_zh]
    title = ": ".join([*own, _write_edition(words, work, as_of)])
    day = work.released_on or work.changed_on
    changed = f"({day.isoformat()})" if day else ""
    cited = words.t("day of citing")
    return _join(portal.publisher.name_zh or portal.region_zh, f"{title}[DS/OL]", f"{changed}[{cited}]", work.url)


def _cite_apa(portal: Portal, work: Work, as_of: date, words: Words) -> str:
    publisher = words.pick(portal.publisher, "name") or words.pick(portal, "region")
    day, title, own = work.released_on or work.changed_on, work.title_en or work.title_zh, words.pick(portal, "title")
    when = f"({day.year}, {words.month_and_day(day)})" if day else f"({as_of.year})"
    return _join(
        publisher,
        when,
        f"{title} ({_write_edition(words, work, as_of)}) [Data set]",
        "" if own == title else own,
        work.url,
    )


def _write_edition(words: Words, work: Work, as_of: date) -> str:
    """Return the period that the data are about, and their release where they are one."""
    period = words.t("data to {day}", day=words.date(as_of))
    if not work.released_on:
        return period
    release = words.t("release of {day}", day=words.date(work.released_on))
    return words.t("{period}, {release}", period=period, release=release)


def _join(*parts: str) -> str:
    """Join the parts that are not empty; an address has no full stop after it, so that it can be copied."""
    given = [part for part in parts if part]
    return ". ".join(given) + ("" if parts[-1] else ".")

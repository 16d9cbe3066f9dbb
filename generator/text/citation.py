"""How the data are cited: by the national standard (GB/T 7714, in Chinese) and in the style of the APA (in English)."""

from dataclasses import dataclass
from datetime import date

from generator.data.settings import Portal
from generator.language.words import HTML_LANG, Words


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to copy: the style, the text, and the language it is in."""

    style: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited: its title in both languages, its address ("" where it is not known), when it last changed.

    `released_on` is the day of the release that the data are, where they are one.
    """

    title_zh: str
    title_en: str
    url: str = ""
    changed_on: date | None = None
    released_on: date | None = None


def citations(portal: Portal, work: Work, as_of: date, zh: Words, en: Words) -> tuple[Citation, Citation]:
    """Cite a work as it stood at the end of the reporting period, in the words of both languages.

    The reader fills in the day of citing, which nobody else can know; a day of change that is not known is left out.
    """
    return (
        Citation("GB/T 7714", _national(portal, work, as_of, zh), HTML_LANG["zh"]),
        Citation("APA", _apa(portal, work, as_of, en), HTML_LANG["en"]),
    )


def _national(portal: Portal, work: Work, as_of: date, words: Words) -> str:
    own = [work.title_zh, portal.title_zh] if work.title_zh != portal.title_zh else [work.title_zh]
    title = ": ".join([*own, _edition(words, work, as_of)])
    day = work.released_on or work.changed_on
    changed = f"({day.isoformat()})" if day else ""
    cited = words.t("day of citing")
    return _sentence(portal.publisher.name_zh or portal.region_zh, f"{title}[DS/OL]", f"{changed}[{cited}]", work.url)


def _apa(portal: Portal, work: Work, as_of: date, words: Words) -> str:
    publisher = words.pick(portal.publisher, "name") or words.pick(portal, "region")
    day, title, own = work.released_on or work.changed_on, work.title_en or work.title_zh, words.pick(portal, "title")
    when = f"({day.year}, {words.month_and_day(day)})" if day else f"({as_of.year})"
    return _sentence(
        publisher, when, f"{title} ({_edition(words, work, as_of)}) [Data set]", "" if own == title else own, work.url
    )


def _edition(words: Words, work: Work, as_of: date) -> str:
    """Say which data these are: the period they are about, and the release they are."""
    period = words.t("data to {day}", day=words.date(as_of))
    if not work.released_on:
        return period
    release = words.t("release of {day}", day=words.date(work.released_on))
    return words.t("{period}, {release}", period=period, release=release)


def _sentence(*parts: str) -> str:
    """Join the parts that there are; an address ends without a full stop, so that it can be copied."""
    given = [part for part in parts if part]
    return ". ".join(given) + ("" if parts[-1] else ".")

"""The languages of the pages: a catalogue, an entry here and a folder of default pages make a new one."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """How a language is named and written.

    `code` names its catalogue, its folder of pages and its root below the site; `columns` are the endings of bilingual
    columns it reads, the first that is filled in. `cjk`: no space between sentences or before a unit, and large figures
    in ten thousands. `html` is what HTML names it, `iso` its code of ISO 639-3; the others are Babel's: a locale, and
    patterns of dates.
    """

    code: str
    name: str
    locale: str
    html: str
    iso: str
    columns: tuple[str, ...]
    cjk: bool
    day: str
    month_and_day: str
    month: str
    short_month: str


CHINESE = Language("zh", "中文", "zh_CN", "zh-CN", "ZHO", ("zh",), True, "y年M月d日", "M月d日", "y年M月", "M月")
ENGLISH = Language("en", "English", "en_GB", "en-GB", "ENG", ("en", "zh"), False, "d MMMM y", "MMMM d", "MMMM y", "MMM")
LANGUAGES: Mapping[str, Language] = {language.code: language for language in (CHINESE, ENGLISH)}

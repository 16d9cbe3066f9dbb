"""Words, figures and dates in the reader's language.

English is written in the code and templates; `locale/<language>/LC_MESSAGES/portal.po` holds every other language.
Babel reads the catalogue as it is, so nothing is compiled or committed twice.
"""

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from generator.language.languages import LANGUAGES
from generator.model import Period, PeriodForm
from generator.paths import CATALOGUES

HTML_LANG: Mapping[str, str] = {code: language.html for code, language in LANGUAGES.items()}
MINUS = "\u2212"
MOST_DIGITS = 200  # of a figure that is computed from exact ones; those that are typed have 15 at most


def mark(text: str) -> str:
    """Mark a text for the catalogue where it is defined; it is looked up where it is shown."""
    return text


def _load_catalogue(lang: str) -> NullTranslations:
    path = CATALOGUES / lang / "LC_MESSAGES" / "portal.po"
    if not path.exists():  # English: the texts themselves
        return NullTranslations()
    return _compile_catalogue(path.read_bytes(), LANGUAGES[lang].locale)


@lru_cache(maxsize=4)  # by its content: a preview runs on while someone edits it
def _compile_catalogue(catalogue: bytes, locale: str) -> NullTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(catalogue), locale=locale))
    compiled.seek(0)
    return Translations(compiled)


def round_half_up(value: Fraction | Decimal, decimals: int) -> Decimal:
    """Round half up, as published tables do (四舍五入), from the exact value."""
    numerator, denominator = value.as_integer_ratio()
    digits = (2 * abs(numerator) * 10**decimals + denominator) // (2 * denominator)  # the whole part of x + ½
    return Decimal(f"{'-' if numerator < 0 and digits else ''}{digits}e-{decimals}")


_locale = cache(Locale.parse)  # Babel takes a name as well, and then looks for its file each time


@cache  # the same days stand on page after page
def _format_day(day: dt.date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=_locale(locale))


@lru_cache(maxsize=65_536)
def _format_figure(figure: str, pattern: str, locale: str) -> str:
    with localcontext(prec=MOST_DIGITS):
        return format_decimal(Decimal(figure), pattern, locale=_locale(locale)).replace("-", MINUS)


class Words:
    """One language: its messages, and how it writes figures, dates and periods."""

    def __init__(self, lang: str) -> None:
        """Take one of `LANGUAGES`."""
        self.lang = lang
        self.language = LANGUAGES[lang]
        self.locale = self.language.locale
        self.root = "" if lang == next(iter(LANGUAGES)) else f"{lang}/"  # where its pages stand, from the site's root
        self._catalogue = _load_catalogue(lang)

    def t(self, message: str, /, **parts: object) -> str:
        """Return the message in this language, with its `{parts}` filled in."""
        text: str = self._catalogue.ugettext(message)
        return text.format_map(parts) if parts else text

    def n(self, one: str, many: str, count: int, /, **parts: object) -> str:
        """Return the message in the number that fits `count`, which fills `{count}`."""
        text: str = self._catalogue.ungettext(one, many, count)
        return text.format_map({"count": self.number(Decimal(count)), **parts})

    def pick(self, thing: object, name: str) -> str:
        """Return a bilingual field of a record: this language's, or the Chinese where there is no other."""
        found = (getattr(thing, f"{name}_{column}") for column in self.language.columns)
        return str(next(filter(None, found), ""))

    def choose(self, **texts: str) -> str:
        """Return the text of this language, each given by the ending of its column."""
        return next(filter(None, (texts.get(column, "") for column in self.language.columns)), "")

    def lang_of(self, thing: object, name: str) -> str | None:
        """Return the language of what `pick` returns as HTML names it; None where it is the page's own."""
        for column in self.language.columns:
            if getattr(thing, f"{name}_{column}"):
                return None if column == self.lang else HTML_LANG[column]
        return None

    def sentences(self, parts: Iterable[str]) -> str:
        """Put whole sentences one after the other; Chinese has no space between them."""
        return ("" if self.language.cjk else " ").join(parts)

    def tick(self, value: Decimal) -> str:
        """Write a round figure for an axis: 5,000, and in Chinese 1.5万, 3亿."""
        if self.language.cjk:
            for unit, size in (("亿", 10**8), ("万", 10**4)):
                if abs(value) >= size and value * 100 % size == 0:
                    return self.number((value / size).normalize()) + unit
        return self.number(value.normalize())

    def number(self, value: Decimal) -> str:
        """Write a figure with every digit it was given."""
        exponent = value.as_tuple().exponent
        return self.decimal(value, max(0, -exponent) if isinstance(exponent, int) else 0)

    def decimal(self, value: Fraction | Decimal, decimals: int) -> str:
        """Write a computed figure with a fixed number of decimals."""
        pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
        return _format_figure(str(round_half_up(value, decimals)), pattern, self.locale)

    def percent(self, share: Fraction, decimals: int = 1) -> str:
        """Write a share (0 to 1) in percent."""
        return self.decimal(share * 100, decimals) + "%"

    def points(self, gap: Fraction, decimals: int = 1) -> str:
        """Write a gap (a difference of shares) in percentage points, with its sign."""
        return self.signed(round_half_up(gap * 100, decimals))

    def signed(self, value: Decimal) -> str:
        """Write a figure with its sign; 0 has none."""
        sign = "+" if value > 0 else MINUS if value < 0 else ""
        return sign + self.number(abs(value))

    def date(self, day: dt.date) -> str:
        """Write a day in full: 2023年9月30日, 30 September 2023."""
        return _format_day(day, self.language.day, self.locale)

    def month_and_day(self, day: dt.date) -> str:
        """Write a day without its year: 9月30日, September 30."""
        return _format_day(day, self.language.month_and_day, self.locale)

    def month(self, day: dt.date) -> str:
        """Write a month: 2023年9月, September 2023."""
        return _format_day(day, self.language.month, self.locale)

    def short_month(self, day: dt.date) -> str:
        """Write a month for an axis: 9月, Sep."""
        return _format_day(day, self.language.short_month, self.locale)

    def period(self, period: Period) -> str:
        """Write a reference period in words."""
        year = str(period.start.year)
        match period.form:
            case PeriodForm.YEAR:
                return self.t("the year {year}", year=year)
            case PeriodForm.HALF if period.start.month == 1:
                return self.t("first half of {year}", year=year)
            case PeriodForm.HALF:
                return self.t("second half of {year}", year=year)
            case PeriodForm.QUARTER:
                names: Mapping[int, str] = {
                    1: self.t("first quarter of {year}", year=year),
                    4: self.t("second quarter of {year}", year=year),
                    7: self.t("third quarter of {year}", year=year),
                    10: self.t("fourth quarter of {year}", year=year),
                }
                return names[period.start.month]
            case PeriodForm.MONTHS:
                return self.t("January and February {year}", year=year)
            case PeriodForm.MONTH:
                return self.month(period.start)
            case PeriodForm.DAY:
                return self.t("to {day}", day=self.date(period.end))

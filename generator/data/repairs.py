"""Cells that are right but written otherwise: the one form they can only mean, or what they seem to come from.

A repair never guesses: there is one only where a text can mean one thing alone, such as １２ or 2023/7/15. What could
mean two things, such as 12,5 or 1.2万, is reported with what to write, and left to the office.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from generator.findings.personal import PLAIN
from generator.language.message import Message

Suspicion = tuple[str, str | Message]  # the rule it breaks, and what to write

MONTH_WORDS = Message("the year and the month, such as 2023-07")
FIRST_SERIAL, LAST_SERIAL = 36526, 55153  # Excel's days of 2000-01-01 and 2050-12-31
EXCEL_ORIGIN = date(1899, 12, 30)  # Excel counts a 29 February 1900 that never was
FACTORS = {"万": Decimal("1E4"), "亿": Decimal("1E8")}
WIDE = PLAIN | {ord("＊"): "*", ord("。"): ".", ord("—"): "-", ord("～"): "~", ord("≥"): ">=", ord("≤"): "<="}
SEPARATORS = ";,、 "  # left behind a cell where a list, or a row, was split
ZERO_WIDTH = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # shows nothing, and means nothing in a cell

EXCEL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|#+)")
SHORTENED = re.compile(r"[+-]?[0-9](\.[0-9]+)?[eE][+-]?[0-9]+")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
WITH_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
WITH_UNIT = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)\s*((?:%|[^\x00-\x7f])[^\s0-9]*)")  # a unit is % or in Chinese
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?( 0?0:00(:00)?)?|([0-9]{4})([0-9]{2})([0-9]{2})")
YEAR = re.compile(r"([0-9]{4})年")
HALF = re.compile(r"([0-9]{4})[-年]?(?:[hH]([12])|([上下])半年)")
QUARTER = re.compile(r"([0-9]{4})[-年]?(?:[qQ]([1-4])|第?([一二三四1-4])季度)")
MONTH = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})|\.?([0-9]{2})|年([0-9]{1,2})月份?)")
RANGE = re.compile(r"([0-9]{4})年?[-.]?0?1月?[-~至到]([0-9]{1,2})月份?")
QUARTERS = re.compile(r"([0-9]{4})年?前([二三123])个?季度")
EXCEL_MONTH = re.compile(r"[0-9]{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-[0-9]{2}|[0-9]{1,2}月-[0-9]{2}|[0-9]{2}-[0-9]{1,2}月")
NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}


def normalize_cell(text: str, form: str) -> str:
    """Write a cell in the form of the tables, where it can mean one thing alone; "" where it could mean two.

    `form` is number, integer, date, period, identifier or address.
    """
    return FORMS[form](text.translate(WIDE).strip().rstrip(SEPARATORS))


def suspect(text: str, form: str) -> Suspicion | None:
    """Return what a faulty number, date or period seems to be; None where it is like nothing known."""
    plain = text.translate(WIDE).strip()
    if form in ("number", "integer"):
        return _number_suspicion(plain)
    if form == "period":
        if match := RANGE.fullmatch(plain):
            return "period-range", _write_month(match[1], match[2])
        if match := QUARTERS.fullmatch(plain):
            return "period-range", f"{match[1]}-Q{NUMERALS.get(match[2], match[2])}"
        if EXCEL_MONTH.fullmatch(plain):
            return "excel-date", MONTH_WORDS
        if day := _write_day(plain):
            return "excel-date", f"{day[:7]} / {day}"
    if plain.isdecimal() and len(plain) == 5 and FIRST_SERIAL <= int(plain) <= LAST_SERIAL:
        return "excel-serial", str(EXCEL_ORIGIN + timedelta(days=int(plain)))
    return None


def remove_unseen(text: str) -> str:
    """Return the text without the characters that have neither width nor meaning."""
    return ZERO_WIDTH.sub("", text)


def normalize_identifier(text: str) -> str:
    """Return what an identifier is when case, width, marks between and leading zeros do not count: gr－1 is GR-01."""
    parts = re.findall(r"[a-z]+|[0-9]+", text.translate(WIDE).casefold())
    return "-".join(part.lstrip("0") or "0" if part.isdecimal() else part for part in parts)


def _number_suspicion(plain: str) -> Suspicion | None:
    if SHORTENED.fullmatch(plain):
        return "excel-shortened", ""
    if GROUPED.fullmatch(plain):
        return "comma-in-number", plain.replace(",", "")
    if WITH_COMMA.fullmatch(plain):
        return "comma-in-number", plain.replace(",", ".")
    if match := WITH_UNIT.fullmatch(plain):
        number, unit = match[1], match[2]
        if unit[0] not in FACTORS:
            return "number-with-unit", number
        return "number-with-unit", f"{number} / {Decimal(number) * FACTORS[unit[0]]:f}"
    return None


def _write_number(plain: str) -> str:
    plain = plain.removeprefix("'")  # how Excel marks a number typed as text
    if re.fullmatch(r"[+-]?\.[0-9]+", plain):
        return plain.replace(".", "0.")
    if re.fullmatch(r"[+-]?[0-9]+\.", plain):
        return plain[:-1]
    if GROUPED.fullmatch(plain) and plain.count(",") > 1:  # one comma alone may stand for a decimal point
        return plain.replace(",", "")
    return plain


def _write_day(plain: str) -> str:
    match = DAY.fullmatch(plain)
    if not match:
        return ""
    year, month, day = match.group(1, 2, 3) if match[1] else match.group(6, 7, 8)
    try:
        return str(date(int(year), int(month), int(day)))
    except ValueError:
        return ""


def _write_month(year: str, month: str) -> str:
    return f"{year}-{int(month):02}" if 1 <= int(month) <= 12 else ""


def _write_period(plain: str) -> str:
    """Write a period; a first day of a month with slashes is what Excel makes of the month, so it is left alone."""
    if match := YEAR.fullmatch(plain):
        return match[1]
    if match := HALF.fullmatch(plain):
        return f"{match[1]}-H{match[2] or NUMERALS[match[3]]}"
    if match := QUARTER.fullmatch(plain):
        return f"{match[1]}-Q{match[2] or NUMERALS.get(match[3], match[3])}"
    if (match := RANGE.fullmatch(plain)) and "月" in plain and int(match[2]) == 2:
        return f"{match[1]}-01..02"
    if match := MONTH.fullmatch(plain):
        return _write_month(match[1], match[2] or match[3] or match[4])
    day = "" if ":" in plain else _write_day(plain)
    return "" if day.endswith("-01") else day


FORMS: Mapping[str, Callable[[str], str]] = {
    "number": _write_number,
    "integer": _write_number,
    "date": _write_day,
    "period": _write_period,
    "identifier": lambda plain: plain,
    "address": lambda plain: plain,
}

"""Figures, dates and periods in the reader's language, and a catalogue that leaves no message untranslated."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from generator.language.words import Words, round_half_up
from generator.model import Period

GENERATOR = Path(__file__).resolve().parents[1] / "generator"
CHINESE = GENERATOR / "locale" / "zh" / "LC_MESSAGES" / "portal.po"
KEYWORDS = {"t": None, "mark": None, "n": (1, 2), "Message": None, "Counted": (1, 2)}
EN, ZH = Words("en"), Words("zh")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(5, 2), 0, "3"),  # half to even would give 2
        (Fraction(-5, 2), 0, "-3"),  # away from zero, as 四舍五入 does
        (Decimal("0.125"), 2, "0.13"),  # half to even would give 0.12
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(2, 3), 1, "0.7"),
        (Decimal("2.345"), 2, "2.35"),  # a float holds 2.34499…
        (Fraction(29, 200), 2, "0.15"),  # 0.145
    ],
)
def test_rounding_is_half_up_from_the_exact_value(value: Fraction, decimals: int, text: str) -> None:
    assert round_half_up(value, decimals) == Decimal(text)


def test_rounding_happens_once() -> None:
    # 0.4449… is 0.4 to one decimal; by way of 0.45 it would be 0.5
    assert round_half_up(Fraction(4499, 10000), 1) == Decimal("0.4")


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [
        (Fraction(11, 12), 1, "91.7%"),
        (Fraction(5, 8), 1, "62.5%"),
        (Fraction(1), 0, "100%"),
        (Fraction(469, 100), 1, "469.0%"),
        (Fraction(6290, 6474), 2, "97.16%"),  # 0.97158…
        (Fraction(-1, 8), 1, "\u221212.5%"),
        (Fraction(25), 0, "2,500%"),
    ],
)
def test_a_share_is_written_in_percent(share: Fraction, decimals: int, text: str) -> None:
    assert EN.percent(share, decimals) == text
    assert ZH.percent(share, decimals) == text


@pytest.mark.parametrize(
    ("gap", "text"),
    [
        (Fraction(138, 1000), "+13.8"),
        (Fraction(-136, 10000), "\u22121.4"),
        (Fraction(0), "0.0"),
        (Fraction(4, 10000), "0.0"),  # +0.04 points shows as no gap, without a sign
        (Fraction(-4, 10000), "0.0"),  # and so does −0.04: there is no negative zero
        (Fraction(5, 10000), "+0.1"),
        (Fraction(-5, 10000), "\u22120.1"),
    ],
)
def test_a_gap_is_written_in_points_with_its_sign(gap: Fraction, text: str) -> None:
    assert EN.points(gap) == text
    assert ZH.points(gap) == text


@pytest.mark.parametrize(("typed", "text"), [("1234567.25", "1,234,567.25"), ("-3", "\u22123"), ("0.0001", "0.0001")])
def test_a_figure_keeps_its_digits(typed: str, text: str) -> None:
    assert EN.number(Decimal(typed)) == text


def test_a_figure_keeps_the_zeros_it_was_given() -> None:
    assert EN.number(Decimal("12.50")) == "12.50"  # 629.0 was measured to one decimal, 629 was not
    assert ZH.number(Decimal("629.0")) == "629.0"


def test_dates_are_written_as_each_language_does() -> None:
    day = date(2023, 9, 5)
    assert (ZH.date(day), EN.date(day)) == ("2023年9月5日", "5 September 2023")
    assert (ZH.month(day), EN.month(day)) == ("2023年9月", "September 2023")
    assert ZH.short_month(day) == "9月"
    assert EN.short_month(date(2023, 2, 1)) == "Feb"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2023", "2023年", "the year 2023"),
        ("2023-H1", "2023年上半年", "first half of 2023"),
        ("2023-H2", "2023年下半年", "second half of 2023"),
        ("2023-Q1", "2023年一季度", "first quarter of 2023"),
        ("2023-Q2", "2023年二季度", "second quarter of 2023"),
        ("2023-Q3", "2023年三季度", "third quarter of 2023"),
        ("2023-Q4", "2023年四季度", "fourth quarter of 2023"),
        ("2023-07", "2023年7月", "July 2023"),
        ("2023-01..02", "2023年1—2月", "January and February 2023"),
    ],
)
def test_a_period_is_written_in_words(text: str, zh: str, en: str) -> None:
    assert EN.period(Period.parse(text)) == en
    assert ZH.period(Period.parse(text)).replace("第", "").replace("年全年", "年") == zh


def test_a_day_form_reads_as_through_that_day() -> None:
    assert EN.period(Period.parse("2023-08-15")) == "to 15 August 2023"
    chinese = ZH.period(Period.parse("2023-08-15"))
    assert "2023年8月15日" in chinese
    assert chinese != "2023年8月15日"  # it says 截至 or 至, not "on"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-H2", date(2023, 7, 1), date(2023, 12, 31)),
        ("2023-Q3", date(2023, 7, 1), date(2023, 9, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-01..02", date(2024, 1, 1), date(2024, 2, 29)),
        ("2023-07-15", date(2023, 7, 15), date(2023, 7, 15)),
    ],
)
def test_a_period_means_through_its_last_day(text: str, start: date, end: date) -> None:
    period = Period.parse(text)
    assert (period.start, period.end) == (start, end)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    assert CHINESE.exists(), f"the Chinese catalogue is missing: {CHINESE}"
    with CHINESE.open("rb") as file:
        return read_po(file, locale="zh_CN")


def messages() -> dict[str | tuple[str, ...], str]:
    """Every message of the code and the templates, with a place where it stands."""
    methods = [("**.py", "python"), ("templates/**", "jinja2")]
    options = {"templates/**": {"silent": "false"}}
    found = extract_from_dir(GENERATOR, methods, options, KEYWORDS, directory_filter=lambda _: True)
    return {message: f"{file}:{line}" for file, line, message, _, _ in found}


def placeholders(*texts: str) -> set[str]:
    return {name for text in texts for name in re.findall(r"\{(\w+)\}", text)}


def translations(entry: Message) -> tuple[str, ...]:
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)


def test_every_message_stands_in_the_chinese_catalogue(catalogue: Catalog) -> None:
    found = messages()
    assert found
    missing = {}
    for message, place in found.items():
        entry = catalogue.get(message)
        # a message with a plural is not found as one without, nor the other way round, by Python 3.11.2
        fits = entry is not None and entry.pluralizable == isinstance(message, tuple)
        if entry is None or not fits or entry.fuzzy or not all(translations(entry)):
            missing[place] = message
    assert not missing


def test_a_translation_fills_in_the_same_parts(catalogue: Catalog) -> None:
    wrong = []
    for message in messages():
        entry = catalogue.get(message)
        if entry is None:
            continue
        texts = (message,) if isinstance(message, str) else message
        # a plural's two forms may differ in {count}; what is filled in is all that either names
        if placeholders(*translations(entry)) != placeholders(*texts):
            wrong.append(message)
    assert not wrong

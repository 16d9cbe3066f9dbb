"""A repair is given where a text can mean one thing alone; what could mean two is told, never chosen."""

import pytest

from generator.data.repairs import normalize_cell, normalize_identifier, remove_unseen, suspect


@pytest.mark.parametrize(
    ("text", "form", "usual"),
    [
        ("１２．５", "number", "12.5"),
        ("－３", "number", "-3"),
        ("−3", "number", "-3"),  # the minus sign of typesetting
        ("1,234,567.8", "number", "1234567.8"),
        ("＊＊＊", "number", "***"),
        (".5", "number", "0.5"),
        ("-.5", "number", "-0.5"),
        ("5.", "number", "5"),
        ("50;", "number", "50"),
        ("50，", "number", "50"),
        ("2023-07、", "period", "2023-07"),
        ("GR-10；", "identifier", "GR-10"),
        ("2023/7/5", "date", "2023-07-05"),
        ("２０２３年７月５日", "date", "2023-07-05"),
        ("20230705", "date", "2023-07-05"),
        ("2023-7-5 00:00:00", "date", "2023-07-05"),
        ("2023/2/30", "date", ""),  # no such day
        ("5/7/2023", "date", ""),  # the fifth of July, or the seventh of May
        ("2023年7月", "period", "2023-07"),
        ("202307", "period", "2023-07"),
        ("2023.07", "period", "2023-07"),
        ("2023.1", "period", ""),  # January, or October after a spreadsheet has dropped the zero
        ("2023/7/1", "period", ""),  # that day, or what a spreadsheet has made of July
        ("2023年三季度", "period", "2023-Q3"),
        ("2023第2季度", "period", "2023-Q2"),
        ("2023年下半年", "period", "2023-H2"),
        ("2023/7/15", "period", "2023-07-15"),
        ("2023年1—2月", "period", "2023-01..02"),
        ("2023年1-2月份", "period", "2023-01..02"),
        ("2023年1-3月", "period", ""),
        ("2023年13月", "period", ""),
        ("年累计", "period", ""),
    ],
)
def test_a_text_that_can_mean_one_thing_alone_has_a_usual_form(text: str, form: str, usual: str) -> None:
    assert normalize_cell(text, form) == usual


@pytest.mark.parametrize("text", ["12,5", "1,234", "1.2万", "85%", "约50", "50-60", "1e3", "5o", "12²", "½"])
def test_a_number_that_could_be_another_is_not_repaired(text: str) -> None:
    assert normalize_cell(text, "number") in ("", text)


@pytest.mark.parametrize(
    ("text", "form", "rule", "expected"),
    [
        ("12,5", "number", "comma-in-number", "12.5"),
        ("1,234", "number", "comma-in-number", "1234"),
        ("1.2万", "number", "number-with-unit", "1.2 / 12000"),
        ("45.7亿元", "number", "number-with-unit", "45.7 / 4570000000"),
        ("0.00012亿", "number", "number-with-unit", "0.00012 / 12000"),
        ("85％", "number", "number-with-unit", "85"),
        ("1.2E+08", "number", "excel-shortened", ""),
        ("45200", "date", "excel-serial", "2023-10-01"),  # day 45,200 where 1 January 1900 is day 1
        ("45200", "period", "excel-serial", "2023-10-01"),
        ("2023年1-11月", "period", "period-range", "2023-11"),
        ("2023年前二季度", "period", "period-range", "2023-Q2"),
        ("2023/7/1", "period", "excel-date", "2023-07 / 2023-07-01"),
    ],
)
def test_what_a_fault_seems_to_be_is_told(text: str, form: str, rule: str, expected: str) -> None:
    assert suspect(text, form) == (rule, expected)


@pytest.mark.parametrize("text", ["45200", "五十", "-", "1.2.3", "万"])
def test_nothing_is_suspected_without_a_sign_of_it(text: str) -> None:
    assert suspect(text, "number") is None


def test_identifiers_are_alike_when_only_case_width_marks_and_zeros_differ() -> None:
    assert len({normalize_identifier(text) for text in ("GR-01", "gr-1", "ＧＲ－０１", "GR_001", "gr01")}) == 1
    assert normalize_identifier("GR-10") != normalize_identifier("GR-1")
    assert normalize_identifier("GR-0") != normalize_identifier("GR")


def test_only_what_shows_nothing_is_taken_out() -> None:
    assert remove_unseen("进\u200b展\ufeff，\u202e好") == "进展，好"
    assert remove_unseen("两\x0b行") == "两\x0b行"  # a line break of a word processor is left to people

"""What is written well and still cannot be meant: addresses, formulas, years, digits."""

import pytest

from generator.data.bounds import has_too_many_digits, is_address, is_formula


@pytest.mark.parametrize(
    "text",
    [
        "https://www.example.gov.cn",
        "http://10.0.0.8:8080/xxgk/",
        "https://[2001:db8::1]/",
        "https://例子.中国/报告?页=2&栏=b#末",
        "http://oa/",
        "https://www.example.gov.cn/a@b/(c);d=e,f*g!~",
    ],
)
def test_a_whole_address_of_the_web_may_be_linked(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "mailto:xxgk@example.gov.cn",
        "//www.example.gov.cn/",
        "www.example.gov.cn",
        "https://",
        "https:///a",
        "http:www.example.gov.cn",
        "https://www.example.gov.cn/a b",
        "https://www.example.gov.cn/\ta",
        "https://www.example.gov.cn/\n",
        "https://www.example.gov.cn/\x7f",
        "https://www.example.gov.cn/\u202eng.og",
        'https://www.example.gov.cn/" onload="alert(1)',
        "https://www.example.gov.cn/'x",
        "https://www.example.gov.cn/“x”",
        "https://www.example.gov.cn/<b>",
        "https://www.example.gov.cn\\@evil.example/",
        "https://www.example.gov.cn@evil.example/",
        "https://www.example.gov.cn:port/",
        " https://www.example.gov.cn",
        "javascript:alert(1)//https://www.example.gov.cn",
    ],
)
def test_what_would_end_a_link_or_lead_elsewhere_is_no_address(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("https://evil.example")',
        "@SUM(1+1)",
        "＝1+1",
        "＠SUM(1)",
        "+HYPERLINK(x)",
        "-SUM(A1)",
        "- 完成立项",  # a spreadsheet looks for a name 完成立项
        "+(1)",
        "-{1}",
        "--1",
        "+@SUM(1)",
        "-2+3+cmd|' /C calc'!D2",
        "+1+Sheet1!A1",
        "-1-WEBSERVICE(x)",
        "-1\n+cmd|'x'!A1",
    ],
)
def test_what_a_spreadsheet_would_compute_is_a_formula(text: str) -> None:
    assert is_formula(text)


@pytest.mark.parametrize(
    "text",
    [
        "-4.2",
        "+5",
        "-5℃以下",
        "-5℃以下（不含）",
        "-3%(同比)",
        "+86 514 8888 0000",
        "+86-514-88880000",
        "—",
        "——已完成",
        "-",
        "…",
        "*亿元以上",
        "约=5",
        "a@example.gov.cn",
        "5-10",
        "'=1+1",
        "≥60%",
    ],
)
def test_what_is_only_like_a_formula_is_a_text(text: str) -> None:
    assert not is_formula(text)


@pytest.mark.parametrize("text", ["123456789012345", "-12345678901234.5", "0000000000000000012.5", "0.000000000000001"])
def test_fifteen_digits_are_kept(text: str) -> None:
    assert not has_too_many_digits(text)


@pytest.mark.parametrize("text", ["1234567890123456", "0.1234567890123456", "9" * 5000, "0." + "0" * 400 + "1"])
def test_sixteen_digits_are_not(text: str) -> None:
    assert has_too_many_digits(text)

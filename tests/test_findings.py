"""A finding says what is wrong and how to mend it, to people and to programs."""

import json
import re
from datetime import date

import jsonschema
import pytest
from conftest import ROOT
from test_tables import WRITTEN_HERE

from generator.checks.check import check_folder
from generator.findings.finding import Finding, as_github, as_json, has_errors, sort_findings
from generator.findings.rules import DATA_RULES
from generator.findings.rules.rule import Severity
from generator.language.message import Message
from generator.language.words import Words

EN, ZH = Words("en"), Words("zh")


@pytest.mark.parametrize("rule", DATA_RULES)
@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
def test_every_rule_says_what_is_wrong_and_how_to_mend_it(rule: str, words: Words) -> None:
    finding = Finding(rule, "a.csv", 2, "value", "x{y}", "z")
    for text in (finding.message(words), finding.advice(words)):
        assert text
        assert not re.search(r"\{(file|column|value|expected)\}", text)


def test_findings_stand_as_an_editor_walks_through_them() -> None:
    found = [
        Finding("cumulative-falls", "a.csv", 1),
        Finding("required", "b.csv", 1),
        Finding("required", "a.csv", 10),
        Finding("required", "a.csv", 9, "b"),
        Finding("required", "a.csv", 9, "a"),
    ]
    ordered = [(f.severity, f.file, f.line, f.column) for f in sort_findings(found)]
    assert ordered == [
        (Severity.ERROR, "a.csv", 9, "a"),
        (Severity.ERROR, "a.csv", 9, "b"),
        (Severity.ERROR, "a.csv", 10, ""),
        (Severity.ERROR, "b.csv", 1, ""),
        (Severity.WARNING, "a.csv", 1, ""),
    ]


def test_only_an_error_keeps_the_data_back() -> None:
    assert not has_errors([Finding("cumulative-falls", "a.csv")])
    assert has_errors([Finding("cumulative-falls", "a.csv"), Finding("required", "a.csv")])


def test_programs_get_the_same_as_people() -> None:
    (entry,) = json.loads(as_json([Finding("not-a-number", "a.csv", 3, "value", "十二")]))["findings"]
    assert (entry["rule"], entry["severity"], entry["file"], entry["line"]) == ("not-a-number", "error", "a.csv", 3)
    assert (entry["column"], entry["found"], entry["sheet"]) == ("value", "十二", None)
    (empty,) = json.loads(as_json([Finding("required", "commitments.csv", 3, "title_zh")]))["findings"]
    assert (empty["column"], empty["message_zh"]) == ("title_zh", "“事项（title_zh）”为空。请填写。")
    assert empty["message_en"].startswith("title_zh is empty.")
    assert entry["message_en"].startswith("“十二” is not a number. Write plain digits")
    assert entry["message_zh"].startswith("“十二”不是数字。")
    (whole,) = json.loads(as_json([Finding("missing-table", "a.csv")]))["findings"]
    assert whole["line"] is None


def test_an_annotation_of_ci_stays_on_one_line() -> None:
    text = as_github(Finding("not-a-number", "a.csv", 3, "value", "85%\nof all"), EN)
    assert text.startswith("::error file=a.csv,line=3,title=not-a-number::")
    assert "85%25%0Aof all" in text
    assert "\n" not in text
    assert as_github(Finding("cumulative-falls", "a.csv", 3), EN).startswith("::warning ")


def test_the_report_for_programs_keeps_to_its_schema() -> None:
    schema = json.loads((ROOT / "generator" / "schemas" / "findings.json").read_text(encoding="utf-8"))
    told: list[Finding] = []
    for case in sorted((ROOT / "tests" / "cases").iterdir()):
        told += check_folder(case, date(2033, 1, 1))[1]  # of which on what `withheld` comes true
    report = json.loads(as_json(told))
    jsonschema.Draft202012Validator(schema).validate(report)
    assert {entry["rule"] for entry in report["findings"]} >= DATA_RULES.keys() - WRITTEN_HERE
    report["findings"][0]["line"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(report)


def test_an_identifier_is_shown_as_it_stands_even_where_it_is_a_word() -> None:
    """A unit may be called Menu or Data: what is a literal is never translated, what is a message always."""
    literal, message = (Finding("mistyped-id", "c.csv", 2, "unit_id", "menu", e) for e in ("Menu", Message("Menu")))
    assert "Menu" in literal.message(Words("zh"))
    assert "Menu" not in message.message(Words("zh"))


@pytest.mark.parametrize(
    ("finding", "named"),
    [
        (Finding("required", "/data/commitments.csv", 2, "title_zh"), "事项（title_zh）"),
        (Finding("required", "/data/places.csv", 2, "kind"), "类别（kind）"),  # in another table 类型
        (Finding("required", "填报.xlsx", 2, "value", sheet="观测值", letter="C"), "数值（value）"),
        (Finding("required", "figures.xlsx", 2, "value", sheet="Observations", letter="C"), "数值（value）"),
        (
            Finding("duplicate-key", "observations.csv", 3, "commitment_id, period"),
            "事项编号（commitment_id）、时期（period）",
        ),
        (Finding("setting", "portal.yml", 2, "title_zh"), "title_zh"),
        (Finding("unknown-column", "observations.csv", 1, "perod"), "perod"),
    ],
)
def test_a_column_is_named_in_chinese_by_its_title_and_its_identifier(finding: Finding, named: str) -> None:
    assert finding.name_column(ZH) == named
    assert finding.name_column(EN) == finding.column

"""Reading and checking tables: each folder of `cases/` is one fault, with the findings it must give.

A line of `expected.txt` is `severity rule file:line column value`, `-` where one is empty. The two lines below it are
what people read, in Chinese and in English; the repair, where there is one, stands after `=`. The files are written
anew by `pytest tests/test_tables.py --renew`, and read in the diff.

The folders also show that one fault gives one finding, however many rows refer to it.
"""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from generator.checks.check import check_folder
from generator.data.tables import read_schemas
from generator.data.texts import decode
from generator.findings.finding import Finding
from generator.findings.rules import DATA_RULES
from generator.findings.rules.rule import Severity
from generator.language.words import Words

CASES = Path(__file__).parent / "cases"
FOLDERS = sorted(folder.name for folder in CASES.iterdir())
# bytes that are no text, workbooks, files too large and links: not kept in the repository
WRITTEN_HERE = {"unreadable", "leads-outside", "mixed-encoding", "too-large", "stray-cell"}
ON = date(2033, 1, 1)  # the day of publication: what is dated later is withheld

ZH, EN = Words("zh"), Words("en")

Folder = Callable[..., Path]


def told(findings: Iterable[Finding], folder: Path) -> list[str]:
    """Return the findings as `expected.txt` has them."""
    out = []
    for finding, line in zip(findings, lines(findings, folder), strict=True):
        out.append(line)
        for words in (ZH, EN):
            said = f"{finding.message(words)} {finding.advice(words)}"
            out.append(f"  {said.replace(str(folder), '.')}")
        out += [f"  = {finding.repair}"] if finding.repair else []
    return out


def lines(findings: Iterable[Finding], folder: Path) -> list[str]:
    return [
        f"{f.severity} {f.rule} {Path(f.place).relative_to(folder)} {f.column or '-'} {f.value or '-'}"
        for f in findings
    ]


@pytest.mark.parametrize("name", FOLDERS)
def test_a_fault_gives_exactly_its_findings_in_both_languages(name: str, request: pytest.FixtureRequest) -> None:
    dataset, findings = check_folder(CASES / name, ON)
    file = CASES / name / "expected.txt"
    if request.config.getoption("--renew"):
        file.write_text("\n".join(told(findings, CASES / name)) + "\n", encoding="utf-8")
    expected = file.read_text(encoding="utf-8").splitlines()
    assert told(findings, CASES / name) == expected
    assert (dataset is None) == any(line.startswith("error") for line in expected)


def test_every_rule_has_a_case() -> None:
    assert set(DATA_RULES) - WRITTEN_HERE <= set(FOLDERS)


@pytest.mark.parametrize("name", sorted(set(FOLDERS) & set(DATA_RULES)))
def test_a_case_named_after_a_rule_shows_that_rule_alone(name: str) -> None:
    expected = (CASES / name / "expected.txt").read_text(encoding="utf-8").splitlines()
    expected = [line for line in expected if not line.startswith("  ")]
    assert {tuple(line.split()[:2]) for line in expected} == {(str(DATA_RULES[name].severity), name)}


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"commitment_id,period,value\nA,2023-06,\xff\n", "unreadable observations.csv:2 - -"),  # in no encoding
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00", "unreadable observations.csv - -"),  # a workbook renamed to .csv
        # UTF-16 without its mark, and cut off in the middle of a character
        ("commitment_id,period,value\n".encode("utf-16-le"), "unreadable observations.csv - -"),
        (b"\xff\xfec\x00o", "unreadable observations.csv - -"),
        # UTF-8 that has lost one byte: as GB18030 it would be read without complaint, and published as 杩涘睍…
        (
            "commitment_id,period,value,note_zh\nA,2023-06,5,进展顺利，已完成完".encode()[:-1] + b"\n",
            "mixed-encoding observations.csv:2 - 2",
        ),
    ],
)
def test_unreadable_a_file_that_is_no_text_is_one_finding(portal_folder: Folder, raw: bytes, told: str) -> None:
    folder = portal_folder(observations=raw)
    dataset, findings = check_folder(folder)
    assert dataset is None
    assert lines(findings, folder) == [f"error {told}"]


def test_a_table_that_cannot_be_read_is_not_also_missed_by_those_that_refer_to_it(portal_folder: Folder) -> None:
    observations = "commitment_id,period,value\nA,2023-05,1\nA,2023-06,2\n"
    folder = portal_folder(commitments=b"\xff\xff\xff", observations=observations)
    _, findings = check_folder(folder)
    assert lines(findings, folder) == ["error unreadable commitments.csv:1 - -"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_text_is_read_in_the_encodings_that_offices_use(encoding: str) -> None:
    raw = "事项编号,时期\n".encode(encoding)
    text = decode(raw)
    assert text is not None
    assert text[0].removeprefix("\ufeff") == "事项编号,时期\n"
    assert text[0].encode(text[1]) == raw


def test_a_finding_names_the_line_on_which_its_row_starts(portal_folder: Folder) -> None:
    # lines 2 and 3 are one row; line 4 is blank; lines 5 and 6 are one row
    observations = 'commitment_id,period,value,note_zh\nA,2023-05,1,"两\n行"\n\nA,2023-06,x,"又\n两行"\nA,2023-07,y,\n'
    folder = portal_folder(observations=observations)
    _, findings = check_folder(folder)
    assert lines(findings, folder) == [
        "error not-a-number observations.csv:5 value x",
        "error not-a-number observations.csv:7 value y",
    ]


def test_a_quotation_mark_left_open_does_not_swallow_the_rows_below(portal_folder: Folder) -> None:
    observations = 'commitment_id,period,value,note_zh\nA,2023-05,1,"已核\nA,2023-06,2,\nA,2023-07,3,\n'
    dataset, findings = check_folder(portal_folder(observations=observations))
    assert dataset is None
    assert [(finding.severity, finding.line) for finding in findings] == [(Severity.ERROR, 2)]


def test_empty_columns_and_rows_at_the_edges_of_a_sheet_are_no_fault(portal_folder: Folder) -> None:
    observations = "commitment_id,period,value,,\nA,2023-05,1,,\n,,,,\n,,\n\n"
    dataset, findings = check_folder(portal_folder(observations=observations))
    assert findings == ()
    assert dataset is not None
    assert len(dataset.observations["A"]) == 1


def test_a_separator_at_the_end_of_the_header_or_of_each_row_is_no_fault(portal_folder: Folder) -> None:
    header, row = "commitment_id,period,value", "A,2023-05,1"
    for text in (f"{header},\n{row}\n", f"{header}\n{row},\n{row[:-1]}2,\n".replace("05,2", "06,2")):
        dataset, findings = check_folder(portal_folder(observations=text))
        assert findings == ()
        assert dataset is not None


def test_the_header_is_found_below_titles_whatever_stands_between_the_cells(portal_folder: Folder) -> None:
    observations = "2023年重点工作进度表\n\n事项编号;时期;数值\nA;2023-06;５０\n"
    folder = portal_folder(observations=observations)
    _, findings = check_folder(folder)
    assert lines(findings, folder) == [
        "error title-row observations.csv:1 - 2023年重点工作进度表",
        "error other-form observations.csv:4 value ５０",
    ]


def test_empty_rows_above_the_header_are_no_fault(portal_folder: Folder) -> None:
    dataset, findings = check_folder(portal_folder(observations=",,\n\ncommitment_id,period,value\nA,2023-05,1\n"))
    assert findings == ()
    assert dataset is not None


def test_rows_that_differ_in_length_are_told_one_by_one(portal_folder: Folder) -> None:
    rows = {"x": "A,2023-05,1,x\nA,2023-06,2\n", "y": "A,2023-05,1,x\nA,2023-06,2,y,z\n", "z": "A,2023-05,1,x\n"}
    for text in rows.values():
        _, findings = check_folder(portal_folder(observations=f"commitment_id,period,value\n{text}"))
        assert {finding.rule for finding in findings} == {"ragged-row"}


def test_a_total_in_another_column_or_a_text_is_a_row(portal_folder: Folder) -> None:
    updates = "commitment_id,published_on,progress_zh\nA,2023-06-30,合计\n"
    wordlist = "word,severity\n合计,\n"
    _, findings = check_folder(portal_folder(updates=updates, wordlist=wordlist))
    assert [finding.rule for finding in findings] == ["sensitive-word"]


def test_figures_may_carry_a_sign_and_zeros(portal_folder: Folder) -> None:
    observations = "commitment_id,period,value\nA,2023-05,-1.50\nA,2023-06,+2\nA,2023-07,007\nA,2023-08,*\n"
    dataset, findings = check_folder(portal_folder(observations=observations))
    assert findings == ()
    assert dataset is not None
    assert [str(o.value) for o in dataset.observations["A"]] == ["-1.50", "2", "7", "None"]
    assert [o.masked for o in dataset.observations["A"]] == [False, False, False, True]


def test_a_warning_lets_the_data_be_published_and_an_error_does_not() -> None:
    for name, rule in DATA_RULES.items():
        if name in FOLDERS:
            dataset, _ = check_folder(CASES / name, ON)
            assert (dataset is None) == (rule.severity is Severity.ERROR), name


def test_every_column_has_a_title_of_its_own_in_its_table() -> None:
    for name, schema in read_schemas().items():
        titles = [field.title for field in schema.fields]
        assert len(set(titles)) == len(titles), name

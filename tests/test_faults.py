"""Whatever is typed: no traceback, every fault told once where it stands, and no page from data with an error."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.build import build
from generator.checks.check import check_folder
from generator.exports.bundle import render_texts
from generator.exports.records import record_commitments
from generator.findings.finding import Finding, has_errors
from generator.findings.rules import DATA_RULES
from generator.findings.rules.rule import Severity
from generator.status.progress import assess_all

Fault = tuple[str, str, str, str]  # table, column, text of the cell, rule it breaks
Rows = list[list[str]]

PORTAL = "title_zh: 测试\nyear: 2023\nas_of: 2023-09-30\n"
MONTHS = range(1, 8)
TABLES: dict[str, Rows] = {
    name: [line.split("|") for line in lines]
    for name, lines in {
        "commitments": [
            "commitment_id|pillar_id|title_zh|kind|target_value|lead_unit_id|starts_on|due_on|quote",
            "C1|growth|投资|quantity|100|fgw|2023-01-01|2023-12-31|",
            "C2|projects|增速|level|6|gxj|2023-01-01|2023-12-31|",
            "C3|innovation|道路|stage||fgw|||",
        ],
        "observations": [
            "commitment_id|period|value|measure|status|published_on|note_zh",
            *(f"C1|2023-0{month}|{month}0|cumulative|final|2023-0{month + 1}-10|" for month in MONTHS),
            *(f"C2|2023-0{month}|5.{month}|level|final|2023-0{month + 1}-10|" for month in MONTHS),
        ],
        "units": ["unit_id|name_zh|contact", "fgw|发改委|", "gxj|工信局|"],
        "milestones": [
            "commitment_id|position|stage_zh|planned_on|achieved_on",
            "C3|1|开工|2023-03-31|2023-03-20",
            "C3|2|完工|2023-11-30|",
        ],
        "updates": ["commitment_id|published_on|progress_zh", "C3|2023-06-30|顺利"],
    }.items()
}
NOTES = {"commitments": "quote", "observations": "note_zh", "units": "contact"}

FAULTS: list[Fault] = [
    ("commitments", "pillar_id", "nowhere", "unknown-id"),
    ("commitments", "title_zh", "", "required"),
    ("commitments", "kind", "sum", "not-in-list"),
    ("commitments", "kind", "Quantity", "other-form"),
    ("commitments", "target_value", "很多", "not-a-number"),
    ("commitments", "lead_unit_id", "FGW", "mistyped-id"),
    ("commitments", "due_on", "2023-02-30", "not-a-date"),
    ("commitments", "due_on", "45200", "excel-serial"),
    ("commitments", "due_on", "2022-12-31", "due-before-start"),
    ("observations", "commitment_id", "nobody", "unknown-id"),
    ("observations", "commitment_id", "c1", "mistyped-id"),
    ("observations", "commitment_id", "../../x", "malformed"),
    ("observations", "period", "2023-13", "not-a-period"),
    ("observations", "period", "2023年1-7月", "period-range"),
    ("observations", "period", "2023/7/1", "excel-date"),
    ("observations", "value", "五十", "not-a-number"),
    ("observations", "value", "12,5", "comma-in-number"),
    ("observations", "value", "１２", "other-form"),
    ("observations", "value", "1.2万", "number-with-unit"),
    ("observations", "value", "1.2E+08", "excel-shortened"),
    ("observations", "value", "#REF!", "excel-error"),
    ("observations", "value", "1\u200b2", "hidden-character"),
    ("observations", "measure", "total", "not-in-list"),
    ("observations", "status", "ok", "not-in-list"),
    ("observations", "published_on", "31.7.2023", "not-a-date"),
    ("observations", "note_zh", "电话13800138000", "mobile-number"),
    ("observations", "note_zh", "长" * 10_001, "too-long"),
    ("units", "name_zh", "", "required"),
    ("units", "contact", "a@qq.com", "private-email"),
    ("milestones", "position", "2.5", "not-an-integer"),
    ("milestones", "stage_zh", "=\u202eSUM(A1)", "hidden-character"),
    ("commitments", "kind", "累计量", "other-form"),
    ("commitments", "due_on", "0001-01-01", "year-outside"),
    ("commitments", "target_value", "1" * 30, "too-many-digits"),
    ("observations", "period", "9999-12", "year-outside"),
    ("observations", "note_zh", "=cmd|' /C calc'!A0", "formula"),
    ("milestones", "stage_zh", "@SUM(1+1)", "formula"),
    ("updates", "progress_zh", "", "required"),
]

texts = st.text(st.sampled_from('进展，。 a1,;"\n\t=<>&*_'), max_size=12)
styles = st.tuples(
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)


@st.composite
def noted(draw: st.DrawFn) -> dict[str, Rows]:
    """Fill the columns where anything may stand, with quotation marks, delimiters and line breaks among it."""
    tables = {name: [list(row) for row in rows] for name, rows in TABLES.items()}
    for name, column in NOTES.items():
        place = tables[name][0].index(column)
        for row in tables[name][1:]:
            row[place] = draw(texts).strip().lstrip("= \n\t")  # what begins so is a formula
    return tables


@st.composite
def faults(draw: st.DrawFn) -> list[tuple[int, Fault]]:
    """Choose some faults, each in a row of its own."""
    chosen = draw(st.lists(st.sampled_from(FAULTS), min_size=1, max_size=4, unique=True))
    placed: dict[tuple[str, int], Fault] = {}
    for fault in chosen:
        row = draw(st.integers(1, 2 if fault[0] == "commitments" else len(TABLES[fault[0]]) - 1))
        placed.setdefault((fault[0], row), fault)
    return [(row, fault) for (_, row), fault in placed.items()]


def written(rows: Rows, style: tuple[str, str, str]) -> tuple[bytes, list[int]]:
    """Write a table; returns it with the line on which each row starts, as a text editor counts."""
    delimiter, ending, encoding = style
    text, starts = "", []
    for row in rows:
        starts.append(1 + len(re.findall("\n", text)))
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator=ending).writerow(row)
        text += out.getvalue()
    return text.encode(encoding), starts


@contextmanager
def folder_of(files: dict[str, bytes]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        folder.mkdir()
        for file, raw in files.items():
            (folder / file).write_bytes(raw)
        yield folder


def folder_with(
    tables: dict[str, Rows], injected: list[tuple[int, Fault]], style: tuple[str, str, str]
) -> tuple[dict[str, bytes], list[tuple[str, int, str, str]]]:
    """Put faults into tables; gives the files, and what has to be told of them: file, line, column, rule."""
    tables = {name: [list(row) for row in rows] for name, rows in tables.items()}
    for row, (name, column, text, _) in injected:
        tables[name][row][tables[name][0].index(column)] = text
    files, expected = {"portal.yml": PORTAL.encode()}, []
    for name, rows in tables.items():
        files[f"{name}.csv"], starts = written(rows, style)
        expected += [(f"{name}.csv", starts[row], f[1], f[3]) for row, f in injected if f[0] == name]
    return files, expected


def errors(findings: Iterable[Finding]) -> list[tuple[str, int | None, str, str]]:
    return [(Path(f.file).name, f.line, f.column, f.rule) for f in findings if f.severity is Severity.ERROR]


@given(noted(), faults(), styles)
def test_every_fault_is_told_once_where_it_stands(
    tables: dict[str, Rows], injected: list[tuple[int, Fault]], style: tuple[str, str, str]
) -> None:
    files, expected = folder_with(tables, injected, style)
    with folder_of(files) as folder:
        dataset, findings = check_folder(folder)
        assert sorted(errors(findings)) == sorted(expected)
        assert dataset is None


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[1]}={fault[2][:12]!a}")
def test_nothing_is_built_from_data_with_a_fault(fault: Fault) -> None:
    files, expected = folder_with(TABLES, [(1, fault)], (",", "\n", "utf-8"))
    with folder_of(files) as folder:
        built = build(folder, folder.parent / "site")
        assert errors(built.findings) == expected
        assert built.progress is None
        assert not (folder.parent / "site").exists()


@given(noted(), styles)
def test_what_is_not_a_fault_is_no_error_in_any_form(tables: dict[str, Rows], style: tuple[str, str, str]) -> None:
    files = {f"{name}.csv": written(rows, style)[0] for name, rows in tables.items()}
    with folder_of({"portal.yml": PORTAL.encode()} | files) as folder:
        dataset, findings = check_folder(folder)
        assert errors(findings) == []
        assert dataset is not None


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, bytes]:
    """Damage the bytes of one or more files: pieces cut out, put in, doubled or moved."""
    files = {f"{name}.csv": written(rows, (",", "\n", "utf-8"))[0] for name, rows in TABLES.items()}
    files["portal.yml"] = PORTAL.encode()
    pieces = st.one_of(
        st.binary(max_size=6), st.sampled_from([b",", b'"', b"\n", b"-", b"0", "万".encode(), b"***", b"\0"])
    )
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(files)))
        raw = files[name]
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + 40)))
        files[name] = raw[:start] + draw(st.sampled_from([b"", raw[start:end] * 2, b"?"]) | pieces) + raw[end:]
    return files


@given(damaged())
def test_no_damage_to_a_file_is_more_than_the_checks_can_tell(files: dict[str, bytes]) -> None:
    with folder_of(files) as folder:
        dataset, findings = check_folder(folder)
        assert (dataset is None) == has_errors(findings)
        assert {finding.rule for finding in findings} <= DATA_RULES.keys()
        if dataset is not None:  # what is let through can be assessed and published
            assert dict(render_texts(record_commitments(assess_all(dataset, dataset.as_of, findings))))


@pytest.mark.parametrize("year", [1900, 2199])
def test_what_is_only_just_let_through_is_built(year: int) -> None:
    """The first and the last year, all 15 digits, the smallest figure beside the largest, the longest identifier."""
    key, most, least = "G" * 64, "9" * 15, "0.000000000000001"
    tables = {
        "commitments": f"commitment_id,pillar_id,title_zh,kind,target_value,starts_on,due_on,place_id,lead_unit_id\n"
        f"{key},growth,甲,quantity,{most},1900-01-01,2199-12-31,{key},{key}\nB,growth,乙,level,{least},,,,\n",
        "observations": f"commitment_id,period,value,measure\n{key},{year}-06,{most},increment\n"
        f"{key},{year}-07,{least},increment\nB,{year}-06,-{most},level\n",
        "units": f"unit_id,name_zh\n{key},发改委\n",
        "places": f"place_id,name_zh\n{key},甲镇\n",
    }
    files = {"portal.yml": f"title_zh: 测试\nyear: {year}\n".encode()}
    with folder_of(files | {f"{name}.csv": text.encode() for name, text in tables.items()}) as folder:
        built = build(folder, folder.parent / "site")
        assert errors(built.findings) == []
        assert built.progress is not None
        assert (folder.parent / "site" / "commitments" / key.lower() / "index.html").exists()

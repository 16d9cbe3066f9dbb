"""The workbook that comes back: text as it was typed, every fault in its cell, and nothing written but what changes."""

import shutil
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from conftest import MEISHAN, SEED, table
from office import imported, workbook_of

from generator.data.tables import write_csv
from generator.exports.xlsx import format_number
from generator.workbook.changes import propose, write_changes
from generator.workbook.read import read_workbook

Folder = Callable[..., Path]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEED, tmp_path / "seed"))


@pytest.fixture
def meishan(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MEISHAN, tmp_path / "meishan"))


@pytest.mark.parametrize("portal", ["seed", "meishan"])
def test_what_was_exported_comes_back_byte_for_byte(portal: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(portal)
    before, file = contents(folder), workbook_of(folder)
    for name, text in before.items():
        if name.endswith(".csv") and text.count(b"\n") > 1:  # a table without rows is none that a sheet asks for
            (folder / name).write_bytes(text.split(b"\n")[0] + b"\n")  # so that every row is written anew
    proposal = propose(file, folder)
    write_changes(proposal.changes, folder)
    assert contents(folder) == before
    assert imported(file, folder).exit_code == 0  # asks nothing, since nothing changes
    assert contents(folder) == before


def test_texts_come_back_as_they_were_typed(portal_folder: Folder) -> None:
    values = ["12.50", "***", "007", "+2", "1234567.25", "0.0000001", "-4", ""]
    notes = ["=1+1", "_x0041_", "两\n行", 'he said "a,b"', "'", "-", "#N/A", "2023-07"]
    rows = [
        {"commitment_id": "A", "period": f"2023-{month:02}", "value": value, "note_zh": note}
        for month, (value, note) in enumerate(zip(values, notes, strict=True), 1)
    ]
    folder = portal_folder(observations=table(rows))
    back = read_workbook(workbook_of(folder)).sheets["observations"].table
    assert back is not None
    assert [row.cells["value"] for row in back.rows] == values
    assert [row.cells["note_zh"] for row in back.rows] == notes
    assert propose(workbook_of(folder), folder).changes == ()


def test_what_a_cell_cannot_hold_stays_as_it_is(portal_folder: Folder) -> None:
    rows = [
        {"commitment_id": "A", "period": "2023-05", "value": 1, "note_zh": "进展\x0b顺利\r\n" + "长" * 40_000},
        {"commitment_id": "A", "period": "2023-06", "value": 2, "note_zh": ""},
    ]
    folder = portal_folder(observations=table(rows))
    assert propose(workbook_of(folder), folder).changes == ()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (5, "5"),
        (5.0, "5"),
        (12.5, "12.5"),
        (1e15, "1000000000000000"),
        (1e-7, "0.0000001"),
        (0.1 + 0.2, "0.3"),  # the noise of a computation, which Excel does not show either
        (True, "TRUE"),
        (date(2023, 7, 15), "2023-07-15"),
        (datetime(2023, 7, 1), "2023-07-01"),
        (datetime(2023, 7, 1, 12, 30), "2023-07-01 12:30:00"),
        (time(3, 4), "03:04:00"),
        (" 12 ", "12"),
        ("１２", "１２"),
    ],
)
def test_a_cell_is_read_as_it_would_be_typed(tmp_path: Path, cell: object, text: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Observations")
    sheet.append(["commitment_id", "时期", "数值"])
    sheet.append(["A", "2023-05", cell])
    book.save(tmp_path / "a.xlsx")
    found = read_workbook(tmp_path / "a.xlsx").sheets["observations"].table
    assert found is not None
    assert found.rows[0].cells == {"commitment_id": "A", "period": "2023-05", "value": text}


def test_a_number_needs_no_exponent() -> None:
    assert [format_number(number) for number in (1e20, -2.5e-9, 100.0)] == [
        "100000000000000000000",
        "-0.0000000025",
        "100",
    ]


def test_a_wrong_cell_is_told_with_its_sheet_and_cell_and_nothing_is_written(seed: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["观测值"]["C17"] = "十二"
        book["观测值"]["A18"] = "GR-999"
        book["责任单位"]["B3"] = "新名称"

    file, before = workbook_of(seed, edit), contents(seed)
    run = imported(file, seed, "--yes")
    assert run.exit_code == 1
    assert f"{file} 观测值!C17 value [not-a-number]" in run.output
    assert f"{file} 观测值!A18 commitment_id [unknown-id]" in run.output
    assert "承诺事项" in run.output  # where the identifier is missing
    assert contents(seed) == before


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "rule", "place"),
    [
        ("观测值", "C1", "数額值", "unknown-column", "观测值!C1"),
        ("观测值", "O9", "合计", "stray-cell", "观测值!O9"),
        ("观测值", "B2", date(2023, 7, 1), "excel-date", "观测值!B2"),  # it was 2023-07 when it was typed
        ("观测值", "C2", "=1/0", "excel-error", "观测值!C2"),
        ("观测值", "B3", "2017-07", "duplicate-key", "观测值!A3"),
        ("承诺事项", "T2", "12.5.2017", "not-a-date", "承诺事项!T2"),
        ("承诺事项", "H2", "数量", "not-in-list", "承诺事项!H2"),
    ],
)
def test_each_fault_names_its_cell(meishan: Path, sheet: str, cell: str, value: object, rule: str, place: str) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = value
        if value == "=1/0":  # as Excel saves it
            book[sheet][cell] = "#DIV/0!"

    errors = [f for f in propose(workbook_of(meishan, edit), meishan).findings if f.severity == "error"]
    assert (errors[0].rule, errors[0].place.split(" ")[1]) == (rule, place)


def test_a_title_above_the_columns_is_told_and_moves_no_letter(seed: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["观测值"].insert_rows(1)
        book["观测值"]["A1"] = "2023年进度表"
        book["观测值"]["C4"] = "十二"

    errors = [f for f in propose(workbook_of(seed, edit), seed).findings if f.severity == "error"]
    assert [(f.rule, f.place.split(" ")[1]) for f in errors] == [
        ("title-row", "观测值!1"),
        ("not-a-number", "观测值!C4"),
    ]


def test_only_the_table_that_changes_is_written(seed: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["观测值"]
        sheet["C2"] = 5.25
        sheet.append(["GR-01", "2023-10", "***", None, "level", "illustrative"])
        sheet.delete_rows(3)

    before, file = contents(seed), workbook_of(seed, edit)
    stamps = {path.name: path.stat().st_mtime_ns for path in seed.iterdir()}
    run = imported(file, seed, typed="y\n")
    assert run.exit_code == 0, run.output
    for line in ("  + GR-01, 2023-10\n", "  - GR-01, 2023-H1\n", "  GR-01, 2023-Q1 value: 4.9 → 5.25\n"):
        assert line in run.output
    lines = before["observations.csv"].decode().splitlines(keepends=True)
    lines[1] = lines[1].replace(",4.9,", ",5.25,")
    wanted = "".join([*lines[:2], *lines[3:], "GR-01,2023-10,***,level,illustrative,,,,,\n"])
    assert contents(seed) == before | {"observations.csv": wanted.encode()}
    written = {path.name for path in seed.iterdir() if path.stat().st_mtime_ns != stamps[path.name]}
    assert written == {"observations.csv"}


def test_a_no_leaves_everything_as_it_was(seed: Path) -> None:
    before, file = contents(seed), workbook_of(seed, lambda book: book["责任单位"].cell(2, 2, "办公室"))
    assert imported(file, seed, typed="n\n").exit_code == 0
    assert contents(seed) == before


def test_a_folder_with_fewer_columns_keeps_them(portal_folder: Folder) -> None:
    folder = portal_folder(observations="period,commitment_id,value\nA,2023-05,1\n".replace("A,2023-05", "2023-05,A"))
    assert propose(workbook_of(folder), folder).changes == ()
    proposal = propose(workbook_of(folder, lambda book: book["观测值"].cell(2, 11, "已核")), folder)
    (change,) = proposal.changes
    assert write_csv(change.table) == "commitment_id,period,value,note_zh\nA,2023-05,1,已核\n"


def test_a_sheet_or_a_column_that_is_left_out_stays_as_it_was(seed: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        for title in book.sheetnames:
            if title != "观测值":
                del book[title]
        book["观测值"].delete_cols(9, 2)  # both notes
        book["观测值"]["C2"] = 5
        book.create_sheet("我的草稿")

    before = contents(seed)
    run = imported(workbook_of(seed, edit), seed, "--yes")
    assert run.exit_code == 0, run.output
    assert "我的草稿" in run.output
    lines = before["observations.csv"].decode().replace("GR-01,2023-Q1,4.9,", "GR-01,2023-Q1,5,")
    assert contents(seed) == before | {"observations.csv": lines.encode()}


def test_rows_in_another_order_are_written_in_it(portal_folder: Folder) -> None:
    folder = portal_folder(observations="commitment_id,period,value\nA,2023-05,1\nA,2023-06,2\n")
    file = workbook_of(folder, lambda book: book["观测值"].move_range("A2:J2", rows=3))
    (change,) = propose(file, folder).changes
    assert (change.added, change.removed, change.cells, change.moved) == ((), (), (), True)
    assert [row.cells["period"] for row in change.table.rows] == ["2023-06", "2023-05"]


def test_a_file_of_libreoffice_is_read(tmp_path: Path) -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = " ".join(f'xmlns:{name}="{names}{name}:1.0"' for name in ("office", "table", "text"))
    cells = [[("string", "", text) for text in ("事项编号", "时期", "数值", "发布日期")]]
    cells.append([("string", "", "A"), ("string", "", "2023-05"), ("float", 'office:value="4.9"', "4.90")])
    cells[1].append(("date", 'office:date-value="2023-06-15"', "15.6.2023"))
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="{kind}" {value}><text:p>{text}</text:p></table:table-cell>'
            for kind, value, text in row
        )
        + "</table:table-row>"
        for row in cells
    )
    with ZipFile(tmp_path / "a.ods", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{names}manifest:1.0"/>')
        packed.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="观测值">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    found = read_workbook(tmp_path / "a.ods").sheets["observations"].table
    assert found is not None
    assert list(found.rows[0].cells.values()) == ["A", "2023-05", "4.9", "2023-06-15"]


def test_a_table_that_cannot_be_written_leaves_all_as_it_was(seed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(self), None, str(target))

    before, file = contents(seed), workbook_of(seed, lambda book: book["观测值"].cell(2, 3, 5))
    monkeypatch.setattr(Path, "replace", locked)
    run = imported(file, seed, "--yes")
    assert run.exit_code == 2
    assert "observations.csv" in run.output
    assert contents(seed) == before

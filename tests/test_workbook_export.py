"""The workbook that is written: what an office sees in Excel, and what keeps it from typing what would not fit."""

import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from conftest import MEISHAN, SEED, table
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from generator.cli import app
from generator.data.tables import read_schemas, read_tables, read_titles
from generator.workbook.export import GUIDELINES, ROOM, write_workbook

Folder = Callable[..., Path]


def opened(folder: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_workbook(read_tables(folder)[0])))


@pytest.fixture(scope="module")
def seed() -> openpyxl.Workbook:
    return opened(SEED)


def lists(sheet: Worksheet) -> dict[str, str]:
    return {str(offered.sqref): offered.formula1 for offered in sheet.data_validations.dataValidation}


def dimension(sheet: Worksheet, letter: str) -> ColumnDimension:
    """The dimension of a column, which equal neighbours may share."""
    position = column_index_from_string(letter)
    return next(found for found in sheet.column_dimensions.values() if found.min <= position <= found.max)


def test_every_table_of_the_contract_has_a_sheet_after_the_guide(seed: openpyxl.Workbook) -> None:
    chinese = ["说明", *(pair[0] for pair in read_titles().values())]
    assert seed.sheetnames == chinese
    assert opened(MEISHAN).sheetnames == chinese
    for name, schema in read_schemas().items():
        for book in (seed, opened(MEISHAN)):
            header = [cell.value for cell in book[read_titles()[name][0]][1]]
            assert header == [field.title for field in schema.fields]
    assert opened(MEISHAN)["目标调整"].max_row == 1


def test_the_guide_stands_in_chinese_and_english(seed: openpyxl.Workbook) -> None:
    lines = [cell.value for cell in seed["说明"]["A"]]
    assert len(lines) == 2 * (len(GUIDELINES) + 1)
    assert any("***" in line and "未公开" in line for line in lines)
    assert any("portal workbook import" in line and "导回" in line for line in lines)
    assert lines[1::2][1:] == list(GUIDELINES)


def test_each_header_is_noted_fixed_and_stands_out(seed: openpyxl.Workbook) -> None:
    for name, schema in read_schemas().items():
        sheet = seed[read_titles()[name][0]]
        assert sheet.freeze_panes == "B2"
        for cell, field in zip(sheet[1], schema.fields, strict=True):
            assert cell.comment is not None
            assert {str(field.description), f"列标识：{field.name}"} <= set(cell.comment.text.split("\n"))
            assert ("必填。" in cell.comment.text) == bool(field.constraints.get("required"))
            assert all(value in cell.comment.text for value in field.constraints.get("enum", []))
            assert cell.font.b
            assert cell.fill.fgColor.rgb.endswith("DCE6F1")
            assert 8 < dimension(sheet, cell.column_letter).width < 50


def test_a_column_of_allowed_values_or_identifiers_has_a_list(seed: openpyxl.Workbook) -> None:
    observations = lists(seed["观测值"])
    assert observations == {
        f"A2:A{1 + 235 + ROOM}": f"'承诺事项'!$A$2:$A${1 + 131 + ROOM}",
        f"E2:E{1 + 235 + ROOM}": '"cumulative,increment,level"',
        f"F2:F{1 + 235 + ROOM}": '"final,provisional,estimated,suppressed,illustrative"',
        f"H2:H{1 + 235 + ROOM}": '"true,false"',
        f"J2:J{1 + 235 + ROOM}": f"'来源'!$A$2:$A${1 + 2 + ROOM}",
    }
    for name, schema in read_schemas().items():
        wanted = {key["fields"][0] for key in schema.foreign_keys}
        wanted |= {field.name for field in schema.fields if "enum" in field.constraints}
        offered = lists(seed[read_titles()[name][0]])
        assert len(offered) == len(wanted)
        assert all(len(formula) <= 257 for formula in offered.values())  # the most that Excel takes, with its quotes


def test_a_portal_without_a_table_of_pillars_offers_the_usual_four(portal_folder: Folder) -> None:
    assert '"growth,projects,innovation,integration"' in lists(opened(portal_folder())["承诺事项"]).values()


def test_keys_of_existing_rows_are_locked_and_all_else_is_open(seed: openpyxl.Workbook) -> None:
    for name, schema in read_schemas().items():
        sheet = seed[read_titles()[name][0]]
        assert sheet.protection.sheet
        assert not sheet.protection.password
        for cells in sheet.iter_rows(min_row=2):
            for cell, field in zip(cells, schema.fields, strict=True):
                assert cell.protection.locked == (field.name in schema.primary_key)
        columns = [dimension(sheet, cell.column_letter) for cell in sheet[1]]
        assert not any(column.protection.locked for column in columns)  # and so every row below


def test_identifiers_periods_and_dates_are_text_for_rows_to_come_too(seed: openpyxl.Workbook) -> None:
    sheet = seed["观测值"]
    for letter in "ABEFHIJKL":
        assert dimension(sheet, letter).number_format == "@"
        assert {cell.number_format for cell in sheet[letter]} == {"@"}
    assert dimension(sheet, "C").number_format == "General"
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("2023-Q1", "s")
    assert (sheet["I2"].value, sheet["I2"].data_type) == ("2023-04-14", "s")
    assert (sheet["C2"].value, sheet["C2"].data_type) == (4.9, "n")


@pytest.mark.parametrize("typed", ["0", "12", "-3", "4.9", "0.0001", "123456789012345", "-0.5"])
def test_a_plain_number_is_a_number(portal_folder: Folder, typed: str) -> None:
    cell = opened(portal_folder(observations=f"commitment_id,period,value\nA,2023-05,{typed}\n"))["观测值"]["C2"]
    assert (cell.data_type, cell.value) == ("n", float(typed))


@pytest.mark.parametrize("typed", ["12.50", "629.0", "007", "+2", "-0", "***", "1e3", "nan", "0.1234567890123456"])
def test_what_a_number_would_not_give_back_is_text(portal_folder: Folder, typed: str) -> None:
    cell = opened(portal_folder(observations=f"commitment_id,period,value\nA,2023-05,{typed}\n"))["观测值"]["C2"]
    assert (cell.data_type, cell.value, cell.number_format) == ("s", typed, "@")


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x.test","点此")', "+86 755", "-", "@SUM(A1)", "=cmd|' /C calc'!A0"]
)
def test_no_text_becomes_a_formula(portal_folder: Folder, text: str) -> None:
    rows = [{"commitment_id": "A", "period": "2023-05", "value": text, "note_zh": text}]
    folder = portal_folder(observations=table(rows))
    sheet = opened(folder)["观测值"]
    for place in ("C2", "K2"):
        assert (sheet[place].data_type, sheet[place].value) == ("s", text)
        assert sheet[place].quotePrefix
        assert sheet[place].number_format == "@"
    with ZipFile(io.BytesIO(write_workbook(read_tables(folder)[0]))) as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist() if "worksheets" in name)


def test_the_same_tables_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    tables, _ = read_tables(MEISHAN)
    once = write_workbook(tables)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert write_workbook(tables) == once
    with ZipFile(io.BytesIO(once)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = packed.read("docProps/core.xml").decode()
        assert core.count("2000-01-01T00:00:00Z") == 2


def test_a_workbook_is_not_replaced_without_a_yes(tmp_path: Path) -> None:
    file = tmp_path / "portal.xlsx"
    arguments = ["workbook", "export", str(file), "--data", str(MEISHAN)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    file.write_bytes(b"a month of typing")
    assert CliRunner().invoke(app, arguments, input="n\n").exit_code == 0
    assert file.read_bytes() == b"a month of typing"
    assert CliRunner().invoke(app, [*arguments, "--yes"]).exit_code == 0
    assert file.read_bytes() == write_workbook(read_tables(MEISHAN)[0])
    assert [path.name for path in tmp_path.iterdir()] == ["portal.xlsx"]


def test_what_could_not_be_read_is_not_left_out_of_a_workbook(portal_folder: Folder, tmp_path: Path) -> None:
    folder = portal_folder(observations="commitment_id,period,value\nA,2023-05\n")
    run = CliRunner().invoke(app, ["workbook", "export", str(tmp_path / "a.xlsx"), "--data", str(folder)])
    assert run.exit_code == 1
    assert "observations.csv:2" in run.output
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_workbook_has_the_suffix_of_one(tmp_path: Path) -> None:
    assert (
        CliRunner().invoke(app, ["workbook", "export", str(tmp_path / "a.csv"), "--data", str(MEISHAN)]).exit_code == 2
    )

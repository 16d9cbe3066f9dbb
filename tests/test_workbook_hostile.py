"""Files that come from outside: what is no workbook, or would fill the memory, is refused in a sentence."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from conftest import MEISHAN
from office import imported, packed_with, workbook_of

from generator.errors import WorkbookError
from generator.workbook import read
from generator.workbook.read import read_workbook


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello",
        b"PK\x03\x04 cut off",
        packed_with({"a.txt": b"a zip file, but no workbook"}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,  # the beginning of an .xls
    ],
    ids=["empty", "text", "cut", "zip", "xls"],
)
def test_a_file_that_is_no_workbook_is_refused_in_a_sentence(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(raw)
    run = imported(file, MEISHAN, "--yes")
    assert run.exit_code == 2
    assert str(file) in run.output
    assert isinstance(run.exception, SystemExit)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = tmp_path / "bomb.xlsx"
    bomb.write_bytes(packed_with({f"xl/worksheets/sheet{n}.xml": b"\0" * (70 * 1024**2) for n in range(3)}))
    assert bomb.stat().st_size < 1024**2
    monkeypatch.setattr(ZipFile, "read", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(WorkbookError) as refused:
        read_workbook(bomb)
    assert str(refused.value) == read.TOO_LARGE


def test_a_zip_file_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    size = 64 * 1024**2
    raw = packed_with({"xl/worksheets/sheet1.xml": b"\0" * size})
    (tmp_path / "liar.xlsx").write_bytes(raw.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little")))
    with pytest.raises(WorkbookError):
        read_workbook(tmp_path / "liar.xlsx")


def test_a_cell_at_the_end_of_the_world_is_refused(portal_folder: Callable[..., Path]) -> None:
    folder = portal_folder()
    file = workbook_of(folder, lambda book: book["观测值"].cell(1_048_576, 16_384, "x"))
    assert imported(file, folder).exit_code == 2


@pytest.mark.parametrize("piece", [b"<c ", b'<c r="A1" ', b'<c a="', b"<row r ", b"<c:c:"])
def test_a_damaged_sheet_takes_no_time(tmp_path: Path, piece: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(packed_with({"xl/worksheets/sheet1.xml": piece * 500_000}))
    with pytest.raises(WorkbookError):
        read_workbook(tmp_path / "a.xlsx")


def test_a_workbook_without_a_table_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    assert imported(tmp_path / "a.xlsx", MEISHAN).exit_code == 2
    assert imported(tmp_path / "none.xlsx", MEISHAN).exit_code == 2

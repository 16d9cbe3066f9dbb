"""Files as text: what is no file is never read, and what cannot be read is told with its line."""

import os
import socket
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest

from generator.checks.check import check_folder
from generator.data.texts import decode, find_odd_lines
from generator.language.words import Words

Folder = Callable[..., Path]

ROWS = [f"A,2023-0{month},{month},已完成第{month}批" for month in range(1, 10)]
HEADER = "commitment_id,period,value,note_zh"


def told(folder: Path) -> list[str]:
    return [f"{f.rule} {Path(f.file).name}:{f.line} {f.value or f.expected}" for f in check_folder(folder)[1]]


def make_folder(path: Path) -> None:
    path.mkdir()


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_broken(path: Path) -> None:
    path.symlink_to("nowhere.csv")


def make_loop(path: Path) -> None:
    path.symlink_to(path.name)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, chdir(path.parent):  # the address of a socket is short
        server.bind(path.name)


@pytest.mark.parametrize("name", ["sources.csv", "observations.csv", "portal.yml", "sources/report.txt"])
@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (make_folder, "文件夹"),
        (make_pipe, "命名管道"),
        (make_endless, "设备"),
        (make_socket, "套接字"),
        (make_broken, "失效的链接"),
        (make_loop, "失效的链接"),
    ],
)
def test_what_is_no_file_is_told_as_what_it_is(
    portal_folder: Folder, name: str, make: Callable[[Path], None], kind: str
) -> None:
    folder = portal_folder()
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    make(path)
    dataset, (finding,) = check_folder(folder)
    assert dataset is None
    assert (finding.rule, finding.file) == ("not-a-file", str(path))
    assert finding.message(Words("zh")) == f"这是{kind}，不是文件，未予读取。"


def test_a_link_to_a_file_is_read_as_the_file(portal_folder: Folder, tmp_path: Path) -> None:
    folder = portal_folder()
    (folder / "observations.csv").rename(tmp_path / "elsewhere.csv")
    (folder / "observations.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert told(folder) == []


def test_a_file_too_large_is_not_read(portal_folder: Folder) -> None:
    folder = portal_folder()
    with (folder / "observations.csv").open("ab") as file:
        file.truncate(201 * 1024**2)  # a file of holes, which takes no room
    assert told(folder) == ["too-large observations.csv:0 201 MB"]


@pytest.mark.parametrize("odd", [(4,), (2, 9), (10,)])
@pytest.mark.parametrize(("most", "few"), [("utf-8", "gbk"), ("gbk", "utf-8")])
def test_lines_in_another_encoding_are_named(portal_folder: Folder, odd: tuple[int, ...], most: str, few: str) -> None:
    lines = [HEADER, *ROWS]
    raw = b"".join(f"{text}\n".encode(few if n in odd else most) for n, text in enumerate(lines, 1))
    assert find_odd_lines(raw) == odd
    assert decode(raw) is None
    folder = portal_folder(observations=raw)
    assert told(folder) == [f"mixed-encoding observations.csv:{odd[0]} {', '.join(map(str, odd))}"]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("text", ["联通,移动\n中\n", "已完成\n" * 500, "a\n中\n" * 100, "展\n。展展展展展\n"])
def test_a_file_in_one_encoding_has_no_odd_line(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded is not None
    assert decoded[0].removeprefix("\ufeff") == text


def test_two_versions_left_by_git_are_one_finding(portal_folder: Folder) -> None:
    conflict = "commitment_id,period,value\r\nA,2023-05,4\r\n<<<<<<< HEAD\r\nA,2023-06,5\r\n=======\r\n>>>>>>> b\r\n"
    assert told(portal_folder(observations=conflict)) == ["merge-conflict observations.csv:3 "]
    header = "<<<<<<< HEAD\ncommitment_id,period,value\n=======\n>>>>>>> b\n"
    assert told(portal_folder(observations=header)) == ["merge-conflict observations.csv:1 "]


def test_two_versions_of_a_page_or_of_the_configuration_are_found(tmp_path: Path, portal_folder: Folder) -> None:
    folder = portal_folder().rename(tmp_path / "data")
    (tmp_path / "docs").mkdir()
    page = "# 关于\n\n<<<<<<< HEAD\n甲\n=======\n乙\n>>>>>>> b\n"
    (tmp_path / "docs" / "about.md").write_text(page, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("<<<<<<< HEAD\nsite_name: 甲\n=======\n>>>>>>> b\n", encoding="utf-8")
    found = [(Path(f.file).name, f.line) for f in check_folder(folder)[1] if f.rule == "merge-conflict"]
    assert sorted(found) == [("about.md", 3), ("mkdocs.yml", 1)]


def test_signs_of_a_conflict_within_a_cell_are_a_text(portal_folder: Folder) -> None:
    note = "commitment_id,period,value,note_zh\nA,2023-05,4,见<<<<<<< HEAD\n"
    assert told(portal_folder(observations=note)) == []

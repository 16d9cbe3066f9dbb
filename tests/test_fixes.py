"""`portal check --fix` mends what needs no guess, shows it first, and touches nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from generator.checks.check import check_folder
from generator.cli import app
from generator.data.fixes import propose_fixes, write_fixes

Folder = Callable[..., Path]

ROWS = [
    "commitment_id{d}period{d}value{d}note_zh",
    'A{d}2023-05{d}1{d}"说明，""引号"""',
    'A{d}２０２３－０６{d}１２{d}"两\n行"',
    "A{d}2023-07{d} 13 {d}",
]


def shown(folder: Path, answer: str) -> str:
    return CliRunner().invoke(app, ["check", "--fix", "--data", str(folder)], input=answer).output


def fixed(folder: Path) -> None:
    write_fixes(propose_fixes(check_folder(folder)[1]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_file_keeps_its_encoding_delimiter_line_ends_and_all_other_rows(
    portal_folder: Folder, encoding: str, delimiter: str, ending: str
) -> None:
    text = ending.join(row.format(d=delimiter) for row in ROWS) + ending
    folder = portal_folder(observations=text.encode(encoding))
    fixed(folder)
    mended = text.replace("２０２３－０６", "2023-06").replace("１２", "12")
    assert (folder / "observations.csv").read_bytes() == mended.encode(encoding)
    assert not [finding for finding in check_folder(folder)[1] if finding.repair]


def test_the_header_is_mended_too(portal_folder: Folder) -> None:
    folder = portal_folder(observations="Commitment ID,Period,value\nA,2023-06,1\n")
    fixed(folder)
    assert (folder / "observations.csv").read_text() == "commitment_id,period,value\nA,2023-06,1\n"
    assert check_folder(folder)[1] == ()


def test_several_units_in_a_cell_are_mended_at_once(portal_folder: Folder) -> None:
    commitments = "commitment_id,pillar_id,title_zh,kind,support_unit_ids\nA,growth,事项,action,FGW；gxj;JYJ\n"
    folder = portal_folder(commitments=commitments, units="unit_id,name_zh\nfgw,甲\ngxj,乙\njyj,丙\n")
    fixed(folder)
    assert "fgw; gxj; jyj" in (folder / "commitments.csv").read_text(encoding="utf-8")
    assert check_folder(folder)[1] == ()


def test_what_could_mean_two_things_is_left_as_it_is(portal_folder: Folder) -> None:
    observations = 'commitment_id,period,value\nA,2023-05,"12,5"\nA,2023-06,1.2万\nA,45200,3\nA,2023/7/1,4\n'
    folder = portal_folder(observations=observations)
    assert propose_fixes(check_folder(folder)[1]) == ()


def test_nothing_is_written_unless_it_is_wanted(portal_folder: Folder) -> None:
    observations = "commitment_id,period,value\nA,2023-06,１２\n"
    folder = portal_folder(observations=observations)
    for answer, text in (("n\n", observations), ("", observations), ("y\n", observations.replace("１２", "12"))):
        assert "observations.csv:2 value\n  - １２\n  + 12\n" in shown(folder, answer)
        assert (folder / "observations.csv").read_text(encoding="utf-8") == text


def test_a_repair_shows_no_personal_data(portal_folder: Folder) -> None:
    observations = "commitment_id,period,value,note_zh\nA,2023-06,1,电话13800\u200b138000\u200b\n"
    folder = portal_folder(observations=observations)
    told = shown(folder, "n\n")
    assert "13800138000" not in told
    assert "+ 电话138****8000" in told


def test_a_header_below_a_title_is_mended_where_it_stands(portal_folder: Folder) -> None:
    observations = "2023年进度表,,\nCommitment ID,period,value\nA,2023-06,１２\n"
    folder = portal_folder(observations=observations)
    fixed(folder)
    mended = observations.replace("Commitment ID", "commitment_id").replace("１２", "12")
    assert (folder / "observations.csv").read_text(encoding="utf-8") == mended
    assert [finding.rule for finding in check_folder(folder)[1]] == ["title-row"]


def test_a_chinese_word_is_mended_to_the_value_that_it_means(portal_folder: Folder) -> None:
    commitments = "事项编号,板块编号,事项,类型,方向\nA,growth,甲,累计量,逆指标\n"
    folder = portal_folder(commitments=commitments)
    fixed(folder)
    assert (folder / "commitments.csv").read_text(encoding="utf-8").endswith("A,growth,甲,quantity,down\n")
    assert check_folder(folder)[1] == ()

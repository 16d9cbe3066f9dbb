"""A file that no table is read from is told: a table under a wrong name as an error, any other sheet as a doubt."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import OBSERVATIONS
from office import command, imported, workbook_of

from generator.checks.check import check_folder

Folder = Callable[..., Path]


def told(folder: Path) -> list[tuple[str, str, object]]:
    return [(f.rule, Path(f.file).name, f.expected) for f in check_folder(folder)[1]]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("milestone.csv", "milestones"),
        ("MILESTONES.CSV", "milestones"),
        ("Milestones.csv", "milestones"),
        ("milestnes.csv", "milestones"),
        ("milestones.csv.csv", "milestones"),
        ("milestones.csv.txt", "milestones"),
        ("milestones.txt", "milestones"),
        ("milestones", "milestones"),
        ("updates.xlsx", "updates"),
        ("更新.csv", ""),
        ("观测值.csv", "observations"),
        ("观测值表.xls", "observations"),
        ("工作动态.et", "updates"),
        ("observations (1).csv", "observations"),
        ("observations（2）.csv", "observations"),
        ("observations - 副本.csv", "observations"),
        ("observations - Copy.csv", "observations"),
        ("target changes.csv", "target_changes"),
        ("targetchanges.csv", "target_changes"),
        ("plan-points.csv", "plan_points"),
        ("unit.csv", "units"),
        ("责任单位.csv", "units"),
        ("observations_2022.csv", ""),  # it may be kept on purpose
        ("resources.csv", ""),
        ("dates.csv", ""),
        ("汇总.xlsx", ""),
        ("a.ods", ""),
    ],
)
def test_a_table_under_a_wrong_name_is_told_with_the_right_one(portal_folder: Folder, name: str, table: str) -> None:
    folder = portal_folder()
    (folder / name).write_bytes(b"commitment_id\n")
    assert told(folder) == [("misnamed-table", name, f"{table}.csv") if table else ("unknown-file", name, "")]


@pytest.mark.parametrize(
    "name",
    [
        "README",
        "README.md",
        "readme.txt",
        "datapackage.json",
        ".observation.csv",
        "~$updates.xlsx",
        ".~lock.updates.csv#",
        "sources/notes.csv",
        "releases",
        "allowed_signers",
        "备忘.txt",
        "logo.png",
    ],
)
def test_what_is_no_table_is_passed_over(portal_folder: Folder, name: str) -> None:
    folder = portal_folder()
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b'{"broken": ')
    assert told(folder) == []


def test_a_required_table_under_a_wrong_name_is_not_missing_as_well(portal_folder: Folder) -> None:
    folder = portal_folder(observations=None)
    (folder / "观测值.csv").write_text(OBSERVATIONS, encoding="utf-8")
    assert told(folder) == [("misnamed-table", "观测值.csv", "observations.csv")]


def test_a_link_to_a_table_under_another_name_is_no_stray(portal_folder: Folder) -> None:
    """As where the system takes capital letters for small ones: the table is read, whatever its name is there."""
    folder = portal_folder()
    (folder / "OBSERVATIONS.CSV").hardlink_to(folder / "observations.csv")
    assert told(folder) == []


def test_the_workbook_itself_may_stand_among_the_tables(portal_folder: Folder) -> None:
    folder = portal_folder()
    file = folder / "observations.xlsx"
    workbook_of(folder).rename(file)
    assert imported(file, folder).exit_code == 0
    assert command("workbook", "export", file, "--data", folder, "--yes").exit_code == 0
    (folder / "observation.csv").write_text(OBSERVATIONS, encoding="utf-8")
    assert imported(file, folder).exit_code == 1
    assert command("workbook", "export", file, "--data", folder, "--yes").exit_code == 1

"""A link that leads out of the portal's folder is told, and nothing behind it is read or published."""

from pathlib import Path

import pytest
from conftest import COMMITMENTS
from office import command

from generator.checks.check import check_folder

SECRET = "commitment_id,period,value\nA,2023-01,4242424242\n"  # noqa: S105 - a table


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    """Return the folder of a portal, beside which stands what is not its own."""
    root = tmp_path / "portal"
    (root / "data" / "sources").mkdir(parents=True)
    (root / "docs" / "zh").mkdir(parents=True)
    (root / "data" / "portal.yml").write_text("title_zh: 测试\nyear: 2023\n", encoding="utf-8")
    (root / "data" / "commitments.csv").write_text(COMMITMENTS, encoding="utf-8")
    (root / "data" / "observations.csv").write_text("commitment_id,period,value\n")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.csv").write_text(SECRET)
    return root


def link(path: Path, target: str) -> None:
    if path.is_dir():
        path.rmdir()
    path.unlink(missing_ok=True)
    path.symlink_to(target)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("data/observations.csv", "../../outside/secret.csv"),
        ("data/observations.csv", "/etc/passwd"),
        ("data/portal.yml", "../../outside/secret.csv"),
        ("data/sources/s-1.txt", "../../../outside/secret.csv"),
        ("data/sources", "../../outside"),
        ("docs/zh/a.md", "../../../outside/secret.csv"),
        ("docs/zh/data.csv", "../../../outside/secret.csv"),
        ("docs/zh", "../../outside"),
    ],
)
def test_what_leads_outside_is_an_error_and_not_read(portal: Path, path: str, target: str) -> None:
    (portal.parent / "outside" / "s-1.txt").write_text(SECRET)
    link(portal / path, target)
    dataset, findings = check_folder(portal / "data")
    assert dataset is None
    assert [finding.rule for finding in findings] == ["leads-outside"]
    run = command("build", "--data", portal / "data", "--out", portal / "site", "--lang", "en")
    assert run.exit_code == 1
    assert "outside of the portal's folder" in run.stdout
    assert "4242424242" not in run.stdout
    assert not (portal / "site").exists()


def test_a_docs_folder_elsewhere_is_outside(portal: Path) -> None:
    (portal / "docs" / "zh").rmdir()
    link(portal / "docs", "../outside")
    assert [finding.rule for finding in check_folder(portal / "data")[1]] == ["leads-outside"]


def test_links_within_the_portal_are_followed(portal: Path) -> None:
    (portal / "shared").mkdir()
    (portal / "data" / "observations.csv").rename(portal / "shared" / "o.csv")
    link(portal / "data" / "observations.csv", "../shared/o.csv")
    (portal / "shared" / "a.md").write_text("# A")
    link(portal / "docs" / "zh" / "a.md", "../../shared/a.md")
    assert check_folder(portal / "data")[1] == ()


def test_a_data_folder_that_is_a_link_is_where_it_leads(portal: Path) -> None:
    """The user names it, and it may lie on another disk."""
    (portal / "data").rename(portal.parent / "elsewhere")
    link(portal / "data", "../elsewhere")
    assert check_folder(portal / "data")[1] == ()

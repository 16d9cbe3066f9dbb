"""What hostile or broken files may hold beside the tables: every command answers with a sentence, never a traceback."""

import shutil
from pathlib import Path

import pytest
from conftest import portal

from generator.build import build
from generator.checks.check import check_folder
from generator.errors import ForeignFolderError, SiteError
from generator.paths import PortalFolder
from generator.scaffold import NewPortal, create_portal
from generator.website.configuration import read_configuration

NESTED = ("[" * 5_000, "{a: " * 5_000, "- " * 5_000, "? " * 5_000)
DEEP = ("a: " + "[" * 60 + "]" * 60, "\n".join(" " * level + "a:" for level in range(60)) + " 1")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "portal"
    create_portal(folder, NewPortal("甲", 2024, "甲县", example=True))
    return folder


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "portal")


@pytest.mark.parametrize("text", NESTED + DEEP, ids=lambda text: text[:20])
def test_a_configuration_without_end_is_refused(text: str, own: Path) -> None:
    (own / "mkdocs.yml").write_text(text)
    with pytest.raises(SiteError, match="more than") as raised:
        read_configuration(PortalFolder(own / "data"))
    assert raised.value.parts == {"file": "mkdocs.yml", "count": 50}


def test_a_configuration_of_many_levels_is_read(own: Path) -> None:
    (own / "mkdocs.yml").write_text("extra:\n  a: " + "[" * 40 + "]" * 40)
    assert "]" * 40 in read_configuration(PortalFolder(own / "data")).text


def test_a_configuration_that_inherits_from_itself_is_refused(own: Path) -> None:
    (own / "mkdocs.yml").write_text("INHERIT: ./mkdocs.yml\n")
    with pytest.raises(SiteError, match="inherits from itself"):
        read_configuration(PortalFolder(own / "data"))
    (own / "mkdocs.yml").write_text("INHERIT: base.yml\n")
    (own / "base.yml").write_text("INHERIT: ../portal/mkdocs.yml\n")
    with pytest.raises(SiteError, match="inherits from itself") as raised:
        read_configuration(PortalFolder(own / "data"))
    assert raised.value.parts["file"] == "base.yml"


@pytest.mark.parametrize("name", ["docs/synonyms.txt", "docs/zh/about.md"])
def test_what_is_written_by_hand_in_another_encoding_is_found(name: str, own: Path) -> None:
    (own / name).write_bytes("# 词\n就业 岗位\n".encode("gbk"))
    _, findings = check_folder(own / "data")
    assert [(f.rule, f.file, f.line) for f in findings] == [("unreadable", str(own / name), 1)]


def test_synonyms_in_sixteen_bits_are_found(own: Path) -> None:
    (own / "docs/synonyms.txt").write_bytes("就业 岗位\n".encode("utf-16"))
    assert [f.rule for f in check_folder(own / "data")[1]] == ["unreadable"]


def test_acknowledgements_without_their_keys_are_found(own: Path) -> None:
    (own / "data/acknowledged.csv").write_text("table,column,rule,reason\nunits,contact,private-email,公开\n")
    _, findings = check_folder(own / "data")
    assert "missing-column" in [f.rule for f in findings if f.file.endswith("acknowledged.csv")]


ODD_JSON = ("[" * 100_000, '{"files": 7}', "\xff")


@pytest.mark.parametrize("text", ODD_JSON, ids=lambda text: text[:20])
def test_spoilt_files_of_the_old_site_are_told_and_left_alone(text: str, own: Path) -> None:
    site = own / "site"
    (site / "api" / "v1").mkdir(parents=True)
    for name in ("site-manifest.json", "api/v1/index.json"):
        (site / name).write_bytes(text.encode("latin-1"))
    with pytest.raises(ForeignFolderError):  # nothing says what of it a build has written
        build(own / "data", site, keep=own.parent / "cache")
    assert (site / "site-manifest.json").read_bytes() == text.encode("latin-1")


@pytest.mark.parametrize("command", ["check", "build", "diff"])
def test_the_commands_answer_with_a_sentence(command: str, own: Path) -> None:
    (own / "docs/synonyms.txt").write_bytes("就业 岗位\n".encode("gbk"))
    (own / "data/portal.yml").write_text("[" * 5_000)
    run = portal(command, folder=own)
    assert run.returncode == 1
    assert "Traceback" not in run.stdout + run.stderr
    for name in ("synonyms.txt", "portal.yml"):
        assert name in run.stdout + run.stderr

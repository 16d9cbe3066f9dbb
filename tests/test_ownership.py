"""A build replaces what a build has written, and nothing else: whatever somebody put into the folder is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hosts import FILE, small_site
from office import command
from reader import tree

from generator.build import build
from generator.errors import ForeignFolderError
from generator.files.ownership import refuse_foreign

Folder = Callable[..., Path]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return small_site(tmp_path / "site", 1)


def put(path: Path, text: str = "mine") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda site: put(site / "src" / "a.py"), "src/"),
        (lambda site: put(site / ".git" / "HEAD"), ".git/"),
        (lambda site: put(site / "CNAME"), "CNAME"),
        (lambda site: put(site / "growth" / "报告.docx"), "growth/报告.docx"),
        (lambda site: put(site / "growth" / ".hidden"), "growth/.hidden"),
        (lambda site: (site / "empty").mkdir(), "empty/"),
        (lambda site: (site / "growth" / "empty").mkdir(), "growth/empty/"),
        (lambda site: (site / "link").symlink_to("index.html"), "link"),
        (lambda site: (site / "away").symlink_to(site.parent), "away"),
        (lambda site: ((site / "404.html").unlink(), (site / "404.html").symlink_to("index.html")), "404.html"),
        (lambda site: ((site / "404.html").unlink(), put(site / "404.html" / "a")), "404.html/"),
    ],
)
def test_what_no_build_has_put_there_is_named(site: Path, make: Callable[[Path], object], name: str) -> None:
    refuse_foreign(site)
    make(site)
    with pytest.raises(ForeignFolderError, match="docs/") as error:
        refuse_foreign(site)
    assert error.value.parts["names"] == name


def test_the_first_few_are_named(site: Path) -> None:
    for name in "dbace":
        put(site / name)
    with pytest.raises(ForeignFolderError) as error:
        refuse_foreign(site)
    assert error.value.parts["names"] == "a, b, c…"


def test_an_altered_or_missing_file_is_no_hindrance(site: Path, tmp_path: Path) -> None:
    put(site / "index.html", "altered")
    (site / "404.html").unlink()
    put(site / "growth" / ".DS_Store")
    refuse_foreign(site)
    refuse_foreign(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    refuse_foreign(tmp_path / "empty")


@pytest.mark.parametrize("manifest", [None, "", "[]", '{"files": ["a"]}', '{"files": {}}', "\x00"])
def test_a_folder_without_a_manifest_of_ours_is_not_ours(site: Path, manifest: str | None) -> None:
    (site / FILE).unlink() if manifest is None else (site / FILE).write_text(manifest)
    with pytest.raises(ForeignFolderError, match=r"not a portal's site|no build has put"):
        refuse_foreign(site)


def test_a_build_refuses_and_every_file_stays(portal_folder: Folder, tmp_path: Path) -> None:
    data, site = portal_folder(), tmp_path / "public"
    assert command("build", "--data", data, "--out", site).exit_code == 0
    for name in ("src/main.py", ".git/config", "CNAME", "年度报告.docx"):
        put(site / name)
    before = tree(site)
    run = command("build", "--data", data, "--out", site, "--lang", "en")
    assert run.exit_code == 2
    assert ".git/, CNAME, src/…" in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert tree(site) == before


def test_what_comes_while_the_site_is_built_stays(
    portal_folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, site = portal_folder(), tmp_path / "public"
    build(data, site)
    before = tree(site)
    seal = "generator.build.Output.seal"
    monkeypatch.setattr(seal, lambda *_: put(site / "late.txt"))
    with pytest.raises(ForeignFolderError):
        build(data, site)
    assert {name: found for name, found in tree(site).items() if name != "late.txt"} == before
    assert (site / "late.txt").read_text() == "mine"


def test_a_link_stays_a_link_and_the_folder_behind_it_is_replaced(portal_folder: Folder, tmp_path: Path) -> None:
    data, behind, link = portal_folder(), tmp_path / "disk" / "www", tmp_path / "site"
    behind.mkdir(parents=True)
    link.symlink_to(behind)
    for title in ("第1版", "第2版"):
        (data / "portal.yml").write_text(f"title_zh: {title}\nyear: 2023\nlanguages: [zh]\n", encoding="utf-8")
        build(data, link)
        assert link.is_symlink()
        assert title in (behind / "index.html").read_text(encoding="utf-8")
    assert [path.name for path in behind.parent.iterdir()] == ["www"]
    put(behind / "mine")
    with pytest.raises(ForeignFolderError):
        build(data, link)

"""Rebuilding: only what a change affects is done anew, and what comes out is never stale."""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from conftest import LONG, ROOT, SEED, portal
from jinja2 import Environment, meta, nodes
from reader import tree

from generator.build import Built, build
from generator.errors import SiteError
from generator.files.cache import NAME
from generator.paths import CONFIG, DEFAULTS, THEME, PortalFolder
from generator.website import mkdocs
from generator.website.configuration import read_configuration
from generator.website.links import Anchors, keep_sound, read_anchors
from generator.website.overrides import MATERIAL

EDITS = os.environ.get("PORTAL_EDITS", "600s" if LONG else "8")  # how many builds, or for how many seconds
CHANCE = os.environ.get("PORTAL_SEED", "771")
COPIED = ("generator",)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the seed, with one change, so that they are no longer those of the last release."""
    folder = tmp_path_factory.mktemp("rebuild")
    shutil.copytree(SEED, folder / "data")
    put(folder, "GR-10,2023-09,4.86,", "GR-10,2023-09,4.87,")
    assert build(folder / "data", folder / "site", keep=folder / NAME).rendered == 382
    return folder


def put(folder: Path, old: str, new: str) -> None:
    table = folder / "data" / "observations.csv"
    text = table.read_text(encoding="utf-8")
    assert text.count(old) == 1
    table.write_text(text.replace(old, new), encoding="utf-8")


def again(folder: Path) -> Built:
    return build(folder / "data", folder / "site", keep=folder / NAME)


def test_without_a_change_nothing_is_rendered_drawn_or_changed(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (folder / "site").rglob("*") if path.is_file()}
    built = again(folder)
    assert (built.pages, built.rendered, built.drawn, built.changed) == (382, 0, 0, 0)
    assert {path: path.stat().st_mtime_ns for path in (folder / "site").rglob("*") if path.is_file()} == before


def test_one_value_is_drawn_twice_and_rendered_where_it_stands(folder: Path) -> None:
    site = folder / "site"
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in site.rglob("*") if path.is_file()}
    put(folder, "GR-10,2023-09,4.87,", "GR-10,2023-09,4.88,")
    built = again(folder)
    # its page, its pillar, the results, its four units, the directory and the draft release, in two languages
    assert built.rendered == 18
    assert built.drawn == 2  # its chart and its bullet
    touched = {path for path in site.rglob("*") if path.is_file() and path.stat().st_mtime_ns != before[path][0]}
    changed = {path for path in before if path.read_bytes() != before[path][1]}
    assert touched == changed
    assert len(changed) == built.changed
    assert built.changed < 40


def test_a_rebuilt_site_is_the_same_as_one_built_without_the_cache(folder: Path) -> None:
    build(folder / "data", folder / "clean")
    assert tree(folder / "clean") == tree(folder / "site")


def test_a_rebuild_tells_how_much_it_did(folder: Path) -> None:
    paths = ("--data", folder / "data", "--out", folder / "site")
    for lang, told in (
        ("en", "0 pages rendered, 0 charts drawn, 0 files changed"),
        ("zh", "生成网页0个、绘制图表0幅、0个文件有变化"),
    ):
        run = portal("build", *paths, "--lang", lang, XDG_CACHE_HOME=str(folder))
        assert told in run.stdout, run.stdout + run.stderr


@pytest.mark.slow
def test_no_sequence_of_edits_leaves_anything_stale(tmp_path: Path) -> None:
    for name in COPIED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    command = [sys.executable, ROOT / "tests" / "edits.py", tmp_path, CHANCE, EDITS]
    surroundings = os.environ | {"PYTHONPATH": str(tmp_path)}
    run = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    told = [json.loads(line) for line in run.stdout.splitlines()]
    for number, line in enumerate(told):
        assert line["differ"] == [], (number, line)
        assert line["kept"]["refused"] == line["clean"]["refused"], (number, line)
        assert line["kept"]["published"] or line["kept"]["refused"], (number, line)  # the tables are never wrong
    assert sum(line["kept"]["published"] for line in told) > len(told) / 2
    rendered = [(line["kept"]["rendered"], line["clean"]["rendered"]) for line in told]
    assert sum(kept < clean / 2 for kept, clean in rendered) >= len(told) / 4  # the cache was used
    print(f"{len(told)} builds, {sum(kept for kept, _ in rendered)} pages rendered")


@pytest.mark.parametrize("name", ["links", "mkdocs", "verbatim"])
def test_what_other_code_has_rendered_is_not_taken(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generator = Path(shutil.copytree(ROOT / "generator", tmp_path / "generator", ignore=lambda *_: ["__pycache__"]))
    monkeypatch.setattr(mkdocs, "HERE", generator / "website")
    configuration = read_configuration(PortalFolder(tmp_path / "data"))
    keys = [mkdocs._copy_frame(configuration, tmp_path / "one", b"theme", "0")]
    with (generator / "website" / f"{name}.py").open("a", encoding="utf-8") as code:
        code.write("# another version\n")
    keys.append(mkdocs._copy_frame(configuration, tmp_path / "two", b"theme", "0"))
    assert None not in keys
    assert keys[0] != keys[1]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """The pages of a portal's own, beside its data: at first those that the program brings."""
    return Path(shutil.copytree(DEFAULTS / "docs", tmp_path / "docs"))


def small(tmp_path: Path, *commitments: str) -> Path:
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    (data / "portal.yml").write_text("title_zh: 测试\nyear: 2023\n", encoding="utf-8")
    rows = "".join(f"{key},growth,事项{key},action\n" for key in commitments)
    (data / "commitments.csv").write_text(f"commitment_id,pillar_id,title_zh,kind\n{rows}", encoding="utf-8")
    (data / "observations.csv").write_text("commitment_id,period,value\n", encoding="utf-8")
    return data


def test_a_link_to_a_page_that_went_is_found_on_a_page_from_the_cache(docs: Path, tmp_path: Path) -> None:
    page = docs / "zh" / "guide.md"
    page.write_text("# 指南\n\n[乙](commitments/b/index.md)\n", encoding="utf-8")
    build(small(tmp_path, "A", "B"), tmp_path / "site", keep=tmp_path / "cache")
    before = tree(tmp_path / "site")
    with pytest.raises(SiteError, match=r"guide\.md.*commitments/b/index\.md"):
        build(small(tmp_path, "A"), tmp_path / "site", keep=tmp_path / "cache")
    assert tree(tmp_path / "site") == before


def test_a_link_to_a_heading_that_went_is_found_on_a_page_from_the_cache(docs: Path, tmp_path: Path) -> None:
    (docs / "zh" / "guide.md").write_text("# 指南\n\n[段落](about.md#part)\n", encoding="utf-8")
    about = docs / "zh" / "about.md"
    about.write_text("# 关于\n\n## 段落 { #part }\n", encoding="utf-8")
    data = small(tmp_path, "A")
    assert build(data, tmp_path / "site", keep=tmp_path / "cache").rendered
    about.write_text("# 关于\n\n## 段落 { #parts }\n", encoding="utf-8")
    with pytest.raises(SiteError, match=r"about\.md#part"):
        build(data, tmp_path / "site", keep=tmp_path / "cache")
    about.write_text("# 关于\n\n段落\n{ #part }\n", encoding="utf-8")
    assert build(data, tmp_path / "site", keep=tmp_path / "cache").rendered == 1


def test_a_changed_page_is_rendered_alone_and_its_links_are_followed(docs: Path, tmp_path: Path) -> None:
    data = small(tmp_path, "A")
    build(data, tmp_path / "site", keep=tmp_path / "cache")
    page = docs / "zh" / "guide.md"
    page.write_text("# 指南\n\n[快慢](quality/index.md#timeliness)\n[甲](commitments/a/index.md)\n", encoding="utf-8")
    assert build(data, tmp_path / "site", keep=tmp_path / "cache").rendered == 1
    page.write_text("# 指南\n\n[快慢](quality/index.md#speed)\n", encoding="utf-8")
    with pytest.raises(SiteError, match=r"quality/index\.md#speed"):
        build(data, tmp_path / "site", keep=tmp_path / "cache")


def test_a_file_beside_the_pages_is_published_whether_they_are_rendered_or_not(docs: Path, tmp_path: Path) -> None:
    data, file = small(tmp_path, "A"), docs / "zh" / "files" / "note.txt"
    file.parent.mkdir()
    for text in ("one", "two"):
        file.write_text(text)
        assert (build(data, tmp_path / "site", keep=tmp_path / "cache").rendered == 0) == (text == "two")
        assert (tmp_path / "site" / "files" / "note.txt").read_text() == text
    (docs / "zh" / ".hidden.md").write_text("# no page\n")
    build(data, tmp_path / "site", keep=tmp_path / "cache")
    file.unlink()
    build(data, tmp_path / "site", keep=tmp_path / "cache")
    assert not (tmp_path / "site" / "files").exists()


@pytest.mark.parametrize(
    "setting",
    [
        "markdown_extensions: [attr_list, tables, pymdownx.snippets]",
        "hooks: []\nplugins: [search]",
        "plugins: []\nsite_author: !ENV [USER, nobody]",
    ],
)
def test_pages_that_may_depend_on_anything_are_always_rendered(setting: str, docs: Path, tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    names = [line.split(":")[0] for line in setting.splitlines()]
    kept = re.split(r"\n(?=\w)", (DEFAULTS / CONFIG).read_text(encoding="utf-8"))
    config.write_text("\n".join([*(part for part in kept if part.split(":")[0] not in names), setting]))
    data = small(tmp_path, "A")
    for _ in range(2):
        built = build(data, tmp_path / "site", keep=tmp_path / "cache")
        assert built.rendered == built.pages


def test_a_page_shows_nothing_of_another_but_its_place_in_the_menu() -> None:
    """The cache counts on it: what the frame shows is of the page itself, of the settings, or an address or title."""
    menu = {"is_page", "children", "url", "title", "active", "is_section"}
    own = {"meta", "url", "canonical_url", "is_homepage", "content"}
    allowed = {"page": own, "item": menu, "child": menu, "first": menu}
    frame = Environment(autoescape=True)
    frame.filters |= {"url": str, "script_tag": str}  # MkDocs'
    material = Path(str(files("material"))) / "templates"
    for file in [*THEME.rglob("*.html"), *(material / name for name in MATERIAL)]:
        tree = frame.parse(file.read_text(encoding="utf-8"))
        set_here = {node.target.name for node in tree.find_all(nodes.Assign) if isinstance(node.target, nodes.Name)}
        given = meta.find_undeclared_variables(tree) - set_here
        assert given <= {"base_url", "config", "lang", "nav", "page", "portal", "top"}, file.name
        for node in tree.find_all(nodes.Getattr):
            if isinstance(node.node, nodes.Name) and node.node.name in allowed:
                assert node.attr in allowed[node.node.name], file.name


def test_the_menu_names_every_page_itself() -> None:
    """A title that is left to MkDocs would come from the page's own text."""
    config = yaml.safe_load((DEFAULTS / CONFIG).read_text(encoding="utf-8"))
    assert "nav" not in config


def test_anchors_and_links_of_a_page_are_found() -> None:
    html = (
        '<nav id="menu"><a href="elsewhere/">x</a></nav><article id="content"><h2 id="one">1</h2> id="text"'
        '<a name="two" href="../other/#a&amp;b">2</a><!-- <b id="three"></b> --><a href="https://example.org/#x">3</a>'
        '<img alt="" src="picture.png"><a href="#one">4</a><a href="/absolute/">5</a></article>'
    )
    assert read_anchors(html) == Anchors(("content", "one", "two"), ("#one", "../other/#a&b", "picture.png"))


def test_links_that_lead_somewhere_are_kept() -> None:
    own = {"": frozenset({"top"}), "a/": frozenset({"x"}), "a/b/": frozenset[str]()}
    lost = ("#y", "../#no", "b/#x", "c/", "../../outside/", "picture.png")
    links = ("#x", "../", "../#top", "b/", "./", "../a/#x")
    assert keep_sound("a/", Anchors(("x",), lost + links), own).links == links

"""What a person who knows Material writes into mkdocs.yml has the effect that its documentation names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import mkdocs.config
import pytest
from axe_playwright_python.sync_playwright import Axe
from configured import LOGO, OWN, WHOLE, write_portal
from conftest import served
from playwright.sync_api import Browser, Page, expect
from reader import is_outside, read_site

from generator.build import build
from generator.errors import SiteError
from generator.paths import THEME
from generator.website import configuration
from generator.website import mkdocs as rendering
from generator.website.logo import read_size

MATERIAL = Path(str(files("material"))) / "templates"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that sets everything."""
    folder = tmp_path_factory.mktemp("whole")
    build(write_portal(folder, WHOLE, OWN), folder / "site")
    return folder / "site"


@dataclass
class Look:
    """A site in a browser; what it reports or asks of other hosts is an error."""

    browser: Browser
    address: str
    reported: list[str] = field(default_factory=list)

    def open(self, path: str, **options: Any) -> Page:
        """Open a page in a fresh profile."""
        page = self.browser.new_context(**options).new_page()
        page.on("console", lambda message: self.reported.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.reported.append(str(error)))
        page.on("request", lambda request: self.reported.append(request.url) if self.is_foreign(request.url) else None)
        page.goto(self.address + path)
        page.wait_for_load_state("networkidle")
        return page

    def is_foreign(self, url: str) -> bool:
        return not url.startswith((self.address, "data:"))


@pytest.fixture(scope="module")
def whole_address(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(whole, tmp_path_factory.mktemp("host")) as url:
        yield url


@pytest.fixture
def look(browser: Browser, whole_address: str) -> Iterator[Look]:
    look = Look(browser, whole_address)
    yield look
    for context in browser.contexts:
        context.close()
    assert look.reported == []


def color(page: Page, css: str, name: str = "color") -> str:
    found: str = page.locator(css).first.evaluate(f"e => getComputedStyle(e).{name}")
    return found


# The mechanism


def test_mkdocs_finds_the_theme_and_behind_it_material(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    config = mkdocs.config.load_config(
        site_name="x", theme={"name": "progress-portal"}, docs_dir=str(tmp_path / "docs"), site_dir=str(tmp_path / "s")
    )
    assert list(map(Path, config.theme.dirs[:2])) == [THEME, MATERIAL]
    assert config.theme["font"] is False


def test_the_frame_has_every_block_of_materials_in_its_order() -> None:
    bases = [(folder / "base.html").read_text(encoding="utf-8") for folder in (THEME, MATERIAL)]
    ours, theirs = (re.findall(r"{% block (\w+)", base) for base in bases)
    assert len(theirs) > 15
    assert ours == theirs


def test_the_templates_take_the_place_of_materials_by_name() -> None:
    ours = {file.relative_to(THEME).as_posix() for file in THEME.rglob("*.html")}
    assert [name for name in ours if not (MATERIAL / name).is_file()] == []


def test_a_theme_that_mkdocs_does_not_find_is_told_and_how_to_mend_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (configuration, rendering):
        monkeypatch.setattr(module, "NAME", "progress-portal-elsewhere")
    with pytest.raises(SiteError) as refused:
        build(write_portal(tmp_path, "", {}), tmp_path / "site")
    assert refused.value.message == rendering.NOT_INSTALLED


def test_a_file_where_the_command_runs_never_takes_the_place_of_a_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "material.py").write_text("raise SystemExit(1)\n")
    monkeypatch.chdir(tmp_path)
    assert build(write_portal(tmp_path, "", {}), tmp_path / "site").pages == 38


# What it does


@pytest.mark.parametrize(
    ("raw", "size"),
    [
        (LOGO.encode(), (40, 20)),
        (b'<svg xmlns="x" width="30.4" height="12px" viewBox="0 0 9 9">', (30, 12)),
        (b'<svg viewBox="-1,-1,100,50" stroke-width="3">', (100, 50)),
        (b'<svg width="100%" height="100%"><path width="1" height="1"/></svg>', None),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\0\x40", (256, 64)),
        (b"\xff\xd8\xff\xe0", None),
        (b"", None),
    ],
)
def test_the_size_of_a_logo_is_read_where_it_says_so(raw: bytes, size: tuple[int, int] | None, tmp_path: Path) -> None:
    (tmp_path / "logo").write_bytes(raw)
    assert read_size(tmp_path / "logo") == size


def test_nothing_moves_when_the_logo_arrives(whole: Path) -> None:
    (logo,) = [e for e in read_site(whole)["en/commitments/a/"].all("img") if "p-logo" in e.classes]
    assert (logo.attributes["width"], logo.attributes["height"], logo.attributes["alt"]) == ("40", "20", "")


@pytest.mark.parametrize("path", ["", "commitments/a/", "en/", "en/commitments/a/"])
def test_logo_icon_styles_and_scripts_of_the_portal_are_there_in_both_languages(look: Look, path: str) -> None:
    page = look.open(path)
    assert page.locator("img.p-logo").evaluate("e => e.complete && e.naturalWidth > 0")
    box = page.locator("img.p-logo").bounding_box()
    assert box
    assert (box["width"], box["height"]) == (64, 32)  # of a drawing twice as wide as it is high
    icon = page.locator("link[rel=icon]").get_attribute("href")
    assert page.evaluate("async link => (await fetch(link)).ok", icon)
    assert color(page, "h1", "letterSpacing") == "3px"
    left = page.evaluate("({...document.documentElement.dataset})")
    assert left == {"plain": "yes", "module": "true", "late": "interactive"}
    expect(page.locator(".p-title")).to_have_attribute("href", "https://www.example.gov.cn/")


@pytest.mark.parametrize("path", ["", "en/commitments/a/"])
def test_blocks_and_partials_of_the_portals_own_stand_where_material_has_them(look: Look, path: str) -> None:
    page = look.open(path)
    expect(page.locator("aside.md-banner .told")).to_have_text("公告：见通知")
    assert page.locator("aside.md-banner").bounding_box()["y"] == 0  # type: ignore[index]
    expect(page.locator("footer .rights")).to_have_text("© 某区人民政府，保留权利")
    expect(page.locator("footer ~ .below")).to_have_text("页脚之下")
    assert page.locator("meta[name=own]").get_attribute("content")
    assert " | " in page.title()
    assert page.locator("meta[name=author]").get_attribute("content") == "某区政府办"


def test_social_links_have_a_name_and_an_icon_of_materials(look: Look) -> None:
    link = look.open("").get_by_role("link", name="官方微博")
    expect(link).to_have_attribute("href", "https://weibo.com/example")
    box = link.locator("svg").bounding_box()
    assert box
    assert box["width"] == box["height"] == 20


def test_the_palette_colours_the_head_in_each_scheme(look: Look) -> None:
    light, dark = (look.open("commitments/a/", color_scheme=scheme) for scheme in ("light", "dark"))
    assert color(light, ".p-masthead", "backgroundColor") == "rgb(64, 81, 181)"  # Material's indigo
    assert color(light, ".p-title") == color(light, ".p-masthead summary") == "rgb(255, 255, 255)"
    assert color(dark, ".p-masthead", "backgroundColor") == "rgb(255, 224, 138)"  # of extra.css
    assert color(dark, ".p-title") == "rgb(0, 0, 0)"
    assert color(light, "article a") == "rgb(64, 81, 181)"
    assert color(dark, "article a") == "rgb(255, 224, 138)"


def test_the_toggles_of_the_palette_change_the_scheme_and_it_stays(look: Look) -> None:
    page = look.open("", color_scheme="light")
    toggle = page.locator("[data-toggle]").filter(visible=True)
    expect(toggle).to_have_accessible_name("Switch to dark mode")
    toggle.click()
    assert color(page, ".p-masthead", "backgroundColor") == "rgb(255, 224, 138)"
    expect(toggle).to_have_accessible_name("Switch to light mode")
    expect(toggle).to_be_focused()
    page.reload()
    expect(toggle).to_have_accessible_name("Switch to light mode")
    toggle.click()
    assert color(page, ".p-masthead", "backgroundColor") == "rgb(64, 81, 181)"


@pytest.mark.parametrize("options", [{"color_scheme": "light"}, {"color_scheme": "dark", "contrast": "more"}])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_frame_with_everything_in_it_has_no_barrier_and_fits(look: Look, options: dict[str, Any], width: int) -> None:
    for path in ("", "en/commitments/a/"):
        page = look.open(path, viewport={"width": width, "height": 800}, bypass_csp=True, **options)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator(".p-masthead summary").last.click()
        assert Axe().run(page).response["violations"] == [], path
        page.locator(".p-masthead summary").last.hover()
        assert Axe().run(page).response["violations"] == [], path


def test_nothing_is_asked_of_another_host(whole: Path) -> None:
    for path, page in read_site(whole).items():
        fetched = [e for e in page.elements if e.tag in ("link", "script", "img")]
        links = [e.attributes.get("href") or e.attributes.get("src", "") for e in fetched]
        assert not list(filter(is_outside, links)), path


def test_files_beside_the_languages_belong_to_both(whole: Path) -> None:
    for root in (whole, whole / "en"):
        assert (root / "images" / "logo.svg").read_text(encoding="utf-8") == LOGO
        assert (root / "images" / "seal.svg").read_text(encoding="utf-8") == LOGO  # of overrides/
        assert (root / "assets" / "images" / "stamp.svg").is_file()
        assert (root / "stylesheets" / "extra.css").is_file()
    assert not list(whole.rglob("main.html"))
    assert {file.suffix for file in (whole / "assets").glob("*.*")} == {".css", ".js", ".svg"}  # nothing of Material's


def test_extensions_of_the_portal_are_added_to_those_it_needs(whole: Path) -> None:
    html = (whole / "guide" / "index.html").read_text(encoding="utf-8")
    assert '<p id="part">' in html
    assert "<table>" in html
    assert "<dt>词</dt>" in html


def test_without_a_palette_nothing_of_one_is_loaded(tmp_path: Path) -> None:
    build(write_portal(tmp_path, "", {}), tmp_path / "site")
    (sheet,) = (tmp_path / "site" / "assets").glob("portal.*.css")
    assert "--p-head" not in sheet.read_text(encoding="utf-8")
    html = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "md-banner" not in html
    assert "md-social" not in html
    assert "data-toggle" not in html


def test_a_dark_palette_is_dark_for_all_but_those_who_choose_light(browser: Browser, tmp_path: Path) -> None:
    build(write_portal(tmp_path, "theme: {palette: {scheme: slate, primary: teal}}", {}), tmp_path / "site")
    with served(tmp_path / "site", tmp_path / "host") as url:
        page = (look := Look(browser, url)).open("", color_scheme="light")
        assert color(page, "body", "backgroundColor") == "rgb(20, 24, 29)"
        page.locator(".p-settings summary").click()
        page.get_by_label("浅色").check()
        assert color(page, "body", "backgroundColor") == "rgb(255, 255, 255)"
        page.emulate_media(media="print")
        assert color(page, ".p-masthead", "backgroundColor") == "rgba(0, 0, 0, 0)"
        page.context.close()
    assert look.reported == []

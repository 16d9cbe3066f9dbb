"""What a person who knows Material writes into mkdocs.yml has the effect that its documentation names."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import mkdocs.config
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT, portal, served
from playwright.sync_api import Browser, Page, expect
from reader import is_outside, read_site

from generator.build import build
from generator.errors import SiteError
from generator.language.words import Words
from generator.paths import CONFIG, DEFAULTS, THEME, PortalFolder
from generator.website import configuration, icons
from generator.website import mkdocs as rendering
from generator.website.configuration import read_configuration
from generator.website.logo import size_of

MATERIAL = Path(str(files("material"))) / "templates"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20H0z" fill="#c8102e"/></svg>'
MAIN = """{% extends "base.html" %}
{% block announce %}<p class="told">公告：见<a href="https://example.org/">通知</a></p>{% endblock %}
{% block extrahead %}<meta name="own" content="{{ page.title }}">{% endblock %}
{% block htmltitle %}<title>{{ page.title }} | {{ config.site_name }}</title>{% endblock %}
{% block footer %}{{ super() }}<aside class="below">{{ config.extra.own }}</aside>{% endblock %}
"""
WHOLE = """
theme:
  name: material
  custom_dir: overrides
  logo: images/logo.svg
  favicon: images/icon.svg
  icon: {menu: material/dots-vertical}
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      primary: indigo
      accent: deep orange
      toggle: {icon: material/brightness-7, name: Switch to dark mode}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      primary: custom
      toggle: {icon: material/brightness-4, name: Switch to light mode}
extra_css: [stylesheets/extra.css]
extra_javascript:
  - javascripts/plain.js
  - javascripts/module.mjs
  - {path: javascripts/late.js, defer: true}
copyright: © 某区人民政府
site_author: 某区政府办
extra:
  own: 页脚之下
  homepage: https://www.example.gov.cn/
  social:
    - {icon: fontawesome/brands/weibo, link: https://weibo.com/example, name: 官方微博}
markdown_extensions: [def_list]
"""
OWN = {
    "docs/images/logo.svg": LOGO,
    "docs/images/icon.svg": LOGO,
    "docs/stylesheets/extra.css": """[data-md-color-scheme="slate"] { --md-primary-fg-color: #ffe08a }
.md-typeset h1 { letter-spacing: 3px }
@font-face { font-family: own; src: url(../fonts/own.woff2) }
""",
    "docs/javascripts/plain.js": "document.documentElement.dataset.plain = 'yes'\n",
    "docs/javascripts/module.mjs": "document.documentElement.dataset.module = String(import.meta.url.length > 0)\n",
    "docs/javascripts/late.js": "document.documentElement.dataset.late = document.readyState\n",
    "docs/zh/guide.md": "# 指南\n\n| 一 | 二 |\n|---|---|\n| 三 | 四 |\n\n词\n:   释义\n\n段落\n{ #part }\n",
    "overrides/main.html": MAIN,
    "overrides/partials/copyright.html": '<p class="rights">{{ config.copyright }}，保留权利</p>\n',
    "overrides/images/seal.svg": LOGO,
    "overrides/assets/images/stamp.svg": LOGO,
}
SETTINGS = "title_zh: 测试\ntitle_en: Test\nyear: 2023\n"

Read = Callable[[str, Mapping[str, str]], configuration.Configuration]


def write_portal(folder: Path, config: str, own: Mapping[str, str]) -> Path:
    """Write a portal of one commitment with a configuration and files of its own; gives its data folder."""
    data = folder / "data"
    texts = {
        "data/portal.yml": SETTINGS,
        "data/commitments.csv": "commitment_id,pillar_id,title_zh,kind\nA,growth,事项甲,action\n",
        "data/observations.csv": "commitment_id,period,value\n",
        CONFIG: config,
        **own,
    }
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return data


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a configuration in a portal with these files of its own."""
    return lambda config, own: read_configuration(PortalFolder(write_portal(tmp_path, config, own)))


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
    assert size_of(tmp_path / "logo") == size


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


# The cache


def test_what_the_frame_is_made_of_is_rendered_again_when_it_changes(tmp_path: Path) -> None:
    data, own = write_portal(tmp_path, WHOLE, OWN), tmp_path / "overrides" / "main.html"

    def again() -> int:
        return build(data, tmp_path / "site", keep=tmp_path / "cache").rendered

    everything = again()
    assert everything == 38
    assert again() == 0
    own.write_text(MAIN.replace("公告", "通告"), encoding="utf-8")
    assert again() == everything
    (tmp_path / CONFIG).write_text(WHOLE.replace("indigo", "teal"), encoding="utf-8")
    assert again() == everything
    (tmp_path / "docs" / "stylesheets" / "extra.css").write_text(":root { --md-primary-fg-color: #112233 }")
    assert again() == everything  # the colours are in the name of a stylesheet
    (tmp_path / "docs" / "images" / "logo.svg").write_text(LOGO.replace("c8102e", "000000"))
    assert again() == 0
    own.write_text(MAIN.replace("page.title", "page.next_page.title"), encoding="utf-8")
    assert again() == again() == everything  # which shows something of another page


def test_pages_made_while_the_theme_was_edited_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theme, own = {"key": b"before"}, rendering.complaint_of

    def edit(process: rendering.Process) -> str:
        theme["key"] = b"after"
        return own(process)

    monkeypatch.setattr(rendering, "_key_of_theme", lambda: theme["key"])
    monkeypatch.setattr(rendering, "complaint_of", edit)
    data = write_portal(tmp_path, "", {})
    everything = build(data, tmp_path / "site", keep=tmp_path / "cache").rendered
    theme["key"] = b"before"
    assert build(data, tmp_path / "site", keep=tmp_path / "cache").rendered == everything


# What is refused


@pytest.mark.parametrize(
    ("config", "own", "message", "part"),
    [
        ("theme: readthedocs", {}, configuration.OTHER_THEME, "readthedocs"),
        ("theme: {name: mkdocs}", {}, configuration.OTHER_THEME, "mkdocs"),
        ("theme: {font: {text: Roboto}}", {}, configuration.FONT, CONFIG),
        ("theme: {logo: //cdn.example.org/logo.svg}", {}, configuration.OUTSIDE, "theme.logo"),
        ("theme: {favicon: https://example.org/x.png}", {}, configuration.OUTSIDE, "theme.favicon"),
        ("extra_css: [https://fonts.example.org/css]", {}, configuration.OUTSIDE, "extra_css"),
        ("extra_javascript: [https://example.org/x.js]", {}, configuration.OUTSIDE, "extra_javascript"),
        ("extra_javascript: [{path: //e.org/x.js}]", {}, configuration.OUTSIDE, "//e.org/x.js"),
        ("extra_css: [x.css]", {"docs/x.css": "@import url('https://e.org/f.css');"}, configuration.OUTSIDE, "x.css"),
        (
            "extra_css: [x.css]",
            {"docs/x.css": "a{background:url(//e.org/f.png)}"},
            configuration.OUTSIDE,
            "//e.org/f.png",
        ),
        ("extra_css: [x.css]", {}, configuration.ABSENT, "x.css"),
        ("theme: {logo: logo.svg}", {"docs/zh/a.svg": "", "docs/en/logo.svg": ""}, configuration.ABSENT, "logo.svg"),
        ("theme: {icon: {menu: material/no-such}}", {}, icons.UNKNOWN, "material/no-such"),
        ("theme: {custom_dir: nowhere}", {}, configuration.NO_FOLDER, "nowhere"),
        ("theme: {palette: !ENV COLOR}", {}, "{file}: {setting} has to be written", "theme.palette"),
        ("theme: [material]", {}, "{file}: {setting} has to be a mapping", "theme"),
        ("extra_css: x.css", {}, "{file}: {setting} has to be a list", "extra_css"),
        ("theme: {", {}, "{file} cannot be read: {problem}", f"{CONFIG}:1"),
        ("copyright: a\ncopyright: b", {}, "{file} cannot be read: {problem}", f"{CONFIG}:2"),
        ("INHERIT: other.yml", {}, "{file} cannot be read: {problem}", "other.yml"),
    ],
)
def test_what_a_portal_cannot_have_is_refused_in_both_languages(
    config: str, own: dict[str, str], message: str, part: str, tmp_path: Path
) -> None:
    with pytest.raises(SiteError) as refused:
        read_configuration(PortalFolder(write_portal(tmp_path, config, own)))
    assert refused.value.message.startswith(message)
    told = [Words(lang).t(refused.value.message, **refused.value.parts) for lang in ("en", "zh")]
    assert all(part in text for text in told)
    assert told[0] != told[1]


def test_the_command_says_what_is_refused(tmp_path: Path) -> None:
    data = write_portal(tmp_path, "extra_css: [https://fonts.example.org/css]", {})
    for lang, told in (("en", "on another host"), ("zh", "不加载其他网站的任何内容")):
        run = portal("build", "--data", data, "--out", tmp_path / "site", "--lang", lang)
        assert run.returncode == 1
        assert told in run.stderr
        assert not (tmp_path / "site").exists()


def test_a_page_that_stands_in_no_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="belongs to no language") as refused:
        build(write_portal(tmp_path, "", {"docs/faq.md": "# FAQ\n"}), tmp_path / "site")
    assert refused.value.parts["file"] == "docs/faq.md"


# The file itself


def test_what_a_portal_writes_stays_as_it_was_written(read: Read) -> None:
    found = read(
        "INHERIT: base.yml\n"
        "site_author: !ENV [AUTHOR, nobody]\n"
        "extra: {flag: 'on', deep: {b: 2}}\n"
        "markdown_extensions:\n  - toc: {permalink: true}\n"
        "  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
        "hooks: [hook.py]\n",
        {"base.yml": "extra: {deep: {a: 1}}\nmarkdown_extensions: [abbr]\ncopyright: base\n", "hook.py": ""},
    )
    assert "site_author: !ENV [AUTHOR, nobody]" in found.text
    assert "emoji_index: !!python/name:material.extensions.emoji.twemoji" in found.text
    assert "flag: 'on'" in found.text  # not the truth value that it would be without quotes
    assert re.search(r"deep: *\{?\s*a: 1,?\s*b: 2", found.text)
    assert "copyright: base" in found.text
    assert "permalink: true" in found.text
    assert "permalink: false" not in found.text
    assert "abbr" not in found.text  # a list takes the place of the one it inherits, as in MkDocs
    assert all(f"- {name}\n" in found.text for name in ("attr_list", "tables", "generator.website.verbatim"))
    assert not found.pure
    assert {file.name for file in found.files} == {CONFIG, "base.yml", "hook.py"}
    assert all(file.is_absolute() for file in found.files)


def test_name_menu_and_address_are_those_of_the_portal(read: Read) -> None:
    text = read("site_name: x\nsite_url: https://e.org/\nnav: [a.md]\ndocs_dir: y\nuse_directory_urls: no\n", {}).text
    assert not re.search("^(site_name|site_url|nav|docs_dir):", text, re.MULTILINE)
    assert "use_directory_urls: true" in text


@pytest.mark.parametrize("file", [ROOT / CONFIG, DEFAULTS / CONFIG], ids=["this portal", "the program"])
def test_each_example_in_the_file_can_be_used_as_it_stands(file: Path, tmp_path: Path) -> None:
    text = re.sub(r"^( *)# ( *(?:- )?[a-z_]+:.*)$", r"\1\2", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    names = re.findall(r"(?<![\w/])(?!docs/)[\w/]+\.(?:svg|png|css|js)\b", text)
    own = {f"docs/{name}": "" for name in names}
    found = read_configuration(PortalFolder(write_portal(tmp_path, text, own | {"overrides/main.html": MAIN})))
    assert found.palette.colors
    for setting in ("logo", "favicon", "extra_css", "extra_javascript", "copyright", "social"):
        assert f"{setting}:" in found.text
    assert found.overrides

"""What mkdocs.yml may hold, how it is completed, and what is rendered anew when it changes."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from configured import LOGO, MAIN, OWN, WHOLE, write_portal
from conftest import ROOT, portal

from generator.build import build
from generator.errors import SiteError
from generator.language.words import Words
from generator.paths import CONFIG, DEFAULTS, PortalFolder
from generator.website import configuration, icons
from generator.website import mkdocs as rendering
from generator.website.configuration import read_configuration

Read = Callable[[str, Mapping[str, str]], configuration.Configuration]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a configuration in a portal with these files of its own."""
    return lambda config, own: read_configuration(PortalFolder(write_portal(tmp_path, config, own)))


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
    theme, own = {"key": b"before"}, rendering.read_complaint

    def edit(process: rendering.Process) -> str:
        theme["key"] = b"after"
        return own(process)

    monkeypatch.setattr(rendering, "_hash_theme", lambda: theme["key"])
    monkeypatch.setattr(rendering, "read_complaint", edit)
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

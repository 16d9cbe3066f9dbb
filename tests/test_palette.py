"""The palette: Material's colours in our own frame, readable whatever they are, and never in charts or statuses."""

import re
from importlib.resources import files
from itertools import product

import pytest

from generator.charts.drawing.colors import COLORS
from generator.charts.theme import Palette, render_stylesheet
from generator.errors import SiteError
from generator.model import Status
from generator.website.colors import make_readable, read_color, write_color
from generator.website.palette import read_palette

SHEETS = files("material") / "templates" / "assets" / "stylesheets"
MATERIAL = next(file for file in SHEETS.iterdir() if re.fullmatch(r"palette\..*\.css", file.name)).read_text("utf-8")
PRIMARIES = sorted(set(re.findall(r"data-md-color-primary=([\w-]+)", MATERIAL)))
ACCENTS = sorted(set(re.findall(r"data-md-color-accent=([\w-]+)", MATERIAL)))


def luminance(color: str) -> float:
    """As WCAG 2.2 defines it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_material_has_the_colours_that_its_documentation_names() -> None:
    assert {"red", "deep-purple", "indigo", "teal", "amber", "blue-grey", "black", "white"} <= {*PRIMARIES}
    assert {"red", "indigo", "teal", "lime", "deep-orange"} <= {*ACCENTS}


@pytest.mark.parametrize(
    ("color", "ratio"), [("#000000", 21.0), ("#767676", 4.54), ("#ff0000", 4.0), ("#ffff00", 1.07), ("#ffffff", 1.0)]
)
def test_contrast_is_that_of_wcag(color: str, ratio: float) -> None:
    assert round(contrast(color, "#ffffff"), 2) == ratio  # as published tables have it


def test_every_colour_of_material_can_be_read_in_both_schemes() -> None:
    for primary, accent in product(["", *PRIMARIES], ["", *ACCENTS]):
        palette = read_palette([{"primary": primary, "accent": accent}], [], "mkdocs.yml")
        for scheme in ("light", "dark") if primary or accent else ():
            look = {name: getattr(color, scheme) for name, color in palette.colors.items()}
            assert contrast(look["on-head"], look["head"]) >= 4.5, (primary, scheme)
            for paper in (*(getattr(COLORS[name], scheme) for name in ("paper", "faint", "notice-soft")), look["soft"]):
                assert contrast(look["link"], paper) >= 4.5, (primary, accent, scheme, paper)
                assert contrast(look["mark"], paper) >= 4.5, (primary, accent, scheme, paper)


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    palette = read_palette([{"primary": "indigo"}], [], "mkdocs.yml")
    assert palette.colors["head"].light == palette.colors["link"].light == "#4051b5"  # Material's indigo
    assert palette.colors["on-head"].light == "#ffffff"


def test_a_pale_colour_is_made_darker_as_text_and_kept_as_the_head() -> None:
    colors = read_palette([{"primary": "amber"}], [], "mkdocs.yml").colors
    assert colors["head"].light == "#ffc105"  # Material's amber
    assert contrast(colors["link"].light, "#ffffff") < 7  # no darker than it has to be
    assert colors["link"].light not in ("#ffc105", COLORS["ink"].light)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("#0f0", "#00ff00"),
        ("#4051B5", "#4051b5"),
        ("rgb(64, 81, 181)", "#4051b5"),
        ("rgba(0 0 0 / 50%)", "#808080"),  # over white
        ("hsl(120, 100%, 50%)", "#00ff00"),
        ("hsla(var(--md-hue), 0%, 100%, 1)", "#ffffff"),
        ("#0000", "#ffffff"),
        ("rebeccapurple", None),
        ("rgb(1)", None),
        ("", None),
    ],
)
def test_a_colour_is_read_as_a_browser_reads_it(value: str, written: str | None) -> None:
    found = read_color(value, (1.0, 1.0, 1.0), {"--md-hue": "225deg"})
    assert (found and write_color(found)) == written


def test_what_cannot_be_read_on_any_paper_becomes_the_colour_of_the_text() -> None:
    ink = (0.5, 0.5, 0.5)
    assert make_readable((0.9, 0.9, 0.9), ink, [(1.0, 1.0, 1.0), (0.0, 0.0, 0.0)]) == ink


@pytest.mark.parametrize(
    ("options", "scheme"),
    [
        ([], ""),
        ([{"primary": "teal"}], ""),
        ([{"scheme": "default", "primary": "teal"}], "light"),
        ([{"scheme": "slate"}], "dark"),
        ([{"scheme": "slate"}, {"scheme": "default"}], "dark"),
        ([{"media": "(prefers-color-scheme: light)", "scheme": "default"}, {"scheme": "slate"}], ""),
        ([{"media": "(prefers-color-scheme)"}, {"scheme": "default"}, {"scheme": "slate"}], ""),
        ([{"scheme": "youtube"}], ""),
    ],
)
def test_a_scheme_that_is_named_first_holds_and_otherwise_the_readers_system(
    options: list[dict[str, str]], scheme: str
) -> None:
    assert read_palette(options, [], "mkdocs.yml").scheme == scheme


def test_each_scheme_has_the_colours_of_its_own_option() -> None:
    options = [{"media": "(prefers-color-scheme)"}, {"scheme": "default", "primary": "indigo"}]
    options += [{"media": "(prefers-color-scheme: dark)", "scheme": "slate", "primary": "teal"}]
    head = read_palette(options, [], "mkdocs.yml").colors["head"]
    assert (head.light, head.dark) == ("#4051b5", "#009485")  # Material's indigo and teal


def test_an_option_without_colours_has_the_portals_usual_ones() -> None:
    options = [{"scheme": "default", "primary": "indigo"}, {"scheme": "slate"}]
    colors = read_palette(options, [], "mkdocs.yml").colors
    assert colors["head"].dark == COLORS["paper"].dark
    assert colors["link"].dark == COLORS["accent"].dark
    assert read_palette([{"scheme": "slate"}], [], "mkdocs.yml").colors == {}


@pytest.mark.parametrize(
    ("option", "sheet"),
    [
        ({"primary": "custom"}, ":root > * { --md-primary-fg-color: #a6192e; }"),
        ({"primary": "custom"}, "/* ours } */ :root { color: red; --md-primary-fg-color: #A6192E }"),
        ({"scheme": "ours"}, '[data-md-color-scheme="ours"] { --md-primary-fg-color: #a6192e; }'),
        ({"primary": "red"}, "[data-md-color-primary=red]{--md-primary-fg-color:#a6192e}"),
        ({"primary": "custom"}, "@media screen { body { --ours: 1; --md-primary-fg-color: rgb(166 25 46); } }"),
        ({"primary": "custom"}, ":root { --md-primary-fg-color: var(--md-ours); --md-ours: #a6192e; }"),
    ],
)
def test_a_stylesheet_of_the_portal_sets_colours_of_its_own(option: dict[str, str], sheet: str) -> None:
    assert read_palette([option], [sheet], "mkdocs.yml").colors["head"].light == "#a6192e"


@pytest.mark.parametrize(
    "sheet",
    [
        ".md-header { --md-primary-fg-color: #a6192e; }",  # a part of the page
        "@media print { :root { --md-primary-fg-color: #a6192e; } }",
        "[data-md-color-primary=custom] p { --md-primary-fg-color: #a6192e; }",
        "/* :root { --md-primary-fg-color: #a6192e; } */",
        "",
    ],
)
def test_a_custom_colour_that_is_set_nowhere_is_refused(sheet: str) -> None:
    with pytest.raises(SiteError) as refused:
        read_palette([{"primary": "custom"}], [sheet], "mkdocs.yml")
    assert refused.value.parts["property"] == "--md-primary-fg-color"


def test_a_name_that_material_does_not_have_and_a_colour_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(SiteError) as refused:
        read_palette([{"accent": "turquoise"}], [], "mkdocs.yml")
    assert refused.value.parts["name"] == "turquoise"
    with pytest.raises(SiteError) as refused:
        read_palette([{"primary": "custom"}], [":root{--md-primary-fg-color:tomato}"], "mkdocs.yml")
    assert refused.value.parts["value"] == "tomato"


def test_charts_and_statuses_do_not_follow_the_palette() -> None:
    sheets = [
        render_stylesheet({}, palette) for palette in (Palette(), read_palette([{"primary": "red"}], [], "mkdocs.yml"))
    ]
    names = [*COLORS, *(status.value.replace("_", "-") for status in Status)]
    for name in names:
        found = [re.findall(rf"--p-{name}:([^;}}]*)", sheet) for sheet in sheets]
        assert found[0] == found[1] != [], name


def test_more_contrast_takes_the_portals_own_colours_away() -> None:
    sheet = render_stylesheet({}, read_palette([{"primary": "amber"}], [], "mkdocs.yml"))
    more = re.search(r":root\[data-contrast=more\]\{([^}]*)", sheet)
    assert more
    assert "--p-link:var(--p-accent);" in more[1]
    assert "--p-head:var(--p-paper);" in more[1]
    assert "--p-head:" not in render_stylesheet({}, Palette())

"""What Markdown makes of a text is the same whether blocks of HTML are taken as they are, or read tag by tag."""

from pathlib import Path

import pytest
from conftest import MEISHAN, build_remembering
from markdown import Markdown
from mkdocs.structure.pages import _RawHTMLPreprocessor

from generator.website.verbatim import is_whole

OTHERS = ["attr_list", "tables", "toc"]
TEXTS = {
    "one block": "# A\n\n<p>one</p>\n\nb *c*\n",
    "at the very beginning": "<div>\n<p>one</p>\n</div>\n\nrest\n",
    "at the very end": "text\n\n<p>end</p>",
    "one after the other": "<p>one</p>\n\n<p>two</p>\n\n\n<p>three</p>\n",
    "two in a block": "<p>one</p><p>two</p>\n\nrest\n",
    "text behind the end": "<p>one</p> *two*\n\nrest\n",
    "text in the next line": "<p>one</p>\n*two*\n\nrest\n",
    "an element in its like": "<div><div>*one*</div></div>\n\n<div>a</div><div>b</div>\n",
    "never closed": "<div>\n*one*\n\ntwo\n",
    "a line of a paragraph": "text\n<div>one</div>\n\nrest\n",
    "inline": "<span>*one*</span>\n\n<a href='x'>two</a>\n",
    "indented": "    <p>code</p>\n\n   <p>raw</p>\n",
    "in a list": "- one\n\n    <p>two</p>\n\n- three\n",
    "with entities": "<p>a &amp; b &lt; c</p>\n\na &amp; b\n",
    "with a placeholder's letters": "<p>wzxhzdk:0</p>\n\n`<p>`\n",
    "upper case": "<P>one</P>\n\n<p>one</P>\n\nrest\n",
    "a rule and a break": "<hr>\n\n<br>\n\nrest\n",
    "a table of Markdown": "| a | b |\n|---|---|\n| <b>1</b> | 2 |\n",
    "a heading with an anchor": "## A { #own }\n\n<p id='x' class=\"y\">one</p>\n",
}


def converted(text: str, *more: str) -> str:
    return Markdown(extensions=[*more, *OTHERS]).convert(text)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_becomes_the_same_with_and_without(name: str) -> None:
    assert converted(TEXTS[name], "generator.website.verbatim") == converted(TEXTS[name])


@pytest.mark.parametrize("text", ["<!-- a\n\n<p>b</p>\n\nc -->\n\nd\n", "<div>\n\n<p>a</p>\n\n*b*\n\n</div>\n\nc\n"])
def test_within_something_open_only_blank_lines_differ(text: str) -> None:
    assert converted(text, "generator.website.verbatim").split() == converted(text).split()


def test_every_page_of_a_portal_becomes_the_same_with_and_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written = build_remembering(MEISHAN, tmp_path / "site", monkeypatch)
    assert len(written) == 2
    for inputs in written:
        for name, raw in inputs.sources.items():
            text = raw.decode().partition("\n---\n")[2] or raw.decode()
            assert converted(text, "generator.website.verbatim") == converted(text), name


def anchors(text: str, *extensions: str) -> set[str]:
    """What MkDocs finds in the HTML of a page that links may lead to."""
    markdown, finder = Markdown(extensions=[*extensions]), _RawHTMLPreprocessor()
    finder._register(markdown)
    html = markdown.convert(text)
    assert "verbatim" not in html
    return finder.present_anchor_ids


def test_mkdocs_finds_the_anchors_of_what_is_taken() -> None:
    text = '<div id="one">\n<p class="x" id="two">a</p> id="three"\n</div>\n\n<p id=\'four\'>b</p> *c*\n'
    assert anchors(text, "generator.website.verbatim") == anchors(text) == {"one", "two", "four"}


def test_a_block_is_taken_only_as_a_whole() -> None:
    assert is_whole("<p>a</p>", "p")
    assert is_whole("<div><div>a</div><p></p></div>", "div")
    assert not is_whole("<p>a</p><p>b</p>", "p")
    assert not is_whole("<p>a</p> b", "p")
    assert not is_whole("<div><div>a</div>", "div")
    assert not is_whole("<pre>a</pre>", "p")

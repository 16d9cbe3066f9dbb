"""Verbatim: an extension of Markdown that takes whole blocks of HTML as they are, without reading every tag in them.

Nearly all of a page is HTML when it reaches Markdown, and reading that took Markdown, and then MkDocs in search of
anchors, most of their time. What is made of a page is the same with this extension and without it, but for blank lines
within an element.
"""

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

BEFORE_MKDOCS, AFTER_MKDOCS = 22, 20.5  # MkDocs looks for anchors at 21, Markdown reads HTML at 20
BLOCK = re.compile(r"(?<=\n\n)<(\w+)\b[^\n]*(?:\n[^\n]+)*(?=\n\n)")
ANCHOR = re.compile(r'<[^<>]*\sid="([^"]*)"')
MARK = '<a class="verbatim" id="{}"></a>'
MARKS = re.compile(MARK.format('[^"]*'))


class Verbatim(Extension):
    """Takes blocks of HTML out before anything reads them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the two steps."""
        md.preprocessors.register(_Take(md), "verbatim", BEFORE_MKDOCS)
        md.preprocessors.register(_Clear(md), "verbatim_marks", AFTER_MKDOCS)


class _Take(Preprocessor):
    """Puts a placeholder for each block, with a mark for each of its anchors."""

    def run(self, lines: list[str]) -> list[str]:
        return BLOCK.sub(self._taken, "\n".join(["", "", *lines])).split("\n")[2:]

    def _taken(self, block: re.Match[str]) -> str:
        if not self.md.is_block_level(block[1]) or not is_whole(block[0], block[1]):
            return block[0]
        marks = "".join(map(MARK.format, ANCHOR.findall(block[0])))
        return f"\n{self.md.htmlStash.store(block[0] + chr(10))}{marks}\n\n"


class _Clear(Preprocessor):
    """Removes the marks, which MkDocs has seen."""

    def run(self, lines: list[str]) -> list[str]:
        return [MARKS.sub("", line) for line in lines]


def is_whole(text: str, tag: str) -> bool:
    """Return whether a text is one element of this tag, from its first sign to its last."""
    depth = 0
    for found in re.finditer(rf"<(/?){tag}\b[^>]*>", text):
        depth += -1 if found[1] else 1
        if depth == 0:
            return found.end() == len(text)
    return False


def makeExtension(**settings: Any) -> Verbatim:  # noqa: N802 - Markdown's name
    """Return the extension to Markdown."""
    return Verbatim(**settings)

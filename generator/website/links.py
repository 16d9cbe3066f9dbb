"""Anchors: what a rendered page can be linked to by, and what its own links lead to.

MkDocs follows the links of the pages it renders, and refuses those that lead nowhere. A page from the cache was
followed when it was rendered: here it is found out whether what it led to is still there.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
ANCHOR = re.compile(r"""<(?:[a-zA-Z][^<>]*?\sid|a\s[^<>]*?\bname)="([^"]*)\"""")
LINK = re.compile(r"""<(?:a|img)\s[^<>]*?\b(?:href|src)="([^"]*)\"""")


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors of a page, and the paths and anchors its relative links name; each once, in order."""

    own: tuple[str, ...]
    links: tuple[str, ...]


def read_anchors(html: str) -> Anchors:
    """Read a rendered page; its frame, which is the same on every page, is left out."""
    article = ARTICLE.search(html)
    content = COMMENT.sub("", article[0] if article else html)
    links = {unescape(link) for link in LINK.findall(content)}
    inner = {link for link in links if link and not urlsplit(link).scheme and not link.startswith(("/", "\\"))}
    return Anchors(tuple(sorted({unescape(name) for name in ANCHOR.findall(content)})), tuple(sorted(inner)))


def keep_sound(path: str, page: Anchors, own: Mapping[str, frozenset[str]]) -> Anchors:
    """Keep the links of a page that lead to a page, and to an anchor of it where they name one.

    `own` gives the anchors of every page by its path. What leads elsewhere, such as to a file, MkDocs does not follow.
    """
    return Anchors(page.own, tuple(link for link in page.links if _leads_somewhere(path, link, own)))


def _leads_somewhere(path: str, link: str, own: Mapping[str, frozenset[str]]) -> bool:
    parts = urlsplit(link)
    target = path
    if parts.path:
        folder = posixpath.normpath(posixpath.join(path, unquote(parts.path)))
        target = "" if folder == "." else f"{folder}/"
    return target in own and (not parts.fragment or parts.fragment in own[target])

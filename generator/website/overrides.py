"""The portal's own templates: whether what they show on a page is of that page alone.

The cache of pages counts on it: a page is not rendered again because another one has changed. The templates of the
theme itself are held to the same by a test.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from generator.paths import THEME

GIVEN = {"base_url", "build_date_utc", "config", "lang", "mkdocs_version", "page", "portal", "top"}
OF_A_PAGE = {"abs_url", "canonical_url", "content", "is_homepage", "meta", "title", "toc", "url"}
ASKING = (nodes.If, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not)  # whether there is a page
MATERIAL = {"partials/copyright.html", "partials/language.html", "partials/social.html"}  # they show settings alone
ICONS = ".icons/"


def are_bounded(folder: Path) -> bool:
    """Whether no template of a folder can show anything of another page; False where that cannot be known."""
    return all(_is_bounded(file, folder) for file in folder.rglob("*.html"))


def _is_bounded(file: Path, folder: Path) -> bool:
    environment = Environment(autoescape=True)
    environment.filters |= {"url": str, "script_tag": str}  # MkDocs'
    try:
        template = environment.parse(file.read_text(encoding="utf-8"))
    except (TemplateSyntaxError, UnicodeDecodeError):  # MkDocs will say so
        return False
    set_here = {node.target.name for node in template.find_all(nodes.Assign) if isinstance(node.target, nodes.Name)}
    return (
        meta.find_undeclared_variables(template) - set_here <= GIVEN
        and _shows_its_page(template)
        and all(_is_known(name, folder) for name in _list_named(template))
    )


def _shows_its_page(node: nodes.Node) -> bool:
    """Whether every mention of the page is of a part of its own, or asks whether there is one."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Name) and child.name == "page":
            own = isinstance(node, nodes.Getattr) and node.attr in OF_A_PAGE
            if not own and not isinstance(node, ASKING):
                return False
        elif not _shows_its_page(child):
            return False
    return True


def _list_named(template: nodes.Template) -> Iterator[nodes.Expr]:
    """Yield the names of the templates that one extends, includes or imports."""
    for node in template.find_all(nodes.Stmt):
        if isinstance(node, nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport):
            yield node.template


def _is_known(name: nodes.Expr, folder: Path) -> bool:
    """Whether another template is one of the folder, of the theme, or an icon."""
    if isinstance(name, nodes.Const):
        names: Iterable[str] = [name.value] if isinstance(name.value, str) else name.value
        return all(one in MATERIAL or one.startswith(ICONS) or _exists(one, folder) for one in names)
    parts = name.nodes if isinstance(name, nodes.Concat) else [name.left] if isinstance(name, nodes.Add) else []
    return bool(parts) and isinstance(parts[0], nodes.Const) and str(parts[0].value).startswith(ICONS)


def _exists(name: str, folder: Path) -> bool:
    return (folder / name).is_file() or (THEME / name).is_file()

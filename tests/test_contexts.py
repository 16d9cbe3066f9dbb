"""A template is given a frozen dataclass: documented, used in every field, and data to pickle and compare."""

import ast
import importlib
import inspect
import pickle
import pkgutil
import shutil
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from io import StringIO
from pathlib import Path
from textwrap import dedent
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import pytest
from jinja2 import nodes
from jinja2.meta import find_undeclared_variables
from markupsafe import Markup
from office import released

import generator
from generator.build import make_shown, make_site, plan_all_figures
from generator.changes.history import make_history
from generator.charts.figure import DrawnFigures
from generator.checks.check import check_folder
from generator.exports.records import record_commitments
from generator.language.templates import load_templates
from generator.language.words import LANGUAGES, Words
from generator.pages.patterns import make_patterns_page
from generator.pages.render import CLOSED_MAKERS, MAKERS, PageFunctions, SharedContext, share_context
from generator.pages.site import Page, Site
from generator.paths import SAMPLES, TEMPLATES
from generator.status.progress import assess_all

TEMPLATE_ENVIRONMENT = load_templates(Words("en"))
OWN_DOCUMENTATION = ("generator.data", "generator.status")  # classes there are not made for pages
VALUES = (str, int, bool, float, Decimal, date, Markup, type(None))
SHARED = {field.name for part in (SharedContext, PageFunctions) for field in fields(part)}


@cache
def contexts() -> tuple[type[Any], ...]:
    """Every class of the program that names a template."""
    modules = [module.name for module in pkgutil.walk_packages(generator.__path__, "generator.")]
    found = {
        thing
        for name in modules
        if not name.endswith("__main__")
        for thing in vars(importlib.import_module(name)).values()
        if inspect.isclass(thing) and is_dataclass(thing) and hasattr(thing, "template")
    }
    return tuple(sorted(found, key=lambda context: context.__name__))


def is_page(context: type[Any]) -> bool:
    return str(context.__module__).startswith("generator.pages") and str(context.template).endswith(".md.j2")


@cache
def parse(template: str) -> nodes.Template:
    return TEMPLATE_ENVIRONMENT.parse((TEMPLATES / template).read_text(encoding="utf-8"))


def taken(template: str) -> set[str]:
    """The names that a template takes from what it is given; those of its includes and imports among them."""
    tree = parse(template)
    found = find_undeclared_variables(tree)
    for part in tree.find_all(nodes.FromImport):
        found |= taken(part.template.as_const())
    local = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}  # loops, which an include sees
    for include in tree.find_all(nodes.Include):
        found |= taken(include.template.as_const()) - local
    return found - set(TEMPLATE_ENVIRONMENT.globals)


def read_attributes(template: str) -> set[str]:
    """The names of all attributes that a template reads, with those of its includes and imports."""
    tree = parse(template)
    found = {node.attr for node in tree.find_all(nodes.Getattr)}
    for part in tree.find_all((nodes.FromImport, nodes.Include)):
        found |= read_attributes(part.template.as_const())
    return found


def types_of(hint: Any) -> Iterator[type[Any]]:
    """The classes in an annotation: of a mapping, a tuple or a union, those that it holds."""
    origin = get_origin(hint)
    parts = get_args(hint)
    if origin is None:
        yield from () if hint is Ellipsis or isinstance(hint, TypeVar) else (hint,)
    elif origin not in (Union, UnionType, tuple, Mapping):
        yield origin
        parts = parts if is_dataclass(origin) else ()
    for part in parts:
        yield from types_of(part)


def held(thing: type[Any]) -> set[type[Any]]:
    """A class, and the classes of the program that its fields hold, however deep."""
    found, waiting = set[type[Any]](), [thing]
    while waiting:
        next_one = waiting.pop()
        if next_one in found:
            continue
        found.add(next_one)
        hints = get_type_hints(next_one)
        for field in fields(next_one):
            waiting += [part for part in types_of(hints[field.name]) if is_dataclass(part)]
    return found


def made_for_pages(thing: type[Any]) -> bool:
    return not thing.__module__.startswith(OWN_DOCUMENTATION)


def test_every_template_has_one_context() -> None:
    templates = [str(context.template) for context in contexts()]
    assert len(templates) == len(set(templates))
    whole = {path.name for path in TEMPLATES.iterdir() if not path.name.startswith("_")}
    assert set(templates) == whole - {"sitemap.xml.j2"}  # that of the site builder


@pytest.mark.parametrize("context", contexts(), ids=lambda context: context.__name__)
def test_the_names_in_a_template_are_the_fields_of_its_context(context: type[Any]) -> None:
    own = {field.name for field in fields(context)}
    assert taken(context.template) - (SHARED if is_page(context) else set()) == own
    assert not own & SHARED or not is_page(context), "a field would hide what all pages share"


def test_what_all_pages_share_is_used_by_a_page() -> None:
    assert set().union(*(taken(context.template) for context in contexts() if is_page(context))) >= SHARED


def test_every_field_that_a_context_holds_is_read_by_a_template_that_is_given_it() -> None:
    read: dict[type[Any], set[str]] = {}
    for context in (*contexts(), SharedContext):
        given = [c for c in contexts() if is_page(c)] if context is SharedContext else [context]
        attributes = set().union(*(read_attributes(c.template) for c in given))
        for thing in held(context) - {context}:
            read[thing] = read.get(thing, set()) | attributes
    unread = {
        f"{thing.__name__}.{field.name}"
        for thing, attributes in read.items()
        if made_for_pages(thing)
        for field in fields(thing)
        if field.name not in attributes and f"self.{field.name}" not in inspect.getsource(thing)
    }
    assert not unread


def undocumented(thing: type[Any]) -> Iterator[str]:
    """The fields of a class whose line does not end with a comment."""
    source = dedent(inspect.getsource(thing))
    tokens = tokenize.generate_tokens(StringIO(source).readline)
    commented = {token.start[0] for token in tokens if token.type == tokenize.COMMENT}
    (definition,) = ast.parse(source).body
    assert isinstance(definition, ast.ClassDef)
    for node in definition.body:
        is_field = isinstance(node, ast.AnnAssign) and "ClassVar" not in ast.unparse(node.annotation)
        if is_field and node.end_lineno not in commented:
            yield f"{thing.__name__}: {ast.unparse(node)}"


def test_every_field_of_a_context_is_documented_beside_it() -> None:
    things = set().union(*map(held, (*contexts(), SharedContext, PageFunctions)))
    assert not sorted(name for thing in things if made_for_pages(thing) for name in undocumented(thing))


def test_a_context_holds_frozen_data_alone() -> None:
    for thing in set().union(*map(held, (*contexts(), SharedContext))):
        assert thing.__dataclass_params__.frozen, thing
        hints = get_type_hints(thing)
        for field in fields(thing):
            for part in types_of(hints[field.name]):
                known = is_dataclass(part) or part in VALUES or issubclass(part, Enum)
                assert known, f"{thing.__name__}.{field.name}: {part}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples with a year and a release behind them, and a figure that is corrected since."""
    data = Path(shutil.copytree(SAMPLES, tmp_path_factory.mktemp("contexts") / "data"))
    file = data / "commitments.csv"
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    before = [row.replace("S-", "O-", 1) for row in rows if row.startswith(("S-01", "S-13"))]
    rows = [f"{row},,{'O-01' if row.startswith('S-01') else ''}" for row in rows] + [f"{row},2022," for row in before]
    file.write_text("\n".join([f"{head},plan_year,continues_id", *rows]) + "\n", encoding="utf-8")
    released(data, "2023-10-16")
    return data


def correct(folder: Path, out: Path, old: str, new: str) -> Path:
    """Copy a portal with another figure."""
    data = Path(shutil.copytree(folder, out))
    file = data / "observations.csv"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    return data


def pages_of(data: Path, lang: str = "zh") -> dict[str, Page]:
    """Every page of a portal by its path, with drawings that are all the same."""
    dataset, _ = check_folder(data)
    assert dataset is not None
    shown, words = make_shown(data, assess_all(dataset, dataset.as_of, ())), Words(lang)
    drawn = [DrawnFigures(figures, ["<svg/>" for _ in figures]) for figures in plan_all_figures(shown)]
    site, sampled = make_site(shown, drawn, words), drawn[1]
    nothing = make_history((), record_commitments(shown.samples.progress))
    samples = Site(shown.samples.progress, nothing, sampled, words)
    pages = [page for make in MAKERS for page in make(site)] + list(make_patterns_page(site, samples))
    pages += [page for closed in site.closed for make in CLOSED_MAKERS for page in make(closed)]
    for page in pages:
        shared = share_context(site, page)
        assert pickle.loads(pickle.dumps(shared)) == shared  # noqa: S301 - our own
    return {page.path: page for page in pages}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_can_be_pickled_and_is_the_same_afterwards(folder: Path, tmp_path: Path, lang: str) -> None:
    pages = pages_of(correct(folder, tmp_path / "data", "S-02,2023-07,41", "S-02,2023-07,42"), lang)
    assert {type(page.context) for page in pages.values()} == {context for context in contexts() if is_page(context)}
    assert pickle.loads(pickle.dumps(pages)) == pages  # noqa: S301 - our own


def test_a_value_changes_the_pages_that_show_it_and_no_other(folder: Path, tmp_path: Path) -> None:
    old, same, new = (
        pages_of(correct(folder, tmp_path / name, "S-01,2023-05,24", f"S-01,2023-05,{value}"))
        for name, value in (("old", 25), ("same", 25), ("new", 26))
    )
    assert old == same
    changed = {path for path in old.keys() | new.keys() if old[path] != new[path]}
    assert changed == {"commitments/s-01/", "releases/"}  # and what is not yet released

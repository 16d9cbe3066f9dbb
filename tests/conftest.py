"""Small portals, written into a temporary folder and read as a real one is."""

import csv
import fcntl
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from http.server import SimpleHTTPRequestHandler
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hosts import Sites, small_site
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright
from reader import Page, read_site

from benchmarks.browser import chromium
from benchmarks.host import hosted
from generator import build as building
from generator.checks.check import check_folder
from generator.data.dataset import Dataset
from generator.findings.finding import has_errors
from generator.language.words import Words
from generator.status.assess import assess
from generator.status.verdict import Assessment
from generator.website.sources import MkdocsInput

PORTAL = "title_zh: 测试\nyear: 2023\n"
COMMITMENTS = "commitment_id,pillar_id,title_zh,kind\nA,growth,事项,action\n"
OBSERVATIONS = "commitment_id,period,value\n"

Cells = Mapping[str, object]
Run = subprocess.CompletedProcess[str]

LONG = bool(os.environ.get("PORTAL_LONG"))
PATIENCE = 120_000  # milliseconds for a browser; waited only when something is wrong
SUB_PATH = "xxgk/gzjz"
ROOT = Path(__file__).resolve().parents[1]
PORTALS = ROOT / "tests" / "portals"
MEISHAN = PORTALS / "meishan-2017"  # published figures of a real city
SEED = PORTALS / "seed-2023"  # the portal of this repository as it was: `data/` may change, or be another's


# The same examples in every run; `make test-long` tries many more, and others each time.
settings.register_profile("short", max_examples=300, deadline=None, derandomize=True, database=None)
settings.register_profile("long", max_examples=20_000, deadline=None, database=None)
settings.load_profile("long" if LONG else "short")


def pytest_configure(config: pytest.Config) -> None:
    """Use a cache that the processes of one run share, and leave that of the user alone."""
    if not hasattr(config, "workerinput"):
        os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="portal-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["XDG_CACHE_HOME"], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow tests: whoever comes to an end first takes others over, but none that has begun."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the expected findings of the cases be written anew."""
    parser.addoption("--renew", action="store_true", help="write tests/cases/*/expected.txt anew; read the diff")


def table(rows: Iterable[Cells]) -> str:
    """Write rows as CSV; a column that a row does not name is empty there."""
    rows = list(rows)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.fixture
def portal_folder(tmp_path: Path) -> Callable[..., Path]:
    """Write a data folder: each keyword is the text (or bytes) of a table; None leaves a file out."""
    number = count()

    def write(portal: str = PORTAL, **tables: str | bytes | None) -> Path:
        folder = tmp_path / f"portal-{next(number)}"
        folder.mkdir()
        (folder / "portal.yml").write_text(portal, encoding="utf-8")
        for name, text in {"commitments": COMMITMENTS, "observations": OBSERVATIONS, **tables}.items():
            if text is not None:
                raw = text if isinstance(text, bytes) else text.encode()
                (folder / f"{name}.csv").write_bytes(raw)
        return folder

    return write


@pytest.fixture
def dataset_of(portal_folder: Callable[..., Path]) -> Callable[..., Dataset]:
    """Read a portal given as rows: each keyword is a list of rows of that table; it must hold no error."""

    def read(portal: str = PORTAL, **tables: Iterable[Cells]) -> Dataset:
        texts = {name: table(rows) for name, rows in tables.items() if rows}
        dataset, findings = check_folder(portal_folder(portal, **texts))
        assert not has_errors(findings), [finding.message(Words("en")) for finding in findings]
        assert dataset is not None
        return dataset

    return read


@pytest.fixture
def judge(dataset_of: Callable[..., Dataset]) -> Callable[..., Assessment]:
    """Assess one commitment.

    `observed` maps a period to its value, or to the cells of its row; `points` maps a period to the planned value;
    `milestones`, `updates` and `changes` are rows; what is left are the commitment's own columns. The as-of date is
    the portal's own unless it is given.
    """

    def find(
        as_of: str = "",
        *,
        portal: str = PORTAL,
        observed: Mapping[str, object] | None = None,
        measure: str = "",
        points: Mapping[str, object] | None = None,
        milestones: Iterable[Cells] = (),
        updates: Iterable[Cells] = (),
        changes: Iterable[Cells] = (),
        **commitment: object,
    ) -> Assessment:
        key = {"commitment_id": "A"}
        observations = [
            {**key, "period": period, "measure": measure, **(cell if isinstance(cell, Mapping) else {"value": cell})}
            for period, cell in (observed or {}).items()
        ]
        dataset = dataset_of(
            portal,
            commitments=[{**key, "pillar_id": "growth", "title_zh": "事项", "kind": "quantity", **commitment}],
            observations=observations,
            plan_points=[{**key, "period": p, "planned_value": v} for p, v in (points or {}).items()],
            milestones=[
                {**key, "position": number, "stage_zh": f"节点{number}", **row}
                for number, row in enumerate(milestones, 1)
            ],
            updates=[{**key, "progress_zh": "进展", **row} for row in updates],
            target_changes=[{**key, "reason_zh": "调整", **row} for row in changes],
        )
        return assess(dataset.commitments[0], dataset, date.fromisoformat(as_of) if as_of else dataset.as_of)

    return find


def portal(*arguments: object, folder: Path = ROOT, **environment: str) -> Run:
    """Run the command as the office does; keywords are environment variables."""
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    surroundings = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "en_GB.UTF-8", "COLUMNS": "100"} | environment
    return subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, encoding="utf-8", check=False
    )


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Make a folder that all processes of this run share; those that come meanwhile wait until it is whole."""
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, made = base / name, base / f"{name}-made"
    with (base / f"{name}-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            made.touch()
    return folder


@pytest.fixture(scope="session")
def seed_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """Build the seed once, through the command line."""

    def make(folder: Path) -> None:
        run = portal("build", "--data", SEED, "--out", folder / "out" / "site", TZ="UTC", PYTHONHASHSEED="1")
        (folder / "run.json").write_text(json.dumps([run.args, run.returncode, run.stdout, run.stderr]))

    folder = made_once(tmp_path_factory, "seed", make)
    return Run(*json.loads((folder / "run.json").read_text())), folder / "out" / "site"


@pytest.fixture(scope="session")
def seed_site(seed_run: tuple[Run, Path]) -> Path:
    """Return the folder of the built seed."""
    run, site = seed_run
    assert run.returncode == 0, run.stdout + run.stderr
    return site


@pytest.fixture(scope="session")
def seed_pages(seed_site: Path) -> dict[str, Page]:
    """Return every page of the built seed by its path."""
    return read_site(seed_site)


@pytest.fixture(scope="session")
def meishan_sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the published portal through the command line, at both of its dates."""

    def make(folder: Path) -> None:
        for day, options in days.items():
            run = portal("build", "--data", MEISHAN, "--out", folder / day, *options)
            assert run.returncode == 0, run.stdout + run.stderr

    days = {"2017-07-31": (), "2017-11-30": ("--as-of", "2017-11-30")}  # the first is its own
    folder = made_once(tmp_path_factory, "meishan", make)
    return {day: folder / day for day in days}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a real Chromium: that of the environment, else the system's."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = chromium(playwright)
        yield started
        started.close()


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name it has in Python
        pass


@contextmanager
def served(site: Path, folder: Path) -> Iterator[str]:
    """Serve a site under the sub-path; nothing lies above it."""
    below = folder / SUB_PATH
    below.parent.mkdir(parents=True)
    below.symlink_to(site)
    with hosted(folder, Quiet) as url:
        yield f"{url}{SUB_PATH}/"


@pytest.fixture(scope="session")
def address(seed_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(seed_site, tmp_path_factory.mktemp("host")) as url:
        yield url


@pytest.fixture
def sites(tmp_path: Path) -> Sites:
    """Return a small site of any version, written once."""

    def write(version: int) -> Path:
        folder = tmp_path / "built" / str(version)
        return folder if folder.exists() else small_site(folder, version)

    return write


def build_remembering(data: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> list[MkdocsInput]:
    """Build a portal; gives what MkDocs was given of each language."""
    written: list[MkdocsInput] = []
    own = building.write_language

    def remember(*arguments: Any, **options: Any) -> building.Written:
        found = own(*arguments, **options)
        written.append(found.inputs)
        return found

    monkeypatch.setattr(building, "write_language", remember)
    building.build(data, out)
    return written

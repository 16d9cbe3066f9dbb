"""The examples of the API page work as they stand, against the site as it is served."""

import html
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT, served
from hosts import program

PLACEHOLDER = "https://www.example.gov.cn/progress/"


def example(site: Path, name: str, address: str) -> str:
    """Take an example off the page, with the address put in that the page asks for."""
    page = (site / "en/data/api/index.html").read_text(encoding="utf-8")
    found = re.search(rf'<code class="language-{name}">(.*?)</code>', page, re.DOTALL)
    assert found, name
    code = html.unescape(found[1])
    assert PLACEHOLDER in code
    return code.replace(PLACEHOLDER, address)


@pytest.fixture
def late(seed_site: Path) -> pd.DataFrame:
    whole = json.loads((seed_site / "api/v1/commitments.json").read_text(encoding="utf-8"))
    listed = pd.DataFrame(whole["commitments"])
    return listed[listed["gap_points"].astype(float) < 0].sort_values("gap_points", kind="stable")


def test_the_python_example_lists_what_is_behind(seed_site: Path, tmp_path: Path, late: pd.DataFrame) -> None:
    with served(seed_site, tmp_path) as address:
        code = example(seed_site, "python", address)
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, encoding="utf-8", env={"PYTHONUTF8": "1"}, check=True
        )
    lines = run.stdout.splitlines()
    assert len(lines) == len(late) > 3
    assert [line.split()[0] for line in lines] == late["commitment_id"].to_list()


def test_the_pandas_example_gives_the_last_figure_of_each(seed_site: Path, tmp_path: Path) -> None:
    with served(seed_site, tmp_path) as address:
        run = subprocess.run(
            [sys.executable, "-c", example(seed_site, "pandas", address)],
            capture_output=True,
            encoding="utf-8",
            env={"PYTHONUTF8": "1"},
            check=True,
        )
    assert re.search(r"^GR-10 +4\.86", run.stdout, re.MULTILINE)


def test_the_curl_example_fetches_one_commitment(seed_site: Path, tmp_path: Path) -> None:
    with served(seed_site, tmp_path) as address:
        name, *arguments = shlex.split(example(seed_site, "curl", address))
        command = [program(name, "curl"), *arguments]
        run = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert '"commitment_id": "GR-01"' in run.stdout


def test_the_r_example_asks_for_fields_that_there_are(seed_site: Path) -> None:
    last = example(seed_site, "r", "https://portal.invalid/").strip().splitlines()[-1]
    names = re.findall(r'"(\w+)"', last)
    contract = ROOT / "generator/exports/contract/schemas/definitions.json"
    described = json.loads(contract.read_text(encoding="utf-8"))["$defs"]["commitment"]["properties"]
    assert len(names) == 4
    assert set(names) <= described.keys()

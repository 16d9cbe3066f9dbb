"""The measurements work: on a tiny portal, whatever its seconds are."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from benchmarks.synthetic import write_portal
from benchmarks.weight import first_view
from generator.checks.check import check_folder
from generator.model import Kind


def test_synthetic_portals_are_the_same_each_time_and_hold_every_kind(tmp_path: Path) -> None:
    written = [write_portal(tmp_path / name, 40, 6) for name in "ab"]
    assert written == [24 * 6, 24 * 6]  # of ten commitments four quantities, an indicator and a position have figures
    for file in sorted((tmp_path / "a").iterdir()):
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
    dataset, findings = check_folder(tmp_path / "a")
    assert dataset is not None
    assert findings == ()
    assert {commitment.kind for commitment in dataset.commitments} == set(Kind)


def test_a_first_view_is_the_page_and_what_it_fetches_at_once(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(
        '<link rel="stylesheet" href="assets/a.css"><script type="module" src="assets/a.js"></script>'
        '<a href="assets/far.js">x</a><img loading="lazy" src="assets/far.js"><link rel="icon" href="data:,">'
    )
    (tmp_path / "assets" / "a.css").write_text("p {}")
    (tmp_path / "assets" / "a.js").write_text('import { b } from "./b.js";\nconst far = () => import("./far.js");\n')
    (tmp_path / "assets" / "b.js").write_text("export const b = 1;")
    (tmp_path / "assets" / "far.js").write_text("// not asked for at first\n" * 1000)
    sizes: dict[Path, int] = {}
    total = first_view(tmp_path, tmp_path / "index.html", sizes)
    assert sorted(file.name for file in sizes) == ["a.css", "a.js", "b.js", "index.html"]
    assert total == sum(sizes.values())


@pytest.mark.slow
def test_the_benchmark_measures_and_counts(tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    command = [sys.executable, "-m", "benchmarks", "20", "--months", "3", "--checked", "40", "--previews", "2"]
    command += ["--out", str(out)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "| **clean build**, two languages |" in run.stdout
    results = json.loads(out.read_text(encoding="utf-8"))
    (portal,) = results["portals"]
    assert results["check"]["observations"] == 24 * 3
    assert min(results["check"].values()) > 0
    assert len(results["preview"]) == 2
    assert min(results["preview"]) > 0
    assert portal["observations"] == 12 * 3
    assert min(portal["seconds"].values()) > 0
    assert portal["seconds"]["clean build"] > sum(portal["clean_stages"].values()) > 0
    assert min(portal["processor_seconds"].values()) > 0
    assert min(portal["megabytes"].values()) > 10
    assert 0 < portal["counted"]["files changed"] == portal["counted"]["files touched"] < portal["counted"]["files"] / 4
    assert 0 < portal["counted"]["charts drawn again"] < portal["counted"]["charts drawn"] / 4
    assert 0 < portal["counted"]["pages rendered again"] < portal["counted"]["pages"] / 4
    assert min(portal["transfer"].values()) > 1000

"""Files for machines: a stranger finds every status again from them, and nothing that is withheld."""

import json
import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import MEISHAN, SEED
from frictionless import Package

from generator.checks.check import check_folder
from generator.data.dataset import Dataset
from generator.exports.bundle import render_texts
from generator.exports.records import record_commitments
from generator.status.progress import assess_all

Files = dict[str, str]
Reader = Callable[..., Dataset]

CONTRACT = [
    "commitment_id",
    "pillar_id",
    "title_zh",
    "title_en",
    "kind",
    "direction",
    "unit_zh",
    "status",
    "value",
    "target",
    "target_state",
    "baseline",
    "period",
    "as_of",
    "share",
    "expected_share",
    "gap_points",
    "rank",
    "rule",
    "illustrative",
]
FIGURES = ("value", "target", "baseline", "period", "share", "expected_share", "gap_points", "rank")
JIANGMEN = {"commitment_id": "A", "pillar_id": "growth", "title_zh": "甲", "kind": "quantity", "target_value": "647.4"}


def files_of(folder: Path, as_of: date | None = None) -> Files:
    dataset, findings = check_folder(folder)
    assert dataset is not None
    return dict(render_texts(record_commitments(assess_all(dataset, as_of or dataset.as_of, findings))))


def exported(dataset_of: Reader, observations: list[dict[str, object]], **cells: object) -> Files:
    rows = [{"commitment_id": "A", **row} for row in observations]
    dataset = dataset_of(commitments=[JIANGMEN | cells], observations=rows)
    return dict(render_texts(record_commitments(assess_all(dataset, date(2023, 10, 31)))))


def entries(files: Files) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(files["api/v1/commitments.json"])["commitments"]
    return listed


@pytest.fixture(scope="module", params=["seed", "meishan-2017-07", "meishan-2017-11"])
def files(request: pytest.FixtureRequest) -> Files:
    if request.param == "seed":
        return files_of(SEED)
    return files_of(MEISHAN, date(2017, 11, 30) if request.param.endswith("11") else None)


@pytest.fixture(scope="module")
def seed() -> Files:
    return files_of(SEED)


def test_every_field_of_the_contract_is_there(files: Files) -> None:
    for entry in entries(files):
        assert set(CONTRACT) <= entry.keys(), entry["commitment_id"]
        assert "reason" in entry


def test_whatever_figure_is_not_known_has_its_reason(files: Files) -> None:
    silent = [
        (entry["commitment_id"], name)
        for entry in entries(files)
        for name in FIGURES
        if entry[name] is None and not entry["reasons"].get(name)
    ]
    assert silent == []


def test_what_is_known_has_no_reason_for_being_unknown(files: Files) -> None:
    for entry in entries(files):
        assert not [name for name in FIGURES if entry[name] is not None and name in entry["reasons"]]


def test_the_file_of_one_commitment_says_the_same_as_the_list(files: Files) -> None:
    for entry in entries(files):
        alone = json.loads(files[f"api/v1/commitments/{entry['commitment_id']}.json"])
        assert {name: alone[name] for name in entry} == entry


def test_shares_are_unrounded(dataset_of: Reader) -> None:
    # Jiangmen, January to October: 629.0 ÷ 647.4 = 0.971578622…, less 10 ÷ 12 is 13.8245… points
    text = exported(dataset_of, [{"period": "2023-10", "value": "629.0"}])["api/v1/commitments.json"]
    for name, exact in {
        "share": Fraction(6290, 6474),
        "expected_share": Fraction(10, 12),
        "gap_points": 100 * (Fraction(6290, 6474) - Fraction(10, 12)),
    }.items():
        found = re.search(rf'"{name}": ([0-9.]+)', text)
        assert found
        assert len(found[1].replace(".", "").lstrip("0")) >= 12
        assert abs(Fraction(found[1]) / exact - 1) < Fraction(1, 10**12)


def test_increments_are_published_as_their_sum_with_each_part(dataset_of: Reader) -> None:
    rows = [{"period": f"2023-0{n}", "value": n * 10, "measure": "increment"} for n in (1, 2, 3)]
    files = exported(dataset_of, rows)
    assert entries(files)[0]["value"] == 60
    alone = json.loads(files["api/v1/commitments/A.json"])
    assert [o["value"] for o in alone["observations"]] == [10, 20, 30]
    assert [o["accumulated"] for o in alone["observations"]] == [10, 30, 60]


@pytest.mark.parametrize("measure", ["cumulative", "increment"])
def test_a_suppressed_value_is_published_nowhere(dataset_of: Reader, measure: str) -> None:
    rows = [
        {"period": "2023-01", "value": "11", "measure": measure, "status": "final"},
        {"period": "2023-02", "value": "345.678", "measure": measure, "status": "suppressed"},
    ]
    files = exported(dataset_of, rows)
    assert [path for path, text in files.items() if "345.678" in text] == []
    assert "A,2023-02,***," in files["data/observations.csv"]
    observation = json.loads(files["api/v1/commitments/A.json"])["observations"][1]
    assert (observation["value"], observation["accumulated"], observation["share"]) == (None, None, None)
    assert observation["reason"] == "value_masked"


def test_a_suppressed_value_cannot_be_found_again_from_its_printed_percentage(dataset_of: Reader) -> None:
    # 323.7 of 647.4 is 50%: who knows the target and the percentage knows the value
    rows = [{"period": "2023-02", "value": "323.7", "status": "suppressed", "published_pct": "50.0"}]
    files = exported(dataset_of, rows)
    assert not json.loads(files["api/v1/commitments/A.json"])["observations"][0].get("published_pct")
    assert "50.0" not in files["data/observations.csv"]


def test_a_masked_target_stays_masked(dataset_of: Reader) -> None:
    files = exported(dataset_of, [{"period": "2023-02", "value": 5}], target_value="***", quote="减税降费**亿元")
    (entry,) = entries(files)
    assert (entry["status"], entry["target"], entry["share"], entry["gap_points"]) == ("masked", None, None, None)
    assert entry["reasons"]["target"] == entry["reasons"]["share"] == "target_masked"
    assert (entry["value"], entry["quote"]) == (5, "减税降费**亿元")
    assert ",***" in files["data/commitments.csv"]


def test_a_masked_baseline_is_not_taken_for_none(dataset_of: Reader) -> None:
    # without a baseline 60 of 100 would be 60%; with a hidden one nobody can say
    (entry,) = entries(exported(dataset_of, [{"period": "2023-02", "value": 60}], baseline_value="***"))
    assert (entry["baseline"], entry["share"]) == (None, None)
    assert entry["reasons"]["baseline"] == entry["reasons"]["share"] == "baseline_masked"


def test_what_was_not_reported_is_null_and_never_0(dataset_of: Reader) -> None:
    (entry,) = entries(exported(dataset_of, [{"period": "2023-02", "value": ""}]))
    assert (entry["status"], entry["value"], entry["share"]) == ("not_reported", None, None)
    assert entry["reason"] == entry["reasons"]["value"] == "not_reported"


def test_the_tables_give_pandas_the_values_of_the_api(files: Files, tmp_path: Path) -> None:
    written(files, tmp_path)
    table = pd.read_csv(tmp_path / "data" / "observations.csv", na_values=["***"])
    targets = pd.read_csv(tmp_path / "data" / "commitments.csv", na_values=["***"]).set_index("commitment_id")
    for entry in entries(files):
        key = entry["commitment_id"]
        alone = json.loads(files[f"api/v1/commitments/{key}.json"])
        api = {o["period"]: o["value"] for o in alone["observations"] if o["value"] is not None}
        rows = table[(table["commitment_id"] == key) & table["value"].notna()]
        csv = dict(zip(rows["period"].astype(str), rows["value"], strict=True))
        assert {period: csv[period] for period in api} == api, key
        assert all(period > entry["as_of"] for period in csv.keys() - api.keys()), key
        if entry["target"] is not None and not alone["target_changes"]:
            assert targets.loc[key, "target_value"] == entry["target"], key


def test_the_data_package_is_valid(files: Files, tmp_path: Path) -> None:
    written(files, tmp_path)
    report = Package(str(tmp_path / "data" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "note", "rowNumber", "fieldName"])


def test_the_totals_add_up(files: Files) -> None:
    listed = entries(files)
    whole = json.loads(files["api/v1/index.json"])["totals"]
    pillars = json.loads(files["api/v1/pillars.json"])["pillars"]
    parts = ("computed", "self_reported", "not_reported", "masked", "not_assessable", "withdrawn")
    for name in ("total", *parts, "good", "so_far", "due_at_once", "stale"):
        assert sum(pillar[name] for pillar in pillars) == whole[name]
    for pillar in [*pillars, whole]:
        own = [e for e in listed if e["pillar_id"] == pillar.get("pillar_id", e["pillar_id"])]
        assert pillar["total"] == len(own) == sum(pillar["by_status"].values())
        assert pillar["total"] == sum(pillar[name] for name in parts)
        counts = {status: sum(e["status"] == status for e in own) for status in pillar["by_status"]}
        assert pillar["by_status"] == counts


def test_the_seed_has_its_131_commitments_in_the_api(seed: Files) -> None:
    assert len(entries(seed)) == 131
    assert sum(path.startswith("api/v1/commitments/") for path in seed) == 131


def written(files: Files, folder: Path) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")

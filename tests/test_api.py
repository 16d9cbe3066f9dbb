"""The API: every file is what its schema says, and what is null has its reason beside it."""

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from conftest import MEISHAN, ROOT, SEED
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from test_exports import Files, Reader, files_of

from generator.exports.bundle import render_texts
from generator.exports.records import record_commitments
from generator.model import DataStatus, Direction, Kind, Measure, Plan, State, Status, TargetState
from generator.status.points import Reason
from generator.status.progress import assess_all
from generator.status.verdict import StatusRule, Trend

CONTRACT = ROOT / "generator" / "exports" / "contract"
BASE = "https://portal.invalid/xxgk/gzjz/api/v1/"
ALLOWED_NULL = {"reason"}  # it says why, so that there is nothing to say of it


def described(path: str) -> str:
    """Name the schema of a file of the API."""
    if path.startswith("years/"):
        return "commitments"
    return "commitment" if path.startswith("commitments/") else path.removesuffix(".json")


def answers(files: Files) -> dict[str, Any]:
    """Return what the API answers, without its own description."""
    paths = {path.removeprefix("api/v1/"): text for path, text in files.items() if path.startswith("api/v1/")}
    return {p: json.loads(t) for p, t in paths.items() if p != "openapi.json" and not p.startswith("schemas/")}


def registry(files: Files) -> Registry[Any]:
    schemas = {path: json.loads(text) for path, text in files.items() if path.startswith("api/v1/schemas/")}
    return Registry().with_resources(
        [(BASE + path.removeprefix("api/v1/"), Resource.from_contents(schema)) for path, schema in schemas.items()]
    )


def validator(files: Files, name: str) -> Draft202012Validator:
    schema = {"$ref": f"{BASE}schemas/{name}.json"}
    return Draft202012Validator(schema, registry=registry(files), format_checker=FormatChecker())


@pytest.fixture(scope="module")
def seed() -> Files:
    return files_of(SEED)


@pytest.fixture(scope="module")
def meishan() -> Files:
    return files_of(MEISHAN)


@pytest.mark.parametrize("portal", ["seed", "meishan"])
def test_every_file_is_what_its_schema_says(portal: str, request: pytest.FixtureRequest) -> None:
    files = request.getfixturevalue(portal)
    checks = {name: validator(files, name) for name in ("index", "pillars", "commitments", "commitment", "years")}
    wrong = {
        path: [error.message for error in checks[described(path)].iter_errors(answer)]
        for path, answer in answers(files).items()
    }
    assert {path: errors for path, errors in wrong.items() if errors} == {}
    assert len(wrong) > 15


def test_a_schema_refuses_what_is_wrong(seed: Files) -> None:
    whole = answers(seed)["commitments.json"]
    whole["commitments"][0]["status"] = "fine"
    whole["commitments"][1]["share"] = "81%"
    del whole["commitments"][2]["target"]
    assert len(list(validator(seed, "commitments").iter_errors(whole))) == 3


def test_every_field_of_an_answer_is_described(seed: Files) -> None:
    properties = json.loads(seed["api/v1/schemas/definitions.json"])["$defs"]
    own = {name: set(properties[name]["properties"]) for name in ("commitment", "observation", "update", "milestone")}
    for path, answer in answers(seed).items():
        if not path.startswith("commitments/"):
            continue
        assert answer.keys() - own["commitment"] == {"observations", "updates", "target_changes"}
        for plural, name in {"observations": "observation", "updates": "update", "milestones": "milestone"}.items():
            assert not {key for row in answer[plural] for key in row} - own[name], path


@pytest.mark.parametrize(
    ("where", "name", "words"),
    [
        ("commitment", "kind", Kind),
        ("commitment", "direction", Direction),
        ("commitment", "rule", StatusRule),
        ("commitment", "plan", Plan),
        ("commitment", "state", State),
        ("commitment", "target_state", TargetState),
        ("commitment", "trend", Trend),
        ("observation", "measure", Measure),
        ("", "status", Status),
        ("", "data_status", DataStatus),
        ("", "reason", Reason),
    ],
)
def test_the_words_of_the_schema_are_those_of_the_model(where: str, name: str, words: type[StrEnum]) -> None:
    parts = json.loads((CONTRACT / "schemas" / "definitions.json").read_text(encoding="utf-8"))["$defs"]
    found = parts[where]["properties"][name] if where else parts[name]
    assert {word for word in found["enum"] if word} == {str(word) for word in words}


def nulls(value: Any, path: str = "") -> Iterator[str]:
    """Name every null without a reason beside it."""
    if isinstance(value, dict):
        reasons = value.get("reasons", {})
        for name, entry in value.items():
            if entry is None and name not in ALLOWED_NULL and not reasons.get(name):
                yield f"{path}/{name}"
            yield from nulls(entry, f"{path}/{name}")
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            if entry is None:
                yield f"{path}/{place}"
            yield from nulls(entry, f"{path}/{place}")


@pytest.mark.parametrize("portal", ["seed", "meishan"])
def test_null_always_has_a_reason(portal: str, request: pytest.FixtureRequest) -> None:
    files = request.getfixturevalue(portal)
    assert [f"{path}{place}" for path, answer in answers(files).items() for place in nulls(answer)] == []


def test_what_a_reason_is_given_for_is_null(seed: Files) -> None:
    for path, answer in answers(seed).items():
        for entry in [answer, *answer.get("observations", []), *answer.get("target_changes", [])]:
            assert not [name for name in entry.get("reasons", {}) if name != "status" and entry[name] is not None], path


def test_the_reasons_of_one_figure_are_its_own(dataset_of: Reader) -> None:
    # June is withheld, July is not: who reads July learns nothing of June
    key = {"commitment_id": "A"}
    dataset = dataset_of(
        commitments=[{**key, "pillar_id": "growth", "title_zh": "甲", "kind": "quantity", "target_value": "***"}],
        observations=[
            {**key, "period": "2023-06", "value": "5", "status": "suppressed"},
            {**key, "period": "2023-07", "value": "6", "status": "final"},
        ],
    )
    files = dict(render_texts(record_commitments(assess_all(dataset, dataset.as_of))))
    june, july = json.loads(files["api/v1/commitments/A.json"])["observations"]
    other = {"target": "target_masked", "growth": "no_prior"}
    assert set(june["reasons"].items() - other.items()) == {
        (name, "value_masked") for name in ("value", "accumulated", "share", "expected_share")
    }
    assert july["reasons"] == other | {"share": "target_masked"}
    assert july["expected_share"] == pytest.approx(7 / 12)


def test_the_description_is_valid_openapi(tmp_path: Path, seed: Files) -> None:
    for path, text in seed.items():
        if path.startswith("api/v1/"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
    file = tmp_path / "api" / "v1" / "openapi.json"
    described_api = json.loads(file.read_text(encoding="utf-8"))
    OpenAPIV31SpecValidator(described_api, base_uri=file.as_uri()).validate()
    for path in described_api["paths"]:
        if "{year}" not in path:  # of a closed year, which this portal has not
            assert (file.parent / path.lstrip("/").format(commitment_id="GR-10")).exists()

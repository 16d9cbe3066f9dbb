"""The workflows that are shipped: valid by the schemas of their hosts, and calling commands that exist."""

import re
import sys
from pathlib import Path
from subprocess import run

import pytest
import yaml
from conftest import ROOT

from generator.files.cache import NAME

GITHUB = ROOT / ".github" / "workflows" / "portal.yml"
TESTS = ROOT / ".github" / "workflows" / "test.yml"
GITLAB = ROOT / ".gitlab-ci.yml"
SCHEMAS = {
    GITHUB: ("vendor.github-workflows",),
    TESTS: ("vendor.github-workflows",),
    GITLAB: ("vendor.gitlab-ci", "--data-transform", "gitlab-ci"),
}


def errors(file: Path, schema: tuple[str, ...]) -> str:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *schema, str(file)]
    checked = run(command, capture_output=True, text=True, check=False)
    return checked.stdout + checked.stderr if checked.returncode else ""


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.name)
def test_a_workflow_is_valid_by_the_published_schema(file: Path, tmp_path: Path) -> None:
    assert errors(file, SCHEMAS[file]) == ""
    spoilt = tmp_path / file.name
    spoilt.write_text(
        file.read_text(encoding="utf-8").replace("artifacts:", "artefacts:").replace("runs-on:", "run-on:")
    )
    assert errors(spoilt, SCHEMAS[file])  # the schema is one that finds faults


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.name)
def test_a_workflow_calls_targets_and_commands_that_exist(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    targets = re.findall(r"^([\w./]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    called = re.findall(r"\bmake ([\w./]+)", "\n".join(line for line in text.splitlines() if "#" not in line))
    called = [name for name in called if name != "python3"]  # a package beside make
    assert set(called) >= ({"test"} if file == TESTS else {"site"})
    assert set(called) <= set(targets)
    commands = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in re.findall(r"bin/portal (\w+)", text):
        assert f"`portal {command}" in commands or command == "diff", command


def test_what_is_published_was_checked_and_built() -> None:
    github = yaml.safe_load(GITHUB.read_text(encoding="utf-8"))["jobs"]
    gitlab = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    for job in ("pages", "server"):
        assert github[job]["needs"] == gitlab[job]["needs"] == ["site"]
        assert gitlab[job]["stage"] == "deploy"
        assert "!= 'pull_request'" in github[job]["if"]
    assert gitlab["stages"] == ["check", "build", "test", "deploy"]
    assert gitlab["check"]["stage"] == "check"
    assert "needs" not in gitlab["site"]  # so it comes after the check
    steps = [str(step.get("run")) for step in github["site"]["steps"]]
    (check,) = (place for place, step in enumerate(steps) if "portal check" in step)
    assert check < steps.index("make site")


def test_no_publication_waits_for_the_tests_of_the_program() -> None:
    """Not even behind those of the push before: on GitHub they have a queue of their own."""
    assert set(yaml.safe_load(GITHUB.read_text(encoding="utf-8"))["jobs"]) == {"site", "pages", "server"}
    assert "make test" not in GITHUB.read_text(encoding="utf-8")
    groups = [yaml.safe_load(file.read_text(encoding="utf-8"))["concurrency"]["group"] for file in (GITHUB, TESTS)]
    assert groups[0].split("-")[0] != groups[1].split("-")[0]
    assert yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["test"]["needs"] == []


def test_a_portal_is_published_from_whatever_its_main_branch_is_called() -> None:
    github = yaml.safe_load(GITHUB.read_text(encoding="utf-8"))["jobs"]
    gitlab = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    for job in ("pages", "server"):
        assert "github.ref_name == github.event.repository.default_branch" in github[job]["if"]
        assert "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" in gitlab[job]["rules"][0]["if"]


def test_a_pull_request_gets_its_changes_and_a_preview() -> None:
    job = yaml.safe_load(GITHUB.read_text(encoding="utf-8"))["jobs"]["site"]["steps"]
    kept = {step["with"]["name"]: step["with"]["path"] for step in job if "upload-artifact" in step.get("uses", "")}
    assert kept == {"site": "site", "diff": "diff.md"}
    gitlab = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    assert gitlab["diff"]["artifacts"]["paths"] == ["diff.md"]
    assert gitlab["site"]["artifacts"]["paths"] == ["site"]
    for file in (GITHUB, GITLAB):
        assert "portal diff --format markdown > diff.md" in file.read_text(encoding="utf-8")


def test_the_cache_of_a_build_is_kept_for_the_next() -> None:
    steps = yaml.safe_load(GITHUB.read_text(encoding="utf-8"))["jobs"]["site"]["steps"]
    (place,) = (number for number, step in enumerate(steps) if "actions/cache" in step.get("uses", ""))
    assert steps[place]["with"]["path"] == f"~/.cache/{NAME}"
    assert steps[place]["with"]["key"].startswith(steps[place]["with"]["restore-keys"])
    assert place < [step.get("run") for step in steps].index("make site")
    job = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["site"]
    assert job["variables"] == {"XDG_CACHE_HOME": "$CI_PROJECT_DIR/.cache"}
    assert job["cache"]["paths"] == [f".cache/{NAME}"]


def test_actions_are_pinned_by_their_major_version_and_no_registry_is_named() -> None:
    used = re.findall(r"uses: (\S+)", GITHUB.read_text(encoding="utf-8") + TESTS.read_text(encoding="utf-8"))
    assert used
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", action)] == []
    for file in SCHEMAS:
        assert not re.search(r"index-url|pypi|mirror|https?://", file.read_text(encoding="utf-8"), re.IGNORECASE)

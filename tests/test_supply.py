"""What the program is made of: the bill of materials says all that the lock says, and no advisory is passed over."""

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from conftest import ROOT, Run
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from supply.__main__ import main

LOCK = ROOT / "generator" / "run.lock"
Content = dict[str, Any]


def supply(*arguments: object, **environment: str) -> Run:
    command = [sys.executable, "-m", "supply", *map(str, arguments)]
    surroundings = os.environ | environment
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)


def write_sbom(file: Path, **environment: str) -> str:
    run = supply("sbom", file, **environment)
    assert run.returncode == 0, run.stderr
    return file.read_text(encoding="utf-8")


def test_the_bill_of_materials_is_one_and_holds_each_package_with_its_version_and_hashes(tmp_path: Path) -> None:
    text = write_sbom(tmp_path / "sbom.json")
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(text) is None
    assert validator.validate_str(text.replace('"type": "library"', '"type": "books"')) is not None
    content = json.loads(text)
    assert content["specVersion"] == "1.6"
    locked = re.split(r"^(?=\w)", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert len(locked) > 60
    found = {}
    for component in content["components"]:
        (files,) = component["externalReferences"]
        hashes = {proof["content"] for proof in files["hashes"] if proof["alg"] == "SHA-256"}
        found[component["name"], component["version"]] = hashes
        assert component["purl"] == f"pkg:pypi/{component['name']}@{component['version']}"
    assert found == {
        (entry.partition("==")[0], re.split(r"[ \\]", entry.partition("==")[2])[0]): set(
            re.findall("sha256:(.*?)[ \n]", entry)
        )
        for entry in locked
    }


def test_the_bill_of_materials_names_the_program_and_the_lock_as_the_manifest_of_a_site_does(tmp_path: Path) -> None:
    content = json.loads(write_sbom(tmp_path / "sbom.json"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    program = content["metadata"]["component"]
    assert (program["name"], program["version"], program["type"]) == (
        project["name"],
        project["version"],
        "application",
    )
    proof = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    assert content["metadata"]["properties"] == [{"name": "progress-portal:lock:sha256", "value": proof}]
    (required,) = (entry["dependsOn"] for entry in content["dependencies"] if entry["ref"] == program["bom-ref"])
    assert {ref.partition("@")[0] for ref in required} == {
        re.split("[<>=]", requirement)[0].replace(".", "-") for requirement in project["dependencies"]
    }


def test_the_bill_of_materials_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    first = write_sbom(tmp_path / "sbom.json", PYTHONHASHSEED="1", TZ="UTC")
    assert write_sbom(tmp_path / "sbom.json", PYTHONHASHSEED="2", TZ="Asia/Shanghai") == first
    assert "timestamp" not in first


def affected(name: str, *events: Content, versions: tuple[str, ...] = (), kind: str = "ECOSYSTEM") -> Content:
    ranges = [{"type": kind, "events": list(events)}] if events else []
    return {"package": {"ecosystem": "PyPI", "name": name}, "ranges": ranges, "versions": list(versions)}


def advisory(advisory_id: str, *entries: Content, **more: object) -> Content:
    return {"id": advisory_id, "modified": "2026-11-30T08:00:00Z", "affected": list(entries), **more}


FROM_THE_FIRST = {"introduced": "0"}
OUT = {
    "mended in a later version": affected("Some.Package", FROM_THE_FIRST, {"fixed": "1.5.1"}),
    "mended in no version": affected("some-package", {"introduced": "1.5"}),
    "the last that is meant": affected("some-package", {"introduced": "1.0"}, {"last_affected": "1.5"}),
    "again, after it was mended": affected(
        "some-package", {"fixed": "1.9"}, {"introduced": "1.4"}, {"fixed": "1.2"}, FROM_THE_FIRST
    ),
    "named": affected("some_package", versions=("1.4", "1.5.0")),
    "named beside a range": affected("some-package", FROM_THE_FIRST, {"fixed": "1.0"}, versions=("1.5",)),
    "no version is told": affected("some-package"),
    "told by commits alone": affected("some-package", FROM_THE_FIRST, {"fixed": "a1b2"}, kind="GIT"),
    "a version that cannot be compared": affected("some-package", FROM_THE_FIRST, {"fixed": "as soon as possible"}),
    "below a limit": affected("some-package", FROM_THE_FIRST, {"limit": "1.6"}),
}
NOT_OUT = {
    "mended in this version": affected("some-package", FROM_THE_FIRST, {"fixed": "1.5"}),
    "mended before": affected("some-package", FROM_THE_FIRST, {"fixed": "1.5rc1"}),
    "in later ones": affected("some-package", {"introduced": "1.5.1"}),
    "in earlier ones": affected("some-package", FROM_THE_FIRST, {"last_affected": "1.4.9"}),
    "between two others": affected(
        "some-package", FROM_THE_FIRST, {"fixed": "1.2"}, {"introduced": "1.6"}, {"fixed": "1.9"}
    ),
    "other versions are named": affected("some-package", versions=("1.4", "1.5.1")),
    "above a limit": affected("some-package", FROM_THE_FIRST, {"limit": "1.5"}),
    "in another package": affected("some-package-extra", FROM_THE_FIRST),
}


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    file = tmp_path / "a.lock"
    hashes = f"    --hash=sha256:{'0' * 64} \\\n    --hash=sha256:{'1' * 64}\n"
    file.write_text(f"some-package==1.5 ; python_full_version < '3.12' \\\n{hashes}other==2.0 \\\n{hashes}")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "advisories" / "2026").mkdir(parents=True)
    return tmp_path / "advisories"


def write(folder: Path, *advisories: Content) -> None:
    for content in advisories:
        (folder / "2026" / f"{content['id']}.json").write_text(json.dumps(content))


def look(place: Path, lock: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(["vulnerabilities", str(place), "--lock", str(lock)])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


@pytest.mark.parametrize("case", OUT)
def test_a_version_that_an_advisory_means_is_found(
    case: str, folder: Path, lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, advisory("OUT-1", OUT[case], aliases=["CVE-2026-1"], summary="It \x1b[2Jburns"))
    code, printed = look(folder, lock, capsys)
    assert code == 1
    assert "some-package 1.5: OUT-1, CVE-2026-1: It [2Jburns; " in printed
    assert "packages: 2; advisories for PyPI: 1, the newest of 2026-11-30; found: 1" in printed


@pytest.mark.parametrize("case", NOT_OUT)
def test_a_version_that_an_advisory_does_not_mean_is_not_found(
    case: str, folder: Path, lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, advisory("OUT-1", NOT_OUT[case]))
    assert look(folder, lock, capsys) == (
        0,
        "No advisory is out against any of them.\n"
        "packages: 2; advisories for PyPI: 1, the newest of 2026-11-30; found: 0\n",
    )


def test_an_advisory_that_was_withdrawn_or_is_for_another_ecosystem_means_nothing(
    folder: Path, lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = OUT["named"] | {"package": {"ecosystem": "npm", "name": "some-package"}}
    write(
        folder,
        advisory("OUT-1", OUT["named"], withdrawn="2026-11-01T00:00:00Z"),
        advisory("OUT-2", elsewhere),
        advisory("OUT-3", affected("unheard-of", FROM_THE_FIRST)),
    )
    assert look(folder, lock, capsys)[0] == 0
    write(folder, advisory("OUT-4", OUT["named"]))
    code, printed = look(folder, lock, capsys)
    assert (code, printed.count("OUT-"), printed.count("OUT-4")) == (1, 1, 1)


def test_what_mends_it_is_said(folder: Path, lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, advisory("OUT-1", OUT["mended in a later version"], OUT["mended in no version"]))
    assert "no summary; mended in 1.5.1\n" in look(folder, lock, capsys)[1]
    write(folder, advisory("OUT-1", OUT["mended in no version"]))
    assert "no summary; no version is known to mend it\n" in look(folder, lock, capsys)[1]


def test_advisories_are_read_from_a_zip_too(
    folder: Path, lock: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("OUT-1.json", json.dumps(advisory("OUT-1", OUT["named"])))
    assert look(tmp_path / "all.zip", lock, capsys)[0] == 1


def test_without_advisories_nothing_is_said_to_be_well() -> None:
    run = supply("vulnerabilities")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("Nothing was checked: say where the advisories are, ADVISORIES=")
    assert run.stderr.count("\n") == 1


ODD = ["", "[]", "7", "{}", "[" * 100_000, '{"a":' * 100_000, '{"id": "1", "affected": [7]}', "1" * 5000, "\xff"]
ODD += [json.dumps(advisory("1", affected("some-package", {"introduced": "0", "fixed": "1"})))]
ODD += [json.dumps(advisory("1", affected("some-package") | {"versions": [1]}))]


@pytest.mark.parametrize("text", ODD, ids=lambda text: text[:40])
def test_advisories_that_cannot_be_read_are_not_passed_over(
    text: str, folder: Path, lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, advisory("OUT-1", NOT_OUT["mended before"]))
    (folder / "odd.json").write_bytes(text.encode("latin-1"))
    assert look(folder, lock, capsys) == (2, f"{folder / 'odd.json'} is no advisory in the OSV format.\n")


def test_a_place_without_advisories_is_said(folder: Path, lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = f"There is no advisory for PyPI in {folder}. Expected: JSON files in the OSV format.\n"
    assert look(folder, lock, capsys) == (2, expected)
    assert look(folder / "none", lock, capsys) == (2, f"There is no file or folder {folder / 'none'}.\n")


def test_the_lock_files_name_no_registry() -> None:
    for file in (LOCK, *(ROOT / "requirements").glob("*.lock")):
        assert "://" not in file.read_text(encoding="utf-8"), file.name

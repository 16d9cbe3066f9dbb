"""The site manifest: every file with its hash, the same for the same site, and what differs between two."""

import hashlib
import json
import sys
import sysconfig
import tomllib
from datetime import date
from pathlib import Path

import pytest
from conftest import MEISHAN, ROOT, portal
from reader import tree

from generator.files.manifest import FILE, Provenance, SiteManifest, make_public_address, parse_manifest
from generator.files.provenance import prove_lock


def test_the_manifest_of_a_built_site_names_every_file_with_its_hash(seed_site: Path) -> None:
    listed = json.loads((seed_site / FILE).read_text(encoding="utf-8"))
    files = tree(seed_site)
    del files[FILE]
    assert set(listed) == {"url", "built", "files"}
    assert (listed["url"], listed["files"]) == (None, files)
    assert list(listed["files"]) == sorted(files)


def test_the_manifest_says_which_program_built_the_site_from_which_packages_and_for_which_day(seed_site: Path) -> None:
    built = json.loads((seed_site / FILE).read_text(encoding="utf-8"))["built"]
    assert built == {
        "program": "progress-portal",
        "version": tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"],
        "lock": hashlib.sha256((ROOT / "generator" / "run.lock").read_bytes()).hexdigest(),
        "as_of": "2023-09-30",
        "on": None,  # nobody chose a day of publication, and the clock is in no file of the site
    }


def test_a_day_of_publication_that_was_chosen_is_named(tmp_path: Path) -> None:
    run = portal("build", "--data", MEISHAN, "--out", tmp_path / "site", "--on", "2018-01-02", "--as-of", "2017-11-30")
    assert run.returncode == 0, run.stdout + run.stderr
    built = json.loads((tmp_path / "site" / FILE).read_text(encoding="utf-8"))["built"]
    assert (built["as_of"], built["on"]) == ("2017-11-30", "2018-01-02")


def lay_out(folder: Path, *packages: str) -> None:
    for package in packages:
        (folder / f"{package}.dist-info").mkdir(parents=True)


def test_the_lock_is_named_only_where_the_packages_are_those_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "run.lock"
    lock.write_text(
        "ruamel-yaml==0.19 \\\n    --hash=sha256:00\n"
        "numpy==2.4 ; python_full_version < '3.12' \\\n    --hash=sha256:01\n"
        "numpy==2.5 ; python_full_version >= '3.12' \\\n    --hash=sha256:02\ncolorama==1 \\\n    --hash=sha256:03\n"
    )
    named = hashlib.sha256(lock.read_bytes()).hexdigest()
    for folder, packages, found in (
        ("as locked", ("ruamel.yaml-0.19", "numpy-2.5", "pytest-9"), named),  # colorama is for another system
        ("an older Python", ("Ruamel_Yaml-0.19", "numpy-2.4"), named),
        ("another version", ("ruamel.yaml-0.20", "numpy-2.5"), ""),
    ):
        lay_out(tmp_path / folder, *packages)
        monkeypatch.setattr(sysconfig, "get_path", lambda name, at=tmp_path / folder: str(at))
        monkeypatch.setattr(sys, "path", [])
        assert prove_lock(lock) == found, folder


def test_a_manifest_of_a_version_that_did_not_say_what_built_it_is_read() -> None:
    old = b'{\n "url": null,\n "files": {\n  "index.html": "00"\n }\n}\n'
    assert parse_manifest(old) == SiteManifest({"index.html": "00"})
    assert parse_manifest(old).text.encode() == old


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    files, url = {"网页/index.html": hashlib.sha256(b"x").hexdigest()}, "https://www.example.gov.cn/xxgk/"
    for lock, on in (("", None), ("ab", date(2023, 10, 16))):
        manifest = SiteManifest(files, url, Provenance("0.2.0", lock, date(2023, 9, 30), on))
        assert parse_manifest(manifest.text.encode()) == manifest


BUILT = '{"files": {}, "built": {"version": "1", "lock": null, "as_of": "2023-09-30", "on": null}}'
NOT_ONE = ["", "not JSON", "[]", "{}", '{"files": []}', '{"files": {"a": 1}}', "\xff", "[" * 100_000, '{"a":' * 100_000]
NOT_ONE += ['{"files": {}, "url": 7}', '{"files": {}, "built": 7}', '{"files": {}, "built": {}}']
NOT_ONE += [BUILT.replace("2023-09-30", "2023-02-30"), BUILT.replace('"1"', "1"), "1" * 5000]


def test_a_manifest_may_leave_the_lock_and_the_day_open() -> None:
    assert parse_manifest(BUILT.encode()).built == Provenance("1", "", date(2023, 9, 30))


@pytest.mark.parametrize("text", NOT_ONE, ids=lambda text: text[:60])
def test_what_is_no_manifest_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_manifest(text.encode("latin-1"))


def test_what_changed_is_what_was_added_removed_or_is_another() -> None:
    old = SiteManifest({"kept": "1", "other": "2", "gone": "3"})
    new = SiteManifest({"kept": "1", "other": "9", "new": "4"})
    assert new.changes_since(old) == ("gone", "new", "other", FILE)
    assert new.changes_since(new) == ()
    assert new.changes_since(None) == ("kept", "new", "other", FILE)


@pytest.mark.parametrize(
    ("path", "url", "whole"),
    [
        ("index.html", "https://www.example.gov.cn/xxgk/", "https://www.example.gov.cn/xxgk/"),
        ("en/growth/index.html", "https://www.example.gov.cn", "https://www.example.gov.cn/en/growth/"),
        ("api/v1/index.json", "", "/api/v1/index.json"),
        ("en/404.html", "", "/en/404.html"),
        ("数据.csv", "http://a", "http://a/%E6%95%B0%E6%8D%AE.csv"),
        ("my-index.html", "", "/my-index.html"),
    ],
)
def test_the_address_of_a_page_is_that_of_its_folder(path: str, url: str, whole: str) -> None:
    assert make_public_address(path, url) == whole

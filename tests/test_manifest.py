"""The site manifest: every file with its hash, the same for the same site, and what differs between two."""

import hashlib
import json
from pathlib import Path

import pytest
from reader import tree

from generator.files.manifest import FILE, SiteManifest, make_public_address, parse_manifest


def test_the_manifest_of_a_built_site_names_every_file_with_its_hash(seed_site: Path) -> None:
    listed = json.loads((seed_site / FILE).read_text(encoding="utf-8"))
    files = tree(seed_site)
    del files[FILE]
    assert listed == {"url": None, "files": files}
    assert list(listed["files"]) == sorted(files)


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    manifest = SiteManifest({"网页/index.html": hashlib.sha256(b"x").hexdigest()}, "https://www.example.gov.cn/xxgk/")
    assert parse_manifest(manifest.text.encode()) == manifest


@pytest.mark.parametrize("text", ["", "not JSON", "[]", "{}", '{"files": []}', '{"files": {"a": 1}}', "\xff"])
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

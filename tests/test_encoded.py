"""Compressed copies: made once for what they hold, smaller than it, and never in the built site."""

import gzip
from pathlib import Path

import brotli
import pytest
from hosts import SAME, Sites, git
from reader import tree

from generator.errors import PublishError
from generator.files.manifest import SiteManifest, hash_files
from generator.publish.compressed import FILE, compress_site
from generator.publish.outcome import read_site
from generator.publish.target import parse_target


def copies(site: Path) -> Path:
    return compress_site(site, read_site(site))


def test_texts_of_some_size_have_two_copies_that_hold_their_bytes(sites: Sites) -> None:
    site = sites(1)
    before = tree(site)
    folder = copies(site)
    assert tree(site) == before
    found = {path for path in tree(folder) if path != FILE}
    large = {path for path in before if (site / path).stat().st_size >= 1000 and path != "site-manifest.json"}
    assert found == {f"{path}{ending}" for path in large for ending in (".gz", ".br")}
    assert "api/v1/index.json" not in large
    for path in large:
        packed = (folder / f"{path}.gz").read_bytes()
        assert packed[3:8] == bytes(5)  # neither a name nor a time: flags 0, MTIME 0 (RFC 1952)
        assert gzip.decompress(packed) == (site / path).read_bytes()
        assert brotli.decompress((folder / f"{path}.br").read_bytes()) == (site / path).read_bytes()


def test_a_file_that_did_not_change_is_not_compressed_again_and_what_is_gone_is_cleared(
    sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = sites(1)
    folder = copies(site)
    moments = {file: file.stat().st_mtime_ns for file in folder.rglob("*.??")}
    (site / "growth" / "index.html").write_text("<p>new</p>\n" * 300)
    (site / SAME).unlink()
    (folder / "index.html.br").write_bytes(b"broken")
    compress_site(site, SiteManifest(hash_files(site)))
    changed = {
        file.relative_to(folder).as_posix()
        for file, moment in moments.items()
        if not file.exists() or file.stat().st_mtime_ns != moment
    }
    assert changed == {
        *("growth/index.html.gz", "growth/index.html.br", f"{SAME}.gz", f"{SAME}.br", "index.html.br"),
    }
    assert not (folder / SAME).parent.exists()


def test_a_host_gets_the_copies_with_their_list_and_one_that_was_altered_is_mended(
    sites: Sites, tmp_path: Path
) -> None:
    target, live = parse_target(str(tmp_path / "host")), tmp_path / "host" / "current"

    def publish(version: int) -> bool:
        site = sites(version)
        return target.publish(site, read_site(site), 5, [], lambda *_: None).switched

    assert publish(1)
    assert (live / "growth" / "index.html.br").exists()
    assert not publish(1)
    before = live.resolve()
    assert publish(2)
    assert (before / f"{SAME}.br").stat().st_ino == (live / f"{SAME}.br").stat().st_ino  # one file under two names
    (live / f"{SAME}.br").unlink()
    (live / f"{SAME}.br").write_bytes(brotli.compress(b"altered"))
    assert publish(2)
    assert brotli.decompress((live / f"{SAME}.br").read_bytes()) == (live / SAME).read_bytes()
    assert publish(3)
    spoilt = sorted((tmp_path / "host" / "sites").iterdir())[-2]
    (spoilt / "growth" / "index.html.gz").write_bytes(b"")
    with pytest.raises(PublishError, match="kept for going back") as error:
        target.roll_back([], lambda *_: None)
    assert error.value.parts["paths"] == "growth/index.html.gz"


def test_a_branch_holds_the_site_alone(sites: Sites, tmp_path: Path) -> None:
    git(tmp_path, "init", "--bare", "--quiet", "far.git")
    parse_target(f"git+{tmp_path}/far.git#pages").publish(sites(1), read_site(sites(1)), 5, [], lambda *_: None)
    held = git(tmp_path / "far.git", "ls-tree", "-r", "--name-only", "pages").split()
    assert "growth/index.html" in held
    assert not [path for path in held if path.endswith((".gz", ".br")) or path == FILE]

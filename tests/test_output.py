"""The output: each file as it was put, readable by everyone; those of the old site linked, never written into."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from generator.errors import SiteError
from generator.files.manifest import FILE, hash_files
from generator.files.output import Output

FIRST = {"index.html": b"one", "en/index.html": b"two", "data/\u6570.csv": b"1,2", "gone.txt": b"x"}
SECOND = {"index.html": b"one", "en/index.html": b"TWO", "data/\u6570.csv": b"1,2", "new/a.html": b"y"}
LONG_AGO = 1_000_000_000


def made(folder: Path, old: Path, files: dict[str, bytes], url: str = "") -> int:
    output = Output(folder, old)
    output.put(files)
    return output.seal(url)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    assert made(tmp_path / "old", tmp_path / "nothing", FIRST) == 5  # with the manifest
    for file in (path for path in (tmp_path / "old").rglob("*") if path.is_file()):
        os.utime(file, (LONG_AGO, LONG_AGO))
    return tmp_path / "old"


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_every_file_is_as_it_was_put_and_the_manifest_names_it(old: Path, tmp_path: Path) -> None:
    # changed: en/index.html, gone.txt, new/a.html and the manifest
    assert made(tmp_path / "new", old, SECOND, "https://www.example.gov.cn/") == 4
    found = contents(tmp_path / "new")
    manifest = json.loads(found.pop(FILE))
    assert found == SECOND
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in SECOND.items()}
    assert manifest == {"url": "https://www.example.gov.cn/", "files": hashes}
    assert hash_files(tmp_path / "new") == hashes


def test_the_old_site_stays_as_it_is(old: Path, tmp_path: Path) -> None:
    before = contents(old)
    output = Output(tmp_path / "new", old)
    output.put(SECOND)
    (tmp_path / "rendered.html").write_bytes(b"replaced")
    output.take("index.html", tmp_path / "rendered.html")  # it was a link to a file of the old site
    output.seal("")
    assert contents(old) == before
    assert contents(tmp_path / "new")["index.html"] == b"replaced"
    assert json.loads(output.read(FILE))["files"]["index.html"] == hashlib.sha256(b"replaced").hexdigest()


def test_a_file_that_two_parts_write_is_refused(tmp_path: Path) -> None:
    output = Output(tmp_path / "new", tmp_path / "nothing")
    output.put(FIRST)
    with pytest.raises(SiteError) as refused:
        output.put({"data/\u6570.csv": b"another"})
    assert refused.value.parts == {"path": "data/\u6570.csv"}


def test_a_file_with_the_same_bytes_keeps_its_time(old: Path, tmp_path: Path) -> None:
    made(tmp_path / "new", old, SECOND)
    kept = {path for path in SECOND if (tmp_path / "new" / path).stat().st_mtime == LONG_AGO}
    assert kept == {"index.html", "data/\u6570.csv"}


@pytest.mark.parametrize("content", [b"two", b"TWO"])
def test_a_file_is_taken_from_elsewhere(old: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "elsewhere").write_bytes(content)
    output = Output(tmp_path / "new", old)
    assert output.take("en/index.html", tmp_path / "elsewhere") == content
    output.seal("")
    file = tmp_path / "new" / "en" / "index.html"
    assert file.read_bytes() == content
    assert file.stat().st_mode & 0o777 == 0o644
    assert (file.stat().st_mtime == LONG_AGO) == (content == FIRST["en/index.html"])
    assert json.loads(output.read(FILE))["files"] == {"en/index.html": hashlib.sha256(content).hexdigest()}


def test_nothing_changed_is_no_change(old: Path, tmp_path: Path) -> None:
    assert made(tmp_path / "new", old, FIRST) == 0


def test_a_file_altered_in_the_old_site_is_not_taken_from_there(old: Path, tmp_path: Path) -> None:
    (old / "index.html").write_bytes(b"by hand")
    assert made(tmp_path / "new", old, FIRST) == 1
    assert contents(tmp_path / "new") == FIRST | {FILE: (old / FILE).read_bytes()}


def test_everyone_may_read_the_site_and_nobody_run_it(old: Path, tmp_path: Path) -> None:
    (old / "index.html").chmod(0o600)
    umask = os.umask(0o077)
    try:
        made(tmp_path / "new", old, SECOND)
    finally:
        os.umask(umask)
    modes = {
        path.relative_to(tmp_path / "new").as_posix(): path.stat().st_mode & 0o777
        for path in (tmp_path / "new").rglob("*")
    }
    assert {modes[path] for path in [*SECOND, FILE]} == {0o644}
    assert {modes[path] for path in ("en", "data", "new")} | {(tmp_path / "new").stat().st_mode & 0o777} == {0o755}
    assert (old / "index.html").stat().st_mode & 0o777 == 0o600


def test_a_link_in_the_old_site_is_no_file_of_it(old: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"one")
    (old / "index.html").unlink()
    (old / "index.html").symlink_to(tmp_path / "elsewhere")
    assert made(tmp_path / "new", old, FIRST) == 1
    assert not (tmp_path / "new" / "index.html").is_symlink()


def test_a_file_system_without_links_gets_copies(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(1, "not permitted")

    monkeypatch.setattr(os, "link", refused)
    made(tmp_path / "new", old, SECOND)
    assert {path: raw for path, raw in contents(tmp_path / "new").items() if path != FILE} == SECOND
    assert (tmp_path / "new" / "index.html").stat().st_mtime == LONG_AGO

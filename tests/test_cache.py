"""The cache: gives back what was put, whoever shares it; whatever happens to its file, it is at worst empty."""

import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from conftest import ROOT

from generator.files.cache import FILE, find_user_cache, hash_packages, hash_paths, make_key, open_cache

KEYS = [make_key("test", str(number)) for number in range(20)]


def fill(folder: Path, value: bytes = b"value") -> None:
    with open_cache(folder) as cache:
        for key in KEYS:
            cache.put(key, value + key)


def held(folder: Path, value: bytes = b"value") -> int:
    """Count what is there; nothing may be there that was not put."""
    with open_cache(folder) as cache:
        found = {key: cache.get(key) for key in KEYS}
    assert all(raw in (None, value + key) for key, raw in found.items())
    return sum(raw is not None for raw in found.values())


def test_what_was_put_is_there_the_next_time(tmp_path: Path) -> None:
    fill(tmp_path / "a" / "b")
    assert held(tmp_path / "a" / "b") == len(KEYS)
    with open_cache(tmp_path / "a" / "b") as cache:
        assert cache.get(make_key("test", "another")) is None


def test_the_cache_is_in_the_folder_that_the_system_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert find_user_cache() == tmp_path / "progress-portal"


def test_a_key_tells_where_a_part_ends() -> None:
    assert (
        len(
            {
                make_key("a", "bc"),
                make_key("ab", "c"),
                make_key("abc"),
                make_key("a", "b", "c"),
                make_key("a", "", "bc"),
            }
        )
        == 5
    )
    assert make_key("a", "标") == make_key("a", "标".encode())


def test_the_key_of_files_holds_their_names_and_bytes(tmp_path: Path) -> None:
    def key(**texts: str) -> bytes:
        for name, text in texts.items():
            (tmp_path / name).write_text(text)
        return hash_paths((tmp_path / name for name in texts), tmp_path)

    assert key(a="1", b="2") == key(b="2", a="1")
    assert len({key(a="1", b="2"), key(a="1", c="2"), key(a="1", b="3"), key(a="12", b=""), key(a="1")}) == 5


def test_an_installed_package_is_known_by_its_version() -> None:
    known = hash_packages()
    folder = Path(sys.path[0] or ".").resolve()  # conftest's folder stands there
    added = folder / "portal_test-1.0.dist-info"
    added.mkdir()
    try:
        assert hash_packages() != known
    finally:
        added.rmdir()
    assert hash_packages() == known


def test_what_was_used_least_recently_goes_first(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes  # noqa: S311 - what cannot be compressed
    with open_cache(tmp_path, limit=10_000) as cache:
        cache.put(KEYS[0], noise(4000))
    with open_cache(tmp_path, limit=10_000) as cache:
        cache.put(KEYS[1], noise(4000))
    with open_cache(tmp_path, limit=10_000) as cache:
        assert cache.get(KEYS[0])  # now used later than the other
    with open_cache(tmp_path, limit=10_000) as cache:
        cache.put(KEYS[2], noise(4000))
    with open_cache(tmp_path, limit=10_000) as cache:
        assert [cache.get(key) is not None for key in KEYS[:3]] == [True, False, True]


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "flipped", "log"])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, damage: str) -> None:
    fill(tmp_path, b"value" * 1000)
    file = tmp_path / FILE
    raw = file.read_bytes()
    if damage == "flipped":  # every hundredth byte, so that no page is spared
        file.write_bytes(bytes(byte ^ (place % 100 == 7) for place, byte in enumerate(raw)))
    elif damage == "log":
        file.with_name(f"{FILE}-wal").write_bytes(b"no log" * 1000)
    else:
        file.write_bytes({"empty": b"", "text": b"not a database" * 1000, "cut": raw[: len(raw) // 2]}[damage])
    held(tmp_path, b"value" * 1000)
    fill(tmp_path)
    fill(tmp_path)
    assert held(tmp_path) == len(KEYS)


def test_a_value_that_is_not_what_was_written_counts_as_missing(tmp_path: Path) -> None:
    fill(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as rows, rows:
        rows.execute("UPDATE results SET value = CAST(value || x'00' AS BLOB) WHERE key = ?", KEYS[:1])
        rows.execute("UPDATE results SET value = (SELECT value FROM results WHERE key = ?) WHERE key = ?", KEYS[1:3])
        rows.execute("UPDATE results SET proof = x'' WHERE key = ?", KEYS[3:4])
    assert held(tmp_path) == len(KEYS) - 3


def test_a_value_of_another_type_counts_as_missing(tmp_path: Path) -> None:
    """As of another program: a number, a text, one that is no UTF-8, and bytes with a right hash that nobody packed."""
    fill(tmp_path)
    forged = b"never packed"
    with closing(sqlite3.connect(tmp_path / FILE)) as rows, rows:
        rows.execute("UPDATE results SET value = 7 WHERE key = ?", KEYS[:1])
        rows.execute("UPDATE results SET value = 'text', proof = 'text' WHERE key = ?", KEYS[1:2])
        rows.execute("UPDATE results SET value = CAST(x'fffe' AS TEXT) WHERE key = ?", KEYS[2:3])
        proof = make_key("row", KEYS[3], forged)
        rows.execute("UPDATE results SET value = ?, proof = ? WHERE key = ?", (forged, proof, KEYS[3]))
    assert held(tmp_path) == len(KEYS) - 4
    fill(tmp_path)
    assert held(tmp_path) == len(KEYS)


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nowhere"), None):
        with open_cache(folder) as cache:
            cache.put(KEYS[0], b"value")
            assert cache.get(KEYS[0]) is None
    (tmp_path / FILE).mkdir()  # a folder where the file should be
    fill(tmp_path)
    assert held(tmp_path) == 0


def test_several_processes_share_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=fill, args=(tmp_path,)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 4
    assert held(tmp_path) == len(KEYS)


def test_a_killed_process_leaves_it_whole(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom generator.files.cache import make_key, open_cache\n"
        "print('begun', flush=True)\n"
        "for turn in range(10_000):\n"
        "    with open_cache(Path(sys.argv[1])) as cache:\n"
        "        for number in range(20):\n"
        "            key = make_key('test', str(number))\n"
        "            cache.put(key, b'value' + key)\n"
    )
    chance = random.Random(7)  # noqa: S311 - the same moments in every run
    for _ in range(6):
        with subprocess.Popen([sys.executable, "-c", code, tmp_path], cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stdout.readline() == b"begun\n"
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.0, 0.3))
            os.kill(process.pid, signal.SIGKILL)
        held(tmp_path)
    fill(tmp_path)
    assert held(tmp_path) == len(KEYS)

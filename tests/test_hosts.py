"""Publishing to real hosts: sshd, rsync and nginx on loopback, with the configuration that is shipped."""

import http.client
import os
import shutil
import threading
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from conftest import Run, portal
from hosts import FILE, PAGES, PATIENCE, SAME, Sites, Web, ask, nginx, sshd, version_of, whole_version

from generator.errors import PublishError, UsageError
from generator.publish.outcome import OnSwitch, read_site
from generator.publish.target import parse_target

VERSIONS = 8
READERS = 3


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with sshd(tmp_path_factory.mktemp("far") / "sshd") as command:
        yield command


@pytest.fixture(params=["near", "far"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same folder, as this machine sees it and as it is reached over SSH."""
    return f"{'far:' if request.param == 'far' else ''}{tmp_path / 'host'}"


def publish(target: str, shell: str, site: Path, keep: int = 5, tell: OnSwitch = lambda *_: None) -> bool:
    """Publish a site; tells whether anything had to be done."""
    return parse_target(target).publish(site, read_site(site), keep, shell.split(), tell).switched


def roll_back(target: str, shell: str) -> None:
    parse_target(target).roll_back(shell.split(), lambda *_: None)


def told(run: Run) -> str:
    return f"{run.returncode}: {run.stdout}{run.stderr}"


def test_a_site_is_published_checked_and_taken_back(target: str, shell: str, sites: Sites, tmp_path: Path) -> None:
    live, changed = tmp_path / "host" / "current", tmp_path / "changed.txt"
    with nginx(tmp_path / "nginx", live) as web:
        url = web.url

        def command(*arguments: object) -> Run:
            return portal("publish", target, "--url", url, *arguments, RSYNC_RSH=shell)

        run = command("--site", sites(1))
        assert run.returncode == 0, told(run)
        assert f"Checked: {url}" in run.stdout
        assert whole_version(live) == version_of(web.get("/").content) == 1
        run = command("--site", sites(2), "--changed", changed)
        assert run.returncode == 0, told(run)
        assert whole_version(live) == version_of(web.get("/growth/").content) == 2
        assert set(changed.read_text().split()) == {
            *(f"{url}/{path}" for path in ("", "404.html", "growth/", "en/", "en/404.html", "en/growth/")),
            *(f"{url}/{path}" for path in ("only-in-1/", "only-in-2/", "api/v1/index.json", FILE)),
        }
        run = command("--rollback")
        assert run.returncode == 0, told(run)
        assert whole_version(live) == version_of(web.get("/en/").content) == 1
    with pytest.raises(PublishError, match="no site from before"):
        roll_back(target, shell)
    assert whole_version(live) == 1


def test_what_has_not_changed_does_not_travel(target: str, shell: str, sites: Sites, tmp_path: Path) -> None:
    live = tmp_path / "host" / "current"
    for version in (1, 2):
        assert publish(target, shell, sites(version))
    older, newer = sorted((tmp_path / "host" / "sites").iterdir())
    assert (older / SAME).stat().st_ino == (newer / SAME).stat().st_ino  # one file under two names
    assert (older / "index.html").stat().st_ino != (newer / "index.html").stat().st_ino
    before = live.resolve()
    assert not publish(target, shell, sites(2))
    assert live.resolve() == before


def test_a_live_file_that_was_altered_is_mended_by_publishing_again(
    target: str, shell: str, sites: Sites, tmp_path: Path
) -> None:
    live = tmp_path / "host" / "current"
    assert publish(target, shell, sites(1))
    (live / SAME).write_text("p { margin: 9px }\n" * 100)
    assert publish(target, shell, sites(1))
    assert whole_version(live) == 1


def test_a_site_that_was_altered_since_is_not_gone_back_to(
    target: str, shell: str, sites: Sites, tmp_path: Path
) -> None:
    assert publish(target, shell, sites(1))
    before = (tmp_path / "host" / "current").resolve()
    assert publish(target, shell, sites(2))
    (before / "growth" / "index.html").unlink()
    with pytest.raises(PublishError, match="kept for going back") as error:
        roll_back(target, shell)
    assert error.value.parts["paths"] == "growth/index.html"
    assert whole_version(tmp_path / "host" / "current") == 2


def test_as_many_sites_are_kept_as_asked_for(target: str, shell: str, sites: Sites, tmp_path: Path) -> None:
    def kept() -> list[int]:
        return [whole_version(folder) for folder in sorted((tmp_path / "host" / "sites").iterdir())]

    for version in (1, 2, 3, 4):
        publish(target, shell, sites(version), keep=3)
    assert kept() == [2, 3, 4]
    roll_back(target, shell)
    publish(target, shell, sites(5), keep=3)
    assert kept() == [2, 3, 5]  # 4 was taken back: going back from 5 leads to 3
    roll_back(target, shell)
    assert whole_version(tmp_path / "host" / "current") == 3


def test_a_site_that_was_never_shown_is_not_gone_back_to(target: str, shell: str, sites: Sites, tmp_path: Path) -> None:
    """Publications that are cut off before the switch leave their sites, which the next one removes."""

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    def there() -> list[int]:
        return [whole_version(folder) for folder in sorted((tmp_path / "host" / "sites").iterdir())]

    for version in (1, 2):
        with pytest.raises(KeyboardInterrupt):
            publish(target, shell, sites(version), tell=cut_off)
    assert there() == [2]
    publish(target, shell, sites(3), tell=lambda *_: there() == [3] or pytest.fail(f"{there()} before the switch"))
    with pytest.raises(PublishError, match="no site from before"):
        roll_back(target, shell)
    with pytest.raises(KeyboardInterrupt):
        publish(target, shell, sites(4), tell=cut_off)
    assert there() == [3, 4]
    assert not publish(target, shell, sites(3))
    assert there() == [3]


def test_a_live_site_that_has_gone_does_not_take_the_older_ones_with_it(
    target: str, shell: str, sites: Sites, tmp_path: Path
) -> None:
    live = tmp_path / "host" / "current"
    for version in (1, 2):
        publish(target, shell, sites(version))
    shutil.rmtree(live.resolve())
    roll_back(target, shell)
    assert whole_version(live) == 1
    publish(target, shell, sites(2))
    shutil.rmtree(live.resolve())
    publish(target, shell, sites(3))
    assert whole_version(live) == 3
    roll_back(target, shell)
    assert whole_version(live) == 1


def test_two_cannot_publish_at_once(target: str, shell: str, sites: Sites, tmp_path: Path) -> None:
    tried: list[str] = []

    def meanwhile(*_: object) -> None:
        with pytest.raises(PublishError, match="Somebody else is publishing"):
            publish(target, shell, sites(2))
        tried.append("in vain")

    publish(target, shell, sites(1), tell=meanwhile)
    assert tried == ["in vain"]
    assert whole_version(tmp_path / "host" / "current") == 1
    assert publish(target, shell, sites(2))


def test_a_folder_with_something_else_is_refused_there_too(
    target: str, shell: str, sites: Sites, tmp_path: Path
) -> None:
    (tmp_path / "host").mkdir()
    (tmp_path / "host" / "index.html").write_text("another site")
    with pytest.raises(UsageError) as error:
        publish(target, shell, sites(1))
    assert error.value.parts["name"] == "index.html"
    assert [path.name for path in (tmp_path / "host").iterdir()] == ["index.html"]


def test_whatever_the_own_umask_is_the_web_server_can_read_it(
    target: str, shell: str, sites: Sites, tmp_path: Path
) -> None:
    sites(1)
    mask = os.umask(0o077)
    try:
        publish(target, shell, sites(1))
    finally:
        os.umask(mask)
    for path in (tmp_path / "host" / "current").resolve().rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)
    for folder in (tmp_path / "host", tmp_path / "host" / "sites", (tmp_path / "host" / "current").resolve()):
        assert folder.stat().st_mode & 0o005 == 0o005, folder


def test_a_path_with_blanks_and_quotes_is_a_path(shell: str, sites: Sites, tmp_path: Path) -> None:
    root = tmp_path / "the district's $HOME; 网站"
    assert publish(f"far:{root}", shell, sites(1))
    assert whole_version(root / "current") == 1


def test_a_machine_that_cannot_be_reached_is_told(sites: Sites, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="connection") as error:
        publish("nowhere.invalid:/srv/portal", f"ssh -F {tmp_path}/none", sites(1))
    assert error.value.parts["target"] == "nowhere.invalid:/srv/portal"


@pytest.mark.slow
def test_no_reader_ever_misses_a_page_or_sees_an_older_one_again(
    target: str, shell: str, sites: Sites, tmp_path: Path
) -> None:
    """While one version after another is published, every answer is whole, and none is older than the one before."""
    live = tmp_path / "host" / "current"
    publish(target, shell, sites(1), keep=3)
    done, wrong, seen = threading.Event(), list[str](), [list[int]() for _ in range(READERS)]
    answered = threading.Condition()

    def read(versions: list[int], web: Web) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=PATIENCE)
        paths = cycle(path.removesuffix("index.html") for path in (*PAGES, "api/v1/index.json"))
        while not done.is_set() and not wrong:
            path = next(paths)
            answer = ask(connection, f"/{path}")
            if answer.status != 200:
                wrong.append(f"{path}: {answer.status}")
            with answered:
                versions.append(version_of(answer.content))
                answered.notify()
            done.wait(0.002)  # a reader reads what it has asked for
        connection.close()

    def wait_for(version: int) -> None:
        with answered:
            assert answered.wait_for(lambda: wrong or all(read[-1:] == [version] for read in seen), PATIENCE)

    with nginx(tmp_path / "nginx", live) as web:
        threads = [threading.Thread(target=read, args=(versions, web)) for versions in seen]
        for thread in threads:
            thread.start()
        try:
            wait_for(1)
            for version in range(2, VERSIONS + 1):
                publish(target, shell, sites(version), keep=3)
                wait_for(version)
        finally:
            done.set()
            for thread in threads:
                thread.join()
    assert wrong == []
    for versions in seen:
        assert versions == sorted(versions)
        assert set(versions) == set(range(1, VERSIONS + 1))  # they did read while it changed

"""Publishing to real hosts: sshd, rsync and nginx on loopback, with the configuration that is shipped."""

import gzip
import http.client
import os
import re
import shutil
import threading
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import brotli
import pytest
from conftest import ROOT, Run, portal
from hosts import FILE, PAGES, PATIENCE, SAME, Sites, Web, ask, nginx, sshd, version_of, whole_version
from playwright.sync_api import Browser

from generator.errors import PublishError, UsageError
from generator.publish.outcome import OnSwitch, read_site
from generator.publish.target import parse_target
from generator.website.assets import POLICY

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
        raise InterruptedError

    def there() -> list[int]:
        return [whole_version(folder) for folder in sorted((tmp_path / "host" / "sites").iterdir())]

    for version in (1, 2):
        with pytest.raises(InterruptedError):
            publish(target, shell, sites(version), tell=cut_off)
    assert there() == [2]
    publish(target, shell, sites(3), tell=lambda *_: there() == [3] or pytest.fail(f"{there()} before the switch"))
    with pytest.raises(PublishError, match="no site from before"):
        roll_back(target, shell)
    with pytest.raises(InterruptedError):
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


@pytest.fixture(scope="module")
def seed_web(seed_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with nginx(tmp_path_factory.mktemp("web") / "nginx", seed_site) as web:
        yield web


@pytest.mark.parametrize(
    ("path", "kind", "cache"),
    [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/search/index.json", "application/json; charset=utf-8", "no-cache"),
        ("/data/commitments.csv", "text/csv; charset=utf-8", "no-cache"),
        ("/api/v1/commitments.json", "application/json; charset=utf-8", "no-cache"),
        ("ASSET", "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
    ],
)
def test_each_kind_of_file_is_served_as_what_it_is(
    seed_web: Web, seed_site: Path, path: str, kind: str, cache: str
) -> None:
    if path == "ASSET":
        (file,) = seed_site.glob("assets/portal.*.css")
        path = f"/{file.relative_to(seed_site).as_posix()}"
    answer = seed_web.get(path, Accept_Encoding="gzip")
    assert answer.status == 200
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == (kind, cache)
    assert answer.headers["content-encoding"] == "gzip"
    file = seed_site / (path.lstrip("/") or "index.html")
    assert gzip.decompress(answer.content) == file.read_bytes()
    assert len(answer.content) < file.stat().st_size / 2
    again = seed_web.get(path, Accept_Encoding="gzip", If_None_Match=answer.headers["etag"])
    assert (again.status, again.content) == (304, b"")
    assert again.headers["cache-control"] == cache


BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


@pytest.fixture(scope="module")
def published_seed(seed_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    host = tmp_path_factory.mktemp("published")
    site = tmp_path_factory.mktemp("copy") / "site"
    shutil.copytree(seed_site, site)  # the compressed copies are kept beside it
    publish(str(host), "", site)
    return host / "current"


def brotli_module() -> str:
    if not BROTLI.exists():
        if os.environ.get("CI"):
            pytest.fail(f"No {BROTLI}: install it (apt-get install libnginx-mod-http-brotli-static).")
        pytest.skip("nginx has no module for brotli here")
    return str(BROTLI)


@pytest.mark.parametrize("path", ["", "growth/", "search/index.json", "data/commitments.csv", "en/feed.xml", "STYLE"])
@pytest.mark.parametrize("with_brotli", [False, True])
def test_compressed_copies_are_sent_as_they_are(
    published_seed: Path, tmp_path: Path, path: str, with_brotli: bool
) -> None:
    if path == "STYLE":
        (found,) = published_seed.glob("assets/portal.*.css")
        path = found.relative_to(published_seed).as_posix()
    file = published_seed / (path if path and not path.endswith("/") else f"{path}index.html")
    with nginx(tmp_path / "nginx", published_seed, brotli_module=brotli_module() if with_brotli else "") as web:
        both = web.get(f"/{path}", Accept_Encoding="gzip, br")
        old = web.get(f"/{path}", Accept_Encoding="gzip")
        none = web.get(f"/{path}")
        again = web.get(f"/{path}", Accept_Encoding="gzip, br", If_None_Match=both.headers["etag"])
    copy = f"{file}.br" if with_brotli else f"{file}.gz"
    assert both.headers["content-encoding"] == ("br" if with_brotli else "gzip")
    assert both.content == Path(copy).read_bytes()
    decode = brotli.decompress if with_brotli else gzip.decompress
    assert decode(both.content) == none.content == file.read_bytes()
    assert old.headers["content-encoding"] == "gzip"
    assert old.content == Path(f"{file}.gz").read_bytes()
    assert "content-encoding" not in none.headers
    for answer in (both, old, none):
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["content-type"] == none.headers["content-type"]
        assert answer.headers["cache-control"] == none.headers["cache-control"]
    assert (again.status, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/data/commitments.csv"])
def test_every_answer_bears_the_security_headers(seed_web: Web, path: str) -> None:
    headers = seed_web.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none';")
    assert {"referrer-policy", "permissions-policy", "cross-origin-opener-policy"} <= headers.keys()
    assert "nginx/" not in headers["server"]


@pytest.mark.parametrize(("path", "frames"), [("/", "'self'"), ("/embed/gr-10/", "*"), ("/en/embed/gr-10/", "*")])
def test_only_what_is_made_for_it_stands_in_pages_of_others(seed_web: Web, path: str, frames: str) -> None:
    answer = seed_web.get(path)
    assert answer.status == 200
    assert answer.headers["content-security-policy"].endswith(f"; frame-ancestors {frames}")


def test_figures_may_be_read_by_other_sites_and_pages_not(seed_web: Web) -> None:
    for path in ("/api/v1/index.json", "/data/commitments.csv"):
        assert seed_web.get(path).headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in seed_web.get("/").headers


@pytest.mark.parametrize(
    ("path", "lang"), [("/nowhere/", "zh"), ("/en/nowhere/", "en"), ("/assets/x.0000000000.js", "zh")]
)
def test_the_page_for_an_unknown_address_is_in_the_language_of_the_address(seed_web: Web, path: str, lang: str) -> None:
    answer = seed_web.get(path)
    assert answer.status == 404
    assert answer.headers["cache-control"] == "no-cache"
    assert re.search(r'<html lang="(\w+)', answer.content.decode())[1] == lang  # type: ignore[index]


def test_a_folder_without_its_slash_leads_to_its_page_whatever_the_host_is_called(seed_web: Web) -> None:
    answer = seed_web.get("/growth", Host="www.example.gov.cn")
    assert (answer.status, answer.headers["location"]) == (301, "/growth/")


def test_the_portal_is_served_as_a_column_of_another_site(seed_site: Path, tmp_path: Path) -> None:
    with nginx(tmp_path / "nginx", seed_site, column=True) as web:
        assert web.get("/xxgk/gzjz/growth/").content == (seed_site / "growth" / "index.html").read_bytes()
        assert web.get("/xxgk/gzjz/en/growth/").content == (seed_site / "en" / "growth" / "index.html").read_bytes()
        assert "content-security-policy" in web.get("/xxgk/gzjz/en/").headers
        assert web.get("/xxgk/gzjz/en/nowhere/").content == (seed_site / "en" / "404.html").read_bytes()
        assert web.get("/xxgk/gzjz/nowhere/").content == (seed_site / "404.html").read_bytes()
        assert web.get("/xxgk/gzjz/api/v1/index.json").headers["access-control-allow-origin"] == "*"


def test_a_browser_finds_nothing_that_the_policy_forbids(seed_web: Web, browser: Browser) -> None:
    page = browser.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    for path in ("/", "/growth/", "/en/commitments/gr-10/"):
        page.goto(seed_web.url + path)
        page.wait_for_load_state("networkidle")
    page.locator(".p-search input").fill("employment")
    page.locator(".p-found a").first.wait_for()
    page.close()
    assert told == []


def test_the_two_files_of_headers_hold_the_same(tmp_path: Path) -> None:
    def pairs(text: str, pattern: str) -> dict[str, str]:
        return {name: value for name, value in re.findall(pattern, text, re.MULTILINE) if "$" not in value}

    configuration = (ROOT / "deploy" / "nginx-headers.conf").read_text()
    served = pairs(configuration.replace("; frame-ancestors $portal_frames", ""), r'^add_header (\S+) "(.*)" always;$')
    listed = pairs((ROOT / "deploy" / "_headers").read_text().partition("/api/")[0], r"^  ([^:]+): (.*)$")
    assert listed == served | {"Cache-Control": "no-cache"}
    assert served["Content-Security-Policy"] == POLICY

"""A published site on nginx, with the configuration that is shipped: kinds, copies, headers, policy."""

import gzip
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import brotli
import pytest
from conftest import ROOT
from hosts import Web, nginx
from playwright.sync_api import Browser

from generator.publish.outcome import read_site
from generator.publish.target import parse_target
from generator.website.assets import POLICY


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
        ("/calendar.ics", "text/calendar; charset=utf-8", "no-cache"),
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
    parse_target(str(host)).publish(site, read_site(site), 1, [], lambda *_: None)
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


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/commitments/", "/lists/tasks/"),
        ("/lists/", "/lists/tasks/"),
        ("/en/commitments/", "/en/lists/tasks/"),
        ("/api/", "/data/api/"),
        ("/api/v1/", "/data/api/"),
    ],
)
def test_a_folder_without_a_page_leads_to_the_one_that_lists_it(seed_web: Web, path: str, target: str) -> None:
    answer = seed_web.get(path)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    (refresh,) = re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.content.decode())
    assert re.findall(r'<a href="([^"]+)">[^<]+</a>', answer.content.decode()) == [
        refresh
    ]  # for who does not follow it
    assert urljoin(path, refresh) == target
    assert not refresh.startswith("/")  # under any sub-path
    assert seed_web.get(target).status == 200


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
    for path in ("/api/v1/index.json", "/data/commitments.csv", "/releases/index.json", "/api/v1/"):
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
        assert web.get("/xxgk/gzjz/calendar.ics").headers["content-type"] == "text/calendar; charset=utf-8"
        assert web.get("/xxgk/gzjz/growth/").headers["content-type"] == "text/html; charset=utf-8"
        assert b"../../data/api/" in web.get("/xxgk/gzjz/api/v1/").content


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
    folders = re.findall(
        r"^/(\S+)/\*\n  Access-Control-Allow-Origin: \*$", (ROOT / "deploy" / "_headers").read_text(), re.M
    )
    assert folders == ["api/v1", "data", "releases"]
    assert f'"~/({"|".join(folders)})/.+" "*";' in (ROOT / "deploy" / "nginx.conf").read_text()
    assert served["Content-Security-Policy"] == POLICY

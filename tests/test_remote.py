"""What answers at an address may be anything: a verifier never waits, reads or goes further than it says."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from office import command

from generator.errors import ReleaseError
from generator.releases import web
from generator.releases.stores import MOST_RELEASES, WebStore
from generator.releases.web import Web, call_within

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """Serve one answer to whatever is asked; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the library
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/p"
        finally:
            server.shutdown()
            thread.join()


def answer_with(content: bytes) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def answer_for_ever(released: threading.Event) -> Answer:
    """Send the head of an answer, and then a byte whenever the reader would give up."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while not released.wait(0.05):
                handler.wfile.write(b"{")
                handler.wfile.flush()
        except OSError:
            pass

    return answer


def redirect_to(place: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", place)
        handler.end_headers()

    return answer


def test_an_answer_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "PATIENCE", 0.5)
    done = threading.Event()
    with answering(answer_for_ever(done)) as url:
        run = command("verify", url, "--lang", "en")
        done.set()
    assert run.exit_code == 2
    assert "takes longer than 0.5 seconds" in run.output


def test_a_head_that_never_ends_is_given_up_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "PATIENCE", 0.5)
    done = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        try:
            while not done.wait(0.05):
                handler.wfile.write(b"HTTP/1.1 200 OK\r\nA: " if not handler.close_connection else b"a")
                handler.close_connection = True
        except OSError:
            pass

    with answering(answer) as url:
        with pytest.raises(ReleaseError, match="takes longer"):
            Web(url).get("a")
        done.set()


def test_an_answer_that_is_too_large_is_refused() -> None:
    with answering(answer_with(b"a" * 2 * web.MEGABYTE)) as url:
        assert len(Web(url).get("a") or b"") == 2 * web.MEGABYTE
        with pytest.raises(ReleaseError, match="more than"):
            Web(url).get("a", most=web.MEGABYTE)


def test_a_list_of_too_many_releases_is_refused() -> None:
    days = [f"{2000 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in range(MOST_RELEASES + 1)]
    listed = {"releases": [{"released_on": day, "manifest_sha256": "0" * 64} for day in days]}
    with answering(answer_with(json.dumps(listed).encode())) as url, pytest.raises(ReleaseError, match="no more than"):
        WebStore(Web(url))


@pytest.mark.parametrize(
    "place",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/",  # another name of an inner host
        "file:///etc/passwd",
        "ftp://127.0.0.1/a",
        "https://example.gov.cn/p",
    ],
)
def test_nobody_is_led_elsewhere(place: str) -> None:
    with answering(redirect_to(place)) as url, pytest.raises(ReleaseError):
        Web(url).get("a")


def test_another_port_of_the_same_host_is_elsewhere() -> None:
    with (
        answering(answer_with(b"inner")) as inner,
        answering(redirect_to(inner)) as url,
        pytest.raises(ReleaseError, match="leads elsewhere"),
    ):
        Web(url).get("a")


def test_a_redirect_within_the_site_is_followed() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        (answer_with(b"here") if handler.path == "/p/b" else redirect_to("/p/b"))(handler)

    with answering(answer) as url:
        assert Web(url).get("a") == b"here"


def test_what_a_server_says_cannot_write_over_the_terminal() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path.endswith("index.json"):
            answer_with(b'{"releases": [{"released_on": "2023-07-10", "manifest_sha256": "0"}]}')(handler)
        elif handler.path.endswith("manifest.json"):
            name = "\x1b[2J\x1b[1;1H\x9b31m\u202e3 releases, whole and unaltered"
            manifest = {
                "format": 1,
                "released_on": "2023-07-10",
                "as_of": "2023-06-30",
                "content_sha256": "0",
                "previous": None,
                "signed": False,
                "files": {name: {"sha256": "0", "bytes": 1}},
            }
            answer_with(json.dumps(manifest).encode())(handler)
        else:
            handler.send_error(404)

    with answering(answer) as url:
        run = command("verify", url, "--releases-only")
    assert run.exit_code == 1
    assert not set(run.output) & set("\x1b\x9b\u202e")


def test_what_a_call_raises_is_raised_where_it_is_waited_for() -> None:
    def fail() -> None:
        raise KeyError("a")

    assert call_within(5, lambda: 7) == 7
    with pytest.raises(KeyError):
        call_within(5, fail)

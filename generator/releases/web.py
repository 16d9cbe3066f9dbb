"""Reading a live site: whatever is at the other end, an answer takes bounded time and memory, and comes from there.

A server may answer a byte a second, or without end, or send the reader on to another machine. So an answer has a
deadline as a whole (in a thread that is left behind, since a system call cannot be broken off), a size, and the place
that was asked for.
"""

import threading
from collections.abc import Callable
from http.client import HTTPException, HTTPMessage
from typing import IO, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from generator.errors import ReleaseError
from generator.language.words import mark

T = TypeVar("T")

SILENCE = 30  # seconds without a byte
PATIENCE = 120  # seconds for a whole answer
MEGABYTE = 1024**2
MOST_BYTES = 100 * MEGABYTE  # of one answer
GONE = (404, 410)

REACHED = mark("{url} cannot be reached: {reason}")
ANSWERED = mark("{url} answers with {reason}.")
SLOW = mark("{url} takes longer than {seconds} seconds to answer.")
LARGE = mark("{url} answers with more than {size} MB.")
ELSEWHERE = mark("{url} leads elsewhere, to {other}; give that address if it is the right one.")


class Web:
    """A live site by its address."""

    def __init__(self, url: str) -> None:
        """Take the address of the portal."""
        self.url = url.rstrip("/")
        self._opener = build_opener(_SamePlace)

    def get(self, path: str, most: int = MOST_BYTES) -> bytes | None:
        """Fetch a file of the site; None where there is none.

        Raises:
            ReleaseError: there is no answer, too late or too large a one, or one from elsewhere.
        """
        address = f"{self.url}/{quote(path)}"
        return self._fetch(Request(address, headers={"User-Agent": "portal-verify"}), most)  # noqa: S310 - http(s)

    def post(self, content: bytes, kind: str, most: int = MEGABYTE) -> bytes | None:
        """Send something to the address itself, and return the answer."""
        return self._fetch(Request(self.url, content, {"Content-Type": kind}), most)  # noqa: S310 - http(s)

    def _fetch(self, request: Request, most: int) -> bytes | None:
        address = request.full_url
        try:
            return call_within(PATIENCE, lambda: self._read(request, most))
        except HTTPError as error:
            error.close()
            if error.code in GONE:
                return None
            raise ReleaseError(ANSWERED, url=address, reason=error.code) from error
        except TimeoutError as error:
            raise ReleaseError(SLOW, url=address, seconds=PATIENCE) from error
        except (URLError, HTTPException, OSError) as error:
            raise ReleaseError(REACHED, url=address, reason=getattr(error, "reason", error)) from error

    def _read(self, request: Request, most: int) -> bytes:
        with self._opener.open(request, timeout=SILENCE) as answer:
            content: bytes = answer.read(most + 1)
        if len(content) > most:
            raise ReleaseError(LARGE, url=request.full_url, size=most // MEGABYTE)
        return content


class _SamePlace(HTTPRedirectHandler):
    """Follows a redirect only where it stays with the same server; from http to https it may go."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """Return the request that follows.

        Raises:
            ReleaseError: it would lead elsewhere.
        """
        asked, led = urlsplit(req.full_url), urlsplit(newurl)
        if led.hostname != asked.hostname or (asked.scheme, led.scheme) not in SCHEMES or _moves(asked.port, led.port):
            fp.close()
            raise ReleaseError(ELSEWHERE, url=req.full_url, other=newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


SCHEMES = {("http", "http"), ("http", "https"), ("https", "https")}


def _moves(asked: int | None, led: int | None) -> bool:
    """Return whether a redirect leads to another port than the one asked, or the usual ones."""
    return led != asked and {asked, led} - {None, 80, 443} != set()


def call_within(seconds: float, call: Callable[[], T]) -> T:
    """Return what a call returns, or raise what it raises; TimeoutError where that takes longer."""
    results: list[T] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(call())
        except Exception as error:  # raised where it is waited for
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)  # the program may end while it waits
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError
    return results[0]

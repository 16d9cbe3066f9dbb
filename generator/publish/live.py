"""The check after publishing: what the public address serves is what was published."""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from generator.errors import PublishError
from generator.files.manifest import FILE, INDEX, SiteManifest, make_public_address, parse_manifest, sha256
from generator.language.words import mark
from generator.publish.outcome import Outcome

PATIENCE = 20  # seconds without a byte of an answer
LONGEST = 120.0  # seconds for the whole of it
PIECE = 65_536  # bytes that are read at once
PAUSE = 2  # seconds between two questions, where the host takes its time
SAMPLE = 10  # changed files that are fetched and compared, beside the home page and the manifest

UNREACHABLE = mark(
    "Published, but {url} cannot be fetched: {reason}. Is the web server running, and the address right?"
)
STRANGER = mark("Published, but {url} is not the manifest of a portal: another site stands at this address.")
OLD = mark(
    "Published, but {url} still shows the site from before. Does the web server show this folder or branch, "
    "and is a cache between?"
)
OTHER = mark("Published, but {url} shows another site; the first file that differs is {path}.")
CHANGED = mark(
    "Published, but {url} is not what was published: something between changes it, or it comes from a cache."
)


def check_live(url: str, outcome: Outcome, wait: float) -> None:
    """Fetch the manifest, the home page and some changed files from a public address; ask again for `wait` seconds.

    Raises:
        PublishError: what is live is not what was published; the message says what differs.
    """
    end = time.monotonic() + wait
    while True:
        try:
            _check(url, outcome)
        except PublishError:
            if time.monotonic() >= end:
                raise
            time.sleep(PAUSE)
        else:
            return


def _check(url: str, outcome: Outcome) -> None:
    after, before = outcome.after, outcome.before
    where = make_public_address(FILE, url)
    content = fetch(where)
    try:
        live = parse_manifest(content)
    except ValueError as error:
        raise PublishError(STRANGER, url=where) from error
    if live.text != after.text:
        if before and live.text == before.text:
            raise PublishError(OLD, url=where)
        raise PublishError(OTHER, url=where, path=after.changes_since(live)[0])
    for path in _choose_sample(before, after):
        if sha256(fetch(make_public_address(path, url))) != after.files[path]:
            raise PublishError(CHANGED, url=make_public_address(path, url))


def _choose_sample(before: SiteManifest | None, after: SiteManifest) -> list[str]:
    """Choose the home page and the first few changed files that a host serves under their own names."""
    served: Callable[[str], bool] = lambda path: path in after.files and not path.startswith("_")  # noqa: E731
    changed = [path for path in after.changes_since(before) if served(path)]
    return list(dict.fromkeys(path for path in (INDEX, *changed[:SAMPLE]) if path in after.files))


def fetch(url: str) -> bytes:
    """Fetch an address as it is now, past caches that heed the wish.

    Raises:
        PublishError: there is no answer, or another than 200.
    """
    if not url.startswith(("http://", "https://")):
        raise PublishError(UNREACHABLE, url=url, reason="http, https")
    request = urllib.request.Request(url, headers={"Cache-Control": "no-cache", "User-Agent": "portal-publish"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - http and https only, see above
            end, content = time.monotonic() + LONGEST, bytearray()
            while piece := answer.read1(PIECE):
                content += piece
                if time.monotonic() > end:
                    raise TimeoutError(f"> {LONGEST:.0f} s")
            return bytes(content)
    except urllib.error.HTTPError as error:
        error.close()
        raise PublishError(UNREACHABLE, url=url, reason=f"HTTP {error.code}") from error
    except (OSError, http.client.HTTPException) as error:
        raise PublishError(UNREACHABLE, url=url, reason=getattr(error, "reason", error)) from error

"""Live preview: the site is rebuilt, and the open page reloaded, when the data, a page or a template changes."""

import gc
import socket
import tempfile
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.livereload import LiveReloadServer

from generator.errors import SiteError
from generator.paths import CATALOGUES, TEMPLATES, THEME, PortalFolder
from generator.website.configuration import read_configuration

PAUSE = 0.05  # seconds from a change to building, in which more may come
LOCAL = ("localhost", "127.0.0.1", "::1")
ALL = ("0.0.0.0", "::", "")  # noqa: S104 - compared with what the user has chosen
REFUSED = b"This preview answers to localhost, 127.0.0.1 and the address of --host alone.\n"
LOOK = 0.1  # seconds between two looks at the files; looking takes a thirtieth of that


class LocalServer(LiveReloadServer):
    """A server that answers to its own name alone.

    A page of another site can have its host's name lead to this machine (DNS rebinding), and would read the draft.
    """

    bound = ""  # the address that it was told to serve on

    def serve_request(self, environ: Any, start_response: Any) -> Any:
        """Answer a request, where its Host is ours."""
        if is_own_host(environ.get("HTTP_HOST", ""), self.bound):
            return super().serve_request(environ, start_response)
        start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
        return [REFUSED]


def is_own_host(asked: str, bound: str) -> bool:
    """Whether the Host of a request, with its port, is this machine or the address that a server is bound to.

    An address in numbers is nobody's name, so a server that is bound to all addresses answers to each.
    """
    try:
        name = urlsplit(f"//{asked}").hostname or ""
    except ValueError:
        return False
    if name in (*LOCAL, bound.lower()):
        return True
    return bound in ALL and (is_address(name) or name == socket.gethostname().lower())


def is_address(name: str) -> bool:
    """Whether a name is an address in numbers."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def serve(data: Path, host: str, port: int, rebuild: Callable[[Path], None], announce: Callable[[str], object]) -> None:
    """Serve a preview until interrupted.

    `rebuild` builds the site into a folder, and reports errors itself: the old site then stays.
    `announce` receives the address.
    """
    with tempfile.TemporaryDirectory(prefix="portal-preview-") as folder:
        site = Path(folder) / "site"
        server = LocalServer(lambda: rebuild(site), host, port, str(site), polling_interval=LOOK)
        server.bound = host
        server.build_delay = PAUSE
        portal = PortalFolder(data)
        for path in (data, portal.docs, portal.config, *_find_named_files(portal), TEMPLATES, CATALOGUES, THEME):
            if path.exists():
                server.watch(str(path))
        rebuild(site)
        gc.collect()
        gc.freeze()  # what is loaded by now stays: nobody has to look through it for garbage
        announce(server.url)
        try:
            server.serve()  # type: ignore[no-untyped-call] # MkDocs leaves it untyped
        except KeyboardInterrupt:
            server.shutdown()


def _find_named_files(portal: PortalFolder) -> Sequence[Path]:
    """Return what the configuration names beside docs/; nothing where it cannot be read, which the build says."""
    try:
        return read_configuration(portal).files
    except SiteError:
        return ()

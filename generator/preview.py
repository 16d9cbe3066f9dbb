"""Live preview: the site is rebuilt, and the open page reloaded, when the data, a page or a template changes."""

import gc
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from generator.errors import SiteError
from generator.paths import CATALOGUES, TEMPLATES, THEME, PortalFolder
from generator.website.configuration import read_configuration

PAUSE = 0.05  # seconds from a change to building, in which more may come
LOOK = 0.1  # seconds between two looks at the files; looking takes a thirtieth of that


def serve(data: Path, host: str, port: int, rebuild: Callable[[Path], None], announce: Callable[[str], object]) -> None:
    """Serve a preview until interrupted.

    `rebuild` builds the site into a folder, and reports errors itself: the old site then stays.
    `announce` receives the address.
    """
    with tempfile.TemporaryDirectory(prefix="portal-preview-") as folder:
        site = Path(folder) / "site"
        server = LiveReloadServer(lambda: rebuild(site), host, port, str(site), polling_interval=LOOK)
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

"""Publish one site after the other under the eyes of readers: `python -m benchmarks.switching` (needs nginx and wrk).

wrk asks nginx, with the configuration that is shipped, for the home page as fast as it can. Readers beside it do as
browsers do: each fetches a page, waits a moment, in which the site changes, and fetches what the page names. An answer
other than 200, or an asset of another version than its page, is an error. Fails where there is any.
"""

import http.client
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from generator.files.manifest import FILE, SiteManifest, hash_files
from generator.publish.outcome import read_site
from generator.publish.target import parse_target
from generator.website.assets import name_by_hash

SWITCHES, READERS, VIEWS, PAGES, KEEP = 20, 100, 1000, 40, 5
DWELL = 1.0, 2.5  # seconds between a page and what it names, at least and at most
PAUSE = 0.9  # seconds between two switches
PORT = 18_743
DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
CHANCE = random.Random(20231016)  # noqa: S311 - moments, not secrets
REQUESTS = re.compile(r"(\d+) requests in")


def write_site(folder: Path, version: int) -> Path:
    """Write a site whose pages name a stylesheet and a script that are this version's alone."""
    texts = dict.fromkeys(("portal.css", "portal.js"), f"/* version {version} */\n" * 200)
    assets = {f"assets/{name_by_hash(name, text)}": text for name, text in texts.items()}
    named = "".join(f'<link href="/{path}">' for path in assets)
    pages = {f"p{number}/index.html": f"{named}<p>version {version}</p>\n" for number in range(PAGES)}
    home = {"index.html": f"{named}<p>version {version}</p>\n", "api/v1/index.json": "{}"}
    for path, text in (assets | pages | home).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    (folder / FILE).write_text(SiteManifest(hash_files(folder)).text)
    return folder


def write_configuration(folder: Path, root: Path) -> Path:
    """Put the configuration that is shipped into an nginx of its own."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8").replace("/srv/portal/current;", f"{root};")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{PORT};", 1).replace("listen [::]:80;", "", 1)
    text = text.replace("/etc/nginx/portal-headers.conf", str(DEPLOY / "nginx-headers.conf"))
    (folder / "portal.conf").write_text(text.replace("/etc/nginx/portal-brotli", f"{folder}/none"), encoding="utf-8")
    main = folder / "nginx.conf"
    main.write_text(
        f"daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;\n"
        "events { worker_connections 512; }\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; include {folder}/portal.conf; }}\n"
    )
    return main


class Readers:
    """Readers at their pages, in threads; `wrong` holds what they should not have met."""

    def __init__(self) -> None:
        """Begin nothing yet."""
        self.wrong: list[str] = []
        self.views = self.across = 0  # pages read, and those whose site changed before their assets were fetched
        self.done = threading.Event()
        self._lock = threading.Lock()

    def read(self, live: Path) -> None:
        """Read pages until enough have been read, over one connection."""
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        while self.across < VIEWS and not self.done.is_set():
            before = live.readlink()
            status, page = fetch(connection, f"/p{CHANCE.randrange(PAGES)}/")
            version = b"".join(re.findall(rb"version \d+", page))
            time.sleep(CHANCE.uniform(*DWELL))
            found = [fetch(connection, path.decode()) for path in re.findall(rb'href="([^"]+)"', page)]
            with self._lock:
                self.views += 1
                self.across += live.readlink() != before
                if status != 200 or len(found) != 2:
                    self.wrong.append(f"page: {status}")
                self.wrong += [f"{version!r}: {code}" for code, text in found if code != 200 or version not in text]
        connection.close()


def fetch(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    """Return the status and the content of an answer."""
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def main() -> None:
    """Switch, read, and print what was found."""
    with tempfile.TemporaryDirectory(prefix="portal-switching-") as text:
        folder = Path(text)
        folder.chmod(0o755)
        host = folder / "host"
        target = parse_target(str(host))
        sites = [write_site(folder / f"site-{version}", version) for version in range(SWITCHES + 1)]

        def publish(site: Path) -> None:
            target.publish(site, read_site(site), KEEP, (), lambda *_: None)

        publish(sites[0])
        server = subprocess.Popen(["nginx", "-c", str(write_configuration(folder, host / "current"))])  # noqa: S607
        try:
            time.sleep(1)
            readers = Readers()
            threads = [threading.Thread(target=readers.read, args=(host / "current",)) for _ in range(READERS)]
            command = ["wrk", "-t1", "-c16", "-d600", f"http://127.0.0.1:{PORT}/"]
            load = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            for thread in threads:
                thread.start()
            switched = 0
            while switched < SWITCHES:
                switched += 1
                publish(sites[switched])
                time.sleep(PAUSE)
            readers.done.set()
            for thread in threads:
                thread.join()
            load.send_signal(2)
            printed, _ = load.communicate()
        finally:
            server.terminate()
            server.wait()
    bad = [line.strip() for line in printed.splitlines() if "Non-2xx" in line or "Socket errors" in line]
    (requests,) = REQUESTS.findall(printed)
    print(f"{switched} switches, {requests} requests of wrk: {', '.join(bad) or '0 errors'}")
    print(
        f"{readers.views} pages read, {readers.across} of them across a switch: {len(readers.wrong)} mixed or missing"
    )
    sys.exit(bool(bad or readers.wrong))


if __name__ == "__main__":
    main()

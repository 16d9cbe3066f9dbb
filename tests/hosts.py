"""Hosts to publish to, on this machine: small sites whose every file tells its version, a web server, an SSH server."""

import getpass
import gzip
import hashlib
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import brotli
import pytest
from reader import tree

from generator.files.manifest import FILE, SiteManifest, hash_files
from generator.publish.compressed import FILE as ENCODED
from generator.publish.kept import FILE as KEPT

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120  # seconds; waited only when something is wrong
PAGES = ("index.html", "404.html", "growth/index.html", "en/index.html", "en/404.html", "en/growth/index.html")
SAME = "stylesheets/portal.css"  # the same in every version
Sites = Callable[[int], Path]  # gives the site of a version
PORTS = cycle(sorted(range(10_000, 30_000), key=lambda port: (port - os.getpid() * 97) % 20_000))
VERSION = re.compile(rb"version (\d+)")


ASSET_TEXT = "p {{ margin: {}px }}\n"


def asset_of(version: int) -> str:
    """Return the path of the stylesheet that a version has alone; its name bears the hash of its content."""
    return f"assets/portal.{hashlib.sha256(ASSET_TEXT.format(version).encode()).hexdigest()[:10]}.css"


def small_site(folder: Path, version: int, url: str = "", *, dressed: bool = False) -> Path:
    """Write a site whose every page says its version from its first line to its last; `dressed`: with `asset_of` it."""
    texts = {path: f"<p>{path} version {version}</p>\n" * 400 for path in PAGES}
    texts |= {"api/v1/index.json": json.dumps({"as_of": f"version {version}"}), SAME: "p { margin: 0 }\n" * 100}
    texts |= {f"only-in-{version}/index.html": f"<p>version {version}</p>\n"}
    texts |= {asset_of(version): ASSET_TEXT.format(version)} if dressed else {}
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / FILE).write_text(SiteManifest(hash_files(folder), url).text, encoding="utf-8", newline="\n")
    return folder


def version_of(content: bytes) -> int:
    """Return the one version that a file is of."""
    (version,) = {int(found) for found in VERSION.findall(content)}
    return version


def whole_version(live: Path) -> int:
    """Return which version a folder is, whole, and prove it and its compressed copies against their lists."""
    listed = json.loads((live / FILE).read_text(encoding="utf-8"))["files"]
    found = tree(live.resolve())
    copies, kept = (json.loads((live / name).read_text())["files"] if name in found else {} for name in (ENCODED, KEPT))
    assert {path: found[path] for path in found if path not in (FILE, ENCODED, KEPT)} == listed | copies | kept
    for path in copies:
        original, decode = path[:-3], {".gz": gzip.decompress, ".br": brotli.decompress}[path[-3:]]
        assert decode((live / path).read_bytes()) == (live / original).read_bytes()
    told = (path for path in listed if path != SAME and not path.startswith("assets/"))
    (version,) = {version_of((live / path).read_bytes()) for path in told}
    return version


def program(name: str, package: str) -> str:
    """Find a server's program; without it the test is skipped, but never in CI."""
    path = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")
    if path:
        return path
    told = f"No {name} found: install it (apt-get install {package})."
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


def git(folder: Path, *arguments: str) -> str:
    """Run git as nobody in particular."""
    command = [program("git", "git"), "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def free_port() -> int:
    """Find a port for a server, below those that the system gives to connections; each process begins elsewhere."""
    while True:
        with socket.socket() as found, suppress(OSError):
            found.bind(("127.0.0.1", port := next(PORTS)))
            return port


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    """Run a server until the end of the block; it is ready once its port answers."""
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL) as server:
        try:
            end = time.monotonic() + PATIENCE
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
                    break
                except OSError:
                    assert server.poll() is None, log.read_text()
                    assert time.monotonic() < end, log.read_text()
                    time.sleep(0.05)
            yield
        finally:
            server.terminate()


@dataclass(frozen=True)
class Answer:
    """What a web server answered."""

    status: int
    headers: dict[str, str]
    content: bytes


@dataclass(frozen=True)
class Web:
    """A web server on loopback."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            return ask(connection, path, **headers)
        finally:
            connection.close()


def ask(connection: http.client.HTTPConnection, path: str, **headers: str) -> Answer:
    connection.request("GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()})
    answer = connection.getresponse()
    return Answer(answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read())


def nginx_configuration(folder: Path, root: Path, port: int, *, column: bool = False, brotli_module: str = "") -> Path:
    """Put the configuration that is shipped into an nginx of its own; `column`: as a part of another site."""
    shipped = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    maps, _, rest = shipped.partition("server {\n")
    server, _, example = rest.partition("\n}\n")
    if column:
        lines = [line.removeprefix("#")[1:] for line in example.splitlines() if line.startswith("#     ")]
        server = f"listen 80;\n listen [::]:80;\n root {folder / 'site-around'};\n" + "\n".join(lines)
        server = server.replace("/srv/portal/current/", f"{root}/")
    else:
        server = once(server, "/srv/portal/current;", f"{root};")
    server = once(server, "listen 80;", f"listen 127.0.0.1:{port};")
    server = once(server, "listen [::]:80;", "")
    whole = maps + "server {\n" + server + "\n}\n"
    whole = whole.replace("/etc/nginx/portal-headers.conf", str(ROOT / "deploy" / "nginx-headers.conf"))
    if brotli_module:
        (folder / "portal-brotli.conf").write_text((ROOT / "deploy" / "nginx-brotli.conf").read_text(encoding="utf-8"))
    whole = whole.replace("/etc/nginx/portal-brotli", str(folder / "portal-brotli"))
    (folder / "portal.conf").write_text(whole, encoding="utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "nginx.conf"
    user = "user root;\n" if os.getuid() == 0 else ""
    main.write_text(
        (f"load_module {brotli_module};\n" if brotli_module else "")
        + f"{user}daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log stderr notice;\n"
        "events { worker_connections 256; }\n"
        f"http {{ include /etc/nginx/mime.types; access_log off;\n{temporary}include {folder}/portal.conf; }}\n"
    )
    return main


def once(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the configuration"
    return text.replace(old, new)


@contextmanager
def nginx(folder: Path, root: Path, *, column: bool = False, brotli_module: str = "") -> Iterator[Web]:
    """Serve a folder with the configuration that is shipped, and with the module for brotli where one is named."""
    path, port = program("nginx", "nginx"), free_port()
    folder.mkdir(parents=True)
    main = nginx_configuration(folder, root, port, column=column, brotli_module=brotli_module)
    tested = subprocess.run([path, "-t", "-c", str(main)], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    assert "[warn]" not in tested.stderr, tested.stderr
    with running([path, "-c", str(main)], port, folder / "log"):
        yield Web(port)


@contextmanager
def sshd(folder: Path) -> Iterator[str]:
    """Run an SSH server; gives the SSH command that reaches it under the name of `far`."""
    path, port = program("sshd", "openssh-server"), free_port()
    program("rsync", "rsync")
    folder.mkdir(parents=True)
    for key in ("host", "user"):
        subprocess.run(
            [program("ssh-keygen", "openssh-client"), "-q", "-t", "ed25519", "-N", "", "-f", folder / key], check=True
        )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where its unprivileged part is locked in
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/user.pub\n"
        "StrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\nPidFile none\nMaxStartups 100\n"
    )
    (folder / "ssh_config").write_text(
        f"Host far\n HostName 127.0.0.1\n Port {port}\n User {getpass.getuser()}\n IdentityFile {folder}/user\n"
        f" IdentitiesOnly yes\n StrictHostKeyChecking no\n UserKnownHostsFile /dev/null\n LogLevel ERROR\n"
    )
    with running([path, "-D", "-e", "-f", str(folder / "sshd_config")], port, folder / "log"):
        yield f"ssh -F {folder}/ssh_config"

"""Tokens of a time-stamping authority, made by OpenSSL, whose authority is set up here."""

import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from office import command

from generator.releases.release import CHECKPOINT, FOLDER, STAMP
from generator.releases.timestamp import verify_token

PORTAL = "title_zh: 测试\nyear: 2023\nas_of: 2023-06-30\n"
TABLES = {
    "commitments": "commitment_id,pillar_id,title_zh,kind,target_value\nA,growth,事项,quantity,100\n",
    "observations": "commitment_id,period,value\nA,2023-01,10\n",
}
CONFIG = """
[tsa]
default_tsa = here
[here]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[v3]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
authorityKeyIdentifier = keyid
"""


def openssl(folder: Path, *arguments: str, typed: bytes = b"") -> bytes:
    command = ["openssl", *arguments]
    return subprocess.run(command, cwd=folder, input=typed, capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority: root.pem, which is known, and tsa.pem with its key, which stamps."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "config").write_text(CONFIG, encoding="utf-8")
    (folder / "serial").write_text("01\n", encoding="utf-8")
    for name in ("root", "other"):
        made = ("-keyout", f"{name}.key", "-out", f"{name}.pem", "-subj", f"/CN={name}", "-days", "3650")
        openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", *made)
    openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=tsa")
    by = ("-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-extfile", "config", "-extensions", "v3")
    openssl(folder, "x509", "-req", "-in", "tsa.csr", "-out", "tsa.pem", "-days", "3650", *by)
    return folder


@pytest.fixture
def url(authority: Path) -> Iterator[str]:
    """The address of the authority."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (authority / "query").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            by = ("-signer", "tsa.pem", "-inkey", "tsa.key", "-chain", "tsa.pem")
            answer = openssl(authority, "ts", "-reply", "-config", "config", "-queryfile", "query", *by)
            refused = self.path == "/refused"
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"no" if refused else answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the library
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "portal.yml").write_text(PORTAL, encoding="utf-8")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_release_may_be_stamped_and_whoever_trusts_the_authority_sees_when(
    data: Path, url: str, authority: Path
) -> None:
    run = command("release", "--data", data, "--date", "2023-07-10", "--timestamp", url)
    assert run.exit_code == 0, run.output
    told = {
        name: command("verify", data, "--lang", "en", "--signers", authority / f"{name}.pem")
        for name in ("root", "other")
    }
    assert told["root"].exit_code == 0, told["root"].output
    assert "stamped by an authority that you trust at 20" in told["root"].output
    assert told["other"].exit_code == 1
    assert "no authority that you trust has stamped this checkpoint" in told["other"].output
    folder = data / FOLDER / "2023-07-10"
    token, root = (folder / STAMP).read_bytes(), (authority / "root.pem").read_bytes()
    assert verify_token(token, (folder / CHECKPOINT).read_bytes(), [root]) is not None
    assert verify_token(token, b"another checkpoint\n", [root]) is None
    assert verify_token(b"no token", (folder / CHECKPOINT).read_bytes(), [root]) is None


def test_without_a_stamp_that_was_asked_for_nothing_is_released(data: Path, url: str) -> None:
    for place in (f"{url}/refused", "http://127.0.0.1:9/"):
        run = command("release", "--data", data, "--date", "2023-07-10", "--timestamp", place)
        assert run.exit_code == 2
        assert "Traceback" not in run.output
        assert not list((data / FOLDER).iterdir())

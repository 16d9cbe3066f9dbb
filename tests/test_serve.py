"""Live preview: what is saved in a table is soon on the page; what is wrong is told, and the old page stays."""

import http.client
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import MEISHAN, ROOT
from hosts import PATIENCE, free_port

from generator.preview import is_own_host


@dataclass
class Preview:
    """A running `portal serve`: its tables, its port, and what it prints."""

    data: Path
    port: int
    lines: "queue.Queue[str]"

    def page(self, path: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        except OSError:
            return ""
        finally:
            connection.close()

    def asked_as(self, host: str) -> int:
        """Ask for the home page under a name; returns the status of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/", headers={"Host": host})
            return connection.getresponse().status
        finally:
            connection.close()

    def wait_for_page(self, path: str, text: str) -> None:
        end = time.monotonic() + PATIENCE
        while text not in self.page(path):
            assert time.monotonic() < end, f"{text!r} never came to {path}"
            time.sleep(0.1)

    def wait_for_line(self, text: str) -> None:
        seen = []
        while not seen or text not in seen[-1]:
            try:
                seen.append(self.lines.get(timeout=PATIENCE))
            except queue.Empty:
                pytest.fail(f"{text!r} was never printed, but: {seen}")

    def replace(self, old: str, new: str) -> None:
        table = self.data / "observations.csv"
        text = table.read_text(encoding="utf-8")
        assert text.count(old) == 1
        table.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    data = Path(shutil.copytree(MEISHAN, tmp_path / "data"))
    port, lines = free_port(), queue.Queue[str]()
    environment = os.environ | {"LC_ALL": "en_GB.UTF-8", "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}
    with subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--data", str(data), "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # a background shell ignores it
    ) as process:
        output = process.stdout
        assert output
        listener = threading.Thread(target=lambda: [lines.put(line) for line in output])
        listener.start()
        try:
            yield Preview(data, port, lines)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)
            listener.join()
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("asked", "bound", "own"),
    [
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("localhost:8000", "127.0.0.1", True),
        ("LOCALHOST", "127.0.0.1", True),
        ("[::1]:8000", "127.0.0.1", True),
        ("preview.lan:8000", "preview.lan", True),
        ("10.0.0.5:8000", "::", True),
        ("10.0.0.5:8000", "127.0.0.1", False),
        ("evil.example:8000", "127.0.0.1", False),
        ("evil.example:8000", "::", False),
        ("localhost.evil.example", "127.0.0.1", False),
        ("evil.example@127.0.0.1", "127.0.0.1", True),  # no browser sends it
        ("", "127.0.0.1", False),
        ("[::1", "127.0.0.1", False),
    ],
)
def test_a_preview_answers_to_its_own_name_alone(asked: str, bound: str, own: bool) -> None:
    assert is_own_host(asked, bound) == own


def test_a_saved_value_is_soon_on_the_page_and_a_bad_one_never(preview: Preview) -> None:
    path = "/commitments/ms-01/"
    preview.wait_for_line(f"http://127.0.0.1:{preview.port}/")
    preview.wait_for_page(path, "19,456人")  # 19,456 of 26,000 by the end of July
    assert preview.asked_as("evil.example") == 403
    assert preview.asked_as(f"localhost:{preview.port}") == 200
    preview.replace("MS-01,2017-07,19456,", "MS-01,2017-07,20202,")
    preview.wait_for_page(path, "20,202人")
    assert "77.7%" in preview.page(path)  # 20,202 ÷ 26,000
    preview.replace("MS-01,2017-07,20202,", "MS-01,2017-07,二万,")
    preview.wait_for_line("observations.csv:2 value")
    preview.wait_for_line("“二万” is not a number")
    assert "20,202人" in preview.page(path)
    preview.replace("MS-01,2017-07,二万,", "MS-01,2017-07,20800,")
    preview.wait_for_page(path, "80.0%")  # 20,800 ÷ 26,000: mended

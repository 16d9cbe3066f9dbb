"""Measure the preview of a portal of 131 commitments: how long until a changed value is in the page someone has open.

The page is followed as a browser follows it: it waits for the server to tell of a new site, and is then loaded again.
"""

import csv
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.portals import PORTAL

DATA = Path(__file__).resolve().parents[1] / "tests" / "portals" / "seed-2023"
ROW = {"commitment_id": "GR-10", "period": "2023-09"}
PAGE, UNIT = "/commitments/gr-10/", "亿元"
FOLLOWED = re.compile(r"livereload\((\d+),\s*(\d+)\)")
PATIENCE = 600  # seconds; reached only when something hangs


def measure_preview(folder: Path, times: int) -> list[float]:
    """Preview a copy of the portal in a folder, and change a value so many times; gives the seconds of each."""
    data = Path(shutil.copytree(DATA, folder / "data"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*PORTAL, "serve", "--data", str(data), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            _first(url + PAGE, server)
            return [_shown_after(data / "observations.csv", f"4.{number:02}", url) for number in range(11, 11 + times)]
        finally:
            server.terminate()


def _shown_after(file: Path, value: str, url: str) -> float:
    """Change the value; gives the seconds until the open page shows it."""
    page = _get(url + PAGE)
    _write(file, value)
    begun = time.perf_counter()
    while f"{value}{UNIT}" not in page:
        version = FOLLOWED.search(page)
        if version is None or time.perf_counter() - begun > PATIENCE:
            raise SystemExit("the preview does not follow the data")
        _get(f"{url}/livereload/{version[1]}/{version[2]}")  # answered when there is a newer site
        page = _get(url + PAGE)
    return time.perf_counter() - begun


def _write(file: Path, value: str) -> None:
    with file.open(encoding="utf-8", newline="") as given:
        rows = list(csv.DictReader(given))
    for row in rows:
        if ROW.items() <= row.items():
            row["value"] = value
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _first(address: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait until the first build is served."""
    begun = time.perf_counter()
    while server.poll() is None and time.perf_counter() - begun < PATIENCE:
        try:
            _get(address)
        except URLError:
            time.sleep(0.2)  # nothing tells a stranger that a server listens but trying
        else:
            return
    raise SystemExit("the preview does not start")


def _get(address: str) -> str:
    with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - the server that was started here
        return str(answer.read().decode())

"""The site of a portal keeps its bytes: whatever moves in the program, nothing changes that was not meant to.

`tests/digests.json` holds a hash of all files of each portal; where a page is meant to change, write it anew with
`pytest tests/test_bytes.py --renew` and say in the commit what changed. The same hash on every machine also proves
that a build depends on nothing but its input.
"""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from conftest import MEISHAN, ROOT, SEED

from benchmarks.synthetic import write_portal
from generator.build import build
from generator.files.manifest import FILE

DIGESTS = ROOT / "tests" / "digests.json"
# Compressors differ between machines: these files, and the one that holds their hashes, are compared elsewhere.
COMPRESSED = ("data/portal.zip", "data/portal.xlsx", "catalog.jsonld")
PORTALS: dict[str, tuple[Path | None, date | None]] = {
    "seed-2023": (SEED, None),
    "meishan-2017": (MEISHAN, None),
    "meishan-2017, November": (MEISHAN, date(2017, 11, 30)),
    "synthetic": (None, None),
}


@pytest.mark.parametrize("name", PORTALS)
def test_a_site_keeps_its_bytes(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    data, as_of = PORTALS[name]
    if data is None:
        data = tmp_path / "data"
        write_portal(data, 60, 14)
    assert build(data, tmp_path / "site", as_of, keep=tmp_path.parent / "cache").progress is not None
    files = json.loads((tmp_path / "site" / FILE).read_text(encoding="utf-8"))["files"]
    kept = {path: sha256 for path, sha256 in files.items() if path not in COMPRESSED}
    found = hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
    known = json.loads(DIGESTS.read_text(encoding="utf-8"))
    if request.config.getoption("--renew"):
        DIGESTS.write_text(json.dumps(known | {name: found}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return
    assert found == known[name], f"the bytes of {name} are not what they were; if that is meant: --renew"

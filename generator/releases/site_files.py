"""What a site publishes of its releases: every file of them as it is, their list, the checkpoint, the proofs."""

from datetime import date
from pathlib import Path

from generator.files.manifest import sha256
from generator.releases.checkpoint import render_log
from generator.releases.release import CHECKPOINT, FOLDER, INDEX, MANIFEST, encode_json, release_days


def read_site_files(folder: Path, origin: str, on: date | None = None) -> dict[str, bytes]:
    """Return everything of the releases that a site publishes on a day, by the path from its root.

    `origin` is the name of the log, for releases from before there were checkpoints.
    """
    files: dict[str, bytes] = {}
    manifests: dict[str, bytes] = {}
    newest: bytes | None = None
    for day in release_days(folder, on):
        for path in sorted((folder / day).iterdir()):
            files[f"{FOLDER}/{day}/{path.name}"] = path.read_bytes()
        manifests[day] = files[f"{FOLDER}/{day}/{MANIFEST}"]
        newest = files.get(f"{FOLDER}/{day}/{CHECKPOINT}")
    if not manifests:
        return files
    listed = [{"released_on": day, "manifest_sha256": sha256(manifest)} for day, manifest in manifests.items()]
    beside = {INDEX: encode_json({"releases": listed})} | render_log(manifests, newest, origin)
    return files | {f"{FOLDER}/{path}": content for path, content in beside.items()}

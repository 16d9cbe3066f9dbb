"""The site manifest: what a built site holds, file by file, so that it can be proved whole wherever it is.

It stands in the site itself as `site-manifest.json`, with the address the site was built for and what built it.
Publishing reads it before (was the site altered since it was built?), on the far side (did all of it arrive?) and
after (is it live?).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

FILE = "site-manifest.json"
PROGRAM = "progress-portal"  # the name of the distribution
INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a site was built by and for, so that who has the same data can build the same bytes again.

    `version` is that of the program; `lock` the SHA-256 of its lock file, empty where other packages were installed
    than it names; `as_of` the last day counted; `on` the day of publication where one was chosen (`--on`), None where
    it was the day of the build. No clock is in it: the same input gives the same manifest on any day.
    """

    version: str
    lock: str
    as_of: date
    on: date | None = None


@dataclass(frozen=True, slots=True)
class SiteManifest:
    """The SHA-256 of every file of a site by its path, and the site's public address (empty where not known).

    `built` is None in the manifests of program versions that did not say it.
    """

    files: Mapping[str, str]
    url: str = ""
    built: Provenance | None = None

    @property
    def text(self) -> str:
        """The manifest as it is published: JSON, a line a file, in the order of the paths."""
        built = {"built": _write_provenance(self.built)} if self.built else {}
        content = {"url": self.url or None, **built, "files": dict(sorted(self.files.items()))}
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    @property
    def digest(self) -> str:
        """The SHA-256 of the manifest itself, which therefore names the whole site."""
        return sha256(self.text.encode())

    def changes_since(self, before: "SiteManifest | None") -> tuple[str, ...]:
        """Return the paths that were added, changed or removed, in order; the manifest's own is the last."""
        old = before.files if before else {}
        paths = {path for path in old.keys() | self.files.keys() if old.get(path) != self.files.get(path)}
        own = (FILE,) if before is None or before.text != self.text else ()
        return (*sorted(paths), *own)


def sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def hash_files(site: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, without the manifest, by its path."""
    return {
        path: sha256(file.read_bytes())
        for file in sorted(site.rglob("*"))
        if not file.is_dir() and (path := file.relative_to(site).as_posix()) != FILE
    }


def parse_manifest(text: bytes) -> SiteManifest:
    """Read a manifest.

    Raises:
        ValueError: it is not one.
    """
    try:
        content = json.loads(text.decode())
    except RecursionError as error:  # brackets by the thousand
        raise ValueError("no site manifest") from error
    match content:
        case {"files": dict(files)} if all(isinstance(value, str) for value in files.values()):
            url, built = content.get("url"), content.get("built")
            if isinstance(url, str | None):
                return SiteManifest(files, url or "", _parse_provenance(built) if built is not None else None)
    raise ValueError("no site manifest")


def _write_provenance(built: Provenance) -> dict[str, str | None]:
    return {
        "program": PROGRAM,
        "version": built.version,
        "lock": built.lock or None,
        "as_of": built.as_of.isoformat(),
        "on": built.on.isoformat() if built.on else None,
    }


def _parse_provenance(built: Any) -> Provenance:
    match built:
        case {"version": str(version), "lock": str() | None as lock, "as_of": str(as_of), "on": str() | None as on}:
            chosen = date.fromisoformat(on) if on else None
            return Provenance(version, lock or "", date.fromisoformat(as_of), chosen)
    raise ValueError("no site manifest")


def make_public_address(path: str, url: str) -> str:
    """Return the address at which a reader finds a file of the site, a page by its folder; `url` may be empty."""
    page = path.removesuffix(INDEX) if path.split("/")[-1] == INDEX else path
    return f"{url.rstrip('/')}/{quote(page)}"

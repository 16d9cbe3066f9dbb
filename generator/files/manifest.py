"""The site manifest: what a built site holds, file by file, so that it can be proved whole wherever it is.

It stands in the site itself as `site-manifest.json`, with the address the site was built for. Publishing reads it
before (was the site altered since it was built?), on the far side (did all of it arrive?) and after (is it live?).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

FILE = "site-manifest.json"
INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class SiteManifest:
    """The SHA-256 of every file of a site by its path, and the site's public address (empty where not known)."""

    files: Mapping[str, str]
    url: str = ""

    @property
    def text(self) -> str:
        """The manifest as it is published: JSON, a line a file, in the order of the paths."""
        content = {"url": self.url or None, "files": dict(sorted(self.files.items()))}
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
    content = json.loads(text.decode())
    files = content.get("files") if isinstance(content, dict) else None
    if not isinstance(files, dict) or not all(isinstance(value, str) for value in files.values()):
        raise ValueError("no site manifest")
    return SiteManifest(files, content.get("url") or "")


def make_public_address(path: str, url: str) -> str:
    """Return the address at which a reader finds a file of the site, a page by its folder; `url` may be empty."""
    page = path.removesuffix(INDEX) if path.split("/")[-1] == INDEX else path
    return f"{url.rstrip('/')}/{quote(page)}"

"""Assets of former sites: a page that was loaded before a switch still finds its stylesheet and scripts after it.

An asset bears the hash of its content in its name, so that of a former site takes the place of none of the new one. A
site on a host holds those of the sites that the host keeps. They are no part of the built site and its manifest; a list
of their own, published beside them, says what they are.
"""

import re
from collections.abc import Mapping

from generator.files.manifest import SiteManifest

FILE = "site-kept.json"
ASSET = re.compile(r"([\w-]+/)*assets/[\w.-]+\.[0-9a-f]{10}\.(css|js|svg)", re.ASCII)


def choose_kept(new: SiteManifest, former: Mapping[str, SiteManifest]) -> dict[str, tuple[str, str]]:
    """Return the assets of former sites that a site lacks: by path the site that has it, and its SHA-256.

    `former` are the manifests by the name of the site, newest first.
    """
    found: dict[str, tuple[str, str]] = {}
    for name, manifest in former.items():
        for path, proof in manifest.files.items():
            if path not in new.files and ASSET.fullmatch(path):
                found.setdefault(path, (name, proof))
    return dict(sorted(found.items()))

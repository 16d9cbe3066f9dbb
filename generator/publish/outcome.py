"""What is published, what came of it, and why it could not be done."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.errors import PublishError, UsageError
from generator.files.manifest import FILE, SiteManifest, hash_files, parse_manifest
from generator.language.words import mark


@dataclass(frozen=True, slots=True)
class Outcome:
    """The site that was live and the one that is; `switched`: anything had to be done."""

    before: SiteManifest | None
    after: SiteManifest
    switched: bool


OnSwitch = Callable[
    [SiteManifest | None, SiteManifest], object
]  # called with what was live and what will be, just before it is


NO_PROGRAM = mark("{program} is missing on this machine. Install it.")
NO_SITE = mark("{site} holds no site built by this program. Run portal build first.")
ALTERED = mark("{site} is not as it was built: {paths}. Build it again; nothing was published.")
SPOILT = mark("{site}, kept for going back, is not as it was published: {paths}. The live site stays as it is.")
SHOWN = 3


def read_site(site: Path) -> SiteManifest:
    """Read the manifest of a built site, and prove that the site is what it says.

    Raises:
        UsageError: there is no such site.
        PublishError: a file was changed, added or removed since it was built.
    """
    try:
        manifest = parse_manifest((site / FILE).read_bytes())
    except (OSError, ValueError) as error:
        raise UsageError(NO_SITE, site=site) from error
    if not (site / "api" / "v1" / "index.json").is_file():
        raise UsageError(NO_SITE, site=site)
    prove(manifest, hash_files(site), site)
    return manifest


def prove(manifest: SiteManifest, found: dict[str, str], place: object, message: str = ALTERED) -> None:
    """Compare the files found with the manifest.

    Raises:
        PublishError: they differ; the message names the first that do.
    """
    if found != manifest.files:
        wrong = [path for path in SiteManifest(found).changes_since(SiteManifest(manifest.files)) if path != FILE]
        named = ", ".join(wrong[:SHOWN]) + ("…" if len(wrong) > SHOWN else "")
        raise PublishError(message, site=place, paths=named)

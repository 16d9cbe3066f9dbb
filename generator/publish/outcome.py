"""What is published, what came of it, and why it could not be done."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.manifest import FILE, Manifest, parse, scan
from generator.words import Words, mark


class PublishError(Exception):
    """Nothing was published, or what was published is not what is live; the old site stays in the first case."""

    def __init__(self, message: str, **parts: object) -> None:
        """Take a message of the catalogue, and what its `{parts}` are."""
        super().__init__(message)
        self.message = message
        self.parts = parts

    def says(self, words: Words) -> str:
        """Give the message in a language."""
        return words.t(self.message, **self.parts)


class UsageError(PublishError):
    """The command was asked for something that cannot be meant."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The site that was live and the one that is; `switched` tells whether anything had to be done."""

    before: Manifest | None
    after: Manifest
    switched: bool


Tell = Callable[[Manifest | None, Manifest], object]  # what was live, what will be: told just before it is


NO_PROGRAM = mark("{program} is missing on this machine. Install it.")
NO_SITE = mark("{site} holds no site built by this program. Run portal build first.")
ALTERED = mark("{site} is not as it was built: {paths}. Build it again; nothing was published.")
SPOILT = mark("{site}, kept for going back, is not as it was published: {paths}. The live site stays as it is.")
SHOWN = 3


def read_site(site: Path) -> Manifest:
    """Read the manifest of a built site, and prove that the site is what it says.

    Raises:
        UsageError: there is no such site.
        PublishError: a file was changed, added or removed since it was built.
    """
    try:
        manifest = parse((site / FILE).read_bytes())
    except (OSError, ValueError) as error:
        raise UsageError(NO_SITE, site=site) from error
    if not (site / "api" / "v1" / "index.json").is_file():
        raise UsageError(NO_SITE, site=site)
    prove(manifest, scan(site), site)
    return manifest


def prove(manifest: Manifest, found: dict[str, str], place: object, message: str = ALTERED) -> None:
    """Compare the files found with the manifest.

    Raises:
        PublishError: they differ; the message names the first that do.
    """
    if found != manifest.files:
        wrong = [path for path in Manifest(found).changes_since(Manifest(manifest.files)) if path != FILE]
        named = ", ".join(wrong[:SHOWN]) + ("…" if len(wrong) > SHOWN else "")
        raise PublishError(message, site=place, paths=named)

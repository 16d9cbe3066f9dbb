"""Where things are: what the program brings, and what a portal has of its own."""

from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent  # this package
TEMPLATES = PROGRAM / "templates"
CATALOGUES = PROGRAM / "locale"
SAMPLES = PROGRAM / "samples"
THEME = PROGRAM / "theme"
SCHEMA_FILE = PROGRAM / "schemas" / "datapackage.json"
NEW_PORTAL = PROGRAM / "new"  # what `portal init` writes
LOCK = PROGRAM / "run.lock"  # the packages that this version was tested with, and their hashes: `make lock`
DEFAULTS = PROGRAM / "defaults"  # pages, synonyms and configuration of a portal that has none of its own

CONFIG = "mkdocs.yml"
SYNONYMS = "synonyms.txt"


@dataclass(frozen=True, slots=True)
class PortalFolder:
    """A portal's own folder, known by its data folder: beside the data stand its pages and its configuration.

    Either may be missing; what the program brings then stands in for it.
    """

    data: Path

    @property
    def root(self) -> Path:
        """The folder that holds the data folder."""
        return self.data.absolute().parent

    @property
    def docs(self) -> Path:
        """The folder of hand-written pages, one folder a language."""
        return self.root / "docs"

    @property
    def config(self) -> Path:
        """The MkDocs configuration in force."""
        return _choose(self.root / CONFIG, DEFAULTS / CONFIG)

    @property
    def synonyms(self) -> Path:
        """The groups of words that mean the same to the search."""
        return _choose(self.docs / SYNONYMS, DEFAULTS / SYNONYMS)


def _choose(own: Path, default: Path) -> Path:
    return own if own.is_file() else default

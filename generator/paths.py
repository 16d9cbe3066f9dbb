"""Where things are: what the program brings, and what a portal has of its own."""

from pathlib import Path

PROGRAM = Path(__file__).resolve().parent  # this package
TEMPLATES = PROGRAM / "templates"
CATALOGUES = PROGRAM / "locale"
SAMPLES = PROGRAM / "samples"
HOME = PROGRAM.parent
DOCS = HOME / "docs"
CONFIG = HOME / "mkdocs.yml"
SCHEMA_FILE = HOME / "data" / "datapackage.json"

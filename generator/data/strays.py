"""Files of the data folder that no table is read from: a table under a wrong name, or what nobody knows."""

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

from generator.findings.finding import Finding
from generator.language.columns import read_resources

SHEETS = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".et", ".ods")  # what a table may have been saved as
TEXTS = (".txt",)  # may be a table too, or anything
COPY = re.compile(r"[\s_-]*([(（]\d+[)）]|副本|复制|copy)[\s_-]*")  # how systems name a file that is there already
CLOSE = 0.9  # how alike two names are, from 0 to 1: observatons and observations 0.96, resources and sources 0.88
OURS = ("portal.yml", "datapackage.json")


def find_strays(folder: Path) -> Iterator[Finding]:
    """Report tables under a wrong name, and other files that look like tables; what is hidden or locked is neither."""
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        if path.name.startswith((".", "~$")) or path.name in OURS or path.is_dir():
            continue
        stem, suffix = _split_name(path.name)
        name = _match_table(stem) if suffix in SHEETS + TEXTS or not suffix else ""
        right = folder / f"{name}.csv"
        if path.name == right.name or (name and right.exists() and path.samefile(right)):
            continue  # it is read, also where the system takes capital letters for small ones
        if name:
            yield Finding("misnamed-table", str(path), value=path.name, expected=right.name)
        elif suffix in SHEETS:
            yield Finding("unknown-file", str(path), value=path.name)


def _split_name(name: str) -> tuple[str, str]:
    """Split a name into what it says and its ending, in small letters; of observations.csv.csv no ending is left."""
    stem, suffix = name.strip().casefold(), ""
    while Path(stem).suffix in SHEETS + TEXTS:
        stem, suffix = stem.removesuffix(Path(stem).suffix), suffix or Path(stem).suffix
    return COPY.sub("", stem).strip(), suffix or Path(stem).suffix


def _match_table(stem: str) -> str:
    """Return the table that a name can only mean: by its identifier, mistyped or not, or by one of its titles."""
    known: dict[str, str] = {}
    for resource in read_resources():
        name, title = str(resource["name"]), str(resource["title"])
        names = name, name.removesuffix("s"), title, f"{title}表", str(resource["title_en"]).casefold()
        known |= dict.fromkeys(names, name)
    plain = re.sub(r"[\s_-]+", "_", stem)
    near = difflib.get_close_matches(plain, known.values(), n=1, cutoff=CLOSE)
    mistyped = near[0] if near and plain.replace("_", "").isalpha() else ""  # with a year or a number it may be kept
    return known.get(stem) or known.get(plain) or mistyped

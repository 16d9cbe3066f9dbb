"""Ownership: what of an output folder a build has written. All else is somebody's own, and no build touches it.

The manifest of the site that lies there says which files are the program's. A build refuses a folder that holds
anything more, rather than carry it over: what is carried over would be published without standing in the manifest.
"""

import os
import re
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

from generator.errors import ForeignFolderError
from generator.files.manifest import FILE, parse_manifest
from generator.language.words import mark

SHOWN = 3  # names in a message
DROPPED = {".DS_Store", "Thumbs.db", "desktop.ini"}  # what systems put into every folder that is looked at
NO_FOLDER = mark("{out} is a file, not a folder for a site; choose another name.")
NO_SITE = mark("{out} holds files that are not a portal's site: {names}. Choose another folder; nothing was touched.")
FOREIGN = mark(
    "{out} holds what no build has put there: {names}. Move it elsewhere, since the next site takes the place of the "
    "whole folder; what is to be published belongs into docs/. Nothing was touched."
)


def is_staging(out: Path, name: str) -> bool:
    """Whether a name is that of a folder in which a build makes the site `out`."""
    return re.fullmatch(re.escape(make_prefix(out)) + "[a-z0-9_]{8}", name) is not None


def make_prefix(out: Path) -> str:
    """Return how the name of a folder begins in which a build makes the site `out`; eight letters follow."""
    return f".{out.name}-building-"


def refuse_foreign(out: Path) -> None:
    """Refuse to replace a folder that holds anything but a site as a build has left it; its files may be altered.

    Raises:
        ForeignFolderError: it is a file; or it holds a file, a link or a folder that its manifest does not list.
    """
    if not os.path.lexists(out):
        return
    if not out.is_dir():
        raise ForeignFolderError(NO_FOLDER, out=out)
    listed = _list_own_files(out)
    folders = {str(folder) for path in listed for folder in PurePosixPath(path).parents}
    foreign = list(islice(_find_foreign(out, out, listed, folders), SHOWN + 1))
    if foreign:
        names = ", ".join(foreign[:SHOWN]) + ("…" if len(foreign) > SHOWN else "")
        raise ForeignFolderError(FOREIGN if listed else NO_SITE, out=out, names=names)


def _list_own_files(out: Path) -> frozenset[str]:
    """Return the paths of the files that builds have put into a folder; none where it has no manifest."""
    file = out / FILE
    try:
        manifest = None if file.is_symlink() else parse_manifest(file.read_bytes())
    except (FileNotFoundError, IsADirectoryError, ValueError):
        return frozenset()
    return frozenset((*manifest.files, FILE)) if manifest else frozenset()


def _find_foreign(out: Path, folder: Path, files: Collection[str], folders: Collection[str]) -> Iterator[str]:
    """Yield the paths below `folder` of what is not listed, in order; a folder with a slash, without what it holds."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = os.path.relpath(entry.path, out).replace(os.sep, "/")
        if entry.is_dir(follow_symlinks=False):
            if path in folders:
                yield from _find_foreign(out, Path(entry.path), files, folders)
            elif folder != out or not is_staging(out, entry.name):
                yield f"{path}/"
        elif entry.name not in DROPPED and (path not in files or not entry.is_file(follow_symlinks=False)):
            yield path

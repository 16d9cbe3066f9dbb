"""Files that cannot be read or written, as errors for people: the system's own words are English alone."""

import errno
import os
from pathlib import Path

from generator.errors import DiskError, FileError
from generator.files.writing import DISK
from generator.language.words import mark

OPENED = (".csv", ".xlsx", ".xlsm", ".xls", ".ods", ".et")  # what Excel and WPS lock while they show it
LOCKED = mark("{file} cannot be written. Is it open in Excel or WPS?")
MISSING = mark("{file} is missing.")
UNREADABLE = mark("{file} cannot be read: there is no permission.")
UNWRITABLE = {
    errno.EACCES: mark("{file} cannot be written: there is no permission."),
    errno.EPERM: mark("{file} cannot be written: there is no permission."),
    errno.EROFS: mark("{file} cannot be written: the file system is read-only."),
    errno.ENOSPC: mark("{file} cannot be written: the disk is full."),
    errno.EDQUOT: mark("{file} cannot be written: the disk space that this user may take is used up."),
    errno.ENOENT: mark("{file} cannot be written: its folder does not exist."),
    errno.ENOTDIR: mark("{file} cannot be written: a part of its path is a file, not a folder."),
    errno.EISDIR: mark("{file} cannot be written: there is a folder of this name."),
}
OTHER = mark("{file} cannot be read or written: {reason}")
FULL = mark("Nothing more can be written: the disk is full. Make room on it, and try again.")
NO_FILE = mark("The system reports an error: {reason}")


def explain_failure(error: OSError) -> FileError:
    """Return the reason why a file cannot be read or written, with a message of the catalogue."""
    name = error.filename2 or error.filename
    kind = DiskError if error.errno in DISK else FileError
    if name is None or isinstance(name, int):
        return kind(FULL if kind is DiskError else NO_FILE, reason=error.strerror or error)
    return kind(_choose_message(error, Path(os.fsdecode(name))), file=os.fsdecode(name), reason=error.strerror)


def _choose_message(error: OSError, file: Path) -> str:
    if isinstance(error, PermissionError):
        if file.exists() and not os.access(file, os.R_OK):
            return UNREADABLE
        if file.suffix.lower() in OPENED and os.access(file.parent, os.W_OK):
            return LOCKED
    if isinstance(error, FileNotFoundError) and file.parent.is_dir():
        return MISSING  # it was to be read
    return UNWRITABLE.get(error.errno or 0, OTHER)

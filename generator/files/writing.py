"""Writing files all or none: what fails on the way, or is killed, leaves what was there before, or all of the new.

Several files cannot change places in one step. So the new ones are written beside the old ones first, then a record of
them, then each takes the place of its old one. Where that is cut off, `finish_writing` goes on by the record.
"""

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator.errors import FileError
from generator.files.manifest import sha256
from generator.language.words import mark

DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}  # the disk, not the usage, is why nothing can be written
RECORD = ".portal-writing.json"
CHANGED = mark(
    "{file} was changed after writing it had been cut off; what should have come stands in {draft}. Take over from it "
    "what is missing, then delete {draft} and {record}."
)


@contextmanager
def name_file(path: Path) -> Iterator[None]:
    """Have every error of the system name this path, not that of a draft of it, or none."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def replace_files(files: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write files: all of them beside the old ones first, then each in the place of its old one.

    A link stays, and the file that it leads to is written.

    Raises:
        OSError: one cannot be written; then none has been.
    """
    contents = {Path(os.path.realpath(path)): content for path, content in files.items()}
    before = {path: path.read_bytes() if path.exists() else None for path in contents}
    folders = {path.parent for path in contents}
    record = folders.pop() / RECORD if len(contents) > 1 and len(folders) == 1 else None
    try:
        for path, content in contents.items():
            with name_file(path):
                _write_draft(path, content)
        if record:
            with name_file(next(iter(contents))):
                _write_record(record, before, contents)
        _replace_all(before)
    finally:
        for path in (*map(make_draft, contents), *([record, make_draft(record)] if record else [])):
            path.unlink(missing_ok=True)
    for folder in {path.parent for path in contents}:
        write_through(folder)
    return tuple(files)


def finish_writing(folder: Path) -> None:
    """Finish what `replace_files` was at in a folder when it was cut off.

    Raises:
        FileError: a file was changed since, and nobody can know what it should be.
    """
    record = folder / RECORD
    if not record.is_file():
        return
    for name, (before, after) in _read_record(record).items():
        path, draft = folder / name, make_draft(folder / name)
        if not draft.is_file():  # it is in its place
            continue
        now = sha256(path.read_bytes()) if path.exists() else ""
        if now not in (before, after) or sha256(draft.read_bytes()) != after:
            raise FileError(CHANGED, file=path, draft=draft, record=record)
        draft.replace(path)
    record.unlink()
    write_through(folder)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their paths into a folder that is missing or empty: beside it first, then under its name.

    Raises:
        OSError: one cannot be written, or the folder is not empty; then nothing is left.
    """
    with name_file(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            for path, content in files.items():
                (draft / path).parent.mkdir(parents=True, exist_ok=True)
                (draft / path).write_bytes(content)
            draft.chmod(0o755)
            if folder.is_dir():
                folder.rmdir()
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def make_draft(path: Path) -> Path:
    """Return where a file is written before it takes its place."""
    return path.with_name(f".{path.name}.new")


def write_through(path: Path) -> None:
    """Put a file, or the names in a folder, onto the disk."""
    if os.name == "nt" and path.is_dir():  # Windows cannot open a folder
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_draft(path: Path, content: bytes) -> None:
    draft = make_draft(path)
    draft.write_bytes(content)
    if path.exists():
        shutil.copymode(path, draft)
    write_through(draft)


def _write_record(record: Path, before: Mapping[Path, bytes | None], after: Mapping[Path, bytes]) -> None:
    """Write which files change, with the SHA-256 of each before ("" where it was missing) and after."""
    known = {path: "" if content is None else sha256(content) for path, content in before.items()}
    told = {path.name: (known[path], sha256(content)) for path, content in after.items()}
    _write_draft(record, json.dumps(told, ensure_ascii=False).encode())
    make_draft(record).replace(record)
    write_through(record.parent)


def _read_record(record: Path) -> dict[str, tuple[str, str]]:
    """Read a record; nothing where it is none: it may have come with files that somebody else has sent."""
    try:
        told = json.loads(record.read_bytes())
        return {name: (str(before), str(after)) for name, (before, after) in told.items() if Path(name).name == name}
    except (ValueError, TypeError, AttributeError):
        return {}


def _replace_all(before: Mapping[Path, bytes | None]) -> None:
    """Put every draft in its place; where one cannot be, those that are there already are put back."""
    done: list[Path] = []
    for path in before:
        try:
            with name_file(path):
                make_draft(path).replace(path)
        except OSError:
            for other in done:
                _put_back(other, before[other])
            raise
        done.append(path)


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        _write_draft(path, content)
        make_draft(path).replace(path)

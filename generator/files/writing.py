"""Writing files all or none: what fails on the way leaves what was there before."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def replace_files(files: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write files: all of them beside the old ones first, then each in the place of its old one.

    Raises:
        OSError: one cannot be written.
    """
    drafts = {path: path.with_name(f".{path.name}.new") for path in files}
    try:
        for path, content in files.items():
            drafts[path].write_bytes(content)
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    return tuple(files)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their paths into a folder that is missing or empty: beside it first, then under its name.

    Raises:
        OSError: one cannot be written, or the folder is not empty; then nothing is left.
    """
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

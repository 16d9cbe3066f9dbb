"""Files as text: regular files alone, of a size that can be meant, in one encoding from the first line to the last."""

import codecs
import errno
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

from generator.findings.finding import Finding
from generator.language.message import Message

BOM = "\ufeff"
MEGABYTE = 1024**2
MOST_BYTES = 200 * MEGABYTE
KINDS: tuple[tuple[Callable[[int], bool], Message], ...] = (
    (stat.S_ISDIR, Message("a folder")),
    (stat.S_ISFIFO, Message("a named pipe")),
    (stat.S_ISCHR, Message("a device")),
    (stat.S_ISBLK, Message("a device")),
    (stat.S_ISSOCK, Message("a socket")),
)
BROKEN_LINK = Message("a link to a file that is not there")

DAMAGED = 4  # fewer than one broken character in so many: damaged UTF-8 rather than another encoding
RARE = 50  # one line in so many may look like Chinese in UTF-8 by chance
CHINESE = re.compile("[\u4e00-\u9fff]")
MOST_LINES = 10  # lines that a finding names
LAST_SHORT = "\u07ff"  # of two bytes in UTF-8: such bytes are Chinese characters in GBK as well
CONFLICT = re.compile(r"^<{7}( |$).*?^={7}$", re.MULTILINE | re.DOTALL)


def leads_outside(path: Path, folder: Path) -> bool:
    """Whether a path leads, by a link, out of a portal, whose data folder is `folder`."""
    real, homes = Path(os.path.realpath(path)), (folder, folder.absolute().parent)
    return not any(real.is_relative_to(os.path.realpath(home)) for home in homes)


def read_bytes(path: Path, folder: Path | None = None) -> bytes | Finding:
    """Read a regular file; of anything else return what it is. Raises OSError where it may not be read.

    `folder` is the data folder, where the file does not lie in it directly. What a link shows from outside of the
    portal is not read: whoever sends such a link would have the contents of this machine published.
    """
    try:
        status = path.stat()
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ELOOP):
            raise
        return Finding("not-a-file", str(path), expected=BROKEN_LINK)
    kind = next((words for holds, words in KINDS if holds(status.st_mode)), None)
    if kind is not None:
        return Finding("not-a-file", str(path), expected=kind)
    if leads_outside(path, folder or path.parent):
        return Finding("leads-outside", str(path), value=str(path.readlink()) if path.is_symlink() else str(path))
    if status.st_size > MOST_BYTES:
        size, most = f"{status.st_size // MEGABYTE} MB", f"{MOST_BYTES // MEGABYTE} MB"
        return Finding("too-large", str(path), value=size, expected=most)
    return path.read_bytes()


def read_text(path: Path, folder: Path | None = None) -> str | Finding:
    """Read a file of text, or return why it is none; `folder` as for `read_bytes`."""
    raw = read_bytes(path, folder)
    if isinstance(raw, Finding):
        return raw
    decoded = decode(raw)
    if decoded is None:
        return explain_bytes(str(path), raw)
    return find_conflict(str(path), decoded[0]) or decoded[0]


def decode(raw: bytes) -> tuple[str, str] | None:
    """Decode UTF-8 with or without BOM, UTF-16 with BOM, or GB18030 (which holds GBK); None if it is none of them.

    Returns the text, and the encoding that gives the same bytes back.
    """
    marks = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
    if raw[:2] in marks:
        encodings: tuple[str, ...] = (marks[raw[:2]],)
    else:
        encodings = ("utf-8",) if find_odd_lines(raw) else ("utf-8", "gb18030")
    for encoding in encodings:
        if _is_in(raw, encoding):
            text = raw.decode(encoding)
            return None if "\0" in text else (text, encoding)
    return None


def find_odd_lines(raw: bytes) -> tuple[int, ...]:
    """Return the lines that are in another encoding than the rest; none where the whole is in one, or in none at all.

    GBK is hardly ever valid UTF-8, so lines of Chinese that are valid UTF-8 beside others that are not are two
    encodings: as one of them, the lines of the other would be read without complaint, and published as 杩涘睍.
    """
    if _is_in(raw, "utf-8"):
        return ()
    broken, sound = [], []
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not _is_in(line, "utf-8"):
            broken.append(number)
        elif CHINESE.search(line.decode()):
            sound.append(number)
    if len(sound) * RARE > len(sound) + len(broken):
        return tuple(broken if len(broken) <= len(sound) else sound)
    damaged = raw.decode("utf-8", errors="replace")
    few = damaged.count("\ufffd") * DAMAGED < sum(char > LAST_SHORT for char in damaged)
    return tuple(broken) if few else ()


def explain_bytes(file: str, raw: bytes) -> Finding:
    """Return what is wrong with bytes that are no text, with the line where it is known."""
    if odd := find_odd_lines(raw):
        more = "…" if len(odd) > MOST_LINES else ""
        return Finding("mixed-encoding", file, odd[0], value=", ".join(map(str, odd[:MOST_LINES])) + more)
    line = 0
    if b"\0" not in raw and raw[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        numbered = enumerate(raw.split(b"\n"), 1)
        line = next((n for n, text in numbered if not _is_in(text, "utf-8") and not _is_in(text, "gb18030")), 0)
    return Finding("unreadable", file, line)


def find_conflict(file: str, text: str) -> Finding | None:
    """Report two versions of the same lines, as Git leaves them where it cannot merge."""
    match = CONFLICT.search(text.replace("\r\n", "\n")) if "<<<<<<<" in text else None
    if match is None:
        return None
    return Finding("merge-conflict", file, match.string.count("\n", 0, match.start()) + 1)


def _is_in(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True

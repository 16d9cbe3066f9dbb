"""Compressed copies of the text files of a site, for web servers that send a file.gz or file.br as it is.

They are made on the way to a host that is a folder: hosts such as Pages compress by themselves. What a compressor
writes differs from version to version, so they are no part of the built site and its manifest, which is the same on
every machine; a list of their own, published beside them, says what they are.
"""

import gzip
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import brotli

from generator.files.manifest import SiteManifest, sha256
from generator.files.writing import name_file

FILE = "site-encoded.json"
TEXTS = (".html", ".css", ".js", ".json", ".jsonld", ".svg", ".xml", ".csv", ".txt", ".ics")
SMALLEST = 1000  # bytes; what fits into one packet of the network gains nothing
QUALITY = (
    5  # of brotli: an eighth smaller than gzip at the same speed; 11 saves another eighth and takes 70 times as long
)


@dataclass(frozen=True, slots=True)
class Coding:
    """A way to compress, and back."""

    encode: Callable[[bytes], bytes]
    decode: Callable[[bytes], bytes]


CODINGS: Mapping[str, Coding] = {
    ".gz": Coding(lambda content: gzip.compress(content, 9, mtime=0), gzip.decompress),
    ".br": Coding(lambda content: brotli.compress(content, quality=QUALITY), brotli.decompress),
}


@contextmanager
def open_copies(site: Path, manifest: SiteManifest) -> Iterator[Path]:
    """Open the folder of the compressed copies of a site: beside it, or, where nothing can be written there, for now.

    Raises:
        OSError: the disk is full.
    """
    if os.access(site.parent, os.W_OK):
        yield compress_site(site, manifest)
        return
    with tempfile.TemporaryDirectory(prefix="portal-encoded-") as folder:
        yield compress_site(site, manifest, Path(folder))


def compress_site(site: Path, manifest: SiteManifest, folder: Path | None = None) -> Path:
    """Keep the compressed copies of a site in a folder, by default beside it, with their list; returns that folder.

    A copy that is there from before and decodes to the file's bytes stays as it is.
    """
    folder = folder or site.parent / f".{site.name}-encoded"
    with name_file(folder):
        _fill(site, manifest, folder)
    return folder


def _fill(site: Path, manifest: SiteManifest, folder: Path) -> None:
    """Make the copies that are missing in a folder, and remove what is none."""
    folder.mkdir(exist_ok=True)
    texts = [path for path in manifest.files if path.endswith(TEXTS)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # the compressors work outside of the interpreter's lock
        found = pool.map(lambda path: _encode_file(site / path, folder, path), texts)
    listed = SiteManifest({path: sha256 for copies in found for path, sha256 in copies.items()})
    for file in sorted(folder.rglob("*"), reverse=True):  # a folder comes after what it holds
        if file.is_dir():
            if not any(file.iterdir()):
                file.rmdir()
        elif file.relative_to(folder).as_posix() not in listed.files:
            file.unlink()
    (folder / FILE).write_text(listed.text, encoding="utf-8", newline="\n")


def _encode_file(source: Path, folder: Path, path: str) -> dict[str, str]:
    """Make the copies of a file that are smaller than it; returns the hash of each by its path."""
    content, found = source.read_bytes(), {}
    for ending, coding in CODINGS.items() if len(content) >= SMALLEST else ():
        file = folder / f"{path}{ending}"
        copy = file.read_bytes() if file.is_file() else b""
        if not _decodes_to(copy, coding, content):
            copy = coding.encode(content)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(copy)
        if len(copy) < len(content):
            found[f"{path}{ending}"] = sha256(copy)
    return found


def _decodes_to(copy: bytes, coding: Coding, content: bytes) -> bool:
    try:
        return coding.decode(copy) == content
    except (OSError, EOFError, zlib.error, brotli.error):  # half written, or something else
        return False

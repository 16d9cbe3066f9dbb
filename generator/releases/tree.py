"""The log of releases as a Merkle tree (RFC 6962): its leaves are their manifests, in the order of their days.

One hash, the root, stands for all releases; a path of hashes proves that a release is among them without the others.
"""

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()  # the root of a log without a release


def hash_leaf(content: bytes) -> bytes:
    """Return the hash (32 bytes) of a leaf."""
    return hashlib.sha256(b"\0" + content).digest()


def compute_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root (32 bytes) over the hashes of leaves."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    middle = _split(len(leaves))
    return _hash_node(compute_root(leaves[:middle]), compute_root(leaves[middle:]))


def find_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from a leaf to the root, those next to the leaf first."""
    if len(leaves) < 2:
        return []
    middle = _split(len(leaves))
    if index < middle:
        return [*find_path(leaves[:middle], index), compute_root(leaves[middle:])]
    return [*find_path(leaves[middle:], index - middle), compute_root(leaves[:middle])]


def follow_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root to which a path leads from the hash of a leaf; None where no tree has such a path."""
    if size == 1 and index == 0 and not path:
        return leaf
    if size < 2 or not path or not 0 <= index < size:
        return None
    middle, other = _split(size), path[-1]
    if index < middle:
        below = follow_path(leaf, index, middle, path[:-1])
        return None if below is None else _hash_node(below, other)
    below = follow_path(leaf, index - middle, size - middle, path[:-1])
    return None if below is None else _hash_node(other, below)


def _hash_node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _split(size: int) -> int:
    """Return the largest power of two below a size of at least two."""
    return 1 << ((size - 1).bit_length() - 1)

"""Merkle trees (RFC 6962, section 2.1): one hash over many entries, in which each of them has its place."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from domain.shared.values import Public, ValueObject

Hash = Public[bytes]
"""A hash (SHA-256) over ids and codes, and over what is personal as it is sealed: it tells nothing of anybody."""

HASH_BYTES: Final = 32

_LEAF, _NODE = b"\x00", b"\x01"
"""No entry can be taken for two hashes, nor two hashes for an entry."""


def leaf_hash(entry: bytes) -> bytes:
    """Give the hash of one entry."""
    return sha256(_LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Give the hash of two trees side by side."""
    return sha256(_NODE + left + right).digest()


class Tree(ValueObject, frozen=True):
    """A tree as far as it has grown: enough to grow on, and to give its root.

    ``peaks`` are the roots of the perfect trees that it is made of, the largest first: one for each binary digit 1 of
    its size.
    """

    size: int = 0
    peaks: tuple[Hash, ...] = ()

    def grown(self, leaves: Iterable[bytes]) -> "Tree":
        """Give the tree with more leaves behind those that it has; of each its hash."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            size += 1
            node, equal = leaf, size
            while not equal & 1:  # a tree of the same height stands to the left
                node, equal = node_hash(peaks.pop(), node), equal >> 1
            peaks.append(node)
        return Tree(size=size, peaks=tuple(peaks))

    @property
    def root(self) -> bytes:
        """The hash over all leaves; of none, the hash of nothing."""
        if not self.peaks:
            return sha256().digest()
        *larger, root = self.peaks
        for peak in reversed(larger):
            root = node_hash(peak, root)
        return root

"""One hash stands for a whole list of entries: none can be changed, left out, added or moved without it changing."""

from __future__ import annotations

from hashlib import sha256

import pytest

from domain.audit.merkle import Tree, leaf_hash, node_hash

EMPTY = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # pragma: allowlist secret - the hash of nothing
)
INPUTS = tuple(
    map(
        bytes.fromhex,
        (
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ),
    )
)
VECTORS = """
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
"""
"""Google's Certificate Transparency test vectors for RFC 6962: the roots of one leaf, of two, and so on."""

LEAVES = tuple(map(leaf_hash, INPUTS))


def definition(leaves: tuple[bytes, ...]) -> bytes:
    """Give the root as RFC 6962 defines it: of each half, the left one as large as a power of two can be."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(definition(leaves[:half]), definition(leaves[half:]))


def test_of_nothing() -> None:
    """A list without entries has the hash of nothing."""
    assert Tree().root.hex() == EMPTY == sha256().hexdigest()


@pytest.mark.parametrize(("size", "root"), [*enumerate(VECTORS.split(), start=1)])
def test_the_published_examples(size: int, root: str) -> None:
    """The hash is the one that everybody else computes."""
    assert Tree().grown(LEAVES[:size]).root.hex() == root


@pytest.mark.parametrize("size", [*range(1, 70), 255, 256, 257])
def test_it_grows_as_it_is_defined(size: int) -> None:
    """A list that grew entry by entry has the hash of one that was there at once."""
    leaves = tuple(leaf_hash(str(number).encode()) for number in range(size))
    grown = Tree()
    for leaf in leaves:
        grown = grown.grown([leaf])
    assert grown == Tree().grown(leaves)
    assert (grown.root, grown.size) == (definition(leaves), size)


def test_every_change_shows() -> None:
    """An entry that is changed, left out, doubled or moved makes another hash."""
    a, b, c, *rest = LEAVES
    altered = [
        (leaf_hash(b"other"), b, c, *rest),
        (b, c, *rest),
        (a, a, b, c, *rest),
        (b, a, c, *rest),
        (a, b, c, *rest[:-1]),
    ]
    roots = {Tree().grown(leaves).root for leaves in (LEAVES, *altered)}
    assert len(roots) == 1 + len(altered)

"""Proof P21 in its short form: sealed values that were moved, altered or replayed are refused."""

import itertools
from os import urandom
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from infrastructure.crypto.sealing import OVERHEAD_BYTES, SealBroken, SealingKey, associated

KEY = SealingKey(urandom(32))
HERE = associated(UUID(int=1), "event", UUID(int=2), 3)

places = some.builds(
    associated, some.uuids(), some.text(max_size=40), some.uuids(), some.integers(0, 2**63) | some.text(max_size=40)
)


@given(some.binary(max_size=4096), places)
def test_what_was_sealed_opens(plaintext: bytes, place: bytes) -> None:
    """A value opens where it was sealed, whatever it is."""
    assert KEY.open(KEY.seal(plaintext, place), place) == plaintext


@given(some.binary(max_size=200), some.data())
def test_a_flipped_bit_breaks_the_seal(plaintext: bytes, data: some.DataObject) -> None:
    """Any single bit flipped in nonce, ciphertext or tag is noticed."""
    sealed = bytearray(KEY.seal(plaintext, HERE))
    bit = data.draw(some.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        KEY.open(bytes(sealed), HERE)


@given(some.binary(max_size=200), some.data())
def test_a_cut_or_lengthened_value_is_broken(plaintext: bytes, data: some.DataObject) -> None:
    """A value that lost or gained bytes is noticed."""
    sealed = KEY.seal(plaintext, HERE)
    cut = data.draw(some.integers(0, len(sealed) - 1))
    for altered in (sealed[:cut], sealed + data.draw(some.binary(min_size=1, max_size=8))):
        with pytest.raises(SealBroken):
            KEY.open(altered, HERE)


@given(some.binary(max_size=200), places, places)
def test_a_value_moved_elsewhere_is_broken(plaintext: bytes, sealed_at: bytes, opened_at: bytes) -> None:
    """A value that was swapped with another, or replayed in another row, version, stream or clinic, is refused."""
    assume(sealed_at != opened_at)
    with pytest.raises(SealBroken):
        KEY.open(KEY.seal(plaintext, sealed_at), opened_at)


def test_every_part_of_the_place_counts() -> None:
    """Another clinic, stream kind, stream, version or column is another place."""
    one, two = UUID(int=1), UUID(int=2)
    parts: tuple[int | str, ...] = (1, 2, "1", "2", "name")
    every = itertools.product((one, two), ("event", "patient"), (one, two), parts)
    opened = 0
    for sealed_at, opened_at in itertools.product(itertools.starmap(associated, every), repeat=2):
        try:
            KEY.open(KEY.seal(b"mia", sealed_at), opened_at)
        except SealBroken:
            continue
        assert sealed_at == opened_at
        opened += 1
    assert opened == 40


@given(some.lists(some.tuples(some.uuids(), some.text(), some.uuids(), some.integers(0, 2**63) | some.text())))
def test_two_places_never_read_the_same(every: list[tuple[UUID, str, UUID, int | str]]) -> None:
    """The encoding of a place is unambiguous: as many encodings as places."""
    assert len({associated(*place) for place in every}) == len(set(every))


def test_another_key_opens_nothing() -> None:
    """A value sealed under one subject's key stays shut under another's."""
    with pytest.raises(SealBroken):
        SealingKey(urandom(32)).open(KEY.seal(b"mia", HERE), HERE)


def test_the_same_value_never_looks_the_same() -> None:
    """Sealing one value a thousand times gives a thousand different seals, each 28 bytes longer."""
    seals = {KEY.seal(b"mia", HERE) for _ in range(1000)}
    assert len(seals) == 1000
    assert {len(sealed) for sealed in seals} == {len(b"mia") + OVERHEAD_BYTES}


def test_a_place_must_be_named() -> None:
    """There is no sealing without a place: the caller's mistake is told at once."""
    with pytest.raises(ValueError, match="name the place"):
        KEY.seal(b"mia", b"")
    with pytest.raises(ValueError, match="name the place"):
        KEY.open(KEY.seal(b"mia", HERE), b"")


@pytest.mark.parametrize("size", [0, 16, 24, 31, 33])
def test_only_whole_keys_seal(size: int) -> None:
    """A key of any other size than 256 bits is refused."""
    with pytest.raises(ValueError, match="32 bytes"):
        SealingKey(bytes(size))


def test_a_key_is_not_printed() -> None:
    """A sealing key that strays into a log line shows nothing."""
    material = urandom(32)
    assert material.hex() not in repr(SealingKey(material))


def test_control_without_the_place_a_swap_goes_unnoticed() -> None:
    """The control: were every place called the same, two rows' values could be swapped."""
    nowhere = b"the same for all"
    mias, noors = KEY.seal(b"mia", nowhere), KEY.seal(b"noor", nowhere)
    mias, noors = noors, mias
    assert KEY.open(mias, nowhere) == b"noor"

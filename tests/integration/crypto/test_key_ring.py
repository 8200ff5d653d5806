"""The keys at hand: kept for speed, let go for an erasure."""

import asyncio
from uuid import UUID

import pytest

from application.shared.key_vault import KeyRefused, WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.key_ring import KeyRing
from infrastructure.crypto.sealing import SealBroken
from infrastructure.memory.key_vault import InMemoryKeyVault

LAKESIDE = ClinicId(UUID(int=1))
HILLTOP = ClinicId(UUID(int=2))
MIAS_KEY = UUID(int=3)
HERE = b"here"


class CountingVault(InMemoryKeyVault):
    """Counts how often it is asked to open a key; may be told to take its time."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def unwrap(self, clinic: ClinicId, wrapped: WrappedKey) -> bytes:
        """Open a wrapped key, once allowed to."""
        self.asked += 1
        await self.may_answer.wait()
        return await super().unwrap(clinic, wrapped)


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """Give the seconds on it."""
        return self.seconds


async def test_a_new_key_opens_again() -> None:
    """What a new key sealed opens with the key that was stored wrapped."""
    ring = KeyRing(InMemoryKeyVault())
    new = await ring.new_key(LAKESIDE)
    opened = await ring.open(LAKESIDE, MIAS_KEY, new.wrapped)
    assert opened.open(new.key.seal(b"mia", HERE), HERE) == b"mia"


async def test_no_two_new_keys_are_the_same() -> None:
    """Each subject has a key of their own."""
    ring = KeyRing(InMemoryKeyVault())
    one, two = await ring.new_key(LAKESIDE), await ring.new_key(LAKESIDE)
    with pytest.raises(SealBroken):
        two.key.open(one.key.seal(b"mia", HERE), HERE)


async def test_a_new_key_is_not_kept() -> None:
    """A new key whose row was rolled back is never mistaken for the one stored by the next attempt."""
    ring = KeyRing(InMemoryKeyVault())
    await ring.new_key(LAKESIDE)
    assert len(ring) == 0


async def test_the_vault_is_asked_once() -> None:
    """A key at hand is given without the vault."""
    ring = KeyRing(vault := CountingVault())
    new = await ring.new_key(LAKESIDE)
    first = await ring.open(LAKESIDE, MIAS_KEY, new.wrapped)
    assert await ring.open(LAKESIDE, MIAS_KEY, new.wrapped) is first
    assert vault.asked == 1


async def test_another_wrapped_key_under_the_same_id_is_opened_anew() -> None:
    """The caller's wrapped key decides, not what is remembered under its id."""
    ring = KeyRing(InMemoryKeyVault())
    one, two = await ring.new_key(LAKESIDE), await ring.new_key(LAKESIDE)
    await ring.open(LAKESIDE, MIAS_KEY, one.wrapped)
    opened = await ring.open(LAKESIDE, MIAS_KEY, two.wrapped)
    assert opened.open(two.key.seal(b"mia", HERE), HERE) == b"mia"


async def test_another_clinic_gets_nothing_from_it() -> None:
    """A key at hand for one clinic is not at hand for another."""
    ring = KeyRing(InMemoryKeyVault())
    new = await ring.new_key(LAKESIDE)
    await ring.open(LAKESIDE, MIAS_KEY, new.wrapped)
    with pytest.raises(KeyRefused):
        await ring.open(HILLTOP, MIAS_KEY, new.wrapped)


async def test_an_erased_key_is_let_go() -> None:
    """After an erasure the key is no longer at hand."""
    ring = KeyRing(vault := CountingVault())
    new = await ring.new_key(LAKESIDE)
    await ring.open(LAKESIDE, MIAS_KEY, new.wrapped)
    ring.forget(LAKESIDE, MIAS_KEY)
    assert len(ring) == 0
    await ring.open(LAKESIDE, MIAS_KEY, new.wrapped)
    assert vault.asked == 2


async def test_an_erasure_beats_a_key_on_its_way() -> None:
    """A key that the vault is still opening while its subject is erased is not kept."""
    ring = KeyRing(vault := CountingVault())
    new = await ring.new_key(LAKESIDE)
    vault.may_answer.clear()
    opening = asyncio.create_task(ring.open(LAKESIDE, MIAS_KEY, new.wrapped))
    await asyncio.sleep(0)
    ring.forget(LAKESIDE, MIAS_KEY)
    vault.may_answer.set()
    await opening
    assert len(ring) == 0


async def test_a_key_is_kept_for_its_time() -> None:
    """After the time to live the vault is asked again."""
    ring = KeyRing(vault := CountingVault(), time_to_live=900, monotonic=(watch := Watch()))
    new = await ring.new_key(LAKESIDE)
    for seconds, asked in ((0.0, 1), (899.9, 1), (900.0, 2), (1799.9, 2), (1800.0, 3)):
        watch.seconds = seconds
        await ring.open(LAKESIDE, MIAS_KEY, new.wrapped)
        assert vault.asked == asked


async def test_the_least_used_key_goes_first() -> None:
    """The ring never holds more keys than it may; the one longest unused makes room."""
    ring = KeyRing(vault := CountingVault(), capacity=2)
    one, two, three = UUID(int=11), UUID(int=12), UUID(int=13)
    wrapped = {key_id: (await ring.new_key(LAKESIDE)).wrapped for key_id in (one, two, three)}
    for key_id in (one, two, one, three):
        await ring.open(LAKESIDE, key_id, wrapped[key_id])
    assert (len(ring), vault.asked) == (2, 3)
    await ring.open(LAKESIDE, one, wrapped[one])
    assert vault.asked == 3
    await ring.open(LAKESIDE, two, wrapped[two])
    assert vault.asked == 4


async def test_keys_are_not_printed() -> None:
    """A new key that strays into a log line shows only its wrapped form."""
    new = await KeyRing(InMemoryKeyVault()).new_key(LAKESIDE)
    assert "SealingKey object" in repr(new)

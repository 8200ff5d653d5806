"""Every vault keeps the same promises: the cases run over each adapter of the ``KeyVault`` port."""

from collections.abc import Callable
from os import urandom
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest

from application.shared.key_vault import KeyRefused, KeyVault, WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.environment_key_vault import EnvironmentKeyVault
from infrastructure.crypto.key_encryption_keys import KeyEncryptionKeys
from infrastructure.crypto.local_file_key_vault import LocalFileKeyVault
from infrastructure.memory.key_vault import InMemoryKeyVault

PORTS = (KeyVault,)

LAKESIDE = ClinicId(UUID(int=1))
HILLTOP = ClinicId(UUID(int=2))
KEY = urandom(32)

VAULTS: dict[str, Callable[[Path], KeyVault]] = {
    "local file": lambda directory: LocalFileKeyVault.create(directory / "vault.json"),
    "environment": lambda _: EnvironmentKeyVault(KeyEncryptionKeys.generate().text()),
    "memory": lambda _: InMemoryKeyVault(),
}


@pytest.fixture(params=VAULTS)
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> KeyVault:
    """Give each adapter in turn."""
    return VAULTS[cast("str", request.param)](tmp_path)


@pytest.fixture(params=["local file", "memory"])
def rotating(request: pytest.FixtureRequest, tmp_path: Path) -> LocalFileKeyVault | InMemoryKeyVault:
    """Give each adapter that rotates by itself; the environment rotates by being given a new value."""
    return cast("LocalFileKeyVault | InMemoryKeyVault", VAULTS[cast("str", request.param)](tmp_path))


async def test_a_wrapped_key_opens(vault: KeyVault) -> None:
    """What a vault wrapped for a clinic, it opens for that clinic."""
    assert await vault.unwrap(LAKESIDE, await vault.wrap(LAKESIDE, KEY)) == KEY


async def test_a_wrapped_key_does_not_show_the_key(vault: KeyVault) -> None:
    """The stored form holds no piece of the key."""
    assert KEY[:8] not in (await vault.wrap(LAKESIDE, KEY)).wrapped


async def test_wrapping_twice_looks_different(vault: KeyVault) -> None:
    """Nobody can tell from the stored forms that two keys are the same."""
    assert await vault.wrap(LAKESIDE, KEY) != await vault.wrap(LAKESIDE, KEY)


async def test_new_keys_are_wrapped_by_the_current_one(vault: KeyVault) -> None:
    """A wrapped key names the key-encryption key that was current."""
    assert (await vault.wrap(LAKESIDE, KEY)).kek_id == await vault.current(LAKESIDE)


async def test_another_clinic_cannot_open_it(vault: KeyVault) -> None:
    """A key wrapped for one clinic stays shut for every other."""
    wrapped = await vault.wrap(LAKESIDE, KEY)
    with pytest.raises(KeyRefused):
        await vault.unwrap(HILLTOP, wrapped)


async def test_an_altered_key_does_not_open(vault: KeyVault) -> None:
    """Any flipped bit of a wrapped key is noticed."""
    wrapped = await vault.wrap(LAKESIDE, KEY)
    for place in range(len(wrapped.wrapped)):
        altered = bytearray(wrapped.wrapped)
        altered[place] ^= 1
        with pytest.raises(KeyRefused):
            await vault.unwrap(LAKESIDE, WrappedKey(wrapped.kek_id, bytes(altered)))


@pytest.mark.parametrize("cut", [0, 1, 27, 31])
async def test_a_cut_key_does_not_open(vault: KeyVault, cut: int) -> None:
    """A wrapped key that lost its end is noticed."""
    wrapped = await vault.wrap(LAKESIDE, KEY)
    with pytest.raises(KeyRefused):
        await vault.unwrap(LAKESIDE, WrappedKey(wrapped.kek_id, wrapped.wrapped[:cut]))


async def test_an_unknown_encryption_key_is_refused(vault: KeyVault) -> None:
    """A key wrapped by another vault's key-encryption key does not open."""
    wrapped = await vault.wrap(LAKESIDE, KEY)
    with pytest.raises(KeyRefused):
        await vault.unwrap(LAKESIDE, WrappedKey("kek-of-another-vault", wrapped.wrapped))


async def test_mac_keys_stay(vault: KeyVault) -> None:
    """A clinic's MAC key for a purpose is the same each time, and long enough."""
    first = await vault.mac_key(LAKESIDE, "blind-index")
    assert first == await vault.mac_key(LAKESIDE, "blind-index")
    assert len(first) == 32


async def test_mac_keys_differ_by_clinic_and_purpose(vault: KeyVault) -> None:
    """No clinic and no purpose shares its MAC key with another."""
    keys = {
        await vault.mac_key(clinic, purpose)
        for clinic in (LAKESIDE, HILLTOP)
        for purpose in ("blind-index", "request-body")
    }
    assert len(keys) == 4


async def test_rotation_changes_the_current_key(rotating: LocalFileKeyVault | InMemoryKeyVault) -> None:
    """After a rotation new keys are wrapped by a new key-encryption key."""
    before = await rotating.current(LAKESIDE)
    after = await rotating.rotate()
    assert after != before
    assert after == await rotating.current(LAKESIDE)
    assert (await rotating.wrap(LAKESIDE, KEY)).kek_id == after


async def test_rotation_keeps_what_was_wrapped(rotating: LocalFileKeyVault | InMemoryKeyVault) -> None:
    """What older key-encryption keys wrapped opens after any number of rotations."""
    wrapped = await rotating.wrap(LAKESIDE, KEY)
    for _ in range(3):
        await rotating.rotate()
    assert await rotating.unwrap(LAKESIDE, wrapped) == KEY


async def test_rotation_leaves_mac_keys_alone(rotating: LocalFileKeyVault | InMemoryKeyVault) -> None:
    """A search finds after a rotation what was indexed before it."""
    before = await rotating.mac_key(LAKESIDE, "blind-index")
    await rotating.rotate()
    assert await rotating.mac_key(LAKESIDE, "blind-index") == before

"""Every vault keeps the same promises: the cases run over each adapter of the ``KeyVault`` port."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from os import urandom
from pathlib import Path
from typing import cast
from uuid import UUID, uuid4

import pytest

from application.shared.key_vault import KeyMaterialUnusable, KeyRefused, KeyVault, RotatingKeyVault, WrappedKey
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.environment_key_vault import EnvironmentKeyVault
from infrastructure.crypto.key_encryption_keys import KeyEncryptionKeys
from infrastructure.crypto.kms_key_vault import kms_key_vault
from infrastructure.crypto.local_file_key_vault import LocalFileKeyVault
from infrastructure.memory.key_vault import InMemoryKeyVault
from integration.key_management import ALIAS, WHO_ASKS, key_management

PORTS = (KeyVault, RotatingKeyVault)

LAKESIDE = ClinicId(UUID(int=1))
HILLTOP = ClinicId(UUID(int=2))
KEY = urandom(32)

ROTATING = ("local file", "memory", "key management service")
"""Adapters that rotate by themselves; the environment rotates by being given a new value."""
VAULTS = (*ROTATING, "environment")
"""Every adapter; a new one is added here."""


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """Run a key management service."""
    with key_management() as address:
        yield address


async def vault_called(name: str, folder: Path, service: str, life: AsyncExitStack) -> KeyVault:
    """Give a new vault of one kind."""
    match name:
        case "local file":
            return LocalFileKeyVault.create(folder / "vault.json")
        case "environment":
            return EnvironmentKeyVault(KeyEncryptionKeys.generate().text())
        case "memory":
            return InMemoryKeyVault()
        case _:
            vault = await life.enter_async_context(kms_key_vault(f"{ALIAS}/{uuid4()}", service, patience=30))
            assert await vault.create()
            return vault


@pytest.fixture(params=VAULTS)
async def vault(
    request: pytest.FixtureRequest, tmp_path: Path, service: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[KeyVault]:
    """Give each adapter in turn."""
    for name, value in WHO_ASKS.items():
        monkeypatch.setenv(name, value)
    async with AsyncExitStack() as life:
        yield await vault_called(request.param, tmp_path, service, life)


@pytest.fixture(params=ROTATING)
async def rotating(
    request: pytest.FixtureRequest, tmp_path: Path, service: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[RotatingKeyVault]:
    """Give each adapter that rotates by itself."""
    for name, value in WHO_ASKS.items():
        monkeypatch.setenv(name, value)
    async with AsyncExitStack() as life:
        yield cast("RotatingKeyVault", await vault_called(request.param, tmp_path, service, life))


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


async def test_rotation_changes_the_current_key(rotating: RotatingKeyVault) -> None:
    """After a rotation new keys are wrapped by a new key-encryption key."""
    before = await rotating.current(LAKESIDE)
    after = await rotating.rotate()
    assert after != before
    assert after == await rotating.current(LAKESIDE)
    assert (await rotating.wrap(LAKESIDE, KEY)).kek_id == after


async def test_rotation_keeps_what_was_wrapped(rotating: RotatingKeyVault) -> None:
    """What older key-encryption keys wrapped opens after any number of rotations."""
    wrapped = await rotating.wrap(LAKESIDE, KEY)
    for _ in range(3):
        await rotating.rotate()
    assert await rotating.unwrap(LAKESIDE, wrapped) == KEY


async def test_rotation_leaves_mac_keys_alone(rotating: RotatingKeyVault) -> None:
    """A search finds after a rotation what was indexed before it."""
    before = await rotating.mac_key(LAKESIDE, "blind-index")
    await rotating.rotate()
    assert await rotating.mac_key(LAKESIDE, "blind-index") == before


async def test_a_clinics_own_key_is_its_own(rotating: RotatingKeyVault) -> None:
    """A rotation of one clinic's key leaves the others', until the next one for everybody ends it."""
    everybodys = await rotating.current(HILLTOP)
    own = await rotating.rotate(LAKESIDE)
    assert (await rotating.current(LAKESIDE), await rotating.current(HILLTOP)) == (own, everybodys)
    assert await rotating.older() == set()
    next_own = await rotating.rotate(LAKESIDE)
    assert await rotating.older() == {own}
    new = await rotating.rotate()
    assert (await rotating.current(LAKESIDE), await rotating.current(HILLTOP)) == (new, new)
    assert await rotating.older() == {everybodys, own, next_own}


async def test_a_retired_key_opens_nothing(rotating: RotatingKeyVault) -> None:
    """What an older key wrapped stays shut once that key is retired; everything else opens."""
    before = await rotating.wrap(LAKESIDE, KEY)
    await rotating.rotate()
    after = await rotating.wrap(LAKESIDE, KEY)
    assert await rotating.kept() == 2
    await rotating.retire(await rotating.older())
    assert (await rotating.kept(), await rotating.older()) == (1, set())
    assert await rotating.unwrap(LAKESIDE, after) == KEY
    with pytest.raises(KeyRefused):
        await rotating.unwrap(LAKESIDE, before)


async def test_a_current_key_is_not_retired(rotating: RotatingKeyVault) -> None:
    """Neither everybody's current key nor a clinic's own can be destroyed."""
    for current in (await rotating.rotate(), await rotating.rotate(LAKESIDE)):
        with pytest.raises(KeyMaterialUnusable):
            await rotating.retire({current})
    assert await rotating.unwrap(LAKESIDE, await rotating.wrap(LAKESIDE, KEY)) == KEY


async def test_a_change_is_remembered(rotating: RotatingKeyVault) -> None:
    """A vault tells how long ago a key was changed, in seconds."""
    await rotating.rotate()
    assert -1 < await rotating.unchanged_for() < 60

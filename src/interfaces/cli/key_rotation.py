"""Rotating the keys that wrap the keys of persons, and destroying those that wrap nothing any more."""

import asyncio

import click
import msgspec

from application.shared.key_vault import INSTALLATION, KeyVault, RotatingKeyVault
from infrastructure.containers.keys import key_vault, ledger_key_file, signing_key_file
from infrastructure.crypto.signing_keys import SigningKeyFile
from infrastructure.postgres.provisioning import OWNER
from infrastructure.postgres.wrapping_anew import WrappingAnew
from infrastructure.settings import Settings
from interfaces.cli.progress import ProgressLine
from interfaces.cli.reaching import connected_as, reachable, slugs, the_clinic


class WrappedAnew(msgspec.Struct, frozen=True, kw_only=True):
    """What `rotate --root` and `rotate --clinic` print."""

    current: str
    """The key-encryption key that wraps from now on."""
    went_on: bool
    """A rotation that had been broken off was finished, and no key drawn."""
    wrapped_anew: int
    shut: int
    """Stored keys that the vault does not open; they stay as they are."""


class Retired(msgspec.Struct, frozen=True, kw_only=True):
    """What `retire` prints."""

    destroyed: list[str]
    kept: int
    grace_days: int
    """Days in which whoever administers the vault could still take that back."""


async def wrapped_anew(named: str | None, line: ProgressLine) -> WrappedAnew:
    """Draw a key, for a clinic or for everybody, and wrap by it whatever an older one wraps.

    Where something is behind, a rotation was broken off: it goes on, and no key is drawn.
    """
    settings = reachable()
    clinic = the_clinic(named, await slugs()) if named is not None else None
    async with key_vault(settings) as vault, connected_as(OWNER) as owner:
        files = _files(settings, vault) if clinic is None else []
        wrapping = WrappingAnew(owner, vault)
        went_on = bool(await wrapping.behind(clinic) or await _behind(files, vault))
        if not went_on:
            changing = _that_changes(vault)
            await changing.rotate(clinic)
            await asyncio.sleep(changing.noticed_within)
        total, done = (await wrapping.behind(clinic)).total(), 0
        async for moved in wrapping.run(clinic):
            done += moved
            line.show("wrapping keys anew", done, max(total, done))
        for file in await _behind(files, vault):
            await file.wrap_anew()
        current = await vault.current(clinic or INSTALLATION)
    return WrappedAnew(current=current, went_on=went_on, wrapped_anew=done, shut=wrapping.shut.total())


async def retired(idle: int) -> Retired:
    """Destroy whatever wraps nothing, in the database or beside the vault, and is not current anywhere."""
    settings = reachable()
    async with key_vault(settings) as opened:
        vault = _that_changes(opened)
        if (unchanged := await vault.unchanged_for()) < idle:
            message = f"The vault changed {unchanged:.0f} seconds ago. Call this again {idle} seconds after that."
            raise click.ClickException(message)
        unused = await vault.older()
        async with connected_as(OWNER) as owner:
            unused -= {use.kek_id for use in await WrappingAnew(owner, vault).uses()}
        for file in _files(settings, vault):
            unused -= file.wrapped_by()
        if unused:
            await vault.retire(unused)
        return Retired(destroyed=sorted(unused), kept=await vault.kept(), grace_days=vault.grace_days)


def _files(settings: Settings, vault: KeyVault) -> list[SigningKeyFile]:
    return [signing_key_file(settings, vault), ledger_key_file(settings, vault)]


async def _behind(files: list[SigningKeyFile], vault: KeyVault) -> list[SigningKeyFile]:
    current = await vault.current(INSTALLATION)
    return [file for file in files if file.wrapped_by() != {current}]


def _that_changes(vault: KeyVault) -> RotatingKeyVault:
    """Give the vault where its keys can be changed from here."""
    if isinstance(vault, RotatingKeyVault):
        return vault
    message = (
        "The keys come with the environment, which nothing can change from here. Write POLYCLINIC_KEY_VAULT_KEYS to a "
        "file of mode 0600, stop every process, call this with POLYCLINIC_KEY_VAULT_FILE instead, and start them with "
        "what the file holds then."
    )
    raise click.ClickException(message)

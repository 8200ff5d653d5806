"""What the installation's keys are in, as its settings say: a vault, and the key pairs that it wraps."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from application.shared.key_vault import KeyMaterialUnusable, KeyVault
from infrastructure.crypto.environment_key_vault import EnvironmentKeyVault
from infrastructure.crypto.local_file_key_vault import LocalFileKeyVault
from infrastructure.crypto.signing_keys import SigningKeyFile
from infrastructure.settings import Settings

if TYPE_CHECKING:
    from infrastructure.crypto.kms_key_vault import KmsKeyVault


@asynccontextmanager
async def key_vault(settings: Settings) -> AsyncIterator[KeyVault]:
    """Give the vault: a service or the environment where the settings name one, else the local file.

    Raises what opening it raises.
    """
    if settings.key_vault_kms:
        async with _remote(settings) as vault:
            yield vault
    elif settings.key_vault_keys:
        yield EnvironmentKeyVault(settings.key_vault_keys)
    else:
        yield LocalFileKeyVault(settings.vault_path)


@asynccontextmanager
async def _remote(settings: Settings) -> AsyncIterator["KmsKeyVault"]:
    from infrastructure.crypto.kms_key_vault import kms_key_vault  # noqa: PLC0415 - half a second, of few

    async with kms_key_vault(settings.key_vault_kms, settings.key_vault_endpoint) as vault:
        yield vault


def signing_key_file(settings: Settings, vault: KeyVault) -> SigningKeyFile:
    """Give the file of the keys that sign access tokens."""
    return SigningKeyFile(settings.signing_keys_path, vault)


def ledger_key_file(settings: Settings, vault: KeyVault) -> SigningKeyFile:
    """Give the file of the keys that sign the batches of the audit trail's ledger."""
    return SigningKeyFile(settings.ledger_keys_path, vault)


async def create_keys(settings: Settings) -> bool:
    """Draw the keys that are missing; tell whether any was. Keys that are there are never touched.

    Raises ``KeyMaterialUnusable`` where a vault is gone that keys beside it were wrapped by.
    """
    settings.data_directory.mkdir(parents=True, exist_ok=True)
    created = await _create_vault(settings)
    async with key_vault(settings) as vault:
        for path, keys in (
            (settings.signing_keys_path, signing_key_file(settings, vault)),
            (settings.ledger_keys_path, ledger_key_file(settings, vault)),
        ):
            if not path.exists():
                await keys.create()
                created = True
    return created


async def _create_vault(settings: Settings) -> bool:
    wrapped = [path for path in (settings.signing_keys_path, settings.ledger_keys_path) if path.exists()]
    if settings.key_vault_kms:
        async with _remote(settings) as vault:
            _refuse_another(wrapped, settings.key_vault_kms, is_gone=not await vault.is_there())
            return await vault.create()
    if settings.key_vault_keys or settings.vault_path.exists():
        return False
    _refuse_another(wrapped, str(settings.vault_path), is_gone=True)
    LocalFileKeyVault.create(settings.vault_path)
    return True


def _refuse_another(wrapped: Sequence[Path], vault: str, *, is_gone: bool) -> None:
    if is_gone and wrapped:
        message = (
            f"{vault} is gone, and {wrapped[0]} was wrapped by it, like all in the database: "
            "put its copy back, because another vault opens none of them; only where nothing is to be read "
            f"again, remove {wrapped[0]} too"
        )
        raise KeyMaterialUnusable(message)

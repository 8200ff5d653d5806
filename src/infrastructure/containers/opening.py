"""Opening what has to be waited for, and putting it into the container, which waits for nothing."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from application.shared.clock import Clock
from application.shared.key_vault import INSTALLATION, KeyMaterialUnusable, KeyVault
from application.shared.rates import RateLimits
from infrastructure.clocks import SystemClock
from infrastructure.containers.application import ApplicationContainer
from infrastructure.crypto.environment_key_vault import EnvironmentKeyVault
from infrastructure.crypto.local_file_key_vault import LocalFileKeyVault
from infrastructure.crypto.signing_keys import SigningKeyFile
from infrastructure.memory.rate_limits import InProcessRateLimits
from infrastructure.postgres.connection import Pool
from infrastructure.postgres.pool import close_pool, open_pool
from infrastructure.postgres.provisioning import APP, AUDITOR
from infrastructure.redis.rate_limits import shared_rate_limits
from infrastructure.settings import Settings

if TYPE_CHECKING:
    from infrastructure.crypto.kms_key_vault import KmsKeyVault

AUDITING: Final = 2
"""Connections of a process that read the audit trail: few ask, and nobody waits for them."""


@asynccontextmanager
async def opened(settings: Settings, clock: Clock | None = None) -> AsyncIterator[ApplicationContainer]:
    """Give the application over the settings' database and keys; close what was opened at the end.

    Raises what the key files raise (``FileNotFoundError`` where ``create_keys`` was never called), and what the driver
    raises where the database cannot be reached.
    """
    async with AsyncExitStack() as life:
        vault = await life.enter_async_context(key_vault(settings))
        clock = clock or SystemClock()
        signing_keys = (await SigningKeyFile(settings.signing_keys_path, vault).load()).at(clock.now())
        pool = await life.enter_async_context(role_pool(settings, APP))
        auditors = await life.enter_async_context(role_pool(settings, AUDITOR, size=AUDITING))
        container = ApplicationContainer(
            storage=settings.storage,
            pool=pool,
            auditors=auditors,
            vault=vault,
            clock=clock,
            signing_keys=signing_keys,
            issuer=settings.issuer,
        )
        life.callback(container.identity().ports().hasher().close)
        yield container


@asynccontextmanager
async def role_pool(settings: Settings, role: str, *, size: int | None = None) -> AsyncIterator[Pool]:
    """Give a pool of connections in one of the database's roles, as many as is set where nobody says otherwise."""
    pool = await open_pool(
        settings.database_url, role, size=size or settings.pool_size, statement_cache=settings.statement_cache
    )
    try:
        yield pool
    finally:
        await close_pool(pool)


@asynccontextmanager
async def rate_limits(settings: Settings, vault: KeyVault) -> AsyncIterator[RateLimits]:
    """Count what is asked: with all processes that share a Redis, or in this one alone where there is none."""
    secret = await vault.mac_key(INSTALLATION, "rate-limits")
    if not settings.redis_url:
        yield InProcessRateLimits(secret)
        return
    async with shared_rate_limits(settings.redis_url, secret) as limits:
        yield limits


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

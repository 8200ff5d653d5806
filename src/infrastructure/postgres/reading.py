"""Reading inside a command's transaction, or without one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from infrastructure.postgres.connection import Pool, Reader, clinic_transaction
from infrastructure.postgres.session import current


@asynccontextmanager
async def reading(pool: Pool, clinic: UUID) -> AsyncIterator[Reader]:
    """Give the running command's connection; where no transaction is open, one of a clinic for this read alone."""
    try:
        session = current()
    except LookupError:
        async with clinic_transaction(pool, clinic) as connection:
            yield connection
        return
    yield session

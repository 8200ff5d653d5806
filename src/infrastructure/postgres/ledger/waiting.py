"""How much of the audit trail is not sealed yet."""

from typing import Final

from infrastructure.postgres.connection import Pool, lent

_UNSEALED: Final = "select count(*) from audit_arrival"


async def unsealed(pool: Pool) -> int:
    """Count the entries of all clinics that no batch holds yet, in the follower's role. Raises ``Unavailable``."""
    async with lent(pool) as connection:
        count: int = await connection.fetchval(_UNSEALED)
    return count

"""How much of the audit trail is not sealed yet."""

from typing import Final

from infrastructure.postgres.followers.direct import Direct

_UNSEALED: Final = "select count(*) from audit_arrival"


async def unsealed(connection: Direct) -> int:
    """Count the entries of all clinics that no batch holds yet, in the sealer's role."""
    count: int = await connection.fetchval(_UNSEALED)
    return count

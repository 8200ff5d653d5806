"""Holds on PostgreSQL."""

from typing import Final

from application.shared.execution import Execution
from domain.scheduling.slots.hold import Hold, HoldId
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.session import current

_OVERDUE: Final = """
select id from hold
 where clinic_id = $1 and status = 'running' and expires_at <= $2 order by expires_at, id limit $3
"""


class PostgresHolds(PostgresRepository[Hold]):
    """Knows which holds are over."""

    async def overdue(self, execution: Execution, limit: int) -> tuple[HoldId, ...]:
        """Name holds whose time is over and of which nobody has noted it yet, the oldest first."""
        rows = await current().fetch(_OVERDUE, execution.clinic, execution.now, limit)
        return tuple(HoldId(row["id"]) for row in rows)

"""Holds in memory."""

from application.shared.execution import Execution
from domain.scheduling.slots.hold import Hold, HoldId, HoldStatus
from infrastructure.memory.repository import MemoryRepository


class MemoryHolds(MemoryRepository[Hold]):
    """Knows which holds are over."""

    async def overdue(self, execution: Execution, limit: int) -> tuple[HoldId, ...]:
        """Name holds whose time is over and of which nobody has noted it yet, the oldest first."""
        running = (hold for hold in self.all(execution) if hold.status is HoldStatus.RUNNING)
        over = sorted((hold for hold in running if hold.expires_at <= execution.now), key=lambda one: one.expires_at)
        return tuple(HoldId(hold.id) for hold in over[:limit])

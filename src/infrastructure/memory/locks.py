"""Locks on things, in this process."""

from collections.abc import Collection
from uuid import UUID

from application.shared.execution import Execution
from infrastructure.memory.log import current


class MemoryLocks:
    """Takes locks in ascending order of what they are on."""

    async def hold(self, execution: Execution, *things: UUID, beside: Collection[UUID] = ()) -> None:
        """Hold things until the command's transaction ends."""
        for thing in sorted({*things, *beside}):
            await current().hold(("thing", execution.clinic, thing), beside=thing not in things)

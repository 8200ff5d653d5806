"""The calendar's refusals, from the audit trail in memory."""

from uuid import UUID

from application.scheduling.ports import RefusedCommand
from application.shared.execution import Execution
from infrastructure.memory.log import MemoryLog


class MemoryRefusedCommands:
    """Finds them by the request in which they were refused."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    async def find(self, request: UUID, execution: Execution) -> RefusedCommand | None:
        """Give the command that was refused in a request."""
        for entry in self._log.entries:
            said = entry.execution
            in_request = said.clinic == execution.clinic and said.correlation_id == request
            if in_request and entry.outcome not in {"done", "rehearsed"}:
                return RefusedCommand(said.operation, entry.outcome, said.now, said.actor.id)
        return None

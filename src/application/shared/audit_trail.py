"""The port of the audit trail for what leaves no fact: refusals and rehearsals."""

from typing import Protocol

from application.shared.asked_for import AskedFor
from application.shared.execution import Execution


class AuditTrail(Protocol):
    """Keeps who did what. A command that succeeds writes its entry in its own transaction."""

    async def note(self, execution: Execution, outcome: str, asked: AskedFor) -> None:
        """Keep an entry for a command that changed nothing: the refusal's code, or ``rehearsed``, and what it named."""
        ...

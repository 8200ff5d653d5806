"""The port of the audit trail for what leaves no fact: refusals and rehearsals."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from application.shared.actor import Actor
from application.shared.asked_for import AskedFor
from application.shared.execution import Execution
from domain.shared.roles import Role


class AuditTrail(Protocol):
    """Keeps who did what. A command that succeeds writes its entry in its own transaction."""

    async def note(self, execution: Execution, outcome: str, asked: AskedFor) -> None:
        """Keep an entry for a command that changed nothing: the refusal's code, or ``rehearsed``, and what it named."""
        ...


def on_behalf_of(actor: Actor, subjects: Iterable[UUID]) -> list[UUID]:
    """Name those in whose place somebody acted, or, where they were refused, asked to.

    The account of a patient touches the records of others in no other way. A record that is linked with its own is
    named too: where the link proves wrong, it was somebody else's.
    """
    return [subject for subject in subjects if subject != actor.patient] if actor.role is Role.PATIENT else []

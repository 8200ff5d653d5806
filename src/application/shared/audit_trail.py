"""The port of the audit trail for what leaves no fact: reads, refusals and rehearsals."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from application.shared.actor import Actor
from application.shared.asked_for import AskedFor
from application.shared.execution import Execution
from application.shared.purposes import Purpose, usual_purpose
from domain.shared.roles import Role


class AuditTrail(Protocol):
    """Keeps who did what. A command that succeeds writes its entry in its own transaction."""

    async def note(self, execution: Execution, outcome: str, asked: AskedFor) -> None:
        """Keep an entry for what changed nothing: ``done``, ``rehearsed`` or the refusal's code, and what it was about.

        The entry is durable when this returns. Raises ``Unavailable`` where it cannot be kept: who may not be written
        down is shown nothing, and a refusal that leaves no trace is none.
        """
        ...


def purpose_of(execution: Execution) -> Purpose:
    """Give the purpose that an entry names: a broken glass, the one that was stated, else the operation's usual one."""
    if execution.break_glass is not None:
        return Purpose.BREAK_THE_GLASS
    return execution.purpose or usual_purpose(execution.operation, execution.actor.role)


def on_behalf_of(actor: Actor, subjects: Iterable[UUID]) -> list[UUID]:
    """Name those in whose place somebody acted, or, where they were refused, asked to.

    The account of a patient touches the records of others in no other way. A record that is linked with its own is
    named too: where the link proves wrong, it was somebody else's.
    """
    return [subject for subject in subjects if subject != actor.patient] if actor.role is Role.PATIENT else []

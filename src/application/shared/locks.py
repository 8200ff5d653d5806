"""The port that keeps two commands from deciding over the same thing at the same moment."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from application.shared.execution import Execution


class Locks(Protocol):
    """Things of a clinic that one command at a time may hold: a patient, a provider, a room, a site."""

    async def hold(self, execution: Execution, *things: UUID, beside: Collection[UUID] = ()) -> None:
        """Hold things until the command's transaction ends; wait for whoever holds one of them.

        What is held ``beside`` others, many hold at once, and they wait only for whoever holds it alone.

        Called before anything is read, so that every read sees what the holder before wrote. Holds all of them at once,
        in one order for every command, so that two commands never wait for each other; what is held already may be
        named again. A command that learns from its first read that it needs more holds the rest and reads again.
        Raises ``Contended`` where the wait is over.
        """
        ...

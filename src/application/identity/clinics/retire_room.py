"""Retire a room."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import Clinics
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.identity.premises import UnknownRoom
from domain.shared.errors import DomainError
from domain.shared.identifiers import RoomId


class RetireRoom(Command, frozen=True, kw_only=True):
    """Take no new bookings of a room."""

    operation: ClassVar[str] = "identity.retire-room"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (UnknownRoom,)

    room: InPath[RoomId] = IN_PATH


@dataclass(frozen=True, slots=True)
class RetireRoomHandler:
    """Retires a room of the actor's clinic. Holds the room meanwhile: no booking that names it slips between."""

    clinics: Clinics
    locks: Locks

    async def __call__(self, command: RetireRoom, execution: Execution) -> Receipt:
        """Retire the room; its name is free again."""
        await self.locks.hold(execution, command.room)
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.retire_room(command.room)
        return Receipt.of(clinic)

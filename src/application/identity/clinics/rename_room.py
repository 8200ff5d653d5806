"""Rename a room."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import Clinics
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.identity.premises import PlaceName, RoomNameTaken, UnknownRoom
from domain.shared.errors import DomainError
from domain.shared.identifiers import RoomId


class RenameRoom(Command, frozen=True, kw_only=True):
    """Call a room by another name; what is booked in it stays."""

    operation: ClassVar[str] = "identity.rename-room"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (UnknownRoom, RoomNameTaken)

    room: InPath[RoomId] = IN_PATH
    name: PlaceName


@dataclass(frozen=True, slots=True)
class RenameRoomHandler:
    """Renames a room of the actor's clinic."""

    clinics: Clinics

    async def __call__(self, command: RenameRoom, execution: Execution) -> Receipt:
        """Give the room its name."""
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.rename_room(command.room, command.name)
        return Receipt.of(clinic)

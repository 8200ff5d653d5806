"""Add a room."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.clinics.ports import Clinics
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.identity.premises import PlaceName, RoomNameTaken, UnknownSite
from domain.shared.errors import DomainError
from domain.shared.identifiers import RoomId, SiteId


class AddRoom(Command, frozen=True, kw_only=True):
    """Add a room that can be booked."""

    operation: ClassVar[str] = "identity.add-room"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (UnknownSite, RoomNameTaken)

    site: InPath[SiteId] = IN_PATH
    name: PlaceName


class RoomReceipt(Receipt, frozen=True, kw_only=True):
    """The clinic that was changed, and its new room."""

    room: RoomId


@dataclass(frozen=True, slots=True)
class AddRoomHandler:
    """Adds a room to a site of the actor's clinic."""

    clinics: Clinics

    async def __call__(self, command: AddRoom, execution: Execution) -> RoomReceipt:
        """Add the room under an id that derives from the command."""
        room = RoomId(execution.new_id("room"))
        async with self.clinics.change(execution.clinic, execution) as clinic:
            clinic.add_room(room, command.site, command.name)
        return RoomReceipt(id=clinic.id, version=clinic.version, room=room)

"""Wait no longer."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.appointments.parties import party
from application.scheduling.ports import Holds
from application.scheduling.slots.offered_slots import give_back
from application.scheduling.waitlist.ports import WaitlistEntries
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.waitlist.entry import NoLongerWaiting, WaitlistEntryId
from domain.shared.errors import DomainError


class LeaveWaitlist(Command, frozen=True, kw_only=True):
    """Wait no longer. A slot that is on offer is given back."""

    operation: ClassVar[str] = "scheduling.leave-waitlist"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (NoLongerWaiting,)

    entry: InPath[WaitlistEntryId] = IN_PATH


@dataclass(frozen=True, slots=True)
class LeaveWaitlistHandler:
    """Ends a wait, for the patient or for the clinic."""

    entries: WaitlistEntries
    holds: Holds

    async def __call__(self, command: LeaveWaitlist, execution: Execution) -> Receipt:
        """Leave the line."""
        async with self.entries.change(command.entry, execution) as entry:
            offer = entry.offer
            entry.leave(party(execution))
            await give_back(offer, self.holds, execution)
        return Receipt.of(entry)

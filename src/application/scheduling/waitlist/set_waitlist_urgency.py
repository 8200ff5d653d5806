"""Say how urgent a wait is."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.waitlist.ports import WaitlistEntries
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.waitlist.entry import NoLongerWaiting, Urgency, WaitlistEntryId
from domain.shared.errors import DomainError


class SetWaitlistUrgency(Command, frozen=True, kw_only=True):
    """Say how urgent a wait is: who is urgent is offered slots before everybody else."""

    operation: ClassVar[str] = "scheduling.set-waitlist-urgency"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (NoLongerWaiting,)

    entry: InPath[WaitlistEntryId] = IN_PATH
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class SetWaitlistUrgencyHandler:
    """Moves a patient forward or back in line."""

    entries: WaitlistEntries

    async def __call__(self, command: SetWaitlistUrgency, execution: Execution) -> Receipt:
        """Set the urgency."""
        async with self.entries.change(command.entry, execution) as entry:
            entry.set_urgency(command.urgency)
        return Receipt.of(entry)

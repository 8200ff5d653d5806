"""Do not take a slot that is offered."""

from dataclasses import dataclass
from typing import ClassVar

from application.scheduling.ports import Holds
from application.scheduling.slots.offered_slots import give_back
from application.scheduling.waitlist.ports import WaitlistEntries
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from domain.scheduling.waitlist.entry import NoLongerWaiting, NoOfferRuns, WaitlistEntryId
from domain.shared.errors import DomainError


class PassOffer(Command, frozen=True, kw_only=True):
    """Do not take a slot that is offered, and wait on for another."""

    operation: ClassVar[str] = "scheduling.pass-offer"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (NoLongerWaiting, NoOfferRuns)

    entry: InPath[WaitlistEntryId] = IN_PATH


@dataclass(frozen=True, slots=True)
class PassOfferHandler:
    """Gives the slot back, so that the next in line is offered it."""

    entries: WaitlistEntries
    holds: Holds

    async def __call__(self, command: PassOffer, execution: Execution) -> Receipt:
        """Pass the offer."""
        async with self.entries.change(command.entry, execution) as entry:
            offer = entry.offer
            entry.pass_on(execution.now)
            await give_back(offer, self.holds, execution)
        return Receipt.of(entry)

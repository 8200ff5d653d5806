"""Offer a slot to a patient who waits."""

from dataclasses import dataclass
from typing import ClassVar, Final

from application.scheduling.appointments.ports import Purpose
from application.scheduling.appointments.reception import ADMISSION_REFUSALS, Reception
from application.scheduling.ports import Holds
from application.scheduling.slots.offered_slots import keep
from application.scheduling.waitlist.ports import WaitlistEntries
from application.shared.command import IN_PATH, Command, InPath, Receipt
from application.shared.execution import Execution
from application.shared.locks import Locks
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.slots.hold import HoldId
from domain.scheduling.waitlist.entry import (
    NoLongerWaiting,
    NoTimeToAnswer,
    NotWaitedFor,
    OfferedAlready,
    WaitlistEntryId,
)
from domain.scheduling.waitlist.wish import WaitlistWish
from domain.shared.errors import DomainError
from domain.shared.identifiers import ProviderId, RoomId
from domain.shared.time import Instant

OFFER_REFUSALS: Final[tuple[type[DomainError], ...]] = (
    NoLongerWaiting,
    OfferedAlready,
    NotWaitedFor,
    NoTimeToAnswer,
    *ADMISSION_REFUSALS,
)
"""Every rule that can stand against an offer."""


class OfferSlot(Command, frozen=True, kw_only=True):
    """Offer a slot to a patient who waits, whoever stands in line before them, and keep it until they answer."""

    operation: ClassVar[str] = "scheduling.offer-slot"
    refusals: ClassVar[tuple[type[DomainError], ...]] = OFFER_REFUSALS

    entry: InPath[WaitlistEntryId] = IN_PATH
    provider: ProviderId
    starts_at: Instant
    room: RoomId | None = None

    def wanted(self, wish: WaitlistWish) -> VisitRequest:
        """Give the visit that the patient would come to."""
        return VisitRequest(
            provider=self.provider,
            visit_type=wish.visit_type,
            starts_at=self.starts_at,
            place=wish.place,
            room=self.room,
        )


class OfferReceipt(Receipt, frozen=True, kw_only=True):
    """Tells until when the patient can answer."""

    until: Instant


@dataclass(frozen=True, slots=True)
class OfferSlotHandler:
    """Takes a slot off the market for somebody in line."""

    entries: WaitlistEntries
    reception: Reception
    holds: Holds
    locks: Locks

    async def __call__(self, command: OfferSlot, execution: Execution) -> OfferReceipt:
        """Offer the slot.

        The wait itself is held before it is read, because it tells which patient to hold.
        """
        await self.locks.hold(execution, command.entry)
        id = HoldId(execution.new_id("hold"))  # noqa: A001 - the field's word
        async with self.entries.change(command.entry, execution) as entry:
            entry.demand_unoffered()
            admission, policy = await self.reception.admit(
                command.wanted(entry.wish), entry.patient, entry.whereabouts, Purpose(id), execution
            )
            until = await keep(entry, id, admission, policy, self.holds, execution)
        return OfferReceipt(id=entry.id, version=entry.version, until=until)

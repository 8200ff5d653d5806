"""Offer time that became free to the first in line whom it suits."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar, Final, NamedTuple
from uuid import UUID

from application.scheduling.appointments.ports import BookingDesks, Purpose
from application.scheduling.ports import CalendarReader, Holds, SlotsWanted
from application.scheduling.slots.finding import Asked, SlotFinder
from application.scheduling.slots.offered_slots import keep
from application.scheduling.waitlist.offer_slot import OFFER_REFUSALS
from application.scheduling.waitlist.ports import FreedTimes, WaitingLine, WaitlistEntries
from application.shared.command import Command, Receipt, Several
from application.shared.execution import Execution
from application.shared.locks import Locks
from application.shared.refusals import NotFound
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.slots.hold import HoldId
from domain.scheduling.slots.pages import SlotCursor
from domain.scheduling.slots.slots import Slot
from domain.scheduling.waitlist.entry import SHORTEST_OFFER, WaitlistEntryId
from domain.scheduling.waitlist.line import Opening, Waiting

_ASKED_AT_ONCE: Final = 50
"""How many in line are read together."""

_MOST_ASKED: Final = 200
"""How far down the line somebody is looked for whom the time suits. Bounds what one fact may cost."""

_SLOTS: Final = 50


class OfferFreedTime(Command, frozen=True, kw_only=True):
    """Offer the time that a fact freed to the first in line whom a slot in it suits."""

    operation: ClassVar[str] = "scheduling.offer-freed-time"
    conditional: ClassVar[bool] = False
    leaves_fact: ClassVar[bool] = False  # its receipt is of the search, not of one wait

    stream: UUID
    """The appointment, the hold or the provider's hours that the fact is of."""
    version: int
    passing_over: Several[WaitlistEntryId] = ()
    """Waits that were tried already."""


class FreedTimeReceipt(Receipt, frozen=True, kw_only=True):
    """Tells whom it was tried with; with nobody, where there is nobody left."""

    tried: WaitlistEntryId | None


class _Match(NamedTuple):
    waiting: Waiting
    slot: Slot

    @property
    def request(self) -> VisitRequest:
        """Give the visit that the patient would come to."""
        wish, slot = self.waiting.wish, self.slot
        return VisitRequest(
            provider=slot.provider,
            visit_type=wish.visit_type,
            starts_at=slot.span.starts_at,
            place=wish.place,
            room=slot.room,
        )


@dataclass(frozen=True, slots=True)
class OfferToMatch:
    """Keeps the slot for whoever was found, if nothing stands in the way now that it is looked at under locks."""

    entries: WaitlistEntries
    desks: BookingDesks
    holds: Holds
    locks: Locks
    match: _Match | None = None

    async def __call__(self, command: OfferFreedTime, execution: Execution) -> FreedTimeReceipt:  # noqa: ARG002 - the port's form
        """Offer the slot. A rule's no is no failure: the next in line is tried."""
        tried = None
        if self.match is not None:
            tried = self.match.waiting.entry
            await self.locks.hold(execution, tried)
            with suppress(*OFFER_REFUSALS, NotFound):
                await self._offer(self.match, execution)
        return FreedTimeReceipt(id=execution.command_id, version=0, tried=tried)

    async def _offer(self, match: _Match, execution: Execution) -> None:
        request = match.request
        # Of one command for each in line: a name that tells their holds apart.
        id = HoldId(execution.new_id(f"hold/{match.waiting.entry}/{request.starts_at.isoformat()}"))  # noqa: A001 - the field's word
        async with self.entries.change(match.waiting.entry, execution) as entry:
            entry.demand_unoffered()
            opened = await self.desks.open(request, entry.patient, Purpose(id), execution)
            if opened.standing is None:
                raise NotFound(id=entry.patient)
            opened.standing.demand_survivor()
            admission = opened.desk.admit(opened.request, opened.standing, entry.whereabouts)
            await keep(entry, id, admission, opened.desk.policy, self.holds, execution)


@dataclass(frozen=True, slots=True)
class OfferFreedTimeHandler:
    """Looks down the line, outside of any transaction, for somebody whom the time suits."""

    freed: FreedTimes
    line: WaitingLine
    calendars: CalendarReader
    finder: SlotFinder
    offer: OfferToMatch

    async def prepare(self, command: OfferFreedTime, execution: Execution) -> OfferToMatch:
        """Find the first match; give what offers it."""
        opening = await self.freed.opening(command.stream, command.version, execution)
        match = await self._match(opening, command, execution) if opening is not None else None
        return replace(self.offer, match=match)

    async def _match(self, opening: Opening, command: OfferFreedTime, execution: Execution) -> _Match | None:
        passing_over = [*command.passing_over]
        for _ in range(_MOST_ASKED // _ASKED_AT_ONCE):
            in_line = await self.line.waiting(opening, execution, passing_over, _ASKED_AT_ONCE)
            for waiting in in_line:
                slot = await self._slot(waiting, opening, execution)
                if slot is not None:
                    return _Match(waiting, slot)
            if len(in_line) < _ASKED_AT_ONCE:
                break
            passing_over += (waiting.entry for waiting in in_line)
        return None

    async def _slot(self, waiting: Waiting, opening: Opening, execution: Execution) -> Slot | None:
        """Find the first free slot that suits one in line."""
        wish = waiting.wish
        wanted = SlotsWanted(wish.visit_type, wish.place, (opening.provider,), wish.specialty, wish.language)
        calendars = await self.calendars.read(wanted, execution)
        notice = timedelta(minutes=calendars.policy.minimum_notice_minutes)
        window = waiting.window(opening, execution.now + notice + SHORTEST_OFFER)
        if window is None:
            return None
        search = calendars.search(wish.visit_type, window, execution.now)
        asked = Asked(search, calendars, execution, waiting.patient)
        last: SlotCursor | None = None
        while found := await self.finder.first(asked, _SLOTS, last):
            slot = waiting.first_fitting(found)
            if slot is not None or len(found) < _SLOTS:
                return slot
            last = SlotCursor(starts_at=found[-1].span.starts_at, provider=found[-1].provider)
        return None

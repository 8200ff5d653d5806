"""Finding free slots: for whoever looks for a time, and for whoever was just told that a time is taken."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Final, NamedTuple, TypeVar
from uuid import UUID

from msgspec.structs import replace

from application.scheduling.ports import CalendarReader, Calendars, SlotsWanted
from application.scheduling.queries import FindSlots
from application.scheduling.views import SlotView
from application.shared import paging
from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.refusals import Malformed
from domain.scheduling.agenda import Resource, ResourceKind
from domain.scheduling.hindrances import RoomTimes
from domain.scheduling.planned_visit import VisitRequest
from domain.scheduling.slot_pages import Look, SlotCursor, look, possible_slots
from domain.scheduling.slot_search import SlotSearch, demand_range
from domain.scheduling.slots import Candidate, Slot, free_slots
from domain.scheduling.visit_place import VisitPlace
from domain.shared.identifiers import PatientId, ProviderId, SiteId
from domain.shared.time import Instant, Span, TimeZone
from domain.shared.visits import VisitTypeCode

T = TypeVar("T")

NEXT_FREE: Final = 5
"""How many slots somebody is offered whose slot is taken."""

_LOOK_AHEAD: Final = timedelta(days=14)

_FIRST_LOOK, _GROWTH, _LONGEST_LOOK = 3, 8, 10_000
"""How many slots are looked at for each that is wanted, how many times more with each further look, and at most."""

_FEW: Final = 20
"""So many calendars are looked through on the spot; more for long enough that others would notice."""


class _Asked(NamedTuple):
    """A search, and what of it concerns those who are booked."""

    search: SlotSearch
    calendars: Calendars
    execution: Execution
    patient: PatientId | None = None
    """Whose own visits are to be kept clear of."""
    sparing: tuple[UUID, ...] = ()
    """Appointments or holds that do not stand in the way."""


@dataclass(frozen=True, slots=True)
class SlotFinder:
    """Searches the calendars."""

    calendars: CalendarReader

    async def find(self, query: FindSlots, execution: Execution) -> Page[SlotView]:
        """Give a page of free slots. Raises ``Malformed``, ``SearchRangeTooLong``, ``NotFound`` for a site."""
        within, place = _span(query.earliest, query.until), _place(query)
        demand_range(within)
        seen = paging.after(query.after, tuple[Instant, UUID])
        cursor = SlotCursor(starts_at=seen[0], provider=ProviderId(seen[1])) if seen is not None else None
        wanted = SlotsWanted(query.visit_type, place, query.provider, query.specialty, query.language)
        calendars = await self.calendars.read(wanted, execution)
        search = _search(query.visit_type, within, calendars, execution.now)
        asked = _Asked(search, calendars, execution, execution.actor.patient)
        found = await self._found(asked, query.limit + 1, cursor)
        return paging.page(
            [SlotView.of(slot) for slot in found], query.limit, lambda slot: (slot.starts_at, slot.provider)
        )

    async def next_free(
        self, request: VisitRequest, patient: PatientId | None, execution: Execution, *sparing: UUID
    ) -> tuple[SlotView, ...]:
        """Give the next free slots of the same provider, visit type and place, from the time asked for on."""
        within = Span.lasting(max(request.starts_at, execution.now), _LOOK_AHEAD)
        wanted = SlotsWanted(request.visit_type, request.place, (request.provider,))
        calendars = await self.calendars.read(wanted, execution)
        search = _search(request.visit_type, within, calendars, execution.now)
        found = await self._found(_Asked(search, calendars, execution, patient, sparing), NEXT_FREE)
        return tuple(SlotView.of(slot) for slot in found)

    async def _found(self, asked: _Asked, limit: int, after: SlotCursor | None = None) -> list[Slot]:
        """Give up to ``limit`` slots: rules say which are possible, and what is booked is read for the next of those.

        Most searches are answered by the first look; where much is booked, looks grow.
        """
        found: list[Slot] = []
        providers, times = asked.calendars.providers, _FIRST_LOOK
        possible = possible_slots(asked.search, providers, after)
        while (missing := limit - len(found)) > 0:
            seen = await _aside(len(providers), partial(look, possible, min(times * missing, _LONGEST_LOOK)))
            if seen is None:
                break
            free = await self._free(asked, seen)
            found += await _aside(len(seen.calendars), partial(list, islice(free, missing)))
            times *= _GROWTH
        return found

    async def _free(self, asked: _Asked, seen: Look) -> Iterator[Slot]:
        """Read who is booked, and give the slots of a look that are free."""
        search, calendars, patient = replace(asked.search, within=seen.within), seen.calendars, asked.patient
        rooms = asked.calendars.rooms
        resources = [Resource(kind=ResourceKind.PROVIDER, id=calendar.provider) for calendar in calendars]
        resources += [Resource(kind=ResourceKind.ROOM, id=room) for room in rooms]
        if patient is not None:
            resources.append(Resource(kind=ResourceKind.PATIENT, id=patient))
        taken = await self.calendars.taken(resources, search.around(calendars), asked.execution, asked.sparing)
        if patient is not None:
            search = replace(search, patient_taken=taken.get(patient, ()))
        times = tuple(RoomTimes(room=room, taken=taken.get(room, ())) for room in rooms)
        candidates = (
            Candidate(calendar=calendar, taken=taken.get(calendar.provider, ()), rooms=times) for calendar in calendars
        )
        return free_slots(search, seen.slots, candidates)


async def _aside(calendars: int, search: Callable[[], T]) -> T:
    """Search so many calendars; many of them in a thread, so that others are served meanwhile."""
    return search() if calendars <= _FEW else await asyncio.to_thread(search)


def _search(visit_type: VisitTypeCode, within: Span, calendars: Calendars, now: datetime) -> SlotSearch:
    return SlotSearch(visit_type=visit_type, place=calendars.place, within=within, policy=calendars.policy, now=now)


def _span(earliest: datetime, until: datetime) -> Span:
    try:
        return Span(starts_at=earliest, ends_at=until)
    except ValueError as wrong:
        raise _malformed("until", "must be after from, both in the years 1900 to 2199") from wrong


def _place(query: FindSlots) -> VisitPlace | SiteId:
    if query.site is not None:
        return query.site
    if query.jurisdiction is None or query.zone is None:
        missing = "jurisdiction" if query.jurisdiction is None else "zone"
        raise _malformed(missing, "is needed to know where the patient will be, unless a site is named")
    try:
        return VisitPlace(jurisdiction=query.jurisdiction, zone=TimeZone(name=query.zone))
    except ValueError as unknown:
        raise _malformed("zone", str(unknown)) from unknown


def _malformed(parameter: str, detail: str) -> Malformed:
    return Malformed(errors=[{"parameter": parameter, "detail": detail}])

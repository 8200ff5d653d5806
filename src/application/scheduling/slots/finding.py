"""Searching calendars for free slots, and what whoever was just told that a time is taken is offered instead."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Final, NamedTuple, TypeVar
from uuid import UUID

from msgspec.structs import replace

from application.scheduling.appointments.ports import OpenDesk
from application.scheduling.ports import Bookings, Calendars
from application.scheduling.slots.views import SlotView
from application.shared.execution import Execution
from domain.scheduling.appointments.agenda import Resource, ResourceKind
from domain.scheduling.appointments.hindrances import RoomTimes
from domain.scheduling.slots.pages import Look, SlotCursor, look, possible_slots
from domain.scheduling.slots.search import SlotSearch
from domain.scheduling.slots.slots import Candidate, Slot, free_slots
from domain.shared.identifiers import PatientId
from domain.shared.time import Span

T = TypeVar("T")

NEXT_FREE: Final = 5
"""How many slots somebody is offered whose slot is taken."""

_LOOK_AHEAD: Final = timedelta(days=14)

_FIRST_LOOK, _GROWTH = 3, 8
"""How many slots are looked at for each that is wanted, and how many times more with each further look."""

_SHORTEST_LOOK, _LONGEST_LOOK = 25, 10_000
"""Between these a look is worth the statement that it costs, and no burden."""

_FEW: Final = 20
"""So many calendars are looked through on the spot; more for long enough that others would notice."""


class Asked(NamedTuple):
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
    """Searches calendars that were read."""

    bookings: Bookings

    async def next_free(
        self, opened: OpenDesk, patient: PatientId | None, execution: Execution, *sparing: UUID
    ) -> tuple[SlotView, ...]:
        """Give the next free slots of the same provider, visit type and place, from the time asked for on.

        What the desk has read is not read again.
        """
        desk, request = opened.desk, opened.request
        within = Span.lasting(max(request.starts_at, execution.now), _LOOK_AHEAD)
        calendars = Calendars(desk.policy, request.place, (desk.calendar,), opened.rooms)
        search = calendars.search(request.visit_type, within, execution.now)
        found = await self.first(Asked(search, calendars, execution, patient, sparing), NEXT_FREE)
        return tuple(SlotView.of(slot) for slot in found)

    async def first(self, asked: Asked, limit: int, after: SlotCursor | None = None) -> list[Slot]:
        """Give up to ``limit`` slots: rules say which are possible, and what is booked is read for the next of those.

        Most searches are answered by the first look; where much is booked, looks grow.
        """
        found: list[Slot] = []
        providers, times = asked.calendars.providers, _FIRST_LOOK
        possible = possible_slots(asked.search, providers, after)
        while (missing := limit - len(found)) > 0:
            seen = await _aside(len(providers), partial(look, possible, _length(times * missing)))
            if seen is None:
                break
            free = await self._free(asked, seen)
            found += await _aside(len(seen.calendars), partial(list, islice(free, missing)))
            times *= _GROWTH
        return found

    async def _free(self, asked: Asked, seen: Look) -> Iterator[Slot]:
        """Read who is booked, and give the slots of a look that are free."""
        search, calendars, patient = replace(asked.search, within=seen.within), seen.calendars, asked.patient
        rooms = asked.calendars.rooms
        resources = [Resource(kind=ResourceKind.PROVIDER, id=calendar.provider) for calendar in calendars]
        resources += [Resource(kind=ResourceKind.ROOM, id=room) for room in rooms]
        if patient is not None:
            resources.append(Resource(kind=ResourceKind.PATIENT, id=patient))
        taken = await self.bookings.taken(resources, search.around(calendars), asked.execution, asked.sparing)
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


def _length(wished: int) -> int:
    return min(max(wished, _SHORTEST_LOOK), _LONGEST_LOOK)

"""Finding who could hold a visit instead of its provider."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol
from uuid import UUID

from application.scheduling.ports import Bookings, CalendarReader, Calendars, SchedulingQueries, SlotsWanted, Taken
from application.scheduling.queries import FindReplacements, GetAppointment
from application.scheduling.slots.finding import NEXT_FREE, Asked, SlotFinder
from application.scheduling.slots.views import ReplacementsView, ReplacementView, SlotView
from application.scheduling.views import AppointmentView
from application.shared.execution import Execution
from domain.scheduling.appointments.agenda import Agenda, Reservation, Resource, ResourceKind
from domain.scheduling.appointments.booking_desk import BookingDesk
from domain.scheduling.appointments.handover import can_take_over, holds_it_alike
from domain.scheduling.appointments.planned_visit import PlannedVisit
from domain.scheduling.appointments.visit_type import VisitType
from domain.scheduling.hours.provider_calendar import ProviderCalendar
from domain.scheduling.slots.slots import Slot
from domain.shared.identifiers import ProviderId
from domain.shared.time import Span

_LATER: Final = timedelta(days=14)
_EARLIER: Final = timedelta(days=1)
_MOST_EARLIER: Final = 200
"""More slots than a day of few providers has; of very many, those that come first in it are looked at."""

_OTHERS: Final = UUID(int=0)
"""Stands for whoever has taken a time: only that it is taken counts."""


class Likeness(Protocol):
    """Knows who in the directory is like whom."""

    async def in_common(self, provider: ProviderId, execution: Execution) -> Mapping[ProviderId, int]:
        """Count the specialties and languages that others share with a provider; who shares none is left out."""
        ...


@dataclass(frozen=True, slots=True)
class FindReplacementsHandler:
    """Asks of every provider who holds such visits what reassigning would ask."""

    appointments: SchedulingQueries
    calendars: CalendarReader
    bookings: Bookings
    finder: SlotFinder
    likeness: Likeness

    async def __call__(self, query: FindReplacements, execution: Execution) -> ReplacementsView:
        """Give those who could hold the visit, or the nearest times. Raises ``NotFound``."""
        shown = await self.appointments.appointment(GetAppointment(appointment=query.appointment), execution)
        visit = _visit(shown)
        others = await self._others(visit, execution)
        free = await self._free(shown, visit, others, execution)
        nearest = () if free else await self._nearest(shown, visit, others, execution)
        alike = await self.likeness.in_common(visit.provider, execution)
        return ReplacementsView(
            at_its_time=tuple(
                ReplacementView(provider=provider, in_common=alike.get(provider, 0))
                for provider in sorted(free, key=lambda provider: (-alike.get(provider, 0), provider))
            ),
            nearest=tuple(map(SlotView.of, nearest)),
        )

    async def _others(self, visit: PlannedVisit, execution: Execution) -> Calendars:
        """Read the calendars of the others who hold such visits."""
        place = visit.place
        read = await self.calendars.read(SlotsWanted(visit.visit_type.code, place.site or place), execution)
        return read._replace(
            providers=tuple(
                calendar
                for calendar in read.providers
                if calendar.provider != visit.provider
                and holds_it_alike(calendar.offer(visit.visit_type.code), visit.visit_type)
            )
        )

    async def _free(
        self, shown: AppointmentView, visit: PlannedVisit, others: Calendars, execution: Execution
    ) -> list[ProviderId]:
        """Give those others who could hold the visit at its time."""
        resources = [Resource(kind=ResourceKind.PROVIDER, id=calendar.provider) for calendar in others.providers]
        if visit.room is not None:
            resources.append(Resource(kind=ResourceKind.ROOM, id=visit.room))
        around = others.search(visit.visit_type.code, visit.span, execution.now).around(others.providers)
        taken = await self.bookings.taken(resources, around, execution, (shown.id,))
        room = [resource for resource in resources if resource.kind is ResourceKind.ROOM]

        def desk(calendar: ProviderCalendar) -> BookingDesk:
            provider = Resource(kind=ResourceKind.PROVIDER, id=calendar.provider)
            agenda = Agenda(tuple(one for resource in (provider, *room) for one in _reservations(resource, taken)))
            return BookingDesk(
                calendar=calendar, agenda=agenda, policy=others.policy, owner=shown.id, now=execution.now
            )

        return [calendar.provider for calendar in others.providers if can_take_over(visit, desk(calendar))]

    async def _nearest(
        self, shown: AppointmentView, visit: PlannedVisit, others: Calendars, execution: Execution
    ) -> list[Slot]:
        """Give the free slots of others that are nearest to the visit's time, the nearest first."""

        async def found(within: Span, limit: int) -> list[Slot]:
            search = others.search(visit.visit_type.code, within, execution.now)
            asked = Asked(search, others, execution, shown.patient, (shown.id,))
            return await self.finder.first(asked, limit)

        at = visit.starts_at
        slots = await found(Span.lasting(at, _LATER), NEXT_FREE)
        slots += await found(Span(starts_at=at - _EARLIER, ends_at=at), _MOST_EARLIER)
        return sorted(slots, key=lambda slot: (abs(slot.span.starts_at - at), slot.span, slot.provider))[:NEXT_FREE]


def _visit(shown: AppointmentView) -> PlannedVisit:
    minutes = int((shown.ends_at - shown.starts_at) / timedelta(minutes=1))
    return PlannedVisit(
        provider=shown.provider,
        visit_type=VisitType(code=shown.visit_type, mode=shown.mode, length_minutes=minutes, price=shown.price),
        starts_at=shown.starts_at,
        place=shown.place,
        room=shown.room,
    )


def _reservations(resource: Resource, taken: Taken) -> list[Reservation]:
    return [
        Reservation(resource=resource, span=Span(starts_at=time.starts_at, ends_at=time.ends_at), owner=_OTHERS)
        for time in taken.get(resource.id, ())
    ]

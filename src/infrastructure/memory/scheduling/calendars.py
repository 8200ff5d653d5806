"""The calendars that a search looks at, from what is kept in memory."""

from application.providers.languages import answered_by
from application.scheduling.ports import Calendars, SlotsWanted
from application.shared.execution import Execution
from domain.providers.provider import Provider
from domain.scheduling.agenda import Agenda, Resource, ResourceKind
from domain.scheduling.hindrances import RoomTimes
from domain.scheduling.provider_calendar import ProviderCalendar
from domain.scheduling.slots import Candidate
from domain.scheduling.visit_place import VisitPlace
from domain.shared.visits import VisitMode
from infrastructure.memory.scheduling.neighbours import Neighbours
from infrastructure.memory.scheduling.reservations import MemoryReservations


class MemoryCalendarReader:
    """Reads every provider's calendar and keeps those that come into question."""

    def __init__(self, neighbours: Neighbours, reservations: MemoryReservations) -> None:
        self._neighbours = neighbours
        self._reservations = reservations

    async def read(self, wanted: SlotsWanted, execution: Execution) -> Calendars:
        """Read hours and reservations of every provider who comes into question."""
        agenda = self._reservations.agenda(execution.clinic).without(*wanted.sparing)
        place = self._place(wanted, execution)
        found = (
            calendar
            for provider, calendar in self._neighbours.calendars(execution)
            if _fits(provider, wanted) and calendar.offer(wanted.visit_type) is not None
        )
        patient = Resource(kind=ResourceKind.PATIENT, id=wanted.patient) if wanted.patient is not None else None
        return Calendars(
            policy=self._neighbours.policy(execution),
            place=place,
            candidates=tuple(self._candidate(calendar, wanted, agenda, execution) for calendar in found),
            patient_taken=agenda.taken(patient, execution.now) if patient is not None else (),
        )

    def _place(self, wanted: SlotsWanted, execution: Execution) -> VisitPlace:
        if isinstance(wanted.place, VisitPlace):
            return wanted.place
        return self._neighbours.site(wanted.place, execution)

    def _candidate(
        self, calendar: ProviderCalendar, wanted: SlotsWanted, agenda: Agenda, execution: Execution
    ) -> Candidate:
        visit = calendar.offer(wanted.visit_type)
        rooms: tuple[RoomTimes, ...] = ()
        if visit is not None and visit.mode is VisitMode.IN_PERSON and wanted.site is not None:
            rooms = tuple(
                RoomTimes(room=room, taken=agenda.taken(Resource(kind=ResourceKind.ROOM, id=room), execution.now))
                for room in self._neighbours.rooms(execution, wanted.site)
            )
        provider = Resource(kind=ResourceKind.PROVIDER, id=calendar.provider)
        return Candidate(calendar=calendar, taken=agenda.taken(provider, execution.now), rooms=rooms)


def _fits(provider: Provider, wanted: SlotsWanted) -> bool:
    return (
        (not wanted.providers or provider.id in wanted.providers)
        and (wanted.specialty is None or wanted.specialty in provider.profile.specialties)
        and (wanted.language is None or wanted.language in _answered(provider))
    )


def _answered(provider: Provider) -> set[str]:
    return {wish for tag in provider.profile.languages for wish in answered_by(tag)}

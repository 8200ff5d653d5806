"""The calendars that a search looks at, from what is kept in memory."""

from collections.abc import Sequence
from uuid import UUID

from application.providers.languages import answered_by
from application.scheduling.ports import Calendars, SlotsWanted, Taken
from application.shared.execution import Execution
from domain.providers.provider import Provider
from domain.scheduling.appointments.agenda import Agenda, Resource, ResourceKind
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.slots.stretch import Stretch
from domain.shared.identifiers import PatientId
from domain.shared.time import Span
from infrastructure.memory.scheduling.neighbours import Neighbours
from infrastructure.memory.scheduling.reservations import MemoryReservations


class MemoryCalendarReader:
    """Reads every provider's calendar and keeps those that come into question."""

    def __init__(self, neighbours: Neighbours, reservations: MemoryReservations) -> None:
        self._neighbours = neighbours
        self._reservations = reservations

    async def read(self, wanted: SlotsWanted, execution: Execution) -> Calendars:
        """Read what the rules say of every provider who comes into question."""
        if wanted.patient is not None:
            self._neighbours.standing(wanted.patient, execution)
        return Calendars(
            policy=self._neighbours.policy(execution),
            place=self._place(wanted, execution),
            providers=tuple(
                calendar
                for provider, calendar in self._neighbours.calendars(execution)
                if _fits(provider, wanted) and calendar.offer(wanted.visit_type) is not None
            ),
            rooms=self._neighbours.rooms(execution, wanted.site),
        )

    async def taken(
        self, resources: Sequence[Resource], around: Span, execution: Execution, sparing: Sequence[UUID] = ()
    ) -> Taken:
        """Give when providers, rooms and patients are taken."""
        agenda = self._reservations.agenda(execution.clinic).without(*sparing)

        def times(resource: Resource) -> tuple[Stretch, ...]:
            taken = self._of_person(agenda, resource, execution).taken(resource, execution.now)
            return tuple(time for time in taken if time.starts_at < around.ends_at and around.starts_at < time.ends_at)

        return {resource.id: taken for resource in resources if (taken := times(resource))}

    def _of_person(self, agenda: Agenda, resource: Resource, execution: Execution) -> Agenda:
        if resource.kind is not ResourceKind.PATIENT:
            return agenda
        return agenda.of_one_person(resource.id, self._neighbours.records(PatientId(resource.id), execution))

    def _place(self, wanted: SlotsWanted, execution: Execution) -> VisitPlace:
        if isinstance(wanted.place, VisitPlace):
            return wanted.place
        return self._neighbours.site(wanted.place, execution)


def _fits(provider: Provider, wanted: SlotsWanted) -> bool:
    return (
        (not wanted.providers or provider.id in wanted.providers)
        and (wanted.specialty is None or wanted.specialty in provider.profile.specialties)
        and (wanted.language is None or wanted.language in _answered(provider))
    )


def _answered(provider: Provider) -> set[str]:
    return {wish for tag in provider.profile.languages for wish in answered_by(tag)}

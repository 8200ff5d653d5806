"""Free slots, found as they are asked for and never stored."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from domain.scheduling.appointments.hindrances import FreeRoom, Hindrance, RoomTimes, on_full_days, while_taken
from domain.scheduling.appointments.visit_type import VisitType
from domain.scheduling.hours.provider_calendar import ProviderCalendar
from domain.scheduling.slots.search import SlotSearch
from domain.scheduling.slots.stretch import Stretch
from domain.shared.identifiers import ProviderId, RoomId
from domain.shared.time import Span
from domain.shared.values import ValueObject
from domain.shared.visits import VisitMode, VisitTypeCode


class Slot(ValueObject, frozen=True, kw_only=True):
    """A time at which a provider could see a patient, and for a visit in person the room that is free then."""

    provider: ProviderId
    visit_type: VisitTypeCode
    span: Span
    room: RoomId | None = None


class Candidate(ValueObject, frozen=True, kw_only=True):
    """A provider to search, and when the provider is taken (holds that ran out left away), in order of start.

    With ``rooms`` a slot in person needs one of them; without, none.
    """

    calendar: ProviderCalendar
    taken: tuple[Stretch, ...] = ()
    rooms: tuple[RoomTimes, ...] = ()


class PossibleSlot(NamedTuple):
    """A slot that the rules allow, whoever is booked then. Such slots sort as pages do: by start, then by provider."""

    starts_at: datetime
    number: int
    """The provider's id as a number."""
    calendar: ProviderCalendar


def free_slots(search: SlotSearch, possible: Iterable[PossibleSlot], candidates: Iterable[Candidate]) -> Iterator[Slot]:
    """Give those possible slots of the candidates, which come in order, that nothing stands in the way of."""
    booked = {
        candidate.calendar.provider.int: _Bookings(search, candidate, visit)
        for candidate in candidates
        if (visit := candidate.calendar.offer(search.visit_type)) is not None
    }
    for starts_at, number, _ in possible:
        slot = booked[number].slot(starts_at)
        if slot is not None:
            yield slot


class _Bookings:
    """What stands in the way of one provider's visits, asked about forward in time."""

    def __init__(self, search: SlotSearch, candidate: Candidate, visit: VisitType) -> None:
        self._provider, self._visit = candidate.calendar.provider, visit
        self._rooms = FreeRoom(candidate.rooms if visit.mode is VisitMode.IN_PERSON else (), visit)
        self._hindrances = (*_hindrances(search, candidate, visit), self._rooms.hinders)
        self._again = search.within.starts_at

    def slot(self, starts_at: datetime) -> Slot | None:
        """Give the slot that starts then, or nothing where something stands in its way."""
        if starts_at < self._again:
            return None
        again = next((later for hinders in self._hindrances if (later := hinders(starts_at)) is not None), None)
        if again is not None:
            self._again = again
            return None
        return Slot(
            provider=self._provider,
            visit_type=self._visit.code,
            span=Span.lasting(starts_at, self._visit.length),
            room=self._rooms.chosen,
        )


def _hindrances(search: SlotSearch, candidate: Candidate, visit: VisitType) -> Iterator[Hindrance]:
    policy = search.policy
    if candidate.taken:
        yield while_taken(candidate.taken, visit.length, visit.buffer_before, visit.buffer_after)
    if search.patient_taken:
        yield while_taken(search.patient_taken, visit.length)
    if policy.daily_maximum is not None:
        yield on_full_days(candidate.taken, policy.daily_maximum, candidate.calendar.rules.zone, visit.buffer_before)

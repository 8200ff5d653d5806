"""Free slots of one provider, found as they are asked for and never stored."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.scheduling.booking_policy import BookingPolicy
from domain.scheduling.eligibility import place_refusals
from domain.scheduling.hindrances import FreeRoom, Hindrance, RoomTimes, on_full_days, while_taken, without_authority
from domain.scheduling.opening_hours import openings
from domain.scheduling.provider_calendar import ProviderCalendar
from domain.scheduling.stretch import Stretch
from domain.scheduling.visit_place import VisitPlace
from domain.scheduling.visit_type import VisitType
from domain.shared.identifiers import ProviderId, RoomId
from domain.shared.time import Instant, Span, TimeZone
from domain.shared.values import ValueObject
from domain.shared.visits import VisitTypeCode

_DAY = timedelta(days=1)


class Slot(ValueObject, frozen=True, kw_only=True):
    """A time at which a provider could see a patient, and for a visit in person the room that is free then."""

    provider: ProviderId
    visit_type: VisitTypeCode
    span: Span
    room: RoomId | None = None


class Candidate(ValueObject, frozen=True, kw_only=True):
    """A provider to search, and when the provider is taken (holds that ran out left away), in order of start.

    With ``rooms`` a slot needs one of them; without, none.
    """

    calendar: ProviderCalendar
    taken: tuple[Stretch, ...] = ()
    rooms: tuple[RoomTimes, ...] = ()


class SlotSearch(ValueObject, frozen=True, kw_only=True):
    """What is looked for. A slot found here is one that the booking desk would offer at ``now``."""

    visit_type: VisitTypeCode
    place: VisitPlace
    within: Span
    """Slots start in this span; they may end after it."""

    policy: BookingPolicy
    now: Instant
    patient_taken: tuple[Stretch, ...] = ()
    """The patient's own visits, where a patient is known, in order of start."""


def free_slots(search: SlotSearch, candidate: Candidate) -> Iterator[Slot]:
    """Give one provider's free slots in order of start; work grows with the days, slots and reservations passed."""
    calendar = candidate.calendar
    visit = calendar.offer(search.visit_type)
    if (
        visit is None
        or any(place_refusals(visit.mode, search.place))
        or all(one.jurisdiction != search.place.jurisdiction for one in calendar.authorities)
    ):
        return
    zone, length, step = calendar.rules.zone, visit.length, timedelta(minutes=search.policy.slot_grid_minutes)
    earliest = max(search.within.starts_at, search.policy.earliest_start(search.now))
    latest = search.policy.latest_start(search.now)
    days = zone.date(earliest) - _DAY, zone.date(search.within.ends_at)  # hours of the day before may run on
    rooms = FreeRoom(candidate.rooms, visit)
    hindrances = (*_hindrances(search, candidate, visit), rooms.hinders)
    for opening in openings(calendar.rules, *days, visit.mode, search.place.site):
        at = _next_start(max(opening.starts_at, earliest), zone, search.policy)
        while (ends_at := at + length) <= opening.ends_at:
            if at > latest or at >= search.within.ends_at:
                return
            again = next((later for hinders in hindrances if (later := hinders(at)) is not None), None)
            if again is None:
                span = Span(starts_at=at, ends_at=ends_at)
                yield Slot(provider=calendar.provider, visit_type=visit.code, span=span, room=rooms.chosen)
                again = at + step
            at = _next_start(again, zone, search.policy)


def _next_start(at: datetime, zone: TimeZone, policy: BookingPolicy) -> datetime:
    """Give the first instant from ``at`` on at which the wall clock stands on the grid."""
    while not policy.on_grid(local := zone.local(at)):
        past = timedelta(minutes=local.minute % policy.slot_grid_minutes)
        at += timedelta(minutes=policy.slot_grid_minutes) - past
        at -= timedelta(seconds=local.second, microseconds=local.microsecond)
    return at


def _hindrances(search: SlotSearch, candidate: Candidate, visit: VisitType) -> Iterator[Hindrance]:
    calendar, policy = candidate.calendar, search.policy
    yield without_authority(calendar.authorities, search.place)
    if candidate.taken:
        yield while_taken(candidate.taken, visit.length, visit.buffer_before, visit.buffer_after)
    if search.patient_taken:
        yield while_taken(search.patient_taken, visit.length)
    if policy.daily_maximum is not None:
        yield on_full_days(candidate.taken, policy.daily_maximum, calendar.rules.zone, visit.buffer_before)

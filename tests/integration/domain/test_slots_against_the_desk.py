"""The search, which looks at little, finds what the booking desk would say of every single time, and explains."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.scheduling.appointments.agenda import Agenda, Reservation, Resource, ResourceKind
from domain.scheduling.appointments.booking_desk import BookingDesk
from domain.scheduling.appointments.eligibility import PatientStanding
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.appointments.visit_place import EmergencyContact, VisitPlace, Whereabouts
from domain.scheduling.appointments.visit_type import VisitType
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.hours.provider_calendar import ProviderCalendar
from domain.scheduling.hours.working_hours import ExceptionId, TimeOff, Weekday, WeeklyHours, WorkingRules
from domain.scheduling.slots.explanation import explain
from domain.scheduling.slots.pages import look, possible_slots
from domain.scheduling.slots.search import SlotSearch
from domain.scheduling.slots.slots import Candidate, free_slots
from domain.shared.contacts import PersonName, PhoneNumber, PostalAddress
from domain.shared.errors import DomainError
from domain.shared.identifiers import PatientId, ProviderId
from domain.shared.practice import PracticeRight
from domain.shared.time import Span, TimeZone
from domain.shared.visits import VisitMode

FIVE_MINUTES: Final = timedelta(minutes=5)
RANGE: Final = timedelta(days=2)
DR_LEE, MIA, OTHERS, HERS = ProviderId(UUID(int=21)), PatientId(UUID(int=31)), UUID(int=1), UUID(int=2)
PROVIDER = Resource(kind=ResourceKind.PROVIDER, id=DR_LEE)
IN_GOOD_STANDING = PatientStanding(patient=MIA, telehealth_consent=True, identity_verified=True)
HOME = Whereabouts(
    address=PostalAddress(street="350 5th Avenue", city="New York", postal_code="10118", country="US"),
    call_back=PhoneNumber(number="+12025550123"),
    emergency_contact=EmergencyContact(
        name=PersonName(family="Sanchez", given="Leo"), phone=PhoneNumber(number="+12025550145")
    ),
)
PATIENT = Resource(kind=ResourceKind.PATIENT, id=MIA)

NIGHTS: Final = [
    ("America/New_York", date(2030, 3, 9)),
    ("America/New_York", date(2030, 11, 2)),
    ("Australia/Lord_Howe", date(2030, 10, 5)),
    ("America/Nuuk", date(2030, 3, 30)),
    ("Pacific/Kiritimati", date(2028, 2, 28)),
    ("Asia/Kathmandu", date(2030, 12, 31)),
]
"""Clocks and the days before something happens to them or to the calendar: changes of clock, a leap day, a new year."""


def readings(first: int, last: int) -> st.SearchStrategy[str]:
    """Draw readings of the wall clock, to five minutes."""
    return st.integers(first, last).map(lambda step: f"{step // 12:02}:{step % 12 * 5:02}")


HOURS: Final = [
    [("08:00", "12:05"), ("13:00", "17:30")],
    [("00:00", "24:00")],
    [("00:00", "03:30"), ("22:10", "24:00")],
    [("01:15", "02:45"), ("03:00", "09:00")],
]


@st.composite
def rules(draw: st.DrawFn, zone: TimeZone, day: date) -> WorkingRules:
    """Draw hours of every day, some of which meet at midnight, and time off."""
    hours = draw(st.sampled_from(HOURS))
    weekly = tuple(WeeklyHours(weekday=weekday, opens=a, closes=b) for weekday in Weekday for a, b in hours)
    off = TimeOff(
        exception_id=ExceptionId(UUID(int=61)),
        first_day=day,
        last_day=day + timedelta(days=draw(st.integers(0, 1))),
        leaves=draw(readings(0, 140)),
        returns=draw(readings(141, 288)),
    )
    return WorkingRules(zone=zone, weekly=weekly, time_off=draw(st.sampled_from([(), (off,)])))


@st.composite
def agendas(draw: st.DrawFn, begins: datetime) -> Agenda:
    """Draw what is taken: of the provider and of the patient, some of it twice over."""
    return Agenda(
        tuple(
            Reservation(
                resource=draw(st.sampled_from([PROVIDER, PROVIDER, PATIENT])),
                span=Span.lasting(begins + step * FIVE_MINUTES, steps * FIVE_MINUTES),
                owner=OTHERS,
            )
            for step, steps in draw(st.lists(st.tuples(st.integers(-60, 600), st.integers(1, 15)), max_size=16))
        )
    )


@given(data=st.data())
@settings(max_examples=60)
def test_the_search_finds_what_the_desk_would_give(data: st.DataObject) -> None:
    """Over clock changes, with buffers, notice, horizon, daily maximum and authority, in looks of any length.

    A slot is offered if and only if it can be booked and nothing is told to stand in its way; of several hindrances the
    first is what a booking is refused with.
    """
    name, day = data.draw(st.sampled_from(NIGHTS))
    zone = TimeZone(name)
    whereabouts = TimeZone(data.draw(st.sampled_from([name, "Pacific/Honolulu", "Pacific/Auckland"])))
    begins = datetime.combine(day, datetime.min.time(), UTC) - timedelta(hours=12)
    policy = BookingPolicy(
        slot_grid_minutes=data.draw(st.sampled_from([5, 15, 20, 60])),
        minimum_notice_minutes=data.draw(st.sampled_from([0, 67])),
        booking_horizon_days=data.draw(st.sampled_from([90, 90, 1])),
        daily_maximum=data.draw(st.sampled_from([None, None, None, 3])),
    )
    visit = VisitType(
        code="follow-up",
        mode=VisitMode.VIDEO,
        length_minutes=data.draw(st.sampled_from([25, 5, 90, 700])),
        buffer_before_minutes=data.draw(st.sampled_from([0, 10, 60])),
        buffer_after_minutes=data.draw(st.sampled_from([0, 15])),
    )
    here = VisitPlace(jurisdiction="US-NY", zone=whereabouts)
    authority = PracticeRight(
        jurisdiction="US-NY",
        valid_from=day + timedelta(days=data.draw(st.sampled_from([-2, -2, 0, 1]))),
        valid_until=data.draw(st.sampled_from([None, None, day + timedelta(days=1)])),
    )
    calendar = ProviderCalendar(
        provider=DR_LEE,
        rules=data.draw(rules(zone, day)),
        visit_types=(visit,),
        authorities=(authority,),
        suspended=data.draw(st.sampled_from([False, False, False, True])),
        leaves_at=data.draw(st.none() | st.integers(0, 60).map(lambda hours: begins + timedelta(hours=hours))),
    )
    now = begins - timedelta(hours=data.draw(st.integers(0, 30)))
    agenda = data.draw(agendas(begins))

    desk = BookingDesk(calendar=calendar, agenda=agenda, policy=policy, owner=HERS, now=now)

    def bookable(starts_at: datetime) -> bool:
        request = VisitRequest(provider=DR_LEE, visit_type=visit.code, starts_at=starts_at, place=here)
        told = [said(one) for one in explain(desk, request, IN_GOOD_STANDING).hindrances]
        refused = refusal(desk, request)
        assert told[:1] == refused
        return refused == []

    search = SlotSearch(visit_type=visit.code, place=here, within=Span.lasting(begins, RANGE), policy=policy, now=now)
    possible, many = possible_slots(search, [calendar]), data.draw(st.sampled_from([1, 7, 1000]))
    found = []
    while (seen := look(possible, many)) is not None:
        glance = replace(search, within=seen.within)
        known = _around(glance.around([calendar]), agenda)
        glance = replace(glance, patient_taken=known.taken(PATIENT, now))
        candidate = Candidate(calendar=calendar, taken=known.taken(PROVIDER, now))
        found += [slot.span.starts_at for slot in free_slots(glance, seen.slots, [candidate])]

    every_five_minutes = (begins + step * FIVE_MINUTES for step in range(RANGE // FIVE_MINUTES))
    assert found == [starts_at for starts_at in every_five_minutes if bookable(starts_at)]


def refusal(desk: BookingDesk, request: VisitRequest) -> list[tuple[str, object]]:
    """Give what a booking is refused with; nothing where it is not."""
    try:
        desk.admit(request, IN_GOOD_STANDING, HOME)
    except DomainError as refused:
        return [said(refused)]
    return []


def said(refusal: DomainError) -> tuple[str, object]:
    """Give the rule and what it looked at."""
    return refusal.code, refusal.details


def _around(span: Span, agenda: Agenda) -> Agenda:
    """Give all of an agenda that a look is told of."""
    return Agenda(tuple(kept for kept in agenda.reservations if kept.span.overlaps(span)))

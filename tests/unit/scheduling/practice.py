"""Whom, what and when the stories of the calendar are about: a Tuesday in New York."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from domain.scheduling.appointments.agenda import Agenda
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.booking_desk import Admission, BookingDesk
from domain.scheduling.appointments.eligibility import PatientStanding
from domain.scheduling.appointments.planned_visit import PlannedVisit, VisitRequest
from domain.scheduling.appointments.visit_place import EmergencyContact, VisitPlace, Whereabouts
from domain.scheduling.appointments.visit_type import VisitType
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.hours.provider_calendar import ProviderCalendar
from domain.scheduling.hours.working_hours import Weekday, WeeklyHours, WorkingRules
from domain.scheduling.slots.hold import Hold
from domain.scheduling.slots.pages import possible_slots
from domain.scheduling.slots.search import SlotSearch
from domain.scheduling.slots.slots import Candidate, Slot, free_slots
from domain.shared.contacts import PersonName, PhoneNumber, PostalAddress
from domain.shared.identifiers import AppointmentId, PatientId, ProviderId, RoomId, SiteId
from domain.shared.practice import PracticeRight
from domain.shared.time import TimeZone
from domain.shared.visits import VisitMode
from unit.spec import STREAM

Act = Callable[[Appointment], None]
HoldAct = Callable[[Hold], None]

NEW_YORK = TimeZone(name="America/New_York")
DR_LEE, DR_CHO = ProviderId(UUID(int=21)), ProviderId(UUID(int=22))
MIA, TOM = PatientId(UUID(int=31)), PatientId(UUID(int=32))
ROOM_A, ROOM_B = RoomId(UUID(int=41)), RoomId(UUID(int=42))
DOWNTOWN, UPTOWN = SiteId(UUID(int=51)), SiteId(UUID(int=52))
APPOINTMENT, OTHER = AppointmentId(STREAM), AppointmentId(UUID(int=2))


def at(reading: str, zone: TimeZone = NEW_YORK) -> datetime:
    """Read a wall clock on a day, in New York unless said."""
    wall = datetime.fromisoformat(reading)
    return zone.instant(wall.date(), wall.time())


MONDAY_NOON = at("2030-05-13 12:00")
NINE, TEN, ELEVEN = at("2030-05-14 09:00"), at("2030-05-14 10:00"), at("2030-05-14 11:00")

VIDEO = VisitType(code="follow-up", mode=VisitMode.VIDEO, length_minutes=30)
PHONE = VisitType(code="call", mode=VisitMode.PHONE, length_minutes=15)
EXAM = VisitType(
    code="exam",
    mode=VisitMode.IN_PERSON,
    length_minutes=30,
    buffer_before_minutes=15,
    buffer_after_minutes=15,
)

AT_HOME = VisitPlace(jurisdiction="US-NY", zone=NEW_YORK)
AT_THE_SITE = VisitPlace(jurisdiction="US-NY", zone=NEW_YORK, site=DOWNTOWN)
HOME = Whereabouts(
    address=PostalAddress(street="350 5th Avenue", city="New York", postal_code="10118", country="US"),
    call_back=PhoneNumber(number="+12025550123"),
    emergency_contact=EmergencyContact(
        name=PersonName(family="Sanchez", given="Leo"), phone=PhoneNumber(number="+12025550145")
    ),
)
IN_NEW_YORK = PracticeRight(jurisdiction="US-NY", valid_from=date(2020, 1, 1))


def every_day(opens: str, closes: str) -> tuple[WeeklyHours, ...]:
    """Keep the same hours on all seven days."""
    return tuple(WeeklyHours(weekday=day, opens=opens, closes=closes) for day in Weekday)


POLICY = BookingPolicy.default()
RULES = WorkingRules(zone=NEW_YORK, weekly=every_day("09:00", "17:00"))
CALENDAR = ProviderCalendar(provider=DR_LEE, rules=RULES, visit_types=(VIDEO, PHONE, EXAM), authorities=(IN_NEW_YORK,))
IN_GOOD_STANDING = PatientStanding(patient=MIA, telehealth_consent=True, identity_verified=True)


def desk(**changed: Any) -> BookingDesk:
    """Stand at the desk on Monday at noon, with an empty agenda and the default policy unless said."""
    usual = BookingDesk(calendar=CALENDAR, agenda=Agenda(), policy=POLICY, owner=APPOINTMENT, now=MONDAY_NOON)
    return replace(usual, **changed)


def asking(starts_at: datetime = NINE, visit_type: VisitType = VIDEO, **more: Any) -> VisitRequest:
    """Somebody asks Dr Lee for a visit, from home unless it is in person."""
    place = AT_THE_SITE if visit_type.mode is VisitMode.IN_PERSON else AT_HOME
    usual = VisitRequest(provider=DR_LEE, visit_type=visit_type.code, starts_at=starts_at, place=place)
    return replace(usual, **more)


def visit(starts_at: datetime = NINE, visit_type: VisitType = VIDEO, **more: Any) -> PlannedVisit:
    """Plan a visit at Dr Lee's that broke no rule."""
    place = AT_THE_SITE if visit_type.mode is VisitMode.IN_PERSON else AT_HOME
    usual = PlannedVisit(provider=DR_LEE, visit_type=visit_type, starts_at=starts_at, place=place)
    return replace(usual, **more)


def admission(starts_at: datetime = NINE, patient: PatientId = MIA, **more: Any) -> Admission:
    """Give the yes of the desk to a video visit, or to another kind of visit."""
    planned = visit(starts_at, **more)
    remote = planned.visit_type.mode is not VisitMode.IN_PERSON
    return Admission(patient=patient, visit=planned, whereabouts=HOME if remote else None)


def free(search: SlotSearch, *candidates: Candidate) -> list[Slot]:
    """Give every free slot of a search."""
    possible = possible_slots(search, [candidate.calendar for candidate in candidates])
    return list(free_slots(search, possible, candidates))


booked = Appointment.Booked(patient=MIA, visit=visit(), whereabouts=HOME)
requested = Appointment.Requested(patient=MIA, visit=visit(), whereabouts=HOME)
arrived = Appointment.Arrived()
checked_in = Appointment.CheckedIn(patient=MIA, place=AT_HOME, whereabouts=HOME)
fulfilled = Appointment.Fulfilled()

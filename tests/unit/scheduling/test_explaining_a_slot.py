"""Why a slot is offered or not: every rule that stands in its way, and what each looked at."""

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from domain.scheduling.appointments.agenda import Agenda, RoomTaken
from domain.scheduling.appointments.booking_desk import BookingDesk
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.hours.working_hours import ExceptionId, TimeOff
from domain.scheduling.slots.explanation import explain
from unit.scheduling.practice import (
    APPOINTMENT,
    AT_HOME,
    CALENDAR,
    DR_CHO,
    EXAM,
    IN_GOOD_STANDING,
    MONDAY_NOON,
    NINE,
    OTHER,
    ROOM_A,
    ROOM_B,
    RULES,
    TEN,
    TOM,
    VIDEO,
    asking,
    at,
    desk,
    visit,
)
from unit.spec import STREAM

SICK_ON_TUESDAY = TimeOff(
    exception_id=ExceptionId(STREAM), first_day=date(2030, 5, 14), last_day=date(2030, 5, 14), returns="12:00"
)


def named(here: BookingDesk, request: VisitRequest, **more: Any) -> list[str]:
    """Name what stands in the way, in the order in which it is told."""
    return [hindrance.code for hindrance in explain(here, request, **more).hindrances]


def test_a_free_slot() -> None:
    """Nothing stands in the way of a slot that can be booked; it is told what the visit would be."""
    assert explain(desk(), asking(), IN_GOOD_STANDING) == (visit(), ())


def test_everything_is_named() -> None:
    """Who asks why a slot is missing hears every rule that stands against it, not only the first."""
    unknown = replace(IN_GOOD_STANDING, telehealth_consent=False, identity_verified=False)
    busy = desk(policy=BookingPolicy(daily_maximum=1), agenda=Agenda(visit(NINE).reservations(OTHER, TOM)))
    assert named(busy, asking(at("2030-05-14 08:50")), standing=unknown) == [
        "scheduling.telehealth-consent-missing",
        "scheduling.identity-not-verified",
        "scheduling.off-grid",
        "scheduling.outside-hours",
        "scheduling.day-is-full",
        "scheduling.provider-taken",
    ]


def test_a_slot_for_nobody_in_particular() -> None:
    """Without a patient nothing about a patient is asked."""
    taken = desk(agenda=Agenda(visit(NINE, provider=DR_CHO).reservations(OTHER, IN_GOOD_STANDING.patient)))
    assert named(taken, asking()) == []
    assert named(taken, asking(), standing=IN_GOOD_STANDING) == ["scheduling.patient-taken"]


def test_nobody_who_is_booked_is_named() -> None:
    """That a provider is taken is told with the time, buffers included, and without saying by whom."""
    busy = desk(agenda=Agenda(visit(TEN, EXAM).reservations(OTHER, TOM)))
    (taken,) = explain(busy, asking(at("2030-05-14 09:30"))).hindrances
    assert taken.details == {
        "resource": "provider",
        "starts_at": at("2030-05-14 09:45"),
        "ends_at": at("2030-05-14 10:45"),
    }


def test_time_off_is_not_closing_time() -> None:
    """A provider who is away tells until when; only a slot outside the usual hours is outside the hours."""
    away = desk(calendar=replace(CALENDAR, rules=replace(RULES, time_off=(SICK_ON_TUESDAY,))))
    (hindrance,) = explain(away, asking()).hindrances
    assert (hindrance.code, hindrance.details) == ("scheduling.provider-away", {"until": at("2030-05-14 12:00")})
    assert named(away, asking(at("2030-05-14 08:30"))) == ["scheduling.outside-hours", "scheduling.provider-away"]
    assert named(away, asking(at("2030-05-14 12:00"))) == []


def test_up_to_the_time_off() -> None:
    """A visit may end when the provider leaves."""
    leaving = replace(SICK_ON_TUESDAY, leaves="09:30")
    assert named(desk(calendar=replace(CALENDAR, rules=replace(RULES, time_off=(leaving,)))), asking()) == []


def test_what_is_not_offered() -> None:
    """How long a visit would be nobody knows where the provider offers no such visits; that is all that is told."""
    (hindrance,) = explain(desk(calendar=replace(CALENDAR, visit_types=())), asking()).hindrances
    assert (hindrance.code, hindrance.details) == ("scheduling.visit-type-not-offered", {"visit_type": VIDEO.code})


def test_outside_the_time_for_bookings() -> None:
    """Too soon or too far ahead, hours and bookings are not looked at; where the provider may practise is."""
    late = desk(now=NINE - timedelta(minutes=59), calendar=replace(CALENDAR, authorities=()))
    assert named(late, asking()) == ["scheduling.not-authorized-there", "scheduling.notice-too-short"]
    early = desk(now=MONDAY_NOON - timedelta(days=100))
    assert named(early, asking()) == ["scheduling.beyond-horizon"]


def test_a_room_is_found() -> None:
    """In person, the first of the site's rooms that is free is taken; a room that was named is asked about itself."""
    busy = desk(agenda=Agenda(visit(TEN, EXAM, provider=DR_CHO, room=ROOM_A).reservations(OTHER, TOM)))
    rooms = (ROOM_A, ROOM_B)
    assert explain(busy, asking(TEN, EXAM), rooms=rooms) == (visit(TEN, EXAM, room=ROOM_B), ())
    assert named(busy, asking(TEN, EXAM, room=ROOM_A), rooms=rooms) == [RoomTaken.code]
    assert named(busy, asking(TEN, EXAM), rooms=(ROOM_A,)) == [RoomTaken.code]


def test_the_room_that_it_has() -> None:
    """The room that the visit itself has reserved is free to it, and so is one whose hold ran out."""
    own = visit(TEN, EXAM, room=ROOM_A).reservations(APPOINTMENT, IN_GOOD_STANDING.patient)
    ran_out = visit(TEN, EXAM, provider=DR_CHO, room=ROOM_A).reservations(OTHER, None, expires_at=MONDAY_NOON)
    here = desk(agenda=Agenda((*own, *ran_out)))
    assert explain(here, asking(TEN, EXAM), rooms=(ROOM_A, ROOM_B)) == (visit(TEN, EXAM, room=ROOM_A), ())


def test_no_room_is_asked_for() -> None:
    """A remote visit needs no room, and at a site without rooms none is needed."""
    for request, rooms in ((asking(), (ROOM_A,)), (asking(TEN, EXAM), ())):
        told = explain(desk(), request, rooms=rooms)
        assert (told.visit is not None and told.visit.room, told.hindrances) == (None, ())


def test_the_site_is_missing() -> None:
    """A slot in person without its site cannot be booked."""
    assert named(desk(), asking(TEN, EXAM, place=AT_HOME)) == ["scheduling.site-not-stated"]
    assert desk().owner == APPOINTMENT

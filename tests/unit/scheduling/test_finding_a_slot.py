"""Which times the search offers, and that the desk stands by them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.scheduling.appointments.agenda import Agenda, Resource, ResourceKind
from domain.scheduling.appointments.hindrances import RoomTimes
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.appointments.visit_type import VisitType
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.hours.working_hours import WorkingRules
from domain.scheduling.slots.search import SlotSearch
from domain.scheduling.slots.slots import Candidate, Slot
from domain.scheduling.slots.stretch import Stretch
from domain.shared.errors import DomainError
from domain.shared.identifiers import RoomId
from domain.shared.practice import PracticeRight
from domain.shared.time import Span, TimeZone
from unit.scheduling.practice import (
    AT_HOME,
    AT_THE_SITE,
    CALENDAR,
    DR_LEE,
    EXAM,
    HOME,
    IN_GOOD_STANDING,
    MIA,
    MONDAY_NOON,
    NEW_YORK,
    NINE,
    OTHER,
    POLICY,
    ROOM_A,
    ROOM_B,
    TEN,
    TOM,
    UPTOWN,
    VIDEO,
    at,
    desk,
    every_day,
    free,
    visit,
)

HALF_HOURS = replace(POLICY, slot_grid_minutes=30)
HALF_HOUR = timedelta(minutes=30)
TUESDAY = Span(starts_at=at("2030-05-14 00:00"), ends_at=at("2030-05-15 00:00"))
EVER = date(1900, 1, 1)
HAWAII = TimeZone(name="Pacific/Honolulu")
MORNINGS = replace(CALENDAR, rules=WorkingRules(zone=NEW_YORK, weekly=every_day("09:00", "11:00")))


def looking(**changed: Any) -> SlotSearch:
    """Look for a video visit on Tuesday, on the hour and the half hour, unless said."""
    usual = SlotSearch(visit_type="follow-up", place=AT_HOME, within=TUESDAY, policy=HALF_HOURS, now=MONDAY_NOON)
    return replace(usual, **changed)


def mornings(*taken: Stretch, **changed: Any) -> Candidate:
    """Let Dr Lee work in the mornings, from nine to eleven, and be taken at times."""
    return replace(Candidate(calendar=MORNINGS, taken=taken), **changed)


def taken(starts_at: datetime, minutes: int = 30) -> Stretch:
    """Take a time."""
    return Stretch(starts_at, starts_at + timedelta(minutes=minutes))


def offered(search: SlotSearch, candidate: Candidate) -> list[str]:
    """Read the starts off the wall in New York."""
    return [f"{NEW_YORK.local(slot.span.starts_at):%H:%M}" for slot in free(search, candidate)]


def test_a_free_morning() -> None:
    """The search offers each start on the grid from which the visit fits into the hours."""
    assert offered(looking(), mornings()) == ["09:00", "09:30", "10:00", "10:30"]


def test_what_a_slot_says() -> None:
    """A slot names the provider, the visit type and the visit's time without buffers."""
    first, *_ = free(looking(), mornings())
    assert first == Slot(provider=DR_LEE, visit_type="follow-up", span=Span.lasting(NINE, HALF_HOUR))


def test_taken_times_are_left_out() -> None:
    """What is taken is not offered; touching it is no overlap."""
    assert offered(looking(), mornings(taken(NINE + HALF_HOUR))) == ["09:00", "10:00", "10:30"]


def test_the_patients_own_visits() -> None:
    """A patient is not offered a time at which the patient is elsewhere; buffers do not count there."""
    search = looking(visit_type="exam", place=AT_THE_SITE, patient_taken=(taken(NINE + HALF_HOUR),))
    assert offered(search, mornings()) == ["09:00", "10:00", "10:30"]


def test_buffers_keep_their_distance() -> None:
    """A visit with buffers is offered only where the buffers are free as well."""
    search = looking(visit_type="exam", place=AT_THE_SITE, policy=POLICY)
    assert offered(search, mornings(taken(NINE, 15))) == ["09:30", "09:45", "10:00", "10:15", "10:30"]


def test_overbooked_times_count_once() -> None:
    """Times that are taken twice over, or one within the other, are simply taken."""
    twice = (taken(NINE, 60), taken(NINE + timedelta(minutes=15), 15))
    assert offered(looking(), mornings(*twice)) == ["10:00", "10:30"]


def test_minimum_notice() -> None:
    """No slot starts sooner than the minimum notice allows, and the first is on the grid again."""
    search = looking(now=at("2030-05-14 08:31") + timedelta(seconds=7, microseconds=1))
    assert offered(search, mornings()) == ["10:00", "10:30"]


def test_booking_horizon() -> None:
    """No slot starts later than the booking horizon allows."""
    search = looking(now=at("2030-05-13 09:30"), policy=replace(HALF_HOURS, booking_horizon_days=1))
    assert offered(search, mornings()) == ["09:00", "09:30"]


def test_the_range() -> None:
    """Slots start within the range that is searched, its end excluded."""
    assert offered(looking(within=Span(starts_at=NINE + HALF_HOUR, ends_at=TEN)), mornings()) == ["09:30"]


def test_daily_maximum() -> None:
    """On a day with the most visits nothing more is offered; the next day is open again."""
    search = looking(
        policy=replace(HALF_HOURS, daily_maximum=2),
        within=Span(starts_at=NINE, ends_at=at("2030-05-15 12:00")),
    )
    full = mornings(taken(NINE), taken(NINE + HALF_HOUR))
    assert {NEW_YORK.date(slot.span.starts_at) for slot in free(search, full)} == {date(2030, 5, 15)}


def test_the_maximum_is_not_reached() -> None:
    """A day with fewer visits than the most is offered."""
    search = looking(policy=replace(HALF_HOURS, daily_maximum=2))
    assert offered(search, mornings(taken(NINE))) == ["09:30", "10:00", "10:30"]


def test_a_day_is_full_from_its_first_buffer() -> None:
    """A visit belongs to the day on which preparing for it begins: at midnight, to the day before."""
    nights = replace(CALENDAR, rules=WorkingRules(zone=NEW_YORK, weekly=every_day("00:00", "01:30")))
    search = looking(visit_type="exam", place=AT_THE_SITE, policy=replace(HALF_HOURS, daily_maximum=1))
    full_on_monday = mornings(taken(MONDAY_NOON), calendar=nights)
    assert offered(search, full_on_monday) == ["00:30", "01:00"]


@pytest.mark.parametrize(
    ("daily_maximum", "before", "after"),
    [(None, timedelta(minutes=15), timedelta(minutes=45)), (1, timedelta(hours=48.25), timedelta(hours=48.75))],
    ids=["as usual", "where days are counted"],
)
def test_what_can_stand_in_the_way(daily_maximum: int | None, before: timedelta, after: timedelta) -> None:
    """An exam reaches out of the search by its length and buffers, and where days are counted by the longest day."""
    search = looking(visit_type="exam", policy=replace(HALF_HOURS, daily_maximum=daily_maximum))
    around = Span(starts_at=TUESDAY.starts_at - before, ends_at=TUESDAY.ends_at + after)
    assert search.around([replace(CALENDAR, visit_types=()), CALENDAR]) == around
    assert looking(visit_type="surgery").around([CALENDAR]) == TUESDAY


def test_no_authority_where_the_patient_is() -> None:
    """Nothing is offered where the provider may not practise."""
    assert offered(looking(place=VisitPlace(jurisdiction="US-CA", zone=NEW_YORK)), mornings()) == []


def test_an_authority_that_begins_during_the_morning() -> None:
    """Slots begin with the first local date of the patient on which the provider may practise."""
    from_tuesday = PracticeRight(jurisdiction="US-HI", valid_from=date(2030, 5, 14))
    early = replace(CALENDAR, rules=replace(MORNINGS.rules, weekly=every_day("05:00", "07:00")))
    here = mornings(calendar=replace(early, authorities=(from_tuesday,)))
    in_hawaii = looking(place=VisitPlace(jurisdiction="US-HI", zone=HAWAII))  # midnight there is six in New York
    assert offered(in_hawaii, here) == ["06:00", "06:30"]


def test_a_visit_type_that_is_not_offered() -> None:
    """A provider who does not offer the visit type has no slots for it."""
    assert offered(looking(visit_type="surgery"), mornings()) == []


def test_hours_at_another_site() -> None:
    """A provider who is uptown has no slots downtown, and those for remote visits from there."""
    uptown = tuple(replace(hours, site=UPTOWN) for hours in MORNINGS.rules.weekly)
    here = mornings(calendar=replace(MORNINGS, rules=replace(MORNINGS.rules, weekly=uptown)))
    assert offered(looking(visit_type="exam", place=AT_THE_SITE), here) == []
    assert offered(looking(visit_type="exam", place=replace(AT_THE_SITE, site=UPTOWN)), here) == offered(
        looking(), here
    )


def test_in_person_without_a_site() -> None:
    """A visit in person takes place at a site, so a search that names none finds nothing."""
    assert offered(looking(visit_type="exam"), mornings()) == []


def test_a_clock_that_moved_by_seconds() -> None:
    """After Monrovia's clock went forward by 44 minutes and 30 seconds, on 7 January 1972, visits were on the grid."""
    monrovia = TimeZone(name="Africa/Monrovia")
    nights = replace(CALENDAR, rules=WorkingRules(zone=monrovia, weekly=every_day("00:00", "01:30")))
    night = Span(starts_at=at("1972-01-06 23:00", monrovia), ends_at=at("1972-01-07 12:00", monrovia))
    here = mornings(calendar=replace(nights, authorities=(PracticeRight(jurisdiction="US-NY", valid_from=EVER),)))
    slots = free(looking(within=night, now=night.starts_at - timedelta(days=1), policy=POLICY), here)
    assert [f"{monrovia.local(slot.span.starts_at):%H:%M:%S}" for slot in slots] == ["00:45:00", "01:00:00"]


def in_rooms(*rooms: tuple[RoomId, tuple[Stretch, ...]]) -> list[tuple[str, RoomId | None]]:
    """Look for an exam where it needs one of some rooms."""
    candidate = mornings(rooms=tuple(RoomTimes(room=room, taken=times) for room, times in rooms))
    slots = free(looking(visit_type="exam", place=AT_THE_SITE), candidate)
    return [(f"{NEW_YORK.local(slot.span.starts_at):%H:%M}", slot.room) for slot in slots]


def test_a_visit_in_person_gets_a_room() -> None:
    """A slot in person names the first room that is free, buffers included."""
    assert in_rooms((ROOM_A, (taken(NINE),)), (ROOM_B, ())) == [
        ("09:00", ROOM_B),
        ("09:30", ROOM_B),
        ("10:00", ROOM_A),
        ("10:30", ROOM_A),
    ]


def test_a_room_is_kept_for_the_whole_exam() -> None:
    """A room that is taken while an exam lasts, or is tidied up after it, is not the exam's."""
    assert in_rooms((ROOM_A, (taken(TEN),)), (ROOM_B, ())) == [
        ("09:00", ROOM_A),
        ("09:30", ROOM_B),
        ("10:00", ROOM_B),
        ("10:30", ROOM_B),
    ]


def test_a_remote_visit_needs_no_room() -> None:
    """A video visit is offered where every room is taken, and names none."""
    found = free(looking(), mornings(rooms=(RoomTimes(room=ROOM_A, taken=(taken(NINE, 120),)),)))
    assert [slot.room for slot in found] == [None] * 4


def test_no_room_no_slot() -> None:
    """Where every room is taken nothing is offered."""
    assert in_rooms((ROOM_A, (taken(NINE, 60),)), (ROOM_B, (taken(NINE, 30),))) == [
        ("10:00", ROOM_B),
        ("10:30", ROOM_A),
    ]


@pytest.mark.parametrize("policy", [POLICY, HALF_HOURS, BookingPolicy(daily_maximum=2)], ids=["15", "30", "max"])
@pytest.mark.parametrize("visit_type", [VIDEO, EXAM], ids=["video", "exam"])
def test_the_desk_offers_what_the_search_found(policy: BookingPolicy, visit_type: VisitType) -> None:
    """Every slot that is found can be booked, and no start that is left out can be: tried each five minutes."""
    hours = (*every_day("00:00", "03:30"), *every_day("09:00", "10:40"), *every_day("23:00", "24:00"))
    calendar = replace(CALENDAR, rules=WorkingRules(zone=NEW_YORK, weekly=hours))
    now, first = at("2030-03-08 22:10"), at("2030-03-09 00:00")  # over the night on which the clocks go forward
    reserved = (
        *visit(at("2030-03-09 09:30"), EXAM).reservations(OTHER, TOM),
        *visit(at("2030-03-10 01:30")).reservations(OTHER, MIA),
    )
    agenda = Agenda(reserved)
    provider, patient = (Resource(kind=ResourceKind.PROVIDER, id=DR_LEE), Resource(kind=ResourceKind.PATIENT, id=MIA))
    place = AT_HOME if visit_type is VIDEO else AT_THE_SITE
    search = SlotSearch(
        visit_type=visit_type.code,
        place=place,
        within=Span.lasting(first, timedelta(days=2)),
        policy=policy,
        now=now,
        patient_taken=agenda.taken(patient, now),
    )
    found = {
        slot.span.starts_at for slot in free(search, Candidate(calendar=calendar, taken=agenda.taken(provider, now)))
    }
    here = desk(calendar=calendar, agenda=agenda, policy=policy, now=now)

    def bookable(starts_at: datetime) -> bool:
        request = VisitRequest(provider=DR_LEE, visit_type=visit_type.code, starts_at=starts_at, place=place)
        try:
            here.admit(request, IN_GOOD_STANDING, HOME)
        except DomainError:
            return False
        return True

    every_five_minutes = (first + timedelta(minutes=5 * step) for step in range(2 * 24 * 12))
    assert found == {starts_at for starts_at in every_five_minutes if bookable(starts_at)}
    assert found

"""A visit on top of others: by a decision of the clinic, for a reason, and never against what protects the patient."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from domain.scheduling.appointments.agenda import Agenda, PatientTaken, ProviderTaken, RoomTaken
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.authority import NotAuthorizedThere
from domain.scheduling.appointments.booking_desk import Admission, BookingDesk, NoticeTooShort, OutsideHours
from domain.scheduling.appointments.eligibility import TelehealthConsentMissing, WhereaboutsNotStated
from domain.scheduling.appointments.lifecycle import Party
from domain.scheduling.appointments.overbooking import NothingToOverbook, OverbookedEnough, overbook
from domain.scheduling.appointments.planned_visit import VisitRequest
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.shared.errors import DomainError
from unit.scheduling.practice import (
    APPOINTMENT,
    AT_HOME,
    CALENDAR,
    DR_CHO,
    EXAM,
    HOME,
    IN_GOOD_STANDING,
    MIA,
    MONDAY_NOON,
    NINE,
    OTHER,
    POLICY,
    ROOM_A,
    TEN,
    TOM,
    admission,
    asking,
    at,
    checked_in,
    desk,
    visit,
)
from unit.spec import given

NO_OTHER_TIME = "She can come at no other time this week."
TOMS = visit().reservations(OTHER, TOM)

overbooked = Appointment.Overbooked(patient=MIA, visit=visit(), lane=1, because=NO_OTHER_TIME, whereabouts=HOME)


def busy(*more: Agenda, policy: BookingPolicy = POLICY) -> BookingDesk:
    """Stand at the desk when Tom is with Dr Lee at nine."""
    taken = [*TOMS, *(reservation for agenda in more for reservation in agenda.reservations)]
    return desk(agenda=Agenda(tuple(taken)), policy=policy)


def mia(here: BookingDesk, request: VisitRequest | None = None) -> Admission:
    """Overbook Mia, at nine unless said."""
    return overbook(here, request or asking(), IN_GOOD_STANDING, HOME)


def refused(rule: type[DomainError], act: Callable[[], object]) -> dict[str, object]:
    """Expect exactly this refusal, and give its details."""
    with pytest.raises(rule) as refusal:
        act()
    assert type(refusal.value) is rule
    return refusal.value.details


def test_on_top_of_another_visit() -> None:
    """The front desk may put a patient on top of another's visit; why is kept with the appointment."""
    admitted = mia(busy())
    assert admitted == replace(admission(), lane=1)
    given().when(lambda: Appointment.overbook(APPOINTMENT, admitted, because=NO_OTHER_TIME)).then(overbooked)


def test_why_the_patient_comes() -> None:
    """Beside why the clinic puts them there stands why the patient comes, in their own words."""
    given().when(lambda: Appointment.overbook(APPOINTMENT, mia(busy()), because=NO_OTHER_TIME, reason="A cough")).then(
        replace(overbooked, reason="A cough")
    )


def test_on_a_full_day() -> None:
    """A day that has its maximum of visits is overbooked like a time that is taken."""
    full = busy(policy=BookingPolicy(daily_maximum=1))
    assert mia(full, asking(TEN)).lane == 1


def test_what_is_free_is_booked() -> None:
    """A time that is free is booked as usual: an overbooking is the exception."""
    refused(NothingToOverbook, lambda: mia(desk()))


def test_no_more_than_the_clinic_allows() -> None:
    """A clinic sets how many visits may stand on top of one; where it lets none, nobody overbooks."""
    second = Agenda(visit().reservations(APPOINTMENT, None, lane=1))
    other = replace(busy(second), owner=MIA)
    assert refused(OverbookedEnough, lambda: mia(other)) == {"overbookings_at_once": 1}
    assert mia(replace(other, policy=BookingPolicy(overbookings_at_once=2))).lane == 2
    refused(OverbookedEnough, lambda: mia(busy(policy=BookingPolicy(overbookings_at_once=0))))


def test_the_lowest_lane_that_is_free() -> None:
    """When an overbooking in between was cancelled, its place is taken again."""
    third = Agenda(visit().reservations(APPOINTMENT, None, lane=2))
    assert mia(replace(busy(third), owner=MIA)).lane == 1


def test_what_is_never_broken() -> None:
    """Consent, the law, the clinic's notice and hours, and what a remote patient states stand as ever."""
    silent = replace(IN_GOOD_STANDING, telehealth_consent=False)
    refused(TelehealthConsentMissing, lambda: overbook(busy(), asking(), silent, HOME))
    refused(WhereaboutsNotStated, lambda: overbook(busy(), asking(), IN_GOOD_STANDING))
    elsewhere = asking(place=replace(AT_HOME, jurisdiction="US-CA"))
    assert refused(NotAuthorizedThere, lambda: mia(busy(), elsewhere))["local_date"] == date(2030, 5, 14)
    refused(NoticeTooShort, lambda: mia(replace(busy(), now=NINE)))
    closed = replace(CALENDAR, rules=replace(CALENDAR.rules, weekly=()))
    refused(OutsideHours, lambda: mia(replace(busy(), calendar=closed)))


def test_nobody_is_in_two_places() -> None:
    """Neither a patient nor a room is overbooked: each is in one place at a time, whatever is decided."""
    hers = Agenda(visit(provider=DR_CHO).reservations(APPOINTMENT, MIA))
    refused(PatientTaken, lambda: mia(replace(busy(hers), owner=MIA)))
    in_the_room = Agenda(visit(NINE, EXAM, room=ROOM_A).reservations(OTHER, TOM))
    refused(RoomTaken, lambda: mia(desk(agenda=in_the_room), asking(NINE, EXAM, room=ROOM_A)))
    assert mia(desk(agenda=in_the_room), asking(NINE, EXAM)) == replace(admission(NINE, visit_type=EXAM), lane=1)


def test_a_held_slot_is_not_overbooked() -> None:
    """Who holds a slot is about to book it: nobody is put on top of it meanwhile."""
    held = Agenda(visit().reservations(OTHER, None, expires_at=MONDAY_NOON + timedelta(minutes=10)))
    assert refused(ProviderTaken, lambda: mia(desk(agenda=held)))["starts_at"] == NINE


def test_ones_own_hold_and_one_that_ran_out() -> None:
    """Neither what the visit itself has reserved nor a hold that ran out stands in the way, or takes a place."""
    own = Agenda(visit().reservations(APPOINTMENT, MIA, expires_at=TEN))
    over = Agenda(visit().reservations(DR_CHO, None, lane=1, expires_at=MONDAY_NOON))
    assert mia(busy(own, over)).lane == 1


def test_an_overbooked_time_is_not_offered() -> None:
    """Once the visit beneath it is cancelled, the overbooked one still takes the provider's time."""
    left = desk(agenda=Agenda(visit().reservations(OTHER, TOM, lane=1)))
    refused(ProviderTaken, lambda: left.admit(asking(), IN_GOOD_STANDING, HOME))


def test_moved_to_a_time_of_its_own() -> None:
    """An overbooked visit that is moved is an ordinary one from then on."""
    moved = Appointment.Rescheduled(patient=MIA, visit=visit(TEN), whereabouts=HOME, by=Party.CLINIC, late=False)
    given(Appointment, overbooked).when(
        lambda one: one.reschedule(admission(TEN), by=Party.CLINIC, policy=POLICY, now=MONDAY_NOON)
    ).then(moved)


def test_what_it_takes() -> None:
    """Only the provider's time stands in a lane of its own, until the visit is moved; room and patient never do."""
    one = Appointment.overbook(APPOINTMENT, mia(busy()), because=NO_OTHER_TIME)
    assert [(claim.resource.kind, claim.lane) for claim in one.reservations()] == [("provider", 1), ("patient", 0)]
    one.reschedule(admission(TEN), by=Party.CLINIC, policy=POLICY, now=MONDAY_NOON)
    assert [claim.lane for claim in one.reservations()] == [0, 0]


def test_it_goes_as_every_visit_goes() -> None:
    """An overbooked patient who has checked in is seen like any other."""
    given(Appointment, overbooked, checked_in).when(lambda one: one.fulfil()).then(Appointment.Fulfilled())
    assert at("2030-05-14 09:00") == NINE

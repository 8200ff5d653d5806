"""Moving a visit in one step: the old time is given up only for the new one."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from domain.scheduling.appointments.agenda import Agenda
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.booking_desk import Admission
from domain.scheduling.appointments.lifecycle import (
    AppointmentClosed,
    OnlyClinicMoves,
    Party,
    PatientIsHere,
    VisitHasBegun,
)
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.shared.aggregate import Fact
from domain.shared.contacts import PhoneNumber
from unit.scheduling.practice import (
    APPOINTMENT,
    DR_CHO,
    HOME,
    IN_GOOD_STANDING,
    MIA,
    NEW_YORK,
    NINE,
    POLICY,
    TEN,
    Act,
    admission,
    arrived,
    asking,
    booked,
    checked_in,
    desk,
    requested,
    visit,
)
from unit.spec import given

DAY = timedelta(days=1)

moved = Appointment.Rescheduled(patient=MIA, visit=visit(TEN), whereabouts=HOME, by=Party.PATIENT, late=False)
approved = Appointment.Approved()
moved_late = replace(moved, late=True)
moved_by_clinic = replace(moved, by=Party.CLINIC)


def moving(to: Admission | None = None, by: Party = Party.PATIENT, before: timedelta = DAY) -> Act:
    """Move the visit, to ten o'clock and by the patient a day before unless said."""
    return lambda appointment: appointment.reschedule(to or admission(TEN), by=by, policy=POLICY, now=NINE - before)


def answered(starts_at: datetime) -> Admission:
    """Give the desk's yes in a clinic that approves what patients book."""
    return replace(admission(starts_at), needs_approval=True)


def test_moving_in_time() -> None:
    """A patient may move a visit up to one day before it free of charge."""
    given(Appointment, booked).when(moving()).then(moved)


def test_moving_late() -> None:
    """Less than a day's notice is a late move."""
    given(Appointment, booked).when(moving(before=timedelta(hours=2))).then(moved_late)


def test_the_clinic_moves() -> None:
    """A move by the clinic is never late, and is possible after the start when nobody came."""
    given(Appointment, booked).when(moving(by=Party.CLINIC, before=timedelta(hours=-1))).then(moved_by_clinic)


def test_moving_after_the_start() -> None:
    """From the start of the visit on, a patient can no longer move it."""
    given(Appointment, booked).when(moving(before=timedelta())).then_rejected(VisitHasBegun)


def test_moving_to_another_provider() -> None:
    """A visit may be moved to another provider."""
    to_dr_cho = admission(provider=DR_CHO)
    given(Appointment, booked).when(moving(to_dr_cho, by=Party.CLINIC)).then(
        replace(moved_by_clinic, visit=to_dr_cho.visit)
    )


def test_moving_a_request() -> None:
    """A request that is moved stays a request, and moving it is never late."""
    appointment = Appointment.request(APPOINTMENT, admission())
    moving(before=timedelta(hours=2))(appointment)
    assert appointment.status == "pending"
    given(Appointment, requested).when(moving(before=timedelta(hours=2))).then(moved)


def test_a_patient_does_not_move_what_the_clinic_approved() -> None:
    """Where the clinic approves visits, a patient asks the clinic to move what is booked; the clinic moves it."""
    given(Appointment, requested, approved).when(moving(answered(TEN))).then_rejected(OnlyClinicMoves)
    given(Appointment, requested, approved).when(moving(answered(TEN), by=Party.CLINIC)).then(moved_by_clinic)


def test_a_patient_moves_a_request() -> None:
    """A request is still the patient's to move: the clinic answers for the time at which it stands then."""
    given(Appointment, requested).when(moving(answered(TEN))).then(moved)


def test_a_patient_tells_where_they_will_be() -> None:
    """Another number to call back moves nothing, so a patient may state it where the clinic approves visits too."""
    called_elsewhere = replace(HOME, call_back=PhoneNumber(number="+12025550199"))
    given(Appointment, booked).when(moving(replace(answered(NINE), whereabouts=called_elsewhere))).then(
        Appointment.Rescheduled(patient=MIA, visit=visit(), whereabouts=called_elsewhere, by=Party.PATIENT, late=False)
    )


def test_moving_to_where_it_is() -> None:
    """Moving a visit to its own time changes nothing."""
    given(Appointment, booked).when(moving(admission())).then()


def test_being_elsewhere_is_a_change() -> None:
    """The same time at another place of the patient is a change worth noting."""
    in_jersey = VisitPlace(jurisdiction="US-NJ", zone=NEW_YORK)
    given(Appointment, booked).when(moving(admission(place=in_jersey))).then(
        replace(moved, visit=visit(place=in_jersey))
    )


@pytest.mark.parametrize("history", [(arrived,), (checked_in,)], ids=["arrived", "checked in"])
def test_moving_while_the_patient_waits(history: tuple[Fact, ...]) -> None:
    """A visit whose patient has arrived is not moved."""
    given(Appointment, booked, *history).when(moving(by=Party.CLINIC)).then_rejected(PatientIsHere)


def test_moving_what_is_closed() -> None:
    """A cancelled visit is booked anew, not moved."""
    cancelled = Appointment.Cancelled(patient=MIA, by=Party.PATIENT, late=False)
    given(Appointment, booked, cancelled).when(moving()).then_rejected(AppointmentClosed, state="cancelled")


def test_moving_by_a_quarter_of_an_hour() -> None:
    """A visit may be moved to a time that overlaps its own: it never stands in its own way."""
    own = Agenda(visit().reservations(APPOINTMENT, MIA))
    quarter_past = NINE + timedelta(minutes=15)
    admitted = desk(agenda=own).admit(asking(quarter_past), IN_GOOD_STANDING, HOME)
    given(Appointment, booked).when(moving(admitted)).then(replace(moved, visit=visit(quarter_past)))


def test_the_new_time_is_taken() -> None:
    """After a move the visit takes the new time and nothing of the old one."""
    appointment = Appointment.book(APPOINTMENT, admission(), by=Party.PATIENT)
    moving()(appointment)
    assert appointment.reservations() == visit(TEN).reservations(APPOINTMENT, MIA)

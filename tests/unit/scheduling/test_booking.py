"""Booking at once, and requests that the clinic answers."""

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.authority import NotAuthorizedThere
from domain.scheduling.appointments.eligibility import IdentityNotVerified, PatientStanding, TelehealthConsentMissing
from domain.scheduling.appointments.lifecycle import ApprovalRequired, NotARequest, Party, VisitHasBegun
from domain.scheduling.appointments.provider_standing import ProviderStanding
from domain.scheduling.slots.hold import HoldId
from domain.shared.practice import PracticeRight
from domain.shared.time import Span
from unit.scheduling.practice import (
    APPOINTMENT,
    EXAM,
    HOME,
    IN_GOOD_STANDING,
    IN_NEW_YORK,
    MIA,
    MONDAY_NOON,
    NINE,
    TEN,
    Act,
    admission,
    booked,
    requested,
    visit,
)
from unit.spec import STREAM, given

HOLD = HoldId(STREAM)
COUGH = "A cough that does not go away"

approved = Appointment.Approved()
declined = Appointment.Declined(patient=MIA, reason="Please see your dentist")


def approving(
    now: datetime = MONDAY_NOON, standing: PatientStanding = IN_GOOD_STANDING, authority: PracticeRight = IN_NEW_YORK
) -> Act:
    """Say yes on Monday at noon, when all is as it was when the patient asked, unless said."""
    return lambda request: request.approve(standing, provider=ProviderStanding(authorities=(authority,)), now=now)


def test_booking_at_once() -> None:
    """What the desk admitted is booked at once, with the reason in the patient's own words."""
    booking = Appointment.Booked(patient=MIA, visit=visit(), whereabouts=HOME, reason=COUGH, hold=HOLD)
    given().when(lambda: Appointment.book(APPOINTMENT, admission(), by=Party.PATIENT, reason=COUGH, hold=HOLD)).then(
        booking
    )


def test_a_patient_cannot_skip_the_approval() -> None:
    """Where the clinic approves visits, what a patient books is a request until the clinic has answered."""
    waiting = replace(admission(), needs_approval=True)
    given().when(lambda: Appointment.book(APPOINTMENT, waiting, by=Party.PATIENT)).then_rejected(ApprovalRequired)


def test_the_clinic_needs_no_approval() -> None:
    """What the front desk books needs nobody's approval."""
    waiting = replace(admission(), needs_approval=True)
    given().when(lambda: Appointment.book(APPOINTMENT, waiting, by=Party.CLINIC)).then(booked)


def test_requesting() -> None:
    """A request names the visit that is wanted; its time is taken until the clinic answers."""
    given().when(lambda: Appointment.request(APPOINTMENT, admission())).then(requested)
    assert Appointment.request(APPOINTMENT, admission()).reservations() == visit().reservations(APPOINTMENT, MIA)


def test_what_comes_with_a_request() -> None:
    """A request keeps why the patient comes, in their own words, and the hold that it used."""
    given().when(lambda: Appointment.request(APPOINTMENT, admission(), reason=COUGH, hold=HOLD)).then(
        replace(requested, reason=COUGH, hold=HOLD)
    )


def test_approving() -> None:
    """The clinic approves a request, and it is an appointment."""
    given(Appointment, requested).when(approving(now=NINE - timedelta(minutes=1))).then(approved)


def test_approving_too_late() -> None:
    """A request whose time has come is no longer approved."""
    given(Appointment, requested).when(approving(now=NINE)).then_rejected(VisitHasBegun)


def test_approving_twice() -> None:
    """Only a request that waits for an answer is approved."""
    given(Appointment, requested, approved).when(approving()).then_rejected(NotARequest, state="booked")


def test_approving_after_consent_was_taken_back() -> None:
    """A visit by video is not approved for a patient who took back the consent to telehealth since asking."""
    silent = replace(IN_GOOD_STANDING, telehealth_consent=False)
    given(Appointment, requested).when(approving(standing=silent)).then_rejected(TelehealthConsentMissing)


def test_approving_before_identity_is_verified() -> None:
    """A visit by video is not approved for a patient whose identity is not verified."""
    unknown = replace(IN_GOOD_STANDING, identity_verified=False)
    given(Appointment, requested).when(approving(standing=unknown)).then_rejected(IdentityNotVerified)


def test_approving_what_needs_no_consent() -> None:
    """A visit in person is approved whatever the patient said to telehealth."""
    exam = Appointment.Requested(patient=MIA, visit=visit(TEN, EXAM))
    silent = replace(IN_GOOD_STANDING, telehealth_consent=False)
    given(Appointment, exam).when(approving(standing=silent)).then(approved)


def test_approving_after_the_authority_ended() -> None:
    """A request is not approved when the provider may no longer practise where the patient will be that day."""
    until_monday = replace(IN_NEW_YORK, valid_until=date(2030, 5, 13))
    given(Appointment, requested).when(approving(authority=until_monday)).then_rejected(
        NotAuthorizedThere, jurisdiction="US-NY", local_date=date(2030, 5, 14)
    )


def test_declining() -> None:
    """The clinic declines a request with a reason."""
    given(Appointment, requested).when(lambda one: one.decline("Please see your dentist")).then(declined)


def test_declining_what_is_booked() -> None:
    """What is booked is cancelled, not declined."""
    given(Appointment, booked).when(lambda one: one.decline("No")).then_rejected(NotARequest)


def test_a_declined_request_stays_declined() -> None:
    """A declined request is not approved afterwards."""
    given(Appointment, requested, declined).when(approving()).then_rejected(NotARequest, state="cancelled")


def test_a_visit_knows_its_time() -> None:
    """A visit of half an hour at nine ends at half past nine, in UTC whatever offset it was written in."""
    assert visit().span == Span(starts_at=NINE, ends_at=NINE + timedelta(minutes=30))
    assert (visit().starts_at.utcoffset(), visit(TEN).starts_at) == (timedelta(), TEN)

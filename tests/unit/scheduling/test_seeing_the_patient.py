"""The day of the visit: arriving, checking in, being seen."""

from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.authority import NotAuthorizedThere
from domain.scheduling.appointments.eligibility import (
    IdentityNotVerified,
    PatientStanding,
    SiteNotStated,
    TelehealthConsentMissing,
    WhereaboutsNotStated,
)
from domain.scheduling.appointments.lifecycle import (
    AnotherSite,
    AppointmentClosed,
    NotCheckedIn,
    NotYetApproved,
    Party,
    PatientIsHere,
    TooEarlyToArrive,
)
from domain.scheduling.appointments.provider_standing import ProviderStanding
from domain.scheduling.appointments.visit_place import VisitPlace, Whereabouts
from domain.shared.aggregate import Fact
from domain.shared.contacts import PhoneNumber
from domain.shared.practice import PracticeRight
from unit.scheduling.practice import (
    APPOINTMENT,
    AT_HOME,
    AT_THE_SITE,
    DOWNTOWN,
    EXAM,
    HOME,
    IN_GOOD_STANDING,
    IN_NEW_YORK,
    MIA,
    NEW_YORK,
    NINE,
    PHONE,
    POLICY,
    UPTOWN,
    Act,
    admission,
    arrived,
    at,
    booked,
    checked_in,
    fulfilled,
    requested,
    visit,
)
from unit.spec import given

OPENS = NINE - timedelta(hours=1)
IN_JERSEY = VisitPlace(jurisdiction="US-NJ", zone=NEW_YORK)

booked_exam = Appointment.Booked(patient=MIA, visit=visit(visit_type=EXAM))
booked_call = Appointment.Booked(patient=MIA, visit=visit(visit_type=PHONE), whereabouts=HOME)


def arriving(now: datetime = NINE) -> Act:
    """Be at the clinic or before the camera."""
    return lambda appointment: appointment.arrive(POLICY, now=now)


def checking_in(
    place: VisitPlace = AT_HOME,
    whereabouts: Whereabouts | None = HOME,
    now: datetime = NINE,
    authority: PracticeRight = IN_NEW_YORK,
    standing: PatientStanding = IN_GOOD_STANDING,
) -> Act:
    """Attest where one is: at home, at nine, unless said."""
    return lambda appointment: appointment.check_in(
        place, whereabouts, standing, provider=ProviderStanding(authorities=(authority,)), policy=POLICY, now=now
    )


def test_arriving() -> None:
    """A patient arrives from the time that the clinic sets."""
    given(Appointment, booked).when(arriving(OPENS)).then(arrived)


def test_arriving_too_early() -> None:
    """Before that time nobody can arrive."""
    sooner = OPENS - timedelta(minutes=1)
    given(Appointment, booked).when(arriving(sooner)).then_rejected(TooEarlyToArrive, opens_at=OPENS)


def test_arriving_twice() -> None:
    """A patient who is here does not arrive again."""
    given(Appointment, booked, arrived).when(arriving()).then_rejected(PatientIsHere, state="arrived")


def test_arriving_for_a_request() -> None:
    """A request is no appointment before the clinic has approved it."""
    given(Appointment, requested).when(arriving()).then_rejected(NotYetApproved)


@pytest.mark.parametrize("history", [(), (arrived,)], ids=["at once", "after waiting"])
def test_checking_in(history: tuple[Fact, ...]) -> None:
    """At check-in the patient attests anew where they are, with a call-back number and an emergency contact."""
    given(Appointment, booked, *history).when(checking_in()).then(checked_in)


def test_checking_in_after_a_consent_was_withdrawn() -> None:
    """Who took back their consent to telehealth since the booking is not seen by video before they give it anew."""
    withdrawn = replace(IN_GOOD_STANDING, telehealth_consent=False)
    given(Appointment, booked).when(checking_in(standing=withdrawn)).then_rejected(TelehealthConsentMissing)


def test_checking_in_without_a_verified_identity() -> None:
    """No visit by video begins for a patient whose identity is not verified, whatever was so at the booking."""
    unknown = replace(IN_GOOD_STANDING, identity_verified=False)
    given(Appointment, booked).when(checking_in(standing=unknown)).then_rejected(IdentityNotVerified)


def test_checking_in_otherwise_than_by_video() -> None:
    """By phone and in person a patient checks in without telehealth consent and before identity is verified."""
    new = replace(IN_GOOD_STANDING, telehealth_consent=False, identity_verified=False)
    given(Appointment, booked_call).when(checking_in(standing=new)).then(checked_in)
    at_the_site = Appointment.CheckedIn(patient=MIA, place=AT_THE_SITE)
    given(Appointment, booked_exam).when(checking_in(AT_THE_SITE, None, standing=new)).then(at_the_site)


def test_checking_in_for_the_last_time() -> None:
    """A patient whom the clinic no longer sees keeps what was booked before, and checks in for it."""
    gone = replace(IN_GOOD_STANDING, active=False)
    given(Appointment, booked).when(checking_in(standing=gone)).then(checked_in)


def test_checking_in_from_elsewhere() -> None:
    """Who is not where they said they would be is seen if the provider may practise there."""
    away = replace(HOME, call_back=PhoneNumber(number="+12025550199"))
    in_jersey = PracticeRight(jurisdiction="US-NJ", valid_from=date(2020, 1, 1))
    given(Appointment, booked).when(checking_in(IN_JERSEY, away, authority=in_jersey)).then(
        Appointment.CheckedIn(patient=MIA, place=IN_JERSEY, whereabouts=away)
    )


def test_checking_in_where_the_provider_may_not_practise() -> None:
    """Who turns out to be where the provider may not practise is not seen."""
    given(Appointment, booked).when(checking_in(IN_JERSEY)).then_rejected(
        NotAuthorizedThere, jurisdiction="US-NJ", local_date=date(2030, 5, 14)
    )


def test_an_authority_that_begins_with_the_visit() -> None:
    """Checking in on the eve for a visit just after midnight, the date of the visit counts."""
    midnight = at("2030-05-15 00:00")
    tomorrow = PracticeRight(jurisdiction="US-NY", valid_from=date(2030, 5, 15))
    night = Appointment.Booked(patient=MIA, visit=visit(midnight), whereabouts=HOME)
    eve = midnight - timedelta(minutes=20)
    given(Appointment, night).when(checking_in(now=eve, authority=tomorrow)).then(checked_in)


def test_an_authority_that_ended_while_waiting() -> None:
    """A visit that begins late, after midnight, needs an authority for the day on which it begins."""
    late = Appointment.Booked(patient=MIA, visit=visit(at("2030-05-14 23:45")), whereabouts=HOME)
    until_today = PracticeRight(jurisdiction="US-NY", valid_from=date(2030, 1, 1), valid_until=date(2030, 5, 14))
    after_midnight = at("2030-05-15 00:05")
    given(Appointment, late).when(checking_in(now=after_midnight, authority=until_today)).then_rejected(
        NotAuthorizedThere, local_date=date(2030, 5, 15)
    )


def test_checking_in_without_a_way_to_help() -> None:
    """A remote patient who does not say where they are is not checked in."""
    given(Appointment, booked).when(checking_in(whereabouts=None)).then_rejected(WhereaboutsNotStated)


def test_checking_in_at_the_site() -> None:
    """In person the place is the site; nothing more is asked, and nothing more is kept."""
    at_the_site = Appointment.CheckedIn(patient=MIA, place=AT_THE_SITE)
    given(Appointment, booked_exam).when(checking_in(AT_THE_SITE, None)).then(at_the_site)
    given(Appointment, booked_exam).when(checking_in(AT_THE_SITE, HOME)).then(at_the_site)
    given(Appointment, booked_exam).when(checking_in(AT_HOME, None)).then_rejected(SiteNotStated)


def test_checking_in_at_another_site() -> None:
    """Who is booked downtown and turns up uptown is not checked in there: room, law and clock are downtown's."""
    uptown = replace(AT_THE_SITE, site=UPTOWN)
    given(Appointment, booked_exam).when(checking_in(uptown, None)).then_rejected(AnotherSite, site=DOWNTOWN)


def test_checking_in_twice() -> None:
    """A patient checks in once."""
    given(Appointment, booked, checked_in).when(checking_in()).then_rejected(PatientIsHere, state="checked-in")


def test_fulfilling() -> None:
    """A visit that took place is fulfilled."""
    given(Appointment, booked, checked_in).when(lambda appointment: appointment.fulfil()).then(fulfilled)


def test_fulfilling_without_check_in() -> None:
    """A visit is fulfilled only for a patient who has checked in."""
    given(Appointment, booked, arrived).when(lambda appointment: appointment.fulfil()).then_rejected(
        NotCheckedIn, state="arrived"
    )


def test_fulfilling_twice() -> None:
    """A fulfilled visit stays as it is."""
    given(Appointment, booked, checked_in, fulfilled).when(lambda appointment: appointment.fulfil()).then_rejected(
        AppointmentClosed, state="fulfilled"
    )


def test_the_time_stays_taken() -> None:
    """Time in which a patient was seen stays taken."""
    appointment = Appointment.book(APPOINTMENT, admission(), by=Party.PATIENT)
    checking_in(IN_JERSEY, authority=PracticeRight(jurisdiction="US-NJ", valid_from=date(2020, 1, 1)))(appointment)
    appointment.fulfil()
    assert appointment.visit.place == IN_JERSEY
    assert appointment.reservations() == visit().reservations(APPOINTMENT, MIA)

"""What the booking desk looks at before it says yes: the patient, the place, the provider, the time."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.scheduling.appointments.agenda import Agenda, PatientTaken
from domain.scheduling.appointments.authority import NotAuthorizedThere
from domain.scheduling.appointments.booking_desk import (
    Admission,
    BeyondHorizon,
    DayIsFull,
    NoticeTooShort,
    OffGrid,
    OutsideHours,
    VisitTypeNotOffered,
)
from domain.scheduling.appointments.eligibility import (
    IdentityNotVerified,
    PatientDeactivated,
    SiteNotStated,
    TelehealthConsentMissing,
    WhereaboutsNotStated,
)
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.scheduling.appointments.visit_type import VisitType
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.hours.working_hours import Weekday, WeeklyHours, WorkingRules
from domain.shared.contacts import PhoneNumber, PhoneNumberImpossible
from domain.shared.errors import DomainError
from domain.shared.practice import PracticeRight
from domain.shared.time import TimeZone
from domain.shared.visits import VisitMode
from unit.scheduling.practice import (
    AT_HOME,
    CALENDAR,
    DOWNTOWN,
    DR_CHO,
    DR_LEE,
    EXAM,
    HOME,
    IN_GOOD_STANDING,
    MIA,
    MONDAY_NOON,
    NEW_YORK,
    NINE,
    OTHER,
    PHONE,
    RULES,
    TEN,
    TOM,
    UPTOWN,
    VIDEO,
    admission,
    asking,
    at,
    desk,
    visit,
)

HAWAII = TimeZone(name="Pacific/Honolulu")


def refused(rule: type[DomainError], act: Any) -> dict[str, Any]:
    """Expect a rule's refusal and give its details."""
    with pytest.raises(rule) as refusal:
        act()
    assert type(refusal.value) is rule
    return refusal.value.details


def test_a_visit_that_breaks_no_rule() -> None:
    """Who is in good standing books a free slot at once, with the visit type as the provider offers it now."""
    assert desk().admit(asking(), IN_GOOD_STANDING, HOME) == admission()


def test_video_without_consent() -> None:
    """No video visit is booked without the patient's consent to telehealth."""
    silent = replace(IN_GOOD_STANDING, telehealth_consent=False)
    refused(TelehealthConsentMissing, lambda: desk().admit(asking(), silent, HOME))


def test_video_without_a_verified_identity() -> None:
    """No video visit is booked for a patient whose identity is not verified."""
    unknown = replace(IN_GOOD_STANDING, identity_verified=False)
    refused(IdentityNotVerified, lambda: desk().admit(asking(), unknown, HOME))


@pytest.mark.parametrize("visit_type", [PHONE, EXAM], ids=["phone", "in person"])
def test_other_modes_ask_for_neither(visit_type: VisitType) -> None:
    """By phone and in person a patient is booked without telehealth consent and before identity is verified."""
    new = replace(IN_GOOD_STANDING, telehealth_consent=False, identity_verified=False)
    assert desk().admit(asking(TEN, visit_type), new, HOME).visit == visit(TEN, visit_type)


@pytest.mark.parametrize("visit_type", [VIDEO, PHONE, EXAM], ids=["video", "phone", "in person"])
def test_a_patient_no_longer_seen(visit_type: VisitType) -> None:
    """Nothing is booked for a patient whom the clinic no longer sees, by video, by phone or in person."""
    gone = replace(IN_GOOD_STANDING, active=False)
    refused(PatientDeactivated, lambda: desk().admit(asking(TEN, visit_type), gone, HOME))


def test_a_remote_patient_must_be_findable() -> None:
    """A remote visit states where the patient is, a number to call back and an emergency contact."""
    refused(WhereaboutsNotStated, lambda: desk().admit(asking(), IN_GOOD_STANDING))


def test_a_remote_patient_must_be_within_call() -> None:
    """The number to call back, and that of the emergency contact, are numbers that can be."""
    short = PhoneNumber(number="+1202555012")
    refused(PhoneNumberImpossible, lambda: desk().admit(asking(), IN_GOOD_STANDING, replace(HOME, call_back=short)))
    alone = replace(HOME, emergency_contact=replace(HOME.emergency_contact, phone=short))
    refused(PhoneNumberImpossible, lambda: desk().admit(asking(), IN_GOOD_STANDING, alone))


def test_in_person_no_home_address_is_kept() -> None:
    """What a patient states of their whereabouts is not kept for a visit in person: nobody needs it there."""
    assert desk().admit(asking(TEN, EXAM), IN_GOOD_STANDING, HOME).whereabouts is None


def test_a_visit_in_person_names_its_site() -> None:
    """A visit in person names the site at which it takes place."""
    refused(SiteNotStated, lambda: desk().admit(asking(TEN, EXAM, place=AT_HOME), IN_GOOD_STANDING))


def test_a_visit_type_the_provider_does_not_offer() -> None:
    """A provider is booked only for visit types that the provider offers."""
    request = asking(visit_type=replace(VIDEO, code="surgery"))
    details = refused(VisitTypeNotOffered, lambda: desk().admit(request, IN_GOOD_STANDING, HOME))
    assert details == {"visit_type": "surgery"}


def test_a_patient_where_the_provider_may_not_practise() -> None:
    """A provider sees a patient only where the provider may practise."""
    away = VisitPlace(jurisdiction="US-CA", zone=NEW_YORK)
    details = refused(NotAuthorizedThere, lambda: desk().admit(asking(place=away), IN_GOOD_STANDING, HOME))
    assert details == {"jurisdiction": "US-CA", "local_date": date(2030, 5, 14)}


def test_an_authority_is_good_through_its_last_day() -> None:
    """An authority counts on its first and on its last day, and not on the day after."""
    in_may = PracticeRight(jurisdiction="US-NY", valid_from=date(2030, 5, 14), valid_until=date(2030, 5, 14))
    here = desk(calendar=replace(CALENDAR, authorities=(in_may,)))
    here.admit(asking(), IN_GOOD_STANDING, HOME)
    day_after, day_before = asking(NINE + timedelta(days=1)), asking(NINE - timedelta(hours=18))
    refused(NotAuthorizedThere, lambda: here.admit(day_after, IN_GOOD_STANDING, HOME))
    refused(NotAuthorizedThere, lambda: here.admit(day_before, IN_GOOD_STANDING, HOME))


def test_the_date_is_the_patients() -> None:
    """When it is Wednesday for the provider and still Tuesday for the patient, Tuesday counts."""
    until_tuesday = PracticeRight(jurisdiction="US-HI", valid_from=date(2030, 1, 1), valid_until=date(2030, 5, 14))
    night = WorkingRules(zone=NEW_YORK, weekly=(WeeklyHours(weekday=Weekday.WEDNESDAY, opens="00:00", closes="12:00"),))
    here = desk(calendar=replace(CALENDAR, rules=night, authorities=(until_tuesday,)))
    in_hawaii = VisitPlace(jurisdiction="US-HI", zone=HAWAII)
    last = asking(at("2030-05-15 05:45"), place=in_hawaii)
    here.admit(last, IN_GOOD_STANDING, HOME)
    details = refused(
        NotAuthorizedThere,
        lambda: here.admit(asking(at("2030-05-15 06:00"), place=in_hawaii), IN_GOOD_STANDING, HOME),
    )
    assert details["local_date"] == date(2030, 5, 15)


def test_minimum_notice() -> None:
    """A visit is booked with at least the clinic's minimum notice, to the minute."""
    an_hour_before = desk(now=NINE - timedelta(hours=1))
    an_hour_before.admit(asking(), IN_GOOD_STANDING, HOME)
    too_late = desk(now=NINE - timedelta(minutes=59))
    details = refused(NoticeTooShort, lambda: too_late.admit(asking(), IN_GOOD_STANDING, HOME))
    assert details == {"earliest": NINE + timedelta(minutes=1)}


def test_booking_horizon() -> None:
    """A visit is booked no further ahead than the clinic's booking horizon."""
    at_the_horizon = desk(now=NINE - timedelta(days=90))
    at_the_horizon.admit(asking(), IN_GOOD_STANDING, HOME)
    too_early = desk(now=NINE - timedelta(days=90, minutes=1))
    details = refused(BeyondHorizon, lambda: too_early.admit(asking(), IN_GOOD_STANDING, HOME))
    assert details == {"latest": NINE - timedelta(minutes=1)}


@pytest.mark.parametrize("past", [timedelta(minutes=5), timedelta(seconds=1), timedelta(microseconds=1)], ids=str)
def test_off_the_grid(past: timedelta) -> None:
    """Visits start at the minutes of the clinic's slot grid, by the wall clock."""
    details = refused(OffGrid, lambda: desk().admit(asking(NINE + past), IN_GOOD_STANDING, HOME))
    assert details == {"slot_grid_minutes": 15}


@pytest.mark.parametrize("reading", ["08:45", "16:45", "17:00"])
def test_outside_the_hours(reading: str) -> None:
    """A visit lies wholly within the provider's hours; the last one ends when they close."""
    request = asking(at(f"2030-05-14 {reading}"))
    refused(OutsideHours, lambda: desk().admit(request, IN_GOOD_STANDING, HOME))
    desk().admit(asking(at("2030-05-14 16:30")), IN_GOOD_STANDING, HOME)


def test_buffers_may_lie_outside_the_hours() -> None:
    """Preparing before opening time and tidying up after closing time are the provider's own affair."""
    desk().admit(asking(NINE, EXAM), IN_GOOD_STANDING)


def test_hours_for_some_modes_only() -> None:
    """Hours that a provider keeps for phone calls are not open for video visits."""
    calls = WeeklyHours(weekday=Weekday.TUESDAY, opens="09:00", closes="12:00", modes=(VisitMode.PHONE,))
    here = desk(calendar=replace(CALENDAR, rules=replace(RULES, weekly=(calls,))))
    here.admit(asking(NINE, PHONE), IN_GOOD_STANDING, HOME)
    refused(OutsideHours, lambda: here.admit(asking(NINE, VIDEO), IN_GOOD_STANDING, HOME))


def test_hours_at_one_site() -> None:
    """A provider who is uptown on Tuesdays sees nobody downtown, but can do video visits from there."""
    uptown = WeeklyHours(weekday=Weekday.TUESDAY, opens="09:00", closes="12:00", site=UPTOWN)
    here = desk(calendar=replace(CALENDAR, rules=replace(RULES, weekly=(uptown,))))
    there = replace(AT_HOME, site=UPTOWN)
    here.admit(asking(NINE, EXAM, place=there), IN_GOOD_STANDING)
    here.admit(asking(NINE, VIDEO), IN_GOOD_STANDING, HOME)
    refused(OutsideHours, lambda: here.admit(asking(NINE, EXAM), IN_GOOD_STANDING))
    assert asking(NINE, EXAM).place.site == DOWNTOWN


def test_daily_maximum() -> None:
    """A provider sees no more visits a day than the clinic's daily maximum; the next day is open again."""
    one_a_day = BookingPolicy(daily_maximum=1)
    here = desk(policy=one_a_day, agenda=Agenda(visit(TEN).reservations(OTHER, TOM)))
    details = refused(DayIsFull, lambda: here.admit(asking(), IN_GOOD_STANDING, HOME))
    assert details == {"local_date": date(2030, 5, 14), "daily_maximum": 1}
    here.admit(asking(NINE + timedelta(days=1)), IN_GOOD_STANDING, HOME)


def test_what_fills_a_day() -> None:
    """A day is filled by the provider's own visits and holds, not by a colleague's, nor by a hold that ran out."""
    others = visit(TEN, provider=DR_CHO).reservations(OTHER, TOM)
    ran_out = visit(TEN).reservations(OTHER, None, expires_at=MONDAY_NOON)
    here = desk(policy=BookingPolicy(daily_maximum=1), agenda=Agenda((*others, *ran_out)))
    here.admit(asking(), IN_GOOD_STANDING, HOME)


def test_moving_within_a_full_day() -> None:
    """A visit that is moved within a full day does not count against itself."""
    own = Agenda(visit(TEN).reservations(desk().owner, MIA))
    desk(policy=BookingPolicy(daily_maximum=1), agenda=own).admit(asking(), IN_GOOD_STANDING, HOME)


def test_where_the_clinic_approves() -> None:
    """Where the clinic approves visits, the desk's yes says so."""
    here = desk(policy=BookingPolicy(approval_required=True))
    assert here.admit(asking(), IN_GOOD_STANDING, HOME) == replace(admission(), needs_approval=True)


def test_every_reason_can_be_asked_for() -> None:
    """To explain a refusal the desk names every rule that stands against a visit, not only the first."""
    stranger = replace(IN_GOOD_STANDING, telehealth_consent=False, identity_verified=False)
    here = desk(policy=BookingPolicy(daily_maximum=1), agenda=Agenda(visit(NINE).reservations(OTHER, MIA)))
    off = here.plan(asking(at("2030-05-14 08:50")))
    assert [type(rule).__name__ for rule in here.refusals(off, stranger)] == [
        "TelehealthConsentMissing",
        "IdentityNotVerified",
        "WhereaboutsNotStated",
        "OffGrid",
        "OutsideHours",
        "DayIsFull",
        "ProviderTaken",
        "PatientTaken",
    ]


def test_holding_asks_nothing_of_the_patient() -> None:
    """A slot can be offered for a hold before anything is known of the patient; time and provider rules still count."""
    assert desk().offer(asking()) == visit()
    refused(OffGrid, lambda: desk().offer(asking(NINE + timedelta(minutes=1))))


def test_holding_for_somebody() -> None:
    """A slot is not held for a patient who is elsewhere then; for whoever comes, it is."""
    elsewhere = desk(agenda=Agenda(visit(provider=DR_CHO).reservations(OTHER, MIA)))
    refused(PatientTaken, lambda: elsewhere.offer(asking(), MIA))
    assert elsewhere.offer(asking()) == visit()


def test_holding_a_visit_in_person_names_its_site() -> None:
    """A slot in person is held at a site: what could not be booked is not held."""
    refused(SiteNotStated, lambda: desk().offer(asking(TEN, EXAM, place=AT_HOME)))


def test_the_desk_answers_with_its_own_provider() -> None:
    """An admission names the provider whose calendar was looked at."""
    answer = desk().admit(asking(), IN_GOOD_STANDING, HOME)
    assert isinstance(answer, Admission)
    assert (answer.visit.provider, answer.patient) == (DR_LEE, MIA)
    assert desk().now == MONDAY_NOON

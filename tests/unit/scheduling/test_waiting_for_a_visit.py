"""Joining the waitlist, how urgent a wait is, and how it ends."""

from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from domain.scheduling.appointments.eligibility import (
    IdentityNotVerified,
    SiteNotStated,
    TelehealthConsentMissing,
    WhereaboutsNotStated,
)
from domain.scheduling.appointments.lifecycle import AppointmentStatus, Party
from domain.scheduling.waitlist.entry import (
    AlreadyWaiting,
    DaysStillAhead,
    NoLongerWaiting,
    NotWaitedFor,
    OnlyClinicSetsUrgency,
    Urgency,
    WaitIsPast,
    WaitlistEntry,
    WaitlistEntryId,
    WaitlistStatus,
)
from domain.scheduling.waitlist.wish import DayPart
from domain.shared.contacts import PhoneNumber, PhoneNumberImpossible
from domain.shared.time import TimeZone
from domain.shared.values import WrongField
from domain.shared.visits import VisitMode
from unit.scheduling.practice import (
    AT_THE_SITE,
    DR_CHO,
    DR_LEE,
    EXAM,
    HOME,
    IN_GOOD_STANDING,
    NINE,
    OTHER,
    PHONE,
    UPTOWN,
    at,
    visit,
)
from unit.scheduling.waitlist import (
    APPOINTMENT,
    TUESDAY,
    WEDNESDAY,
    WISH,
    WaitAct,
    accepted,
    closed,
    fulfilled,
    joined,
    joining,
    left,
    offered,
    wishing,
)
from unit.spec import given

EARLIER = WaitlistEntryId(OTHER)
AFTER_WEDNESDAY = at("2030-05-16 00:00")
EXAMINATION = wishing(visit_type=EXAM.code, mode=VisitMode.IN_PERSON, place=AT_THE_SITE)


def closing(now: datetime) -> WaitAct:
    """Note that the days are over."""
    return lambda entry: entry.close(now)


def test_joining() -> None:
    """A patient waits for a kind of visit, with whom, on which days and at what time of day they like."""
    given().when(joining()).then(joined)


def test_waiting_twice() -> None:
    """A patient waits once for a kind of visit."""
    given().when(joining(already=EARLIER)).then_rejected(AlreadyWaiting, entry=EARLIER)


def test_waiting_for_yesterday() -> None:
    """Nobody waits for days that are over."""
    given().when(joining(now=AFTER_WEDNESDAY)).then_rejected(WaitIsPast, last_day=WEDNESDAY)


def test_waiting_on_the_last_evening() -> None:
    """Until midnight where the patient will be, the last day is not over."""
    given().when(joining(now=AFTER_WEDNESDAY - timedelta(minutes=1))).then(joined)


def test_waiting_without_consent() -> None:
    """Nobody waits for a video visit that they could not be booked for: consent and identity are asked at once."""
    without = replace(IN_GOOD_STANDING, telehealth_consent=False)
    given().when(joining(standing=without)).then_rejected(TelehealthConsentMissing)
    unknown = replace(IN_GOOD_STANDING, identity_verified=False)
    given().when(joining(standing=unknown)).then_rejected(IdentityNotVerified)


def test_waiting_without_whereabouts() -> None:
    """Who waits for a remote visit says where they will be, so that an offer can be taken with one word."""
    given().when(joining(whereabouts=None)).then_rejected(WhereaboutsNotStated)
    in_person = replace(joined, wish=EXAMINATION, whereabouts=None)
    given().when(joining(EXAMINATION, whereabouts=None)).then(in_person)


def test_why_the_patient_waits() -> None:
    """Why the patient would come is kept, in their own words."""
    given().when(joining(reason="A cough")).then(replace(joined, reason="A cough"))
    wrong = replace(HOME, call_back=PhoneNumber(number="+1202555"))
    given().when(joining(whereabouts=wrong)).then_rejected(PhoneNumberImpossible)


def test_waiting_for_an_examination() -> None:
    """Who waits for a visit in person names the site, and nothing is kept of where they live."""
    nowhere = replace(EXAMINATION, place=WISH.place)
    given().when(joining(nowhere)).then_rejected(SiteNotStated)
    at_the_site = WaitlistEntry.Joined(patient=joined.patient, wish=EXAMINATION, urgency=Urgency.ROUTINE)
    given().when(joining(EXAMINATION)).then(at_the_site)


def test_how_urgent_the_patient_says_it_is() -> None:
    """How urgent a wait is, the clinic says."""
    urgent = replace(joined, urgency=Urgency.URGENT)
    given().when(joining(urgency=Urgency.URGENT)).then(urgent)
    theirs = joining(urgency=Urgency.URGENT, by=Party.PATIENT)
    given().when(theirs).then_rejected(OnlyClinicSetsUrgency)
    given().when(joining(by=Party.PATIENT)).then(joined)


def test_it_became_urgent() -> None:
    """The clinic may say later that a wait is urgent; to say it again changes nothing."""
    urgent = WaitlistEntry.UrgencySet(urgency=Urgency.URGENT)
    given(WaitlistEntry, joined).when(lambda entry: entry.set_urgency(Urgency.URGENT)).then(urgent)
    given(WaitlistEntry, joined, urgent).when(lambda entry: entry.set_urgency(Urgency.URGENT)).then()


def test_leaving() -> None:
    """A patient may stop waiting at any time, also while a slot is on offer."""
    for history in ((joined,), (joined, offered)):
        given(WaitlistEntry, *history).when(lambda entry: entry.leave(Party.PATIENT)).then(left)


def test_being_booked_otherwise() -> None:
    """Who was booked for what they wait for no longer waits; another day, provider or kind of visit is not that."""
    given(WaitlistEntry, joined).when(lambda entry: entry.fulfil(APPOINTMENT, visit())).then(fulfilled)
    on_thursday = visit(at("2030-05-16 09:00"))
    too_late = given(WaitlistEntry, joined).when(lambda entry: entry.fulfil(APPOINTMENT, on_thursday))
    too_late.then_rejected(NotWaitedFor)


def test_the_days_go_by() -> None:
    """When the last day is over a wait is closed, and not sooner."""
    given(WaitlistEntry, joined).when(closing(AFTER_WEDNESDAY)).then(closed)
    sooner = AFTER_WEDNESDAY - timedelta(seconds=1)
    given(WaitlistEntry, joined).when(closing(sooner)).then_rejected(DaysStillAhead, last_day=WEDNESDAY)


@pytest.mark.parametrize("end", [left, closed, fulfilled], ids=lambda fact: type(fact).__name__)
def test_what_is_over_stays_over(end: WaitlistEntry.Event) -> None:
    """A wait that was fulfilled, given up or closed is over: nothing more is done with it."""
    acts: tuple[WaitAct, ...] = (
        lambda entry: entry.leave(Party.CLINIC),
        lambda entry: entry.fulfil(APPOINTMENT, visit()),
        lambda entry: entry.set_urgency(Urgency.URGENT),
        lambda entry: entry.demand_unoffered(),
        closing(AFTER_WEDNESDAY),
    )
    for act in acts:
        given(WaitlistEntry, joined, end).when(act).then_rejected(NoLongerWaiting)


def test_what_others_call_it() -> None:
    """In FHIR's words a patient in line is an appointment on the waitlist, and an offer is a proposed one."""
    told = {status: status.as_appointment for status in WaitlistStatus}
    assert told == {
        WaitlistStatus.WAITING: AppointmentStatus.WAITLIST,
        WaitlistStatus.OFFERED: AppointmentStatus.PROPOSED,
        WaitlistStatus.FULFILLED: AppointmentStatus.BOOKED,
        WaitlistStatus.LEFT: AppointmentStatus.CANCELLED,
        WaitlistStatus.CLOSED: AppointmentStatus.CANCELLED,
    }


def test_whose_calendar_it_concerns() -> None:
    """A wait for one provider is that provider's; one for whoever comes is nobody's until a slot is offered."""

    def waits(*history: WaitlistEntry.Created | WaitlistEntry.Event) -> list[object]:
        seen: list[object] = []
        given(WaitlistEntry, *history).when(lambda entry: seen.append(entry.provider)).then()
        return seen

    for_dr_cho = replace(joined, wish=wishing(providers=(DR_CHO,)))
    for_either = replace(joined, wish=wishing(providers=(DR_CHO, DR_LEE)))
    assert waits(joined) == waits(for_either) == [None]
    assert waits(for_dr_cho) == [DR_CHO]
    assert waits(joined, offered) == [DR_LEE]
    assert waits(joined, offered, accepted) == [None]


def test_days_in_their_order() -> None:
    """The last day is not before the first."""
    with pytest.raises(WrongField, match=r"^the last day is not before the first$") as refused:
        wishing(first_day=WEDNESDAY, last_day=TUESDAY)
    assert refused.value.field == "last_day"


def test_days_beyond_the_calendar() -> None:
    """A day that ends outside of the years that are kept is no day to wait for."""
    with pytest.raises(ValueError, match="1900 to 2199"):
        wishing(last_day=date(2199, 12, 31))


@pytest.mark.parametrize(
    ("reading", "part"),
    [
        ("00:00", DayPart.MORNING),
        ("11:59", DayPart.MORNING),
        ("12:00", DayPart.AFTERNOON),
        ("16:59", DayPart.AFTERNOON),
        ("17:00", DayPart.EVENING),
        ("23:59", DayPart.EVENING),
    ],
)
def test_parts_of_the_day(reading: str, part: DayPart) -> None:
    """Morning ends at noon, and evening begins at five, by the clock where the patient will be."""
    starts_at = at(f"2030-05-14 {reading}")
    assert {one for one in DayPart if wishing(day_parts=(one,)).suits(DR_LEE, starts_at)} == {part}
    assert WISH.suits(DR_LEE, starts_at)


def test_the_patients_own_clock() -> None:
    """Nine in New York is three in the afternoon in Berlin, and late on Tuesday there may be Wednesday here."""
    in_berlin = replace(WISH.place, zone=TimeZone(name="Europe/Berlin"))
    afternoon = wishing(place=in_berlin, day_parts=(DayPart.AFTERNOON,))
    assert afternoon.suits(DR_LEE, NINE)
    only_tuesday = wishing(place=in_berlin, last_day=TUESDAY)
    assert not only_tuesday.suits(DR_LEE, at("2030-05-14 18:00"))
    assert wishing(last_day=TUESDAY).suits(DR_LEE, at("2030-05-14 18:00"))


def test_what_meets_a_wish() -> None:
    """The kind of visit, its mode, the provider, the day and its part, and in person the site."""
    assert WISH.is_met_by(visit())
    assert wishing(providers=(DR_LEE,)).is_met_by(visit())
    assert not WISH.is_met_by(visit(visit_type=PHONE))
    assert not WISH.is_met_by(visit(at("2030-05-16 09:00")))
    assert not WISH.is_met_by(visit(at("2030-05-13 16:00")))
    assert not wishing(providers=(DR_CHO,)).is_met_by(visit())
    assert EXAMINATION.is_met_by(visit(visit_type=EXAM))
    elsewhere = replace(EXAMINATION, place=replace(AT_THE_SITE, site=UPTOWN))
    assert not elsewhere.is_met_by(visit(visit_type=EXAM))

"""A slot that becomes free is offered to one patient at a time, who takes it, passes it, or lets it run out."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.slots.slots import Slot
from domain.scheduling.waitlist.entry import (
    SHORTEST_OFFER,
    NoLongerWaiting,
    NoOfferRuns,
    NoTimeToAnswer,
    NotWaitedFor,
    OfferedAlready,
    OfferStillRuns,
    Urgency,
    WaitlistEntry,
    WaitlistEntryId,
)
from domain.scheduling.waitlist.line import Opening, Waiting, in_line
from domain.scheduling.waitlist.wish import DayPart
from domain.shared.identifiers import ProviderId
from domain.shared.time import Span
from unit.scheduling.practice import (
    DR_CHO,
    DR_LEE,
    ELEVEN,
    MIA,
    MONDAY_NOON,
    NINE,
    PHONE,
    POLICY,
    TEN,
    TOM,
    VIDEO,
    admission,
    at,
    booked,
)
from unit.scheduling.waitlist import (
    APPOINTMENT,
    AT_ONE,
    NINE_WITH_DR_LEE,
    WISH,
    WaitAct,
    accepted,
    joined,
    left,
    offer_expired,
    offered,
    offering,
    passed,
    wishing,
)
from unit.spec import given

JUST_BEFORE_ONE = AT_ONE - timedelta(microseconds=1)
TUESDAY_MORNING = Opening(provider=DR_LEE, within=Span(starts_at=NINE, ends_at=ELEVEN))


def waiting(number: int, minutes: int = 0, **other: object) -> Waiting:
    """Somebody in line who joined so many minutes after Monday noon."""
    usual = Waiting(
        entry=WaitlistEntryId(UUID(int=number)),
        patient=MIA,
        wish=WISH,
        urgency=Urgency.ROUTINE,
        joined_at=MONDAY_NOON + timedelta(minutes=minutes),
    )
    return replace(usual, **other)


def slot(starts_at: datetime = NINE, provider: ProviderId = DR_LEE) -> Slot:
    """Give a free slot, with Dr Lee unless said."""
    return Slot(provider=provider, visit_type=VIDEO.code, span=Span.lasting(starts_at, VIDEO.length))


def test_offering() -> None:
    """A patient who waits is offered a slot, and has until a moment to answer."""
    given(WaitlistEntry, joined).when(offering()).then(offered)


def test_offering_two() -> None:
    """A patient who waits is offered one slot at a time."""
    given(WaitlistEntry, joined, offered).when(offering()).then_rejected(OfferedAlready, until=AT_ONE)


def test_offering_something_else() -> None:
    """A patient is offered what they wait for: the kind of visit, the provider, the day and its part."""
    on_thursday, by_phone = admission(at("2030-05-16 09:00")), admission(visit_type=PHONE)
    for other in (on_thursday, by_phone):
        given(WaitlistEntry, joined).when(offering(other)).then_rejected(NotWaitedFor)


def test_offering_at_the_last_minute() -> None:
    """Whoever is offered a slot has at least five minutes to answer."""
    shortest = MONDAY_NOON + SHORTEST_OFFER
    in_time = replace(offered, offer=replace(offered.offer, until=shortest))
    given(WaitlistEntry, joined).when(offering(until=shortest)).then(in_time)
    too_late = shortest - timedelta(seconds=1)
    given(WaitlistEntry, joined).when(offering(until=too_late)).then_rejected(NoTimeToAnswer, until=too_late)


def test_how_long_an_offer_runs() -> None:
    """An offer runs as long as the clinic says, and never into the notice that a booking needs."""
    policy = BookingPolicy(waitlist_offer_minutes=90, minimum_notice_minutes=120)
    assert policy.offer_ends(NINE, MONDAY_NOON) == MONDAY_NOON + timedelta(minutes=90)
    at_half_past_six = NINE - timedelta(minutes=150)
    assert policy.offer_ends(NINE, at_half_past_six) == NINE - timedelta(minutes=120)
    assert POLICY.waitlist_offer_minutes == 60


def test_accepting() -> None:
    """An offer can be taken up to its last moment; the visit is booked and the wait is over."""
    given(WaitlistEntry, joined, offered).when(lambda entry: entry.accept(APPOINTMENT, JUST_BEFORE_ONE)).then(accepted)


def test_passing() -> None:
    """Who does not want the slot says so, and waits on."""
    given(WaitlistEntry, joined, offered).when(lambda entry: entry.pass_on(JUST_BEFORE_ONE)).then(passed)


def test_letting_it_run_out() -> None:
    """Who does not answer in time waits on; the offer is not over a moment sooner."""
    given(WaitlistEntry, joined, offered).when(lambda entry: entry.expire_offer(AT_ONE)).then(offer_expired)
    sooner = given(WaitlistEntry, joined, offered).when(lambda entry: entry.expire_offer(JUST_BEFORE_ONE))
    sooner.then_rejected(OfferStillRuns, until=AT_ONE)


@pytest.mark.parametrize("history", [(joined,), (joined, offered, passed), (joined, offered, offer_expired)])
def test_answering_what_was_not_asked(history: tuple[WaitlistEntry.Created | WaitlistEntry.Event, ...]) -> None:
    """Only an offer that runs is accepted, passed, or runs out."""
    acts: tuple[WaitAct, ...] = (
        lambda entry: entry.accept(APPOINTMENT, MONDAY_NOON),
        lambda entry: entry.pass_on(MONDAY_NOON),
        lambda entry: entry.expire_offer(AT_ONE),
    )
    for act in acts:
        given(WaitlistEntry, *history).when(act).then_rejected(NoOfferRuns)


def test_answering_too_late() -> None:
    """From its last moment on an offer is neither accepted nor passed, whether that was noted or not."""
    acts: tuple[WaitAct, ...] = (
        lambda entry: entry.accept(APPOINTMENT, AT_ONE),
        lambda entry: entry.pass_on(AT_ONE),
    )
    for act in acts:
        given(WaitlistEntry, joined, offered).when(act).then_rejected(NoOfferRuns)


def test_answering_after_leaving() -> None:
    """Who no longer waits has nothing to accept."""
    too_late = given(WaitlistEntry, joined, offered, left).when(lambda entry: entry.accept(APPOINTMENT, MONDAY_NOON))
    too_late.then_rejected(NoLongerWaiting, state="left")


def test_what_was_let_go() -> None:
    """A wait remembers what was offered and not taken, however that came about."""
    for end in (passed, offer_expired):
        seen: list[object] = []
        given(WaitlistEntry, joined, offered, end).when(lambda entry, seen=seen: seen.extend(entry.let_go)).then()
        assert seen == [NINE_WITH_DR_LEE]


def test_the_order_of_the_line() -> None:
    """Who is urgent comes first, then who joined first."""
    first, second = waiting(2, minutes=1), waiting(1, minutes=2)
    urgent = waiting(9, minutes=9, urgency=Urgency.URGENT, patient=TOM)
    assert in_line([second, urgent, first]) == [urgent, first, second]


def test_who_joined_at_the_same_moment() -> None:
    """Two who joined at one moment have an order all the same, and always the same."""
    one, other = waiting(1), waiting(2)
    assert in_line([other, one]) == in_line([one, other]) == [one, other]


def test_the_first_slot_that_suits() -> None:
    """Of free slots a patient is offered the first that suits the wish."""
    only_dr_cho = waiting(1, wish=wishing(providers=(DR_CHO,)))
    assert waiting(1).first_fitting([slot(), slot(TEN)]) == slot()
    assert only_dr_cho.first_fitting([slot(), slot(TEN, DR_CHO)]) == slot(TEN, DR_CHO)
    assert only_dr_cho.first_fitting([slot()]) is None


def test_not_what_was_let_go() -> None:
    """A slot that a patient did not take is not offered to them again, nor one that begins a little later in it."""
    choosy = waiting(1, let_go=(NINE_WITH_DR_LEE,))
    quarter_past, half_past = slot(at("2030-05-14 09:15")), slot(at("2030-05-14 09:30"))
    assert choosy.first_fitting([slot(), quarter_past, half_past]) == half_past
    assert choosy.first_fitting([slot(provider=DR_CHO)]) == slot(provider=DR_CHO)


def test_the_time_of_day() -> None:
    """Who can come in the afternoon only is not woken for a morning."""
    afternoons = waiting(1, wish=wishing(day_parts=(DayPart.AFTERNOON,)))
    assert afternoons.first_fitting([slot(), slot(at("2030-05-14 12:00"))]) == slot(at("2030-05-14 12:00"))


def test_where_to_look() -> None:
    """Slots are looked for where the opening, the wish and the moment from which offers can be made meet."""
    assert waiting(1).window(TUESDAY_MORNING, MONDAY_NOON) == Span(starts_at=NINE, ends_at=ELEVEN)
    assert waiting(1).window(TUESDAY_MORNING, TEN) == Span(starts_at=TEN, ends_at=ELEVEN)
    assert waiting(1).window(TUESDAY_MORNING, ELEVEN) is None
    from_wednesday = wishing(first_day=WISH.last_day)
    assert waiting(1, wish=from_wednesday).window(TUESDAY_MORNING, MONDAY_NOON) is None


def test_asking_for_the_same_visit() -> None:
    """What is asked for when an offer is accepted is the very visit that was offered."""
    request = booked.visit.request
    assert (request.provider, request.visit_type, request.starts_at) == (DR_LEE, VIDEO.code, NINE)
    assert (request.place, request.room) == (booked.visit.place, booked.visit.room)

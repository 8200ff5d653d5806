"""A series of visits: booked together, changed from one on, answered and called off."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import Party
from domain.scheduling.appointments.provider_standing import ProviderStanding
from domain.scheduling.hours.working_hours import Weekday
from domain.scheduling.series.desk import Conflict, SeriesConflicts
from domain.scheduling.series.layout import Layout
from domain.scheduling.series.members import ahead, approve_all, awaiting_answer, going_along
from domain.scheduling.series.occurrence import WallSlot
from domain.scheduling.series.recurrence import MonthlyOnDay, SeriesHasNoDay, Weekly
from domain.scheduling.series.series import Member, NothingAhead, NotOfTheSeries, Series
from domain.shared.aggregate import Fact, fold
from domain.shared.identifiers import AppointmentId
from domain.shared.practice import PracticeRight
from unit.scheduling.practice import (
    DR_LEE,
    HOME,
    IN_GOOD_STANDING,
    IN_NEW_YORK,
    MIA,
    MONDAY_NOON,
    NINE,
    POLICY,
    TEN,
    Act,
    admission,
    arrived,
    requested,
    visit,
)
from unit.scheduling.practice import booked as visit_booked
from unit.scheduling.repeating import (
    EVERY_TUESDAY,
    FIRST,
    MEMBERS,
    PLAN,
    SECOND,
    SERIES,
    THIRD,
    booked,
    in_series,
    tuesday,
)
from unit.spec import STREAM, given

SLOTS = tuple(member.slot for member in MEMBERS)
LATER = replace(PLAN, recurrence=replace(EVERY_TUESDAY, at="10:00", count=2))
MOVED = (
    Member(appointment=SECOND, slot=tuesday(2, "10:00")),
    Member(appointment=THIRD, slot=tuesday(3, "10:00")),
)
TAKEN = Conflict(slot=tuesday(2), starts_at=NINE + timedelta(days=7), rule="scheduling.provider-taken")

changed = Series.FollowingChanged(plan=LATER, members=MOVED, left_out=())
joined = Appointment.JoinedSeries(occurrence=in_series(1))
apart = Appointment.SetApart()
to_ten = Appointment.Rescheduled(patient=MIA, visit=visit(TEN), whereabouts=HOME, by=Party.CLINIC, late=False)


def moving(starts_at: datetime, **more: Any) -> Act:
    """Move the visit to another time of the same day, on its own unless it moves along."""
    return lambda appointment: appointment.reschedule(
        admission(starts_at), by=Party.CLINIC, policy=POLICY, now=MONDAY_NOON, **more
    )


def one(*history: Fact) -> Appointment:
    """Give one appointment with its history."""
    return fold(Appointment, _placed(history))


def the_series(*history: Fact) -> Series:
    """Give the series with its history."""
    return fold(Series, _placed((booked, *history)))


def _placed(history: Sequence[Fact]) -> list[Fact]:
    return [
        replace(fact, originator_id=STREAM, originator_version=version) for version, fact in enumerate(history, start=1)
    ]


def test_booking_a_series() -> None:
    """A series names its appointments by their slots, and the slots that did not fit."""
    two = (MEMBERS[0], MEMBERS[2])
    given().when(lambda: Series.book(SERIES, MIA, PLAN, two, (TAKEN,))).then(
        Series.Booked(patient=MIA, plan=PLAN, members=two, left_out=(TAKEN,))
    )


def test_changing_what_follows() -> None:
    """From the second Tuesday on the visits are at ten; the first stays at nine."""
    given(Series, booked).when(lambda series: series.change_following(LATER, MOVED)).then(changed)
    series = the_series(changed)
    assert [series.slot(appointment) for appointment in (FIRST, SECOND, THIRD)] == [
        tuesday(1),
        tuesday(2, "10:00"),
        tuesday(3, "10:00"),
    ]
    assert series.plan == LATER


@pytest.mark.parametrize(
    "act",
    [
        lambda series: series.change_following(LATER, ()),
        lambda series: series.approve(()),
        lambda series: series.decline(()),
        lambda series: series.cancel((), by=Party.PATIENT),
    ],
    ids=["change", "approve", "decline", "cancel"],
)
def test_nothing_is_ahead(act: Callable[[Series], None]) -> None:
    """A series of which nothing is ahead is neither changed nor answered nor called off."""
    given(Series, booked).when(act).then_rejected(NothingAhead)


def test_answering_and_calling_off() -> None:
    """A series notes for which of its appointments the clinic said yes or no, and which were called off by whom."""
    given(Series, booked).when(lambda series: series.approve((FIRST,))).then(Series.Approved(appointments=(FIRST,)))
    given(Series, booked).when(lambda series: series.decline((FIRST,))).then(Series.Declined(appointments=(FIRST,)))
    given(Series, booked).when(lambda series: series.cancel((THIRD,), by=Party.PATIENT)).then(
        Series.Cancelled(by=Party.PATIENT, appointments=(THIRD,))
    )
    answered = (Series.Approved(appointments=(FIRST,)), Series.Declined(appointments=(SECOND,)))
    off = Series.Cancelled(by=Party.CLINIC, appointments=(FIRST,))
    assert the_series(*answered, off).members == MEMBERS


def test_who_follows_whom() -> None:
    """The second Tuesday is followed by the third."""
    series = the_series()
    assert series.following() == (FIRST, SECOND, THIRD)
    assert series.following(SECOND) == (SECOND, THIRD)


def test_who_is_not_of_the_series() -> None:
    """What follows an appointment that is none of the series' own cannot be told."""
    given(Series, booked).when(lambda series: series.following(AppointmentId(SERIES))).then_rejected(NotOfTheSeries)


def test_an_appointment_joins_a_series() -> None:
    """An occurrence is an appointment like any other that knows its slot in the series."""
    given(Appointment, visit_booked).when(lambda appointment: appointment.join(in_series(1))).then(joined)


def test_moved_on_its_own_it_is_an_exception() -> None:
    """An occurrence that is moved by itself is an exception of its series from then on, and only once."""
    given(Appointment, visit_booked, joined).when(moving(TEN)).then(to_ten, apart)
    back = replace(to_ten, visit=visit(NINE))
    given(Appointment, visit_booked, joined, to_ten, apart).when(moving(NINE)).then(back)


def test_other_whereabouts_are_no_exception() -> None:
    """Who will only be found elsewhere on that day stays in the series."""
    at_a_friends = replace(visit_booked, whereabouts=None)
    given(Appointment, at_a_friends, joined).when(moving(NINE)).then(replace(to_ten, visit=visit(NINE)))


def test_moved_along_it_is_none() -> None:
    """An occurrence that moves with its series has another slot, and is no exception."""
    along = in_series(1, "10:00")
    given(Appointment, visit_booked, joined).when(moving(TEN, along=along)).then(
        to_ten, Appointment.JoinedSeries(occurrence=along)
    )


def test_who_is_concerned() -> None:
    """What is ahead is booked or asked for and has not begun; exceptions do not move along; requests wait."""
    asked, kept = one(requested), one(visit_booked)
    set_apart, here = one(visit_booked, joined, apart), one(visit_booked, arrived)
    everybody = (asked, kept, set_apart, here)
    assert ahead(everybody, MONDAY_NOON) == (asked, kept, set_apart)
    assert going_along(everybody, MONDAY_NOON) == (asked, kept)
    assert awaiting_answer(everybody, MONDAY_NOON) == (asked,)
    assert ahead(everybody, NINE) == ()


def test_approving_all() -> None:
    """The clinic says yes to all of a series at once."""
    request = one(requested)
    approve_all(
        [(tuesday(1), request)], IN_GOOD_STANDING, {DR_LEE: ProviderStanding(authorities=(IN_NEW_YORK,))}, MONDAY_NOON
    )
    assert request.collect_events()


def test_a_licence_that_lapses_before_one_of_them() -> None:
    """Where the provider may not practise on one of the days, that day is named and none is approved."""
    until_sunday = PracticeRight(jurisdiction="US-NY", valid_from=date(2020, 1, 1), valid_until=date(2030, 5, 19))
    next_week = one(replace(requested, visit=visit(NINE + timedelta(days=7))))
    requests = [(tuesday(1), one(requested)), (tuesday(2), next_week)]
    with pytest.raises(SeriesConflicts) as refusal:
        approve_all(requests, IN_GOOD_STANDING, {DR_LEE: ProviderStanding(authorities=(until_sunday,))}, MONDAY_NOON)
    a_week_later = replace(TAKEN, rule="scheduling.not-authorized-there")
    assert refusal.value.details == {"conflicts": (a_week_later,)}


def test_another_time_keeps_the_days() -> None:
    """At another time each visit keeps its day, also where a week was left out."""
    with_a_gap = (SLOTS[0], SLOTS[2])
    layout = Layout(at="14:00")
    assert layout.slots(EVERY_TUESDAY, with_a_gap) == (tuesday(1, "14:00"), tuesday(3, "14:00"))
    assert layout.recurrence(EVERY_TUESDAY, with_a_gap) == replace(EVERY_TUESDAY, at="14:00", count=2)


def test_another_weekday_is_laid_out_anew() -> None:
    """On Thursdays instead, the visits that go along come one a week from the first Thursday on."""
    thursdays = Layout(rule=Weekly(weekdays=(Weekday.THURSDAY,)))
    assert thursdays.slots(EVERY_TUESDAY, SLOTS[:2]) == (
        WallSlot(date(2030, 5, 16), "09:00"),
        WallSlot(date(2030, 5, 23), "09:00"),
    )


def test_the_last_one_alone() -> None:
    """The last of a series goes on at its own time, not at that of the ones before."""
    monthly = Layout(rule=MonthlyOnDay(day=28))
    assert monthly.slots(EVERY_TUESDAY, [tuesday(3, "14:00")]) == (WallSlot(date(2030, 5, 28), "14:00"),)


def test_a_week_later() -> None:
    """With another first day alone, the rule goes on from there."""
    later = Layout(first_day=date(2030, 5, 21))
    assert later.slots(EVERY_TUESDAY, SLOTS[:2]) == (tuesday(2), tuesday(3))


def test_a_day_that_does_not_come_often_enough() -> None:
    """Visits that would have to wait until the end of the calendar are not laid out."""
    with pytest.raises(SeriesHasNoDay):
        Layout(rule=MonthlyOnDay(day=30, interval=12), first_day=date(2031, 2, 1)).slots(EVERY_TUESDAY, SLOTS)

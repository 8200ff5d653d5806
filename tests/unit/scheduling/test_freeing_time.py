"""Which time can be offered to whoever waits, since something happened."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import NotHeldBecause, Party
from domain.scheduling.hours.availability import Availability
from domain.scheduling.hours.working_hours import ExceptionId, ExtraHours
from domain.scheduling.slots.hold import Hold
from domain.scheduling.waitlist.freed_time import FREEING, freed
from domain.scheduling.waitlist.line import Opening
from domain.shared.aggregate import Fact
from domain.shared.time import Span
from unit.scheduling.practice import (
    APPOINTMENT,
    DR_CHO,
    DR_LEE,
    EXAM,
    HOME,
    MIA,
    MONDAY_NOON,
    NEW_YORK,
    NINE,
    ROOM_A,
    ROOM_B,
    TEN,
    at,
    booked,
    every_day,
    requested,
    visit,
)
from unit.spec import STREAM

HALF_AN_HOUR = timedelta(minutes=30)
NINE_WITH_DR_LEE = Opening(provider=DR_LEE, within=Span.lasting(NINE, HALF_AN_HOUR))
JUST_AFTER = NINE + HALF_AN_HOUR

placed = Hold.Placed(patient=MIA, visit=visit(), expires_at=MONDAY_NOON)
cancelled = Appointment.Cancelled(patient=MIA, by=Party.PATIENT, late=False)
reassigned = Appointment.Reassigned(patient=MIA, visit=visit(provider=DR_CHO), instead_of=DR_LEE, because=None)
opened = Availability.Opened(provider=DR_LEE, zone=NEW_YORK)


def since(*history: Fact, now: datetime = MONDAY_NOON) -> Opening | None:
    """Give the time that is free since the last of some facts."""
    placed_facts = [
        replace(fact, originator_id=STREAM, originator_version=version) for version, fact in enumerate(history, 1)
    ]
    return freed(placed_facts, now)


def moved(**visited: object) -> Appointment.Rescheduled:
    """Move the visit."""
    planned = replace(visit(), **visited)
    return Appointment.Rescheduled(patient=MIA, visit=planned, whereabouts=HOME, by=Party.CLINIC, late=False)


@pytest.mark.parametrize(
    "history",
    [
        (booked, cancelled),
        (requested, Appointment.Declined(patient=MIA, reason="Another doctor is better for this.")),
        (booked, moved(starts_at=TEN)),
        (booked, moved(provider=DR_CHO)),
        (booked, reassigned),
        (placed, Hold.Released()),
        (placed, Hold.Expired()),
    ],
    ids=lambda history: type(history[-1]).__name__,
)
def test_giving_time_back(history: tuple[Fact, ...]) -> None:
    """A visit called off, declined or moved, and a hold given up or run out, give the provider's time back."""
    assert since(*history) == NINE_WITH_DR_LEE
    assert type(history[-1]) in FREEING


@pytest.mark.parametrize(
    "history",
    [
        (booked,),
        (requested, Appointment.Approved()),
        (booked, Appointment.Missed()),
        (booked, Appointment.NotHeld(because=NotHeldBecause.PROVIDER_ABSENT)),
        (placed,),
        (placed, Hold.Used(appointment=APPOINTMENT)),
    ],
    ids=lambda history: type(history[-1]).__name__,
)
def test_giving_none_back(history: tuple[Fact, ...]) -> None:
    """A booking gives none back, nor a hold that became one, nor a visit that is missed when it is too late."""
    assert since(*history) is None
    assert type(history[-1]) not in FREEING


def test_called_off_after_a_move() -> None:
    """A visit that was moved and then called off gives back the time that it was moved to."""
    assert since(booked, moved(starts_at=TEN), cancelled) == Opening(
        provider=DR_LEE, within=Span.lasting(TEN, HALF_AN_HOUR)
    )


def test_moving_to_another_room() -> None:
    """A visit that only changes its room leaves the provider as busy as before."""
    in_a_room = replace(booked, visit=visit(visit_type=EXAM, room=ROOM_A))
    to_another = moved(visit_type=EXAM, place=in_a_room.visit.place, room=ROOM_B)
    assert since(in_a_room, to_another) is None


def test_with_its_buffers() -> None:
    """What is given back is what was taken: the visit with its buffers."""
    examined = replace(booked, visit=visit(visit_type=EXAM))
    opening = since(examined, cancelled)
    assert opening is not None
    assert opening.within == Span(starts_at=at("2030-05-14 08:45"), ends_at=at("2030-05-14 09:45"))


def test_too_late() -> None:
    """Time that is past is offered to nobody."""
    assert since(booked, cancelled, now=JUST_AFTER - timedelta(microseconds=1)) == NINE_WITH_DR_LEE
    assert since(booked, cancelled, now=JUST_AFTER) is None


def test_working_more() -> None:
    """When a provider's hours change, all that is ahead may hold new time."""
    weekly = Availability.WeeklyHoursSet(hours=every_day("09:00", "17:00"), zone=NEW_YORK)
    id_ = ExceptionId(UUID(int=1))
    extra = ExtraHours(exception_id=id_, day=MONDAY_NOON.date(), opens="18:00", closes="19:00")
    added = Availability.ExtraHoursAdded(extra=extra)
    for history in (
        (opened, weekly),
        (opened, added),
        (opened, added, Availability.ExceptionRemoved(exception_id=id_)),
    ):
        opening = since(*history)
        assert opening is not None
        assert (opening.provider, opening.within.starts_at) == (DR_LEE, MONDAY_NOON)
        assert type(history[-1]) in FREEING

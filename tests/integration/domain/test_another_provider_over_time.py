"""Whatever happens to licences, visits and the clock, the visits marked are those that a direct look finds."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from application.scheduling.appointments.cancel_appointment import CancelAppointment
from application.scheduling.appointments.reassess_appointments import ReassessAppointments
from application.scheduling.appointments.reschedule_appointment import RescheduleAppointment
from application.scheduling.appointments.visits_ahead import AheadCursor
from application.scheduling.queries import ListAppointments
from domain.providers.authority import Authority, AuthorityId, AuthorityKind
from domain.providers.provider import Provider
from domain.scheduling.appointments.appointment import Appointment
from domain.scheduling.appointments.lifecycle import AppointmentStatus
from domain.scheduling.appointments.visit_place import VisitPlace
from domain.shared.aggregate import fold
from domain.shared.errors import DomainError
from domain.shared.identifiers import AppointmentId
from domain.shared.time import TimeZone
from unit.scheduling.application.front_desk import FrontDesk
from unit.scheduling.practice import DR_LEE, HOME, MIA, NEW_YORK, visit

NOTICE: Final = 40
"""Days ahead that the clinic wants to be told."""

PLACES: Final = [
    VisitPlace(jurisdiction="US-NY", zone=NEW_YORK),
    VisitPlace(jurisdiction="US-HI", zone=TimeZone(name="Pacific/Honolulu")),
    VisitPlace(jurisdiction="KI", zone=TimeZone(name="Pacific/Kiritimati")),
]
"""Three days can be today at once: Monday in Hawaii, Tuesday in New York, Wednesday on Kiritimati."""

DAYS: Final = st.integers(-5, 60).map(lambda days: date(2030, 5, 13) + timedelta(days=days))
WORKING: Final = st.builds(lambda day, hour: NEW_YORK.instant(day, time(hour)), DAYS, st.integers(9, 16))
"""Times at which Dr Lee works, to which visits can be moved."""


@dataclass(slots=True)
class Licence:
    """What somebody who keeps a list by hand would note of a licence."""

    jurisdiction: str
    first: date
    last: date | None
    without: date | None = None
    """The first day without it, where it was revoked."""

    def covers(self, place: VisitPlace, day: date) -> bool:
        """Look it up."""
        return (
            self.jurisdiction == place.jurisdiction
            and self.first <= day
            and not (self.last is not None and day > self.last)
            and not (self.without is not None and day >= self.without)
        )


@dataclass(slots=True)
class World:
    """The clinic, and beside it the list that is kept by hand."""

    clinic: FrontDesk
    licences: dict[AuthorityId, Licence] = field(default_factory=dict)
    suspended: bool = False
    last_day: date | None = None
    visits: list[AppointmentId] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """Read the virtual clock."""
        return self.clinic.memory.clock.at

    def directory(self, act: Callable[[Provider], None]) -> bool:
        """Do something with Dr Lee's file; tell whether no rule stood against it."""
        stream = self.clinic.memory.log.streams[self.clinic.clinic, DR_LEE]
        provider = fold(Provider, stream)
        try:
            act(provider)
        except DomainError:
            return False
        stream.extend(provider.record(self.now))
        return True

    def book(self, day: date, place: VisitPlace) -> None:
        """Put a visit on the calendar, as if by a clinic that did not look: no licence need reach it.

        It is in the night, at a half-hour of its own, from midnight on, where no other visit is moved to.
        """
        at = NEW_YORK.instant(day, time()) + len(self.visits) * timedelta(minutes=30)
        id = AppointmentId(UUID(int=1000 + len(self.visits)))  # noqa: A001 - the field's word
        booked = Appointment.Booked(patient=MIA, visit=visit(at, place=place), whereabouts=HOME)
        self.clinic.tell(Appointment, id, booked)
        self.visits.append(id)

    async def reassess(self) -> None:
        """Have the scheduled process done, to its end."""
        command = ReassessAppointments()
        while (receipt := await self.clinic.do(command, self.clinic.system))["after"] is not None:
            command = ReassessAppointments(after=msgspec.convert(receipt["after"], AheadCursor))

    async def marked(self) -> set[AppointmentId]:
        """List the visits ahead that are marked."""
        page = await self.clinic.ask(ListAppointments(needs_reassignment=True, limit=100), self.clinic.desk)
        return {view.id for view in page.items if view.starts_at > self.now}

    async def found_by_hand(self) -> set[AppointmentId]:
        """Go through the calendar with the list in hand."""
        found = set()
        for id in self.visits:  # noqa: A001 - the field's word
            view = await self.clinic.shown(id)
            ahead = view.status is AppointmentStatus.BOOKED and view.starts_at > self.now
            near = view.starts_at - self.now <= timedelta(days=NOTICE)
            gone = self.last_day is not None and NEW_YORK.date(view.starts_at) > self.last_day
            day = view.place.date(view.starts_at)
            allowed = any(licence.covers(view.place, day) for licence in self.licences.values())
            if ahead and near and (self.suspended or gone or not allowed):
                found.add(id)
        return found


async def grant(world: World, data: st.DataObject) -> None:
    """Have a regulator give a licence."""
    id = AuthorityId(UUID(int=100 + len(world.licences)))  # noqa: A001 - the field's word
    first, last = data.draw(DAYS), data.draw(st.none() | DAYS)
    assume(last is None or first <= last)
    licence = Licence(data.draw(st.sampled_from(PLACES)).jurisdiction, first, last)
    granted = Authority(
        kind=AuthorityKind.LICENSE,
        profession="physician",
        jurisdiction=licence.jurisdiction,
        valid_from=first,
        valid_until=last,
    )
    if world.directory(lambda lee: lee.grant_authority(id, granted, f"MD-{id.int}")):
        world.licences[id] = licence


async def renew(world: World, data: st.DataObject) -> None:
    """Have a regulator let a licence last longer."""
    id, until = data.draw(st.sampled_from(sorted(world.licences))), data.draw(DAYS)  # noqa: A001 - as above
    if world.directory(lambda lee: lee.renew_authority(id, until)):
        world.licences[id].last = until


async def revoke(world: World, data: st.DataObject) -> None:
    """Have a regulator take a licence back."""
    id, on = data.draw(st.sampled_from(sorted(world.licences))), data.draw(DAYS)  # noqa: A001 - as above
    if world.directory(lambda lee: lee.revoke_authority(id, on=on)):
        world.licences[id].without = on


async def suspend(world: World, _: st.DataObject) -> None:
    """Suspend Dr Lee."""
    world.suspended |= world.directory(lambda lee: lee.suspend("A complaint", world.now))


async def reinstate(world: World, _: st.DataObject) -> None:
    """Reinstate Dr Lee."""
    world.suspended &= not world.directory(lambda lee: lee.reinstate(world.now))


async def leave(world: World, data: st.DataObject) -> None:
    """Set Dr Lee's last day, or take it back."""
    last_day = data.draw(st.none() | DAYS)
    if world.directory(lambda lee: lee.leave(last_day, world.now)):
        world.last_day = last_day


async def book(world: World, data: st.DataObject) -> None:
    """Book."""
    world.book(data.draw(DAYS), data.draw(st.sampled_from(PLACES)))


async def move(world: World, data: st.DataObject) -> None:
    """Move a visit, if the desk admits it."""
    moved = RescheduleAppointment(
        appointment=data.draw(st.sampled_from(world.visits)),
        starts_at=data.draw(WORKING),
        place=data.draw(st.none() | st.sampled_from(PLACES)),
        whereabouts=HOME,
    )
    await _perhaps(world, moved)


async def cancel(world: World, data: st.DataObject) -> None:
    """Call a visit off."""
    await _perhaps(world, CancelAppointment(appointment=data.draw(st.sampled_from(world.visits))))


async def wait(world: World, data: st.DataObject) -> None:
    """Let some days pass."""
    world.clinic.memory.clock.advance(timedelta(hours=data.draw(st.integers(1, 24 * 12))))


HAPPENINGS: Final = [grant, renew, revoke, suspend, reinstate, leave, book, move, cancel, wait]


async def _perhaps(world: World, command: RescheduleAppointment | CancelAppointment) -> None:
    try:
        await world.clinic.do(command, world.clinic.desk)
    except DomainError:
        return


async def live_through(data: st.DataObject) -> None:
    """Let things happen, look at everything after each, and compare."""
    world = World(await FrontDesk().opens())
    await world.clinic.has(reassignment_notice_days=NOTICE)
    for number in range(data.draw(st.integers(2, 5))):
        world.book(date(2030, 5, 14) + timedelta(days=9 * number), PLACES[number % 3])
    world.licences[AuthorityId(UUID(int=1))] = Licence("US-NY", date(2020, 1, 1), None)
    for _ in range(data.draw(st.integers(1, 12))):
        await data.draw(st.sampled_from(HAPPENINGS))(world, data)
        await world.reassess()
        assert await world.marked() == await world.found_by_hand()


@given(data=st.data())
@settings(max_examples=60)
def test_what_is_marked_is_what_is_found_by_hand(data: st.DataObject) -> None:
    """After every change of licences, of visits and of who is there, and after every day that passes."""
    asyncio.run(live_through(data))

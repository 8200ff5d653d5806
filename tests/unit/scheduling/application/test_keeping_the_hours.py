"""A provider's hours are kept by rule, with exceptions that can be called off."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from application.scheduling.hours.add_extra_hours import AddExtraHours
from application.scheduling.hours.add_time_off import AddTimeOff
from application.scheduling.hours.remove_exception import RemoveException
from application.scheduling.hours.set_booking_policy import SetBookingPolicy
from application.scheduling.hours.set_weekly_hours import SetWeeklyHours
from application.scheduling.queries import GetAvailability, GetBookingPolicy
from application.shared.refusals import Forbidden, NotFound
from domain.scheduling.hours.availability import HoursAtUnknownSite, HoursOverlap
from domain.scheduling.hours.booking_policy import BookingPolicy
from domain.scheduling.hours.working_hours import ExceptionId, Weekday, WeeklyHours
from domain.shared.identifiers import ProviderId
from domain.shared.time import TimeZone
from unit.scheduling.application.front_desk import FrontDesk
from unit.scheduling.practice import DOWNTOWN, DR_LEE, NEW_YORK, NINE, TEN, UPTOWN, every_day

LONDON = TimeZone(name="Europe/London")
TUESDAY = NINE.date()


async def test_at_first_the_provider_s_own_clock_holds() -> None:
    """Hours without a zone are read by the clock in the directory; a zone that was set stays."""
    clinic = await FrontDesk().opens(DR_LEE)

    async def zone() -> TimeZone:
        view = await clinic.ask(GetAvailability(provider=DR_LEE), clinic.desk)
        kept: TimeZone = view.rules.zone
        return kept

    assert await zone() == NEW_YORK
    hours = every_day("09:00", "17:00")
    await clinic.do(SetWeeklyHours(provider=DR_LEE, hours=hours, zone=LONDON), clinic.desk)
    await clinic.do(SetWeeklyHours(provider=DR_LEE, hours=hours[:2]), clinic.desk)
    assert await zone() == LONDON


@pytest.mark.parametrize("zone", [None, LONDON])
async def test_nobody_works_who_is_not_in_the_directory(zone: TimeZone | None) -> None:
    """Hours of an unknown provider are refused, with a zone of their own too."""
    clinic = FrontDesk()
    nobody = ProviderId(UUID(int=99))
    await clinic.refuses(SetWeeklyHours(provider=nobody, hours=(), zone=zone), clinic.desk, NotFound)


async def test_hours_do_not_overlap() -> None:
    """Two rules for one time are refused, for the first calendar too."""
    clinic = FrontDesk()
    twice = (
        WeeklyHours(weekday=Weekday.MONDAY, opens="09:00", closes="12:00"),
        WeeklyHours(weekday=Weekday.MONDAY, opens="11:00", closes="17:00"),
    )
    await clinic.refuses(SetWeeklyHours(provider=DR_LEE, hours=twice), clinic.desk, HoursOverlap)


async def test_time_off_takes_slots_away_until_it_is_called_off() -> None:
    """The answer names the exception, by which it is removed."""
    clinic = await FrontDesk().opens(DR_LEE)
    receipt = await clinic.do(AddTimeOff(provider=DR_LEE, first_day=TUESDAY, last_day=TUESDAY), clinic.desk)
    assert await clinic.free(TEN) == []
    exception = ExceptionId(UUID(receipt["exception"]))
    await clinic.do(RemoveException(provider=DR_LEE, exception=exception), clinic.desk)
    assert len(await clinic.free(TEN)) == 4


async def test_extra_hours_add_slots() -> None:
    """A provider may come in early for once."""
    clinic = await FrontDesk().opens(DR_LEE)
    early = NINE - timedelta(hours=1)
    assert await clinic.free(NINE, early) == []
    await clinic.do(AddExtraHours(provider=DR_LEE, day=TUESDAY, opens="08:00", closes="09:00"), clinic.desk)
    assert [at for _, at in await clinic.free(NINE, early)] == [early + timedelta(minutes=15 * n) for n in range(4)]


async def test_exceptions_need_a_calendar() -> None:
    """Before the first weekly hours there is nothing to make an exception from."""
    clinic = FrontDesk()
    extra = AddExtraHours(provider=DR_LEE, day=TUESDAY, opens="08:00", closes="09:00")
    await clinic.refuses(extra, clinic.desk, NotFound)


@pytest.mark.parametrize(
    ("command", "body"),
    [
        (AddTimeOff, '{"first_day": "2030-07-14", "last_day": "2030-07-01"}'),
        (AddExtraHours, '{"day": "1066-10-14", "opens": "09:00", "closes": "12:00"}'),
        (AddExtraHours, '{"day": "2030-05-18", "opens": "9", "closes": "12:00"}'),
    ],
)
async def test_what_cannot_be_is_not_read(command: type, body: str) -> None:
    """Time off that ends before it begins, a day of another millennium, a reading that no clock shows."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=command)


async def test_a_policy_that_nobody_set_is_the_default() -> None:
    """Version 0 stands for it; the owner's first policy is version 1."""
    clinic = FrontDesk()
    view = await clinic.ask(GetBookingPolicy(), clinic.mia)
    assert (view.version, view.policy) == (0, BookingPolicy.default())
    await clinic.has(slot_grid_minutes=30)
    await clinic.has(slot_grid_minutes=20)
    view = await clinic.ask(GetBookingPolicy(), clinic.mia)
    assert (view.version, view.policy.slot_grid_minutes) == (2, 20)
    before = clinic.memory.clock.at - timedelta(seconds=1)
    assert (await clinic.ask(GetBookingPolicy(as_of=before), clinic.mia)).version == 0


async def test_the_terms_are_the_owner_s() -> None:
    """The front desk works by the policy and does not set it."""
    clinic = FrontDesk()
    await clinic.refuses(SetBookingPolicy(policy=BookingPolicy.default()), clinic.desk, Forbidden)


async def test_hours_are_kept_at_the_clinics_sites() -> None:
    """Hours name a site that the clinic has, or none: patients would be sent to a place that is nowhere."""
    clinic = await FrontDesk().opens(DR_LEE)
    for site, is_known in ((DOWNTOWN, True), (UPTOWN, False)):
        weekly = SetWeeklyHours(
            provider=DR_LEE, hours=(WeeklyHours(weekday=Weekday.MONDAY, opens="09:00", closes="12:00", site=site),)
        )
        extra = AddExtraHours(provider=DR_LEE, day=TUESDAY, opens="18:00", closes="20:00", site=site)
        for command in (weekly, extra):
            if is_known:
                await clinic.do(command, clinic.desk)
            else:
                assert await clinic.refuses(command, clinic.desk, HoursAtUnknownSite) == {"site": UPTOWN}

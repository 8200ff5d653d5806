"""The nights on which clocks change, over HTTP: instants are UTC, rules are wall-clock, and what is booked stays."""

from datetime import datetime, timedelta
from typing import Final

import pytest

from integration.clock import SetClock
from integration.http.scheduling.practice import Practice, done

QUARTER: Final = timedelta(minutes=15)
NIGHT: Final = {"hours": [{"weekday": "sunday", "opens": "01:00", "closes": "04:00"}]}
SPRING: Final = datetime.fromisoformat("2030-03-10T06:00:00Z")
"""One in the morning in New York; an hour later it is three."""
AUTUMN: Final = datetime.fromisoformat("2030-11-03T05:00:00Z")
"""One in the morning in New York; an hour later it is one again."""


async def _night_shift(at: Practice, clock: SetClock, night: datetime) -> None:
    clock.at = night - timedelta(days=7)
    await done(await at.clinic.owner.http.post(f"/providers/{at.provider}/availability/weekly-hours", json=NIGHT))


@pytest.mark.parametrize(("night", "hours"), [(SPRING, 2), (AUTUMN, 4), (AUTUMN - timedelta(days=7), 3)])
async def test_hours_last_as_long_as_they_last(at: Practice, clock: SetClock, night: datetime, hours: int) -> None:
    """From one to four is two elapsed hours in spring, four in autumn, three on other nights."""
    await _night_shift(at, clock, night)
    starts = [datetime.fromisoformat(start) for start in await at.slots(night - timedelta(hours=2), hours=12)]
    assert starts == [night + QUARTER * step for step in range(4 * hours - 1)]


async def test_both_half_past_ones_can_be_booked(at: Practice, clock: SetClock) -> None:
    """In autumn half past one comes twice; both are booked and shown as different instants."""
    await _night_shift(at, clock, AUTUMN)
    half_past = [AUTUMN + QUARTER * 2, AUTUMN + QUARTER * 6]
    for starts_at in half_past:
        appointment = await at.booked(starts_at)
        shown = await done(await at.desk.http.get(f"/appointments/{appointment}"))
        assert datetime.fromisoformat(shown["starts_at"]) == starts_at


async def test_a_visit_across_the_gap_lasts_half_an_hour(at: Practice, clock: SetClock) -> None:
    """A visit that begins at a quarter to two in spring ends at a quarter past three, half an hour later."""
    await _night_shift(at, clock, SPRING)
    appointment = await at.booked(SPRING + QUARTER * 3)
    shown = await done(await at.desk.http.get(f"/appointments/{appointment}"))
    lasted = datetime.fromisoformat(shown["ends_at"]) - datetime.fromisoformat(shown["starts_at"])
    assert lasted == timedelta(minutes=30)


async def test_what_is_booked_stays_when_the_zone_changes(at: Practice, clock: SetClock) -> None:
    """A provider who moves to London keeps their booked visits at the instants that were agreed."""
    await _night_shift(at, clock, SPRING)
    appointment = await at.booked(SPRING)
    moved = NIGHT | {"zone": {"name": "Europe/London"}}
    await done(await at.clinic.owner.http.post(f"/providers/{at.provider}/availability/weekly-hours", json=moved))
    shown = await done(await at.desk.http.get(f"/appointments/{appointment}"))
    assert datetime.fromisoformat(shown["starts_at"]) == SPRING
    assert (await at.slots(SPRING, hours=3)) == []

"""Which day it is at the clinic: its own, wherever the server stands."""

from datetime import UTC, date, datetime
from uuid import uuid4

import msgspec
import pytest

from application.shared.clock import ClinicDay
from application.shared.refusals import NotFound
from domain.shared.identifiers import ClinicId
from integration.clock import SetClock
from integration.contracts.registry import attempt, execution
from integration.people import Person
from integration.stack import Stack

PORTS = (ClinicDay,)


@pytest.mark.parametrize(
    ("zone", "today"),
    [("Pacific/Auckland", date(2030, 5, 15)), ("UTC", date(2030, 5, 14)), ("America/Los_Angeles", date(2030, 5, 14))],
)
async def test_the_clinics_own_calendar_counts(stack: Stack, clock: SetClock, zone: str, today: date) -> None:
    """One instant is a Wednesday in Auckland and a Tuesday elsewhere."""
    clock.at = datetime(2030, 5, 14, 13, tzinfo=UTC)
    clinic = await stack.open_clinic(zone)
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        assert await stack.container.shared.day().today(asking) == today


async def test_a_clinic_that_was_never_opened_has_none(stack: Stack) -> None:
    """Nobody knows the day of a clinic that does not exist."""
    clinic = await stack.open_clinic()
    nowhere = msgspec.structs.replace(clinic.front_desk.actor, clinic=ClinicId(uuid4()))
    async with attempt(stack, asking := execution(stack, Person(nowhere, clinic.front_desk.http))):
        with pytest.raises(NotFound):
            await stack.container.shared.day().today(asking)

"""What the clinic's registry policy says today: what every storage promises."""

from datetime import date, datetime
from typing import cast

from application.identity.clinics.change_time_zone import ChangeTimeZone
from application.patients.ports import RegistryTermsToday
from application.patients.set_registry_policy import SetRegistryPolicy
from domain.patients.registry_policy import RegistryPolicy, RegistryTerms
from domain.shared.time import TimeZone
from integration.clock import SetClock
from integration.contracts.registry import attempt, execution
from integration.people import Clinic
from integration.stack import Stack

PORTS = (RegistryTermsToday,)


async def today(stack: Stack, clinic: Clinic) -> RegistryTerms:
    """Ask for today's terms."""
    terms = cast("RegistryTermsToday", stack.container.shared.terms())
    async with attempt(stack, asking := execution(stack, clinic.front_desk)):
        return await terms.today(asking)


async def test_the_default(stack: Stack, clinic: Clinic) -> None:
    """A clinic that has set nothing has the default."""
    assert (await today(stack, clinic)).policy == RegistryPolicy.default()


async def test_what_was_set(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """What a clinic set counts at once, and in no other clinic."""
    await stack.do(SetRegistryPolicy(policy=RegistryPolicy(adult_age=21)), clinic.owner)
    assert (await today(stack, clinic)).policy.adult_age == 21
    assert (await today(stack, other_clinic)).policy.adult_age == 18


async def test_the_clinics_own_day(stack: Stack, clinic: Clinic, clock: SetClock) -> None:
    """The day is the clinic's: while it is still Tuesday in New York, Wednesday has begun on Kiritimati."""
    clock.at = datetime.fromisoformat("2030-05-14T20:00:00+00:00")
    assert (await today(stack, clinic)).day == date(2030, 5, 14)
    await stack.do(ChangeTimeZone(zone=TimeZone(name="Pacific/Kiritimati")), clinic.owner)
    assert (await today(stack, clinic)).day == date(2030, 5, 15)

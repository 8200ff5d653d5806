"""How many tries a clinic allows: what every storage promises those who count them."""

from datetime import timedelta
from typing import cast

import msgspec

from application.identity.sessions.ports import TryLimits
from application.shared.key_vault import INSTALLATION
from domain.identity.tries import TryLimit
from integration.contracts.registry import execution
from integration.http.scheduling.practice import done
from integration.people import Clinic
from integration.stack import Stack

PORTS = (TryLimits,)


async def test_what_a_clinic_has_set(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """A clinic's own terms hold for its tries, and for nobody else's."""
    limits = cast("TryLimits", stack.container.identity.ports.try_limits())
    asking = execution(stack, clinic.owner)
    assert await limits.of(asking) == TryLimit()
    terms = {"tries": 5, "first_wait_minutes": 15}
    await done(await clinic.owner.http.post("/clinic/lock-out", json={"terms": terms}))
    assert await limits.of(asking) == TryLimit(tries=5, first=timedelta(minutes=15))
    assert await limits.of(execution(stack, other_clinic.owner)) == TryLimit()


async def test_the_installation(stack: Stack, clinic: Clinic) -> None:
    """Operators sign in at no clinic: the default holds for them."""
    asking = execution(stack, clinic.owner)
    there = msgspec.structs.replace(asking, actor=msgspec.structs.replace(asking.actor, clinic=INSTALLATION))
    limits = cast("TryLimits", stack.container.identity.ports.try_limits())
    assert await limits.of(there) == TryLimit()

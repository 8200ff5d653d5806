"""How often somebody tried to sign in: what every storage promises of the counts."""

import asyncio
from datetime import timedelta
from typing import cast

import msgspec
import pytest

from application.identity.sessions.ports import TriedBy, TryCounts
from application.shared.execution import Execution
from domain.identity.tries import TooManyTries, Tries, TryLimit
from integration.contracts.registry import attempt, execution
from integration.people import Clinic
from integration.stack import Stack

PORTS = (TryCounts,)

LIMIT = TryLimit(tries=3)
MIA = "mia@example.org"


def counts_of(stack: Stack) -> TryCounts:
    """Give the storage's counts."""
    return cast("TryCounts", stack.container.identity.ports.try_counts())


async def tried(stack: Stack, asking: Execution, value: str = MIA, by: TriedBy = TriedBy.NAME) -> Tries:
    """Try once more."""
    return await counts_of(stack).another(by, value, LIMIT, asking)


async def test_each_try_is_one_more(stack: Stack, clinic: Clinic) -> None:
    """What was counted is there for the next, until there are too many."""
    asking = execution(stack, clinic.owner)
    counted = [(await tried(stack, asking)).count for _ in range(2)]
    assert (counted, (await tried(stack, asking)).wait_until) == ([1, 2], asking.now + timedelta(minutes=1))
    with pytest.raises(TooManyTries) as refusal:
        await tried(stack, asking)
    assert refusal.value.details == {"seconds": 60}


async def test_of_many_at_once_few_pass(stack: Stack, clinic: Clinic) -> None:
    """Of 64 tries at the same moment as many pass as of 64 in a row."""
    asking = execution(stack, clinic.owner)
    answers = await asyncio.gather(*(tried(stack, asking) for _ in range(64)), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["TooManyTries"] * 61 + ["Tries"] * 3


async def test_what_is_refused_stays_counted(stack: Stack, clinic: Clinic) -> None:
    """A command that fails takes no try back."""
    asking = execution(stack, clinic.owner)
    await tried(stack, asking)
    async with attempt(stack, asking):
        await counts_of(stack).forget(TriedBy.NAME, MIA, asking)
    assert (await tried(stack, asking)).count == 2


async def test_what_was_tried_is_forgotten(stack: Stack, clinic: Clinic) -> None:
    """Whoever succeeds begins anew, also where a wait was set already; forgetting nothing is nothing."""
    asking = execution(stack, clinic.owner)
    for times in (3, 0):
        for _ in range(times):
            await tried(stack, asking)
        async with attempt(stack, asking) as transaction:
            await counts_of(stack).forget(TriedBy.NAME, MIA, asking)
            await transaction.commit()
    assert await tried(stack, asking) == Tries(count=1, last_at=asking.now)


async def test_one_try_is_taken_off(stack: Stack, clinic: Clinic) -> None:
    """What was no failed try is not counted; the others are."""
    asking = execution(stack, clinic.owner)
    await tried(stack, asking)
    await tried(stack, asking)
    async with attempt(stack, asking) as transaction:
        await counts_of(stack).take_off(TriedBy.NAME, MIA, asking)
        await transaction.commit()
    assert (await tried(stack, asking)).count == 2


async def test_nothing_is_counted_together(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Each clinic, each name and each address has a count of its own."""
    here, there = (execution(stack, where.owner) for where in (clinic, other_clinic))
    tries = [
        await tried(stack, here),
        await tried(stack, there),
        await tried(stack, here, "noor@example.org"),
        await tried(stack, here, MIA, TriedBy.ADDRESS),
    ]
    assert [each.count for each in tries] == [1, 1, 1, 1]


async def test_what_nobody_remembers_counts_no_more(stack: Stack, clinic: Clinic) -> None:
    """A name that was tried long ago is a new one; others that come by leave it alone until then."""
    asking = execution(stack, clinic.owner)
    later = msgspec.structs.replace(asking, now=asking.now + timedelta(days=2))
    await tried(stack, asking)
    await tried(stack, asking, "noor@example.org")
    assert (await tried(stack, asking)).count == 2
    assert (await tried(stack, later, "ines@example.org")).count == 1
    assert (await tried(stack, later)).count == 1

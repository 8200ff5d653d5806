"""One command at a time decides over a thing: what every storage promises handlers."""

import asyncio
from uuid import UUID, uuid4

import pytest

from application.shared.locks import Locks
from application.shared.refusals import Contended
from integration.contracts.registry import attempt, execution
from integration.people import Clinic
from integration.stack import Stack

PORTS = (Locks,)

SOON = 0.1
"""Seconds within which somebody who need not wait has what they asked for."""
LONG = 30.0
"""Seconds after which a test gives up."""


async def hold(
    stack: Stack,
    clinic: Clinic,
    *things: UUID,
    until: asyncio.Event,
    beside: tuple[UUID, ...] = (),
    has: asyncio.Event | None = None,
) -> None:
    """Hold things in a transaction that ends when it is told to; say when they are held."""
    held = execution(stack, clinic.owner)
    async with attempt(stack, held):
        await stack.container.shared.locks().hold(held, *things, beside=beside)
        if has is not None:
            has.set()
        await until.wait()


async def holder(
    stack: Stack, clinic: Clinic, *things: UUID, until: asyncio.Event, beside: tuple[UUID, ...] = ()
) -> "asyncio.Task[None]":
    """Give whoever holds things already, until they are told to let go."""
    has = asyncio.Event()
    holding = asyncio.create_task(hold(stack, clinic, *things, until=until, beside=beside, has=has))
    async with asyncio.timeout(LONG):
        await has.wait()
    return holding


async def waits(task: "asyncio.Task[None]") -> bool:
    """Tell whether a task is still waiting after a while."""
    return not (await asyncio.wait([task], timeout=SOON))[0]


async def test_a_held_thing_is_waited_for(stack: Stack, clinic: Clinic) -> None:
    """Who wants what somebody holds waits until their transaction has ended, however it ends."""
    thing, first_done, now = uuid4(), asyncio.Event(), asyncio.Event()
    now.set()
    first = await holder(stack, clinic, thing, until=first_done)
    second = asyncio.create_task(hold(stack, clinic, thing, until=now))
    assert await waits(second)
    first_done.set()
    await asyncio.gather(first, second)


async def test_what_is_held_beside_others(stack: Stack, clinic: Clinic) -> None:
    """Many hold a thing beside each other; whoever wants it alone waits for all of them, and they for that one."""
    thing, others_done, alone_done, now = uuid4(), asyncio.Event(), asyncio.Event(), asyncio.Event()
    now.set()
    others = [await holder(stack, clinic, until=others_done, beside=(thing,)) for _ in range(2)]
    await asyncio.wait_for(hold(stack, clinic, until=now, beside=(thing,)), timeout=LONG)
    has = asyncio.Event()
    alone = asyncio.create_task(hold(stack, clinic, thing, until=alone_done, has=has))
    assert await waits(alone)
    assert not has.is_set()
    others_done.set()
    await asyncio.gather(*others)
    await asyncio.wait_for(has.wait(), timeout=LONG)
    another = asyncio.create_task(hold(stack, clinic, until=now, beside=(thing,)))
    assert await waits(another)
    alone_done.set()
    await asyncio.gather(alone, another)


async def test_what_is_held_alone_and_beside(stack: Stack, clinic: Clinic) -> None:
    """Whoever names a thing both ways holds it alone."""
    thing, done, now = uuid4(), asyncio.Event(), asyncio.Event()
    now.set()
    first = await holder(stack, clinic, thing, until=done, beside=(thing,))
    second = asyncio.create_task(hold(stack, clinic, until=now, beside=(thing,)))
    assert await waits(second)
    done.set()
    await asyncio.gather(first, second)


async def test_nobody_waits_without_end(stack: Stack, clinic: Clinic) -> None:
    """Who waits for longer than a transaction may is told that others are at it."""
    thing, done, held = uuid4(), asyncio.Event(), execution(stack, clinic.owner)
    first = await holder(stack, clinic, thing, until=done)
    async with attempt(stack, held, patience=SOON):
        with pytest.raises(Contended):
            await stack.container.shared.locks().hold(held, thing)
    done.set()
    await first


async def test_a_cancelled_holder_holds_nothing(stack: Stack, clinic: Clinic) -> None:
    """A holder whose caller went away lets go."""
    thing, never, now = uuid4(), asyncio.Event(), asyncio.Event()
    now.set()
    first = await holder(stack, clinic, thing, until=never)
    first.cancel()
    await asyncio.wait([first])
    await asyncio.wait_for(hold(stack, clinic, thing, until=now), timeout=LONG)


async def test_other_things_are_free(stack: Stack, clinic: Clinic, other_clinic: Clinic) -> None:
    """Another thing, and another clinic's thing of the same id, can be held meanwhile."""
    thing, done, now = uuid4(), asyncio.Event(), asyncio.Event()
    now.set()
    first = await holder(stack, clinic, thing, until=done)
    await asyncio.wait_for(hold(stack, clinic, uuid4(), until=now), timeout=LONG)
    await asyncio.wait_for(hold(stack, other_clinic, thing, until=now), timeout=LONG)
    done.set()
    await first


async def test_nobody_waits_for_each_other(stack: Stack, clinic: Clinic) -> None:
    """Many who name the same things in any order, and twice, all get them one after the other."""
    things, now = [uuid4() for _ in range(4)], asyncio.Event()
    now.set()
    wishes = [things[n % 4 :] + things[: n % 4] + things[:1] for n in range(12)]
    everybody = (hold(stack, clinic, *(wish[::-1] if n % 2 else wish), until=now) for n, wish in enumerate(wishes))
    await asyncio.wait_for(asyncio.gather(*everybody), timeout=LONG)


async def test_what_is_held_may_be_named_again(stack: Stack, clinic: Clinic) -> None:
    """A command that learns that it needs more names all of it."""
    thing, held = uuid4(), execution(stack, clinic.owner)
    locks = stack.container.shared.locks()
    async with attempt(stack, held):
        await locks.hold(held, thing)
        await asyncio.wait_for(locks.hold(held, thing, uuid4()), timeout=LONG)

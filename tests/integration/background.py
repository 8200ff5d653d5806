"""Running processes beside a test, and waiting for what they do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

T = TypeVar("T")


@asynccontextmanager
async def in_background(*works: Callable[[asyncio.Event], Awaitable[None]]) -> AsyncIterator[asyncio.Event]:
    """Run works that end on the event they are given; set it at the end, and wait for them."""
    stop = asyncio.Event()
    tasks = [asyncio.ensure_future(work(stop)) for work in works]
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.gather(*tasks)


async def eventually(question: Callable[[], Awaitable[T]], *, within: float = 300.0) -> T:
    """Ask until the answer is true, and give it. Raises ``TimeoutError``."""
    async with asyncio.timeout(within):
        while not (answer := await question()):  # noqa: ASYNC110 - it happens in a database or another process
            await asyncio.sleep(0.02)
    return answer

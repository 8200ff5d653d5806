"""Waiting for whichever comes first."""

import asyncio
from collections.abc import Awaitable


async def until(seconds: float, *events: asyncio.Event) -> None:
    """Wait until one of the events is set, at most so many seconds."""
    waits: list[asyncio.Future[bool]] = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def stopping(stop: asyncio.Event, *works: Awaitable[None]) -> None:
    """Run works that each end on ``stop``; one that fails stops the others and its failure is raised."""
    if not works:
        await stop.wait()
        return
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        stop.set()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in tasks:
        task.result()

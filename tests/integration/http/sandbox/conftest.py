"""A sandbox that can be booked, on the Monday before the clocks change in New York."""

from datetime import datetime
from typing import Final

import pytest

from integration.http.sandbox.play import Play
from integration.http.scheduling.practice import practice
from integration.stack import Stack

MONDAY_EIGHT: Final = datetime.fromisoformat("2030-10-28T12:00:00Z")


@pytest.fixture
async def play(stack: Stack) -> Play:
    """Give the sandbox."""
    sandbox = await stack.open_clinic("America/New_York", sandbox=True)
    play = Play(await practice(sandbox))
    await play.set_clock(MONDAY_EIGHT)
    return play

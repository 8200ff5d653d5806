"""Kills processes, and starts each again after a moment, whatever else is away just then."""

import asyncio
import random
import time
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from bench.proofs.program import DidNotComeUp

_LONGEST_PAUSE = 1.0
"""Seconds until what was killed is started again; it is away for as long as its start takes, too."""
_STARTS = 20
"""How often a start is tried: an API that finds no PostgreSQL ends with a sentence, and is started anew."""


class Victim(Protocol):
    """What can be killed and started again as it was."""

    @property
    def is_running(self) -> bool:
        """Whether it is alive."""
        ...

    def kill(self) -> None:
        """End it with ``kill -9`` and wait until it is gone."""
        ...

    def start(self) -> None:
        """Start it and return when it is ready. Raises ``DidNotComeUp``."""
        ...


class Kill(NamedTuple):
    """One victim's absence. Moments are those of ``time.monotonic``."""

    name: str
    gone_at: float
    back_at: float


class Killer:
    """Takes every victim as often as any other, in an order of chance. Absences may overlap."""

    def __init__(self, victims: Mapping[str, Victim], chance: random.Random) -> None:
        self._victims = victims
        self._chance = chance
        self._next: list[str] = []
        self._away: set[str] = set()
        self.kills: list[Kill] = []
        """Those that are over."""
        self.died_alone = 0
        """Processes that had ended before anybody killed them."""

    async def strike(self) -> None:
        """Kill one that is there, wait a moment, start it again, and return when it is ready."""
        self.look()
        name, pause = self._draw(), self._chance.random() * _LONGEST_PAUSE
        if name is None:
            return
        self._away.add(name)
        gone_at = time.monotonic()
        await asyncio.to_thread(self._victims[name].kill)
        await asyncio.sleep(pause)
        await self._start(self._victims[name])
        self.kills.append(Kill(name, gone_at, time.monotonic()))
        self._away.remove(name)

    def look(self) -> None:
        """Count the processes that are not there, although nobody killed them."""
        self.died_alone += sum(
            not victim.is_running for name, victim in self._victims.items() if name not in self._away
        )

    async def _start(self, victim: Victim) -> None:
        for _ in range(_STARTS - 1):
            try:
                return await asyncio.to_thread(victim.start)
            except DidNotComeUp:
                await asyncio.sleep(0.1)
        return await asyncio.to_thread(victim.start)

    def _draw(self) -> str | None:
        if not self._next:
            self._next = list(self._victims)
            self._chance.shuffle(self._next)
        there = next((name for name in self._next if name not in self._away), None)
        if there is not None:
            self._next.remove(there)
        return there

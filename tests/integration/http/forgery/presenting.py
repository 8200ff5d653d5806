"""Presenting tokens to a running API, and counting what it takes."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Final

import httpx

SENDERS: Final = 16
"""Tokens are presented so many at a time."""

LETTERS: Final = bytes([*range(0x21, 0x7F), *range(0x80, 0x100)])
"""What may stand in a header beside spaces (RFC 9110, 5.5)."""

REFUSED: Final = frozenset({400, 401, 431})
"""What is answered to whoever is nobody, and to a head that is none."""


@dataclass(frozen=True, slots=True)
class Presenter:
    """Asks the API something that every signed-in person may ask, with one token after another."""

    http: httpx.AsyncClient
    accepted: list[str] = field(default_factory=list)
    """Names of tokens that opened anything."""
    unsendable: list[str] = field(default_factory=list)
    """Names of tokens that no client can put into a header."""

    async def presents(self, tokens: Iterable[tuple[str, bytes]]) -> int:
        """Present tokens, each with its name, and give how many."""
        waiting = iter(tokens)
        return sum(await asyncio.gather(*(self._one_after_another(waiting) for _ in range(SENDERS))))

    async def opens(self, token: bytes) -> bool:
        """Tell whether a token is anybody's. Raises ``httpx.LocalProtocolError`` where it cannot be sent."""
        answer = await self.http.get("/clinic", headers={b"Authorization": b"Bearer " + token})
        return answer.status_code not in REFUSED

    async def _one_after_another(self, waiting: Iterable[tuple[str, bytes]]) -> int:
        presented = 0
        for name, token in waiting:
            presented += 1
            try:
                if await self.opens(token):
                    self.accepted.append(name)
            except httpx.LocalProtocolError:
                self.unsendable.append(name)
        return presented


def mutated(good: bytes, times: int, seed: int) -> Iterable[tuple[str, bytes]]:
    """Give a good token with one byte of it changed, so often, each at another place or into another byte."""
    chance = Random(seed)  # noqa: S311 - a seed that repeats the very same mutations
    every = [(place, letter) for place in range(len(good)) for letter in LETTERS if letter != good[place]]
    for place, letter in chance.sample(every, min(times, len(every))):
        yield f"byte {place} as {letter:#x}", good[:place] + bytes([letter]) + good[place + 1 :]

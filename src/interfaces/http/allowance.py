"""How often something is taken of one: a bound per process, for what nobody signs in for."""

import time
from collections.abc import Callable
from hashlib import blake2b
from typing import Final

MOST_KNOWN: Final = 10_000
"""Beyond so many, who came longest ago is forgotten: the bound must not be a way to fill the memory."""


class Allowance:
    """Lets each one take so many at once, and then as many a minute. Who it is is kept as a digest."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds."""
        self._most = float(a_minute)
        self._clock = clock
        self._left: dict[bytes, tuple[float, float]] = {}

    def wait(self, who: str) -> float:
        """Take one, and give 0; or, where none is left, the seconds until there is one."""
        key, now = blake2b(who.encode(), digest_size=16).digest(), self._clock()
        left, since = self._left.pop(key, (self._most, now))
        left = min(self._most, left + (now - since) * self._most / 60)
        taken = left >= 1
        self._left[key] = (left - 1 if taken else left, now)
        if len(self._left) > MOST_KNOWN:
            del self._left[next(iter(self._left))]
        return 0.0 if taken else (1 - left) * 60 / self._most

"""Counting in one process what is asked of it."""

import time
from collections.abc import Callable, Sequence
from hashlib import blake2b
from math import ceil
from typing import Final

from application.shared.rates import Left, Rate, Share, TooOften

MOST_KNOWN: Final = 50_000
"""Beyond so many, who came longest ago is forgotten: a limit must not be a way to fill the memory."""


class InProcessRateLimits:
    """Lets each take its rate at once, and then as many a minute."""

    def __init__(self, secret: bytes = b"", clock: Callable[[], float] = time.monotonic) -> None:
        """``secret``, of 64 bytes at most, keys the digests by which shares are known; ``clock`` gives seconds."""
        self._secret = secret
        self._clock = clock
        self._known: dict[bytes, tuple[float, float]] = {}

    def key(self, share: Share) -> bytes:
        """Give what stands for a share where it is counted."""
        return blake2b(f"{share.rate.name} {share.of}".encode(), key=self._secret, digest_size=16).digest()

    def take(self, shares: Sequence[Share]) -> tuple[Left, ...]:
        """Take one of each share, or nothing. Raises ``TooOften``."""
        now = self._clock()
        found = [(share.rate, key := self.key(share), self._left(key, share.rate, now)) for share in shares]
        lacking = [_told(rate, left) for rate, _, left in found if left < 1]
        if lacking:
            raise TooOften.of(max(lacking, key=lambda none: none.seconds))
        for _, key, left in found:
            self._keep(key, left - 1, now)
        return tuple(_told(rate, left - 1) for rate, _, left in found)

    def leave(self, key: bytes, rate: Rate, most: float) -> None:
        """Leave no more than this of a share; less than nothing where more was taken than it had."""
        now = self._clock()
        self._keep(key, min(self._left(key, rate, now), max(most, -float(rate.a_minute))), now)

    def _left(self, key: bytes, rate: Rate, now: float) -> float:
        left, since = self._known.get(key, (float(rate.a_minute), now))
        return min(float(rate.a_minute), left + (now - since) * rate.a_minute / 60)

    def _keep(self, key: bytes, left: float, now: float) -> None:
        self._known.pop(key, None)  # to the end: the first is who came longest ago
        self._known[key] = (left, now)
        if len(self._known) > MOST_KNOWN:
            del self._known[next(iter(self._known))]


def _told(rate: Rate, left: float) -> Left:
    missing = rate.a_minute - left if left >= 1 else 1 - left
    return Left(rate, max(int(left), 0), ceil(missing * 60 / rate.a_minute))

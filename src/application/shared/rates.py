"""How often something is asked: what one may take, what is left of it, and when there is more."""

from collections.abc import Sequence
from typing import Protocol, Self

import msgspec

from domain.shared.errors import DomainError


class Rate(msgspec.Struct, frozen=True):
    """So many at once, and as many a minute."""

    name: str
    """Whose it is: ``credential``, ``clinic``, ``address``, ``link``."""
    a_minute: int


class Share(msgspec.Struct, frozen=True):
    """One's own part of a rate."""

    rate: Rate
    of: str
    """Whose part it is. It is kept as a keyed digest, because an address is personal."""


class Left(msgspec.Struct, frozen=True):
    """What is left of a share."""

    rate: Rate
    left: int
    seconds: int
    """Where some is left, until all of it is there again; where none is, until there is one."""


class TooOften(DomainError):
    """This is asked more often than anybody needs."""

    code = "request.too-often"
    mend = "Ask again after the time in Retry-After, and then less often."

    left: Left
    """What is not left."""

    @classmethod
    def of(cls, left: Left) -> Self:
        """Make the refusal; its details are the rate's name and the seconds to wait."""
        refusal = cls(rate=left.rate.name, seconds=left.seconds)
        refusal.left = left
        return refusal


class RateLimits(Protocol):
    """Counts what is asked. Waits for nobody: whoever asks is not to be slower because others are counted."""

    def take(self, shares: Sequence[Share]) -> tuple[Left, ...]:
        """Take one of each share, and tell what is left. Where any has none, nothing is taken.

        Raises ``TooOften``, with what must be waited for longest.
        """
        ...

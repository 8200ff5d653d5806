"""How often anybody may ask, and the headers that tell what is left of it.

The headers are those of draft-ietf-httpapi-ratelimit-headers-10: ``RateLimit-Policy`` names each rate, ``RateLimit``
what is left of it.
"""

from collections.abc import Iterable
from typing import Any, Final

from application.shared.actor import Actor
from application.shared.rates import Left, Rate, RateLimits, Share, TooOften
from interfaces.http.client_addresses import public_address
from interfaces.http.guarding import Headers

LINK: Final = Rate("link", 30)
"""What is read by a secret address; calendar programs look a few times an hour."""

ELSEWHERE: Final = "elsewhere"
"""Stands for all visitors whose address tells nobody from others."""

_KEY: Final = "polyclinic.rates"


class Rates:
    """Takes from each share that a request has a part in. Where a rate is 0, nothing is counted."""

    def __init__(self, limits: RateLimits, *, credential: int = 0, clinic: int = 0, address: int = 0) -> None:
        """Count with ``limits``; the numbers are requests a minute."""
        self._limits = limits
        self._credential = Rate("credential", credential)
        self._clinic = Rate("clinic", clinic)
        self._address = Rate("address", address)

    def of_address(self, scope: Any) -> None:
        """Take from the address that a request comes from, where it is a public one. Raises ``TooOften``."""
        address = public_address(scope["client"][0]) if scope.get("client") else None
        if address is not None:
            self._take(scope, Share(self._address, address))

    def of_visitor(self, scope: Any) -> None:
        """Take from what visitors have together whose addresses are not public. Raises ``TooOften``."""
        if not scope["state"].get(_KEY):
            self._take(scope, Share(self._address, ELSEWHERE))

    def of_actor(self, scope: Any, actor: Actor) -> None:
        """Take from a credential, whichever token stands for it, and from its clinic. Raises ``TooOften``."""
        credential = Share(self._credential, str(actor.session or actor.id))
        self._take(scope, credential, Share(self._clinic, str(actor.clinic)))

    def of_link(self, scope: Any, link: str) -> None:
        """Take from a secret address. Raises ``TooOften``."""
        self._take(scope, Share(LINK, link))

    def _take(self, scope: Any, *shares: Share) -> None:
        counted = [share for share in shares if share.rate.a_minute]
        told: list[Left] = scope["state"].setdefault(_KEY, [])
        try:
            told += self._limits.take(counted)
        except TooOften as refusal:
            told.append(refusal.left)
            raise


def rate_headers(scope: Any) -> Headers:
    """Give what an answer tells of the rates that its request had a part in."""
    told: list[Left] = scope["state"].get(_KEY) or []
    if not told:
        return []
    policy = _list(f'"{of.rate.name}";q={of.rate.a_minute};w=60' for of in told)
    left = _list(f'"{of.rate.name}";r={of.left};t={of.seconds}' for of in told)
    return [(b"ratelimit-policy", policy), (b"ratelimit", left)]


def _list(items: Iterable[str]) -> bytes:
    return ", ".join(items).encode()

"""How often anybody may ask, and the headers that tell what is left of it.

The headers are those of draft-ietf-httpapi-ratelimit-headers-10: ``RateLimit-Policy`` names each rate, ``RateLimit``
what is left of it.
"""

from collections.abc import Iterable
from typing import Any, Final

from application.identity.clinics.ports import OwnRates
from application.shared.actor import Actor
from application.shared.rates import Left, Rate, RateLimits, Share, TooOften
from domain.shared.identifiers import ClinicId
from domain.shared.roles import Role
from interfaces.http.client_addresses import public_address
from interfaces.http.guarding import Headers

LINK: Final = Rate("link", 30)
"""What is read by a secret address; calendar programs look a few times an hour."""

ELSEWHERE: Final = "elsewhere"
"""Stands for all visitors whose address tells nobody from others."""

_KEY: Final = "polyclinic.rates"


class Rates:
    """Takes from each share that a request has a part in. Where a rate is 0, nothing is counted."""

    def __init__(
        self, limits: RateLimits, own: OwnRates, *, credential: int = 0, clinic: int = 0, address: int = 0
    ) -> None:
        """Count with ``limits``; the numbers are requests a minute, where a clinic has none of its ``own``."""
        self._limits = limits
        self._own = own
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
        """Take from a credential, whichever token stands for it, and from its clinic. Raises ``TooOften``.

        An operator is nobody's: the clinic that they act on lacks nothing, and holds them up by nothing.
        """
        asking = str(actor.session or actor.id)
        if actor.role is Role.OPERATOR:
            self._take(scope, Share(self._credential, asking))
            return
        credential, clinic = self._at(actor.clinic)
        self._take(scope, Share(credential, asking), Share(clinic, str(actor.clinic)))

    def of_link(self, scope: Any, link: str) -> None:
        """Take from a secret address. Raises ``TooOften``."""
        self._take(scope, Share(LINK, link))

    def _at(self, clinic: ClinicId) -> tuple[Rate, Rate]:
        """Give the rates of a credential and of all people at a clinic: its own, else the installation's."""
        own = self._own.of(clinic)
        return (
            self._credential if own.credential is None else Rate("credential", own.credential),
            self._clinic if own.clinic is None else Rate("clinic", own.clinic),
        )

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

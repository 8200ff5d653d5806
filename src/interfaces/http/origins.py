"""Which other origins' pages may read answers (Fetch, 3.3): those that the settings name, exactly, and no other.

Credentials are bearer tokens that a page sends itself, so no answer ever allows a browser to add any of its own.
"""

from collections.abc import Mapping
from typing import Final

SENT: Final = (
    "Authorization, Consistency-Token, Content-Type, Idempotency-Key, If-Match, If-None-Match, Prefer, Traceparent"
)
"""Headers that a page may send."""

READ: Final = (
    "Allow, Consistency-Token, ETag, Location, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-Id"
)
"""Headers that a page may read, beside those that every page may."""

REMEMBERED: Final = "7200"
"""Seconds for which a browser need not ask again; none remembers longer."""


class Origins:
    """Answers browsers that ask for a page of another origin."""

    def __init__(self, allowed: frozenset[str] = frozenset()) -> None:
        """Allow origins as browsers write them: scheme, host, and the port where it is not the scheme's."""
        self._allowed = {origin.encode() for origin in allowed}

    def headers(self, origin: bytes | None) -> list[tuple[bytes, bytes]]:
        """Give what every answer says to a page of an origin. Where any is allowed, answers differ by origin."""
        if not self._allowed:
            return []
        told = [(b"vary", b"Origin")]
        if origin in self._allowed and origin is not None:
            told += [(b"access-control-allow-origin", origin), (b"access-control-expose-headers", READ.encode())]
        return told

    def preflight(self, asked: Mapping[str, str], methods: str) -> dict[str, str]:
        """Give what a browser is told that asks before it sends; ``methods`` are those of the address."""
        if "Access-Control-Request-Method" not in asked or asked.get("Origin", "").encode() not in self._allowed:
            return {}
        return {
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": SENT,
            "Access-Control-Max-Age": REMEMBERED,
        }

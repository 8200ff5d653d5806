"""Access tokens that only this process knows, with the standard library alone."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from application.identity.sessions.ports import AccessClaims, IssuedToken, TokenExpired, TokenInvalid


class InMemoryAccessTokens:
    """Keeps what each token says; the token itself says nothing."""

    def __init__(self, lifetime: timedelta = timedelta(minutes=10)) -> None:
        self._lifetime = lifetime
        self._issued: dict[str, tuple[AccessClaims, datetime, datetime]] = {}

    def issue(self, claims: AccessClaims, now: datetime, until: datetime | None = None) -> IssuedToken:
        """Issue a token that is good from ``now`` for the lifetime, but not beyond ``until``."""
        token = secrets.token_urlsafe(32)
        expires_at = min(now + self._lifetime, until or datetime.max.replace(tzinfo=UTC))
        self._issued[token] = (claims, now, expires_at)
        return IssuedToken(token, expires_at)

    def verify(self, token: str, now: datetime) -> AccessClaims:
        """Read a token. Raises ``TokenExpired`` or ``TokenInvalid``."""
        if token not in self._issued:
            raise TokenInvalid
        claims, good_from, expires_at = self._issued[token]
        if now < good_from:
            raise TokenInvalid
        if now >= expires_at:
            raise TokenExpired
        return claims

    def jwks(self) -> dict[str, Any]:
        """Give an empty set: nobody else can verify these tokens."""
        return {"keys": []}

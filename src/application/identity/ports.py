"""What identity asks of the world."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from application.shared.refusals import NotSignedIn
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId
from domain.shared.roles import Role


class PasswordHasher(Protocol):
    """Turns passwords into what may be stored."""

    async def hash(self, password: str) -> str:
        """Hash a password with a salt of its own. The answer names its algorithm and parameters."""
        ...

    async def verify(self, hashed: str, password: str) -> bool:
        """Tell whether a password is the hashed one. A hash that this hasher cannot read fits no password."""
        ...

    async def verify_nothing(self) -> None:
        """Take as long as ``verify`` does: for an account that does not exist, so that the time tells nobody so."""
        ...

    def needs_rehash(self, hashed: str) -> bool:
        """Tell whether a hash was made with other parameters than today's; hash anew at the next sign-in."""
        ...


class TokenInvalid(NotSignedIn):
    """The access token is not one of ours."""

    code = "request.token-invalid"
    mend = "Sign in again."


class TokenExpired(NotSignedIn):
    """The access token's time is over."""

    code = "request.token-expired"
    mend = "Refresh it with the refresh token, and send the request again."


class AccessClaims(msgspec.Struct, frozen=True, kw_only=True):
    """What an access token says about its bearer."""

    account: AccountId
    session: UUID
    """The sign-in session that the token was issued in."""
    role: Role
    clinic: ClinicId | None = None
    """None for an operator of the installation."""
    patient: PatientId | None = None
    provider: ProviderId | None = None


class IssuedToken(msgspec.Struct, frozen=True):
    """An access token on its way to its bearer. Its printed form does not show it."""

    token: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"IssuedToken(expires_at={self.expires_at!r})"


class AccessTokens(Protocol):
    """Issues and verifies the short-lived tokens that requests are made with."""

    def issue(self, claims: AccessClaims, now: datetime) -> IssuedToken:
        """Issue a token that is good from ``now`` for its lifetime. No two tokens are the same."""
        ...

    def verify(self, token: str, now: datetime) -> AccessClaims:
        """Read a token. Raises ``TokenExpired``, or ``TokenInvalid`` without saying what is wrong with it."""
        ...

    def jwks(self) -> dict[str, Any]:
        """Give the public keys that verify the tokens, as a JSON Web Key Set (RFC 7517)."""
        ...

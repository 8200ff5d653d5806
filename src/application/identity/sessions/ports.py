"""What signing in, and staying so, asks of the world."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

import msgspec

from application.shared.execution import Execution
from application.shared.refusals import NotSignedIn, Unavailable
from domain.identity.session import SessionChange, SessionId, SignInSession, Started
from domain.identity.tries import Tries, TryLimit
from domain.shared.identifiers import AccountId, ClinicId, PatientId, ProviderId
from domain.shared.roles import Role
from domain.shared.time import Instant


class TriedBy(StrEnum):
    """By what tries are counted."""

    NAME = "name"
    """The e-mail address that is tried, in its normalized form."""
    ADDRESS = "address"
    """The network address that they come from."""
    ACCOUNT = "account"
    """The account of whoever is signed in and proves it again."""


class TryCounts(Protocol):
    """How often somebody tried to prove who they are, at a clinic or at the installation."""

    async def another(self, by: TriedBy, value: str, limit: TryLimit, execution: Execution) -> Tries:
        """Count one more try, for good once this returns, whatever becomes of the try and of the process.

        Raises ``TooManyTries``; and ``Unavailable`` where it cannot be counted, so that nothing is looked at.
        """
        ...

    async def take_off(self, by: TriedBy, value: str, execution: Execution) -> None:
        """Let one try, which was none that failed, not have been counted."""
        ...

    async def forget(self, by: TriedBy, value: str, execution: Execution) -> None:
        """Let nothing have been tried."""
        ...


class TryLimits(Protocol):
    """How many tries each clinic allows, and the installation."""

    async def of(self, execution: Execution) -> TryLimit:
        """Give the limit of the execution's clinic, the default where it has set none. Needs no transaction."""
        ...


class SignInSessions(Protocol):
    """Sign-in sessions: plain records, each guarded by its version, whose facts are added to the log."""

    async def get(self, session: SessionId, execution: Execution) -> SignInSession:
        """Give a session. Raises ``NotFound``."""
        ...

    async def successor(self, session: SignInSession, execution: Execution) -> str:
        """Open the refresh token that was kept when the session's last one was spent."""
        ...

    async def live(self, account: AccountId, execution: Execution) -> list[SignInSession]:
        """Give the sessions of an account that are neither ended nor expired."""
        ...

    async def start(self, started: Started, execution: Execution) -> None:
        """Keep a new session and its facts."""
        ...

    async def keep(
        self, seen: SignInSession, change: SessionChange, execution: Execution, *, successor: str | None = None
    ) -> None:
        """Keep what came of a session that was seen, with its facts; a successor is sealed, an old one forgotten.

        The race is lost where the session is no longer as it was seen.
        """
        ...


class NotVouchedFor(Unavailable):
    """This server has not heard lately whose session ended, so it takes nobody's word for being signed in."""

    code = "request.not-vouched-for"
    mend = "Retry after the time in Retry-After."


class Revocations(Protocol):
    """Which credentials are void although they have not run out, known in the memory of every process.

    A change is heard of everywhere within five seconds; who has heard nothing for so long vouches for nobody.
    """

    def check(self, session: UUID) -> None:
        """Let pass a session that nothing is known against. Raises ``SessionIsOver``, ``NotVouchedFor``."""
        ...

    def check_clinic(self, clinic: ClinicId) -> None:
        """Let pass a clinic that is open. Raises ``ClinicIsSuspended``, ``ClinicIsClosed``, ``NotVouchedFor``."""
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
    proven_at: Instant
    """When the bearer last proved who they are; a token says it in whole seconds."""
    with_code: bool = False
    """Whether a second factor was shown, too."""
    only_enrols: bool = False
    """Whether the bearer may do nothing but give the account the second factor that it lacks."""


class IssuedToken(msgspec.Struct, frozen=True):
    """An access token on its way to its bearer. Its printed form does not show it."""

    token: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"IssuedToken(expires_at={self.expires_at!r})"


class AccessTokens(Protocol):
    """Issues and verifies the short-lived tokens that requests are made with."""

    def issue(self, claims: AccessClaims, now: datetime, until: datetime | None = None) -> IssuedToken:
        """Issue a token that is good from ``now`` for its lifetime, but not beyond ``until``. No two are the same."""
        ...

    def verify(self, token: str, now: datetime) -> AccessClaims:
        """Read a token. Raises ``TokenExpired``, or ``TokenInvalid`` without saying what is wrong with it."""
        ...

    def jwks(self) -> dict[str, Any]:
        """Give the public keys that verify the tokens, as a JSON Web Key Set (RFC 7517)."""
        ...

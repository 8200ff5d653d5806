"""Stay signed in."""

from dataclasses import dataclass
from typing import ClassVar

from application.identity.accounts.ports import Memberships
from application.identity.second_factors.second_factor_demands import SecondFactorDemands
from application.identity.sessions.ports import AccessTokens, SignInSessions
from application.identity.sessions.signed_in import RefreshTokenUnknown, SignedIn, signed_in
from application.identity.sessions.tokens import OpaqueTokenInvalid, PresentedToken, RefreshTokens
from application.shared.command import Command
from application.shared.confidential import BearerSecret, Confidential
from application.shared.execution import Execution
from application.shared.refusals import NotFound, NotSignedIn, Recorded
from domain.identity.session import (
    GraceRepeat,
    ReuseDetected,
    SessionEnd,
    SessionExpired,
    SessionId,
    SessionIsOver,
    SessionPolicy,
    SignInSession,
    TokenDigest,
)
from domain.shared.errors import DomainError


class RefreshTokenSpent(NotSignedIn, Recorded):
    """A refresh token is good for one use; this one came back, so whoever holds the session was signed out."""

    code = "identity.refresh-token-spent"
    mend = "Sign in again, and keep only the newest refresh token."


class RefreshSession(Confidential, Command, frozen=True, kw_only=True):
    """Exchange a refresh token for a new one and a new access token."""

    operation: ClassVar[str] = "identity.refresh-session"
    refusals: ClassVar[tuple[type[DomainError], ...]] = (
        RefreshTokenUnknown,
        RefreshTokenSpent,
        SessionIsOver,
        SessionExpired,
    )
    keyed: ClassVar[bool] = False
    conditional: ClassVar[bool] = False
    leaves_fact: ClassVar[bool] = False

    refresh_token: BearerSecret


class RefreshOperatorSession(RefreshSession, frozen=True, kw_only=True):
    """Exchange an operator's refresh token for a new one and a new access token."""

    operation: ClassVar[str] = "identity.refresh-operator-session"


@dataclass(frozen=True, slots=True)
class PresentedSessions:
    """Finds the session that a refresh token is of."""

    sessions: SignInSessions
    refresh_tokens: RefreshTokens

    async def find(self, text: str, execution: Execution) -> tuple[PresentedToken, SignInSession]:
        """Give the token as it was read, and its session. Raises ``RefreshTokenUnknown``."""
        try:
            presented = await self.refresh_tokens.read(text, execution.clinic)
            return presented, await self.sessions.get(SessionId(presented.id), execution)
        except (OpaqueTokenInvalid, NotFound):
            raise RefreshTokenUnknown from None


@dataclass(frozen=True, slots=True)
class RefreshSessionHandler:
    """Rotates a session's refresh token.

    A client whose answer was lost may ask again for a moment and gets the same successor. A token that comes back
    later than that ends the session, which is recorded although the caller is refused.
    """

    presented: PresentedSessions
    sessions: SignInSessions
    memberships: Memberships
    demands: SecondFactorDemands
    refresh_tokens: RefreshTokens
    access_tokens: AccessTokens
    policy: SessionPolicy

    async def __call__(self, command: RefreshSession, execution: Execution) -> SignedIn:
        """Give the successor, or end the session of a token that was spent before."""
        presented, session = await self.presented.find(command.refresh_token, execution)
        successor = await self.refresh_tokens.mint(session.id, execution.clinic)
        change = session.refresh(
            TokenDigest(presented.digest), TokenDigest(successor.digest), now=execution.now, policy=self.policy
        )
        if isinstance(change, ReuseDetected):
            await self.sessions.keep(session, change, execution)
            raise RefreshTokenSpent.concerning(session.account)
        membership = await self.memberships.of(session.account, execution)
        if membership is None:
            raise SessionIsOver(why=SessionEnd.ACCOUNT_DISABLED)
        demand = await self.demands.of(membership, execution)
        if isinstance(change, GraceRepeat):
            token = await self.sessions.successor(session, execution)
        else:
            token = successor.text
            await self.sessions.keep(session, change, execution, successor=token)
        return signed_in(change.session, membership, demand, token, self.access_tokens, execution.now)

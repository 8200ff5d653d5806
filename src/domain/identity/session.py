"""A signed-in session and its rotating refresh tokens.

A plain record: a refresh happens every few minutes and tells nobody anything, so it changes the record and leaves no
fact. What others want to know (started, ended, a spent token came back) is a fact in the session's own stream. The
record's version counts its changes; a fact has the version that it brought about, so a stream's versions ascend with
gaps.

Only digests stand here. Tokens are seen by nobody but their holder; the successor of a spent token is kept, sealed,
beside the record for as long as ``SessionPolicy.grace``.
"""

import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType
from uuid import UUID

import msgspec

from domain.identity.second_factor_terms import SecondFactorDemand
from domain.shared.aggregate import CreatedFact, Fact
from domain.shared.errors import DomainError
from domain.shared.identifiers import AccountId
from domain.shared.time import Instant
from domain.shared.values import Secret, ValueObject

SessionId = NewType("SessionId", UUID)
"""Names a session, which is also the family of its refresh tokens."""

TokenDigest = NewType("TokenDigest", bytes)
"""What the server keeps of a refresh token."""


class SessionIsOver(DomainError):
    """A session that was ended cannot be continued."""

    code = "identity.session-over"
    mend = "Sign in again."


class SessionExpired(DomainError):
    """A session ends by itself after its time, and earlier when nobody uses it."""

    code = "identity.session-expired"
    mend = "Sign in again."


class SessionEnd(StrEnum):
    """Why a session is over."""

    SIGNED_OUT = "signed-out"
    SIGNED_OUT_EVERYWHERE = "signed-out-everywhere"
    ENDED_BY_OWNER = "ended-by-owner"
    TOKEN_REUSED = "token-reused"  # noqa: S105 - the name of a reason, not a secret
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - as above
    ROLE_CHANGED = "role-changed"
    ACCOUNT_DISABLED = "account-disabled"


class SessionStarted(CreatedFact, frozen=True, kw_only=True):
    """Somebody signed in."""

    account: AccountId
    started_at: Instant
    expires_at: Instant


class SessionEnded(Fact, frozen=True, kw_only=True):
    """Nobody continues the session any more."""

    account: AccountId
    why: SessionEnd
    ended_at: Instant


class RefreshTokenReused(Fact, frozen=True, kw_only=True):
    """A spent refresh token came back: two parties hold the family, and one of them stole it."""

    account: AccountId
    reused_at: Instant


class SessionPolicy(ValueObject, frozen=True, kw_only=True):
    """How long a session lasts."""

    longest: timedelta = timedelta(hours=12)
    """From sign-in, whatever happens: a working day."""
    idle: timedelta = timedelta(minutes=30)
    """From the last refresh (HIPAA asks for automatic logoff, 45 CFR 164.312(a)(2)(iii))."""
    grace: timedelta = timedelta(seconds=30)
    """How long a spent token still gives the same successor, because an answer may have been lost on its way."""


class SignInSession(ValueObject, frozen=True, kw_only=True):
    """One sign-in on one device."""

    id: SessionId
    version: int
    account: AccountId
    started_at: Instant
    expires_at: Instant
    idle_expires_at: Instant
    current: Secret[TokenDigest]
    previous: Secret[TokenDigest] | None = None
    """Of the token that ``current`` succeeded."""
    rotated_at: Instant | None = None
    """When ``current`` succeeded ``previous``."""
    ended_at: Instant | None = None
    why: SessionEnd | None = None
    with_code: bool = False
    """Whether a second factor was shown with the last proof."""
    proven_at: Instant | None = None
    """When somebody last proved in it who they are; ``None`` where that was at its start, before this was kept."""

    @classmethod
    def start(  # noqa: PLR0913 - what a session begins with
        cls,
        id: SessionId,
        account: AccountId,
        digest: TokenDigest,
        *,
        with_code: bool = False,
        now: datetime,
        policy: SessionPolicy,
    ) -> "Started":
        """Begin a session with its first refresh token; ``with_code`` where a second factor was shown."""
        session = cls(
            id=id,
            version=1,
            account=account,
            started_at=now,
            expires_at=now + policy.longest,
            idle_expires_at=min(now + policy.idle, now + policy.longest),
            current=digest,
            with_code=with_code,
            proven_at=now,
        )
        started = SessionStarted(
            originator_id=id,
            originator_version=1,
            timestamp=now,
            account=account,
            started_at=now,
            expires_at=session.expires_at,
        )
        return Started(session=session, facts=(started,))

    def refresh(
        self, presented: TokenDigest, successor: TokenDigest, *, now: datetime, policy: SessionPolicy
    ) -> "Rotated | GraceRepeat | ReuseDetected":
        """Answer a refresh token with its successor, or find that it was stolen.

        The caller has proven that this server issued the presented token to this session (its MAC), so a token that is
        neither the current one nor, within the grace, the one before is a spent one (RFC 9700, 4.14.2): the whole
        family ends. Raises ``SessionIsOver``, ``SessionExpired``.
        """
        self._check_live(now)
        if hmac.compare_digest(presented, self.current):
            return Rotated(session=self._rotated(successor, now, policy))
        if self._in_grace(presented, now, policy):
            return GraceRepeat(session=self)
        return self._reused(now)

    @property
    def last_proof(self) -> datetime:
        """When somebody last proved in it who they are. A refresh proves nothing."""
        return self.proven_at or self.started_at

    def prove(self, *, with_code: bool, now: datetime) -> "Proven":
        """Let somebody have proved once more who they are. Raises ``SessionIsOver``, ``SessionExpired``."""
        self._check_live(now)
        proven = msgspec.structs.replace(self, version=self.version + 1, proven_at=now, with_code=with_code)
        return Proven(session=proven)

    def only_enrols(self, demand: SecondFactorDemand) -> bool:
        """Tell whether it is good for nothing but enrolling the second factor that is demanded and was not shown."""
        return demand.holds and not self.with_code

    def end(self, why: SessionEnd, *, now: datetime) -> "Ended":
        """End the session; one that is over stays as it is."""
        if self.ended_at is not None:
            return Ended(session=self)
        over = msgspec.structs.replace(
            self, version=self.version + 1, previous=None, rotated_at=None, ended_at=now, why=why
        )
        ended = SessionEnded(
            originator_id=self.id,
            originator_version=over.version,
            timestamp=now,
            account=self.account,
            why=why,
            ended_at=now,
        )
        return Ended(session=over, facts=(ended,))

    def _check_live(self, now: datetime) -> None:
        if self.ended_at is not None:
            raise SessionIsOver(why=self.why)
        if now >= min(self.expires_at, self.idle_expires_at):
            raise SessionExpired(expired_at=min(self.expires_at, self.idle_expires_at))

    def _rotated(self, successor: TokenDigest, now: datetime, policy: SessionPolicy) -> "SignInSession":
        return msgspec.structs.replace(
            self,
            version=self.version + 1,
            current=successor,
            previous=self.current,
            rotated_at=now,
            idle_expires_at=min(now + policy.idle, self.expires_at),
        )

    def _in_grace(self, presented: TokenDigest, now: datetime, policy: SessionPolicy) -> bool:
        if self.previous is None or self.rotated_at is None:
            return False
        return hmac.compare_digest(presented, self.previous) and now - self.rotated_at < policy.grace

    def _reused(self, now: datetime) -> "ReuseDetected":
        seen = msgspec.structs.replace(self, version=self.version + 1)
        reused = RefreshTokenReused(
            originator_id=self.id,
            originator_version=seen.version,
            timestamp=now,
            account=self.account,
            reused_at=now,
        )
        ended = seen.end(SessionEnd.TOKEN_REUSED, now=now)
        return ReuseDetected(session=ended.session, facts=(reused, *ended.facts))


class SessionChange(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a verb: the record to keep, and the facts to publish with it."""

    session: SignInSession
    facts: tuple[Fact, ...] = ()


class Started(SessionChange, frozen=True, kw_only=True):
    """Hand out the first token."""


class Rotated(SessionChange, frozen=True, kw_only=True):
    """Hand out the successor, and keep it sealed for the grace."""


class Proven(SessionChange, frozen=True, kw_only=True):
    """Hand out an access token that says so; the refresh tokens stay."""


class GraceRepeat(SessionChange, frozen=True, kw_only=True):
    """Hand out once more the successor that was kept; the record is unchanged."""


class ReuseDetected(SessionChange, frozen=True, kw_only=True):
    """Hand out nothing. The facts must be kept although the caller is refused."""


class Ended(SessionChange, frozen=True, kw_only=True):
    """The session is over."""

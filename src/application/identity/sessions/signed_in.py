"""What somebody gets who signs in, or stays signed in."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from application.identity.sessions.ports import AccessClaims, AccessTokens
from application.shared.command import Receipt
from application.shared.confidential import BearerSecret, Confidential
from application.shared.refusals import NotSignedIn
from domain.identity.membership import Membership
from domain.identity.second_factor_terms import SecondFactorDemand
from domain.identity.session import SignInSession
from domain.shared.identifiers import AccountId
from domain.shared.time import Day, Instant


class RefreshTokenUnknown(NotSignedIn):
    """The refresh token is none of this clinic's."""

    code = "identity.refresh-token-unknown"
    mend = "Sign in again."


class SignedIn(Confidential, Receipt, frozen=True, kw_only=True):
    """A session and its tokens. Send the access token with every request, the refresh token only to refresh."""

    account: AccountId
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - a scheme's name (RFC 6750)
    access_token: BearerSecret
    access_token_expires_at: Instant
    refresh_token: BearerSecret
    """Good for one use."""
    session_expires_at: Instant
    """When one must sign in again, however often it is refreshed."""

    second_factor_demanded_from: Day | None = None
    """The clinic's day from which on the account needs a second factor; null where that is its holder's choice."""
    only_enrols: bool = False
    """Whether the access token is good for nothing but enrolling and confirming a second factor, for want of one."""

    @property
    def about(self) -> tuple[UUID, ...]:
        """Whose session it is."""
        return (self.account,)


def claimed(session: SignInSession, membership: Membership, demand: SecondFactorDemand) -> AccessClaims:
    """Give what a session's access token says, as narrow as what is demanded makes it."""
    return AccessClaims(
        account=session.account,
        session=session.id,
        role=membership.role,
        clinic=membership.clinic,
        patient=membership.patient,
        provider=membership.provider,
        proven_at=session.last_proof,
        with_code=session.with_code,
        only_enrols=session.only_enrols(demand),
    )


def signed_in(  # noqa: PLR0913, PLR0917 - all that makes a token
    session: SignInSession,
    membership: Membership,
    demand: SecondFactorDemand,
    refresh_token: str,
    tokens: AccessTokens,
    now: datetime,
) -> SignedIn:
    """Give a session's tokens, the access token being new."""
    claims = claimed(session, membership, demand)
    access = tokens.issue(claims, now, until=session.expires_at)
    return SignedIn(
        id=session.id,
        version=session.version,
        account=session.account,
        access_token=access.token,
        access_token_expires_at=access.expires_at,
        refresh_token=refresh_token,
        session_expires_at=session.expires_at,
        second_factor_demanded_from=demand.since,
        only_enrols=claims.only_enrols,
    )

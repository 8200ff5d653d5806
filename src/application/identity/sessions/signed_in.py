"""What somebody gets who signs in, or stays signed in."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from application.identity.ports import AccessClaims, AccessTokens
from application.shared.command import Receipt
from application.shared.confidential import BearerSecret, Confidential
from application.shared.refusals import NotSignedIn
from domain.identity.membership import Membership
from domain.identity.session import SignInSession
from domain.shared.identifiers import AccountId
from domain.shared.time import Instant


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

    @property
    def about(self) -> tuple[UUID, ...]:
        """Whose session it is."""
        return (self.account,)


def signed_in(
    session: SignInSession, membership: Membership, refresh_token: str, tokens: AccessTokens, now: datetime
) -> SignedIn:
    """Give a session's tokens, the access token being new."""
    claims = AccessClaims(
        account=session.account,
        session=session.id,
        role=membership.role,
        clinic=membership.clinic,
        patient=membership.patient,
        provider=membership.provider,
    )
    access = tokens.issue(claims, now, until=session.expires_at)
    return SignedIn(
        id=session.id,
        version=session.version,
        account=session.account,
        access_token=access.token,
        access_token_expires_at=access.expires_at,
        refresh_token=refresh_token,
        session_expires_at=session.expires_at,
    )

"""Credentials of people whom no proof outlives."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from application.identity.sessions.ports import AccessClaims
from application.shared.actor import Actor
from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.identity.ports import AUDIENCE
from infrastructure.crypto.access_tokens import JwtAccessTokens

LIFETIME = timedelta(hours=12)
"""Of the tokens: longer than any proof takes."""


def lasting(container: ApplicationContainer, token: str) -> str:
    """Give an access token of the same session that lasts as long as a proof."""
    now, tokens = datetime.now(UTC), _tokens(container)
    return tokens.issue(tokens.verify(token, now), now).token


def credential(container: ApplicationContainer, actor: Actor) -> dict[str, str]:
    """Give somebody an access token, as signing in does, but one that lasts as long as a proof."""
    now = datetime.now(UTC)
    claims = AccessClaims(
        account=actor.id,
        session=uuid4(),
        role=actor.role,
        clinic=actor.clinic,
        patient=actor.patient,
        provider=actor.provider,
        proven_at=now + LIFETIME - timedelta(minutes=1),  # a proof of who somebody is lasts as long as the token
    )
    return {"Authorization": f"Bearer {_tokens(container).issue(claims, now).token}"}


def _tokens(container: ApplicationContainer) -> JwtAccessTokens:
    return JwtAccessTokens(container.signing_keys(), issuer=container.issuer(), audience=AUDIENCE, lifetime=LIFETIME)

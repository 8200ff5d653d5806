"""Credentials of people whom no proof outlives."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from application.identity.ports import AccessClaims
from application.shared.actor import Actor
from infrastructure.containers.application import ApplicationContainer
from infrastructure.containers.identity import AUDIENCE
from infrastructure.crypto.access_tokens import JwtAccessTokens

LIFETIME = timedelta(hours=12)
"""Of the tokens: longer than any proof takes."""


def credential(container: ApplicationContainer, actor: Actor) -> dict[str, str]:
    """Give somebody an access token, as signing in does, but one that lasts as long as a proof."""
    tokens = JwtAccessTokens(container.signing_keys(), issuer=container.issuer(), audience=AUDIENCE, lifetime=LIFETIME)
    claims = AccessClaims(
        account=actor.id,
        session=uuid4(),
        role=actor.role,
        clinic=actor.clinic,
        patient=actor.patient,
        provider=actor.provider,
        proven_at=datetime.now(UTC) + LIFETIME,  # a proof of who somebody is lasts as long as the token
    )
    return {"Authorization": f"Bearer {tokens.issue(claims, datetime.now(UTC)).token}"}

"""The public keys of access tokens, for whoever wants to verify them."""

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from application.identity.sessions.ports import AccessTokens

PATHS = ["/.well-known/jwks.json", "/api/v1/.well-known/jwks.json"]
"""At the root, where such keys are looked for (RFC 8615), and beside the API, where a proxy may serve nothing else."""

FRESH_SECONDS = 300
"""How long a copy may be used: shorter than a new key is announced before it signs."""


def jwks(tokens: AccessTokens) -> HTTPRouteHandler:
    """Make the endpoint that shows the keys."""

    @get(PATHS, sync_to_thread=False)
    def endpoint() -> Response[bytes]:
        return Response(
            msgspec.json.encode(tokens.jwks()),
            media_type="application/jwk-set+json",
            headers={"Cache-Control": f"public, max-age={FRESH_SECONDS}"},
        )

    return endpoint

"""Feeds: what programs read by a secret address, in no role and not as JSON."""

from typing import Any, Final

import msgspec

from domain.shared.roles import Role
from interfaces.http.openapi.operations import NOTHING_NEW, OF_A_COPY
from interfaces.http.openapi.refusals import OF_ANY_REQUEST, Refusal, responses

ANYBODY: Final = "Who may: anybody who has the address, without signing in."


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed's place in the API."""

    name: str
    """Its operation."""
    path: str
    summary: str
    about: str
    """What it holds, for whom."""
    parameter: str
    """The part of the path that holds the secret."""
    secret: str
    """A secret as it may look."""
    media: str
    example: str
    """The feed as it may look."""
    pattern: str
    """What every answer is like."""
    refusals: tuple[Refusal, ...]

    @property
    def context(self) -> str:
        """The context that it belongs to."""
        return self.name.partition(".")[0]


def feed_operation(feed: Feed) -> dict[str, Any]:
    """Describe a feed."""
    return {
        "operationId": feed.name,
        "summary": feed.summary,
        "description": f"{feed.about}\n\n{ANYBODY}",
        "tags": [f"{feed.context}.queries"],
        "x-roles": {Role.VISITOR.value: "own"},
        "security": [],
        "parameters": [_secret(feed), {"$ref": "#/components/parameters/If-None-Match"}],
        "responses": {"200": _read(feed), "304": NOTHING_NEW} | responses((*OF_ANY_REQUEST, *feed.refusals)),
    }


def _secret(feed: Feed) -> dict[str, Any]:
    return {
        "name": feed.parameter,
        "in": "path",
        "required": True,
        "description": "The last part of the address that was given out once. Whoever has it may read.",
        "schema": {"type": "string", "minLength": 1},
        "example": feed.secret,
    }


def _read(feed: Feed) -> dict[str, Any]:
    return {
        "description": "The feed.",
        "headers": OF_A_COPY,
        "content": {
            feed.media: {
                "schema": {"type": "string", "pattern": feed.pattern},
                "examples": {"shown": {"summary": "A feed as it may look", "value": feed.example}},
            }
        },
    }

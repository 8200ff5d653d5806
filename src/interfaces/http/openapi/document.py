"""The OpenAPI 3.1 document of a set of routes."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import msgspec

from interfaces.http.answers import FRESH
from interfaces.http.openapi.examples import Examples, identifier
from interfaces.http.openapi.feeds import Feed, feed_operation
from interfaces.http.openapi.operations import context_of, operation, tag_of
from interfaces.http.openapi.parameters import HEADERS, plain_path
from interfaces.http.openapi.prose import summary
from interfaces.http.openapi.refusals import all_refusals, problem_examples, problem_schemas
from interfaces.http.openapi.schemas import Schemas
from interfaces.http.routes import CommandRoute, QueryRoute, Routes

Document = dict[str, Any]

VERSION: Final = "1.0.0"
"""Of the API; its major number stands in the paths."""

ABOUT: Final = """\
Commands change something, by `POST`; queries look at something, by `GET`.

- Every command answers with the `id` of what it changed, its `version` (also as `ETag`), and a `Consistency-Token` for
  what it recorded. Send the token back with any query to see at least what the command did.
- Send an `Idempotency-Key` with a command, and it may be retried for ever: it takes effect once.
- `Prefer: tx=rollback` rehearses a command.
- A refusal is a problem document (RFC 9457). Its `type` names the rule and resolves to a page that explains it.
"""

TEXT: Final = {"type": "string"}

ANSWER_HEADERS: Final[dict[str, Any]] = {
    "ETag": {
        "description": "The version of the thing; send it back as `If-Match`.",
        "required": True,
        "schema": TEXT | {"pattern": r'^"\d+"$'},
        "example": '"1"',
    },
    "Content-ETag": {
        "description": "Stands for what the answer says; ask with it as `If-None-Match` whether that is still so.",
        "required": True,
        "schema": TEXT | {"pattern": '^"[0-9a-f]{32}"$'},
        "example": HEADERS["If-None-Match"]["example"],
    },
    "Cache-Control": {
        "description": "Who may keep a copy, and for how many seconds.",
        "required": True,
        "schema": TEXT,
        "example": FRESH,
    },
    "Consistency-Token": {
        "description": "Stands for what was just done: send it with a query to read it back. A rehearsal gives none.",
        "required": False,
        "schema": TEXT,
        "example": HEADERS["Consistency-Token"]["examples"]["after-a-command"]["value"],
    },
    "Location": {
        "description": "Where the new thing is.",
        "required": True,
        "schema": TEXT | {"format": "uri-reference"},
        "example": f"/api/v1/patients/{identifier('patient')}",
    },
    "RateLimit": {
        "description": "What is left of each rate that the request had a part in (`r`), and in how many seconds all of "
        "it is there again, or one where none is (`t`).",
        "required": False,
        "schema": TEXT,
        "example": '"credential";r=598;t=1, "clinic";r=11874;t=1',
    },
    "RateLimit-Policy": {
        "description": "Those rates: so many requests (`q`) within so many seconds (`w`).",
        "required": False,
        "schema": TEXT,
        "example": '"credential";q=600;w=60, "clinic";q=12000;w=60',
    },
    "Retry-After": {
        "description": "Seconds to wait.",
        "required": True,
        "schema": {"type": "integer"},
        "example": 1,
    },
    "WWW-Authenticate": {"description": "How to sign in.", "required": True, "schema": TEXT, "example": "Bearer"},
    "X-Request-Id": {
        "description": "Names this request in the server's log.",
        "required": True,
        "schema": TEXT | {"format": "uuid"},
        "example": identifier("request"),
    },
}

SECURITY: Final = {
    "accessToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The short-lived token that signing in gives: `Authorization: Bearer <token>`.",
    },
    "serviceKey": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "API key",
        "description": "A clinic's key for a service, limited to named operations: `Authorization: Bearer <key>`.",
    },
}


def document(routes: Routes, base: str, feeds: Sequence[Feed] = ()) -> Document:
    """Describe routes and feeds that are served under ``base``. Raises ``NoExample`` where a value cannot be shown."""
    schemas = Schemas(routes)
    examples = Examples(schemas)
    refusals = all_refusals(routes)
    paths: dict[str, Any] = {}
    for route in routes:
        method = "post" if isinstance(route, CommandRoute) else "get"
        paths.setdefault(plain_path(route.path), {})[method] = operation(route, routes, schemas, examples)
    paths |= {feed.path: {"get": feed_operation(feed)} for feed in feeds}
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Polyclinic",
            "summary": "A telehealth backend for clinics that see patients by video, by telephone and in person.",
            "description": ABOUT,
            "version": VERSION,
        },
        "servers": [{"url": base, "description": "This installation."}],
        "tags": [_tag(route) for route in {tag_of(route): route for route in routes}.values()],
        "x-tagGroups": _tag_groups(routes),
        "paths": paths,
        "components": {
            "schemas": schemas.components | problem_schemas(refusals),
            "parameters": HEADERS,
            "headers": ANSWER_HEADERS,
            "examples": problem_examples(refusals),
            "securitySchemes": SECURITY,
        },
        "externalDocs": {"description": "The same, to read.", "url": "/docs"},
    }


def printed(described: Document) -> bytes:
    """Give a document as JSON to look at, ending with a line feed."""
    return msgspec.json.format(msgspec.json.encode(described), indent=2) + b"\n"


def _tag(route: CommandRoute | QueryRoute) -> dict[str, Any]:
    side = tag_of(route).rpartition(".")[2]
    return {
        "name": tag_of(route),
        "description": about_context(route),
        "x-displayName": f"{context_of(route).capitalize()}: {side}",
    }


def about_context(route: CommandRoute | QueryRoute) -> str:
    """Give the sentence that a route's context says of itself."""
    asked: type = route.command if isinstance(route, CommandRoute) else route.query
    package: Any = import_module(".".join(asked.__module__.split(".")[:2]))
    return summary(package)


def _tag_groups(routes: Routes) -> list[dict[str, Any]]:
    tags = list(dict.fromkeys(tag_of(route) for route in routes))
    groups = ((side, [tag for tag in tags if tag.endswith(f".{side}")]) for side in ("commands", "queries"))
    return [{"name": side.capitalize(), "tags": members} for side, members in groups if members]

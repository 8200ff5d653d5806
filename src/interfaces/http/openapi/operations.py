"""One operation: everything that can be said about a route."""

from typing import Any, Final

from application.shared.access import ACCESS
from application.shared.paging import MOST_ROWS
from application.shared.rights.fresh_proof import LATELY, TAKES_PROOF
from application.shared.rights.settable import SETTABLE, in_words
from application.shared.scopes import SCOPES
from domain.shared.roles import Role
from interfaces.http.answers import JSON
from interfaces.http.openapi.examples import Examples
from interfaces.http.openapi.links import links
from interfaces.http.openapi.parameters import parameters
from interfaces.http.openapi.prose import explanation, summary
from interfaces.http.openapi.refusals import RATE_HEADERS, problem_responses
from interfaces.http.openapi.schemas import Schemas
from interfaces.http.routes import CommandRoute, QueryRoute, Routes
from interfaces.http.tables import CSV, columns, lines

Operation = dict[str, Any]

OF_A_COPY: Final[dict[str, Any]] = {
    "Cache-Control": {"$ref": "#/components/headers/Cache-Control"},
    "ETag": {"$ref": "#/components/headers/Content-ETag"},
    "X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"},
} | RATE_HEADERS
"""Headers of what somebody may keep a copy of."""

NOTHING_NEW: Final[dict[str, Any]] = {
    "description": "The copy that you have still says what is so.",
    "headers": OF_A_COPY,
    "content": {},
}
"""The answer to who has such a copy already."""

REACHES = {
    "any": "every record of the clinic",
    "care": "only of patients in their care, or behind a glass that they broke",
    "own": "only what is their own",
}


def operation(route: CommandRoute | QueryRoute, routes: Routes, schemas: Schemas, examples: Examples) -> Operation:
    """Describe one of ``routes``."""
    asked: Any = route.command if isinstance(route, CommandRoute) else route.query
    described: Operation = {
        "operationId": asked.operation,
        "summary": summary(asked),
        "description": "\n\n".join(
            filter(None, (explanation(asked), _how_much(route), _proof(asked.operation), _who_may(asked.operation)))
        ),
        "tags": [tag_of(route)],
        "x-roles": {role.value: reach for role, reach in ACCESS[asked.operation].items()},
        "security": _security(route, asked.operation),
        **({"x-proven-within": int(LATELY.total_seconds())} if asked.operation in TAKES_PROOF else {}),
        "parameters": parameters(route, schemas, examples),
    }
    if isinstance(route, CommandRoute):
        if schemas.knows(asked.operation, "body"):
            described["requestBody"] = _body(route, schemas, examples)
        done = {"201" if route.creates else "200": _receipt(route, schemas, examples) | _ways_on(route, routes)}
    else:
        done = {"200": _view(route, schemas, examples)} | ({"304": NOTHING_NEW} if route.for_all else {})
    return described | {"responses": done | problem_responses(route)}


def context_of(route: CommandRoute | QueryRoute) -> str:
    """Name the context that a route belongs to."""
    asked: Any = route.command if isinstance(route, CommandRoute) else route.query
    return str(asked.operation).partition(".")[0]


def tag_of(route: CommandRoute | QueryRoute) -> str:
    """Name a route's context and side."""
    return f"{context_of(route)}.{'commands' if isinstance(route, CommandRoute) else 'queries'}"


def _proof(operation: str) -> str:
    if operation not in TAKES_PROOF:
        return ""
    minutes = int(LATELY.total_seconds() // 60)
    return f"Takes a proof, from the last {minutes} minutes, of who you are: `identity.prove-again` gives one."


def _who_may(operation: str) -> str:
    lines = [
        f"- {role.value.replace('_', ' ')}: {REACHES[reach]}"
        for role, reach in ACCESS[operation].items()
        if role is not Role.VISITOR
    ]
    if operation in SCOPES:
        lines.append(f"- guardians and proxies who were let into `{SCOPES[operation].value}`: only the patient's")
    if Role.VISITOR in ACCESS[operation]:
        lines.append("- anybody, without signing in")
    lines += [f"- `{name}` is said by {in_words(may)} alone" for name, may in SETTABLE.get(operation, {}).items()]
    return "Who may:\n\n" + "\n".join(lines)


def _security(route: CommandRoute | QueryRoute, operation: str) -> list[dict[str, list[str]]]:
    if not route.standing.is_signed_in:
        return []
    schemes: list[dict[str, list[str]]] = [{"accessToken": []}]
    if Role.INTEGRATION in ACCESS[operation]:
        schemes.append({"serviceKey": []})
    return schemes


def _body(route: CommandRoute, schemas: Schemas, examples: Examples) -> dict[str, Any]:
    schema = schemas.of(route.command.operation, "body")
    example = route.example if route.example is not None else examples.of(schema)
    return {
        "required": bool(schemas.resolved(schema).get("required")),
        "content": {
            JSON: {"schema": schema, "examples": {"works": {"summary": "A body that works", "value": example}}}
        },
    }


def _receipt(route: CommandRoute, schemas: Schemas, examples: Examples) -> dict[str, Any]:
    schema = schemas.of(route.command.operation, "answer")
    headers = ["ETag", "X-Request-Id", *RATE_HEADERS]
    headers += ["Consistency-Token"] if route.command.leaves_fact else []
    headers += ["Location"] if route.creates else []
    return {
        "description": "Made; `Location` says where it is." if route.creates else "Done.",
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in sorted(headers)},
        "content": {JSON: {"schema": schema, "examples": _shown(examples.of(schema, owner=_subject(route)))}},
    }


def _ways_on(route: CommandRoute, routes: Routes) -> dict[str, Any]:
    found = links(route, routes)
    return {"links": found} if found else {}


def _subject(route: CommandRoute) -> str:
    """Name what a command makes or changes, so that its receipt's example names the same thing as its path."""
    last = [part for part in route.path.split("/") if part.startswith("{")]
    return last[-1][1:].partition(":")[0] if last else route.path.strip("/").removesuffix("s")


def _view(route: QueryRoute, schemas: Schemas, examples: Examples) -> dict[str, Any]:
    schema = schemas.of(route.query.operation, "answer")
    headers = ["X-Request-Id", *RATE_HEADERS]
    if "version" in schemas.resolved(schema).get("properties", {}):
        headers.append("ETag")
    example = route.example if route.example is not None else examples.of(schema)
    named = {name: {"$ref": f"#/components/headers/{name}"} for name in sorted(headers)}
    as_table = {CSV: _table(route, example)} if route.as_table else {}
    return {
        "description": "The answer.",
        "headers": OF_A_COPY if route.for_all else named,
        "content": {JSON: {"schema": schema, "examples": _shown(example)}} | as_table,
    }


def _table(route: QueryRoute, example: Any) -> dict[str, Any]:
    named = columns(route.view)
    return {
        "schema": {"type": "string", "pattern": f"^{','.join(named)}\r\n"},
        "examples": _shown(b"".join(lines(example["items"], named)).decode()),
    }


def _how_much(route: CommandRoute | QueryRoute) -> str:
    if not (isinstance(route, QueryRoute) and route.as_table):
        return ""
    return (
        f"With `Accept: {CSV}` all of it is answered at once, up to {MOST_ROWS} rows, as a table with a header line"
        " (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe; several values in"
        " one cell stand with a space between."
    )


def _shown(value: Any) -> dict[str, Any]:
    return {"shown": {"summary": "An answer as it may look", "value": value}}

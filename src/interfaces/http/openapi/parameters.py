"""The parameters of an operation: of its path, its query string, and the headers that it understands."""

import re
from typing import Any

import msgspec

from interfaces.http.openapi.examples import Examples
from interfaces.http.openapi.prose import field_sentences
from interfaces.http.openapi.schemas import Schema, Schemas
from interfaces.http.request_origin import PURPOSES
from interfaces.http.routes import CommandRoute, QueryRoute

Parameter = dict[str, Any]

_PATH = re.compile(r"\{(?P<name>\w+)(?::(?P<kind>\w+))?\}")

_BY_KIND: dict[str, Schema] = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer"},
    "date": {"type": "string", "format": "date"},
}

SENTENCES = {
    "as_of": "Show it as it was at this past moment; without it, as it is now.",
    "after": "Where to go on: the `next` of the page before.",
    "limit": "How many items a page holds at most.",
    "clinic_slug": "The clinic's short name, as it stands in its addresses.",
}
"""Parameters that mean the same wherever they stand."""

HEADERS: dict[str, Parameter] = {
    "Idempotency-Key": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Makes a retry safe: the same key with the same body gives the first answer again, byte for "
        "byte. A refusal is decided afresh.",
        "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{1,255}$"},
        "example": "5c1d7c5e-2f5b-4a53-9d0e-0f6a4f0d9b11",
    },
    "If-Match": {
        "name": "If-Match",
        "in": "header",
        "description": "Do it only if the thing still has this version (an `ETag` that was given out).",
        "schema": {"type": "string", "pattern": r'^("\d{1,9}"|\*)$'},
        "example": '"3"',
    },
    "If-None-Match": {
        "name": "If-None-Match",
        "in": "header",
        "description": "Send it only if it says something else than the copy with this `ETag`; else the answer is 304.",
        "schema": {"type": "string"},
        "example": '"9f86d081884c7d659a2feaa0c55ad015"',  # pragma: allowlist secret - the tag of an answer
    },
    "Prefer": {
        "name": "Prefer",
        "in": "header",
        "description": "`tx=rollback` rehearses: every rule speaks, nothing is kept, and no secret is handed out.",
        "schema": {"type": "string"},
        "example": "tx=rollback",
    },
    "Purpose": {
        "name": "Purpose",
        "in": "header",
        "description": "Why it is asked for, by the names of HL7's PurposeOfUse; the audit trail keeps it. Without it, "
        "the operation's usual purpose is kept.",
        "schema": {"type": "string", "enum": PURPOSES},
        "example": "treatment",
    },
    "Consistency-Token": {
        "name": "Consistency-Token",
        "in": "header",
        "description": "The token of a command: the answer shows at least what that command did.",
        "schema": {"type": "string"},
        "examples": {
            "after-a-command": {
                "summary": "Given by a command that was carried out before.",
                "value": "mUUfV4YZVoqG7jYwLMr-0wAAAAE",
            },
        },
    },
}
"""Components; operations refer to them."""


def plain_path(path: str) -> str:
    """Give a route's path as OpenAPI writes it: parameters without their types."""
    return _PATH.sub(lambda found: "{" + found["name"] + "}", path) or "/"


def parameters(route: CommandRoute | QueryRoute, schemas: Schemas, examples: Examples) -> list[Parameter]:
    """Give every parameter of an operation."""
    asked: Any = route.command if isinstance(route, CommandRoute) else route.query
    in_path = [_in_path(found, asked, schemas, examples) for found in _PATH.finditer(route.path)]
    if isinstance(route, CommandRoute):
        headers = ["Prefer", "Purpose"]
        headers += ["Idempotency-Key"] if route.command.keyed else []
        headers += ["If-Match"] if route.command.conditional else []
        return in_path + _references(sorted(headers))
    named = {parameter["name"] for parameter in in_path}
    in_query = [
        _in_query(field, route, schemas, examples)
        for field in msgspec.structs.fields(route.query)
        if field.encode_name not in named
    ]
    headers = ["Consistency-Token", *(["If-None-Match"] if route.for_all else []), "Purpose"]
    return in_path + in_query + _references(headers)


def _references(headers: list[str]) -> list[Parameter]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in headers]


def _in_path(found: "re.Match[str]", asked: Any, schemas: Schemas, examples: Examples) -> Parameter:
    name = found["name"]
    if schemas.knows(asked.operation, name):
        schema = schemas.of(asked.operation, name)
    else:
        schema = _BY_KIND.get(found["kind"], {"type": "string"})
    parameter = {
        "name": name,
        "in": "path",
        "required": True,
        "schema": schema,
        "example": examples.of(schema, name),
    }
    return _described(parameter, asked)


def _in_query(field: "msgspec.structs.FieldInfo", route: QueryRoute, schemas: Schemas, examples: Examples) -> Parameter:
    schema = _absence_left_out(schemas.of(route.query.operation, field.encode_name))
    if field.default not in (msgspec.NODEFAULT, msgspec.UNSET, None):
        schema = schema | {"default": msgspec.to_builtins(field.default)}
    parameter: Parameter = {"name": field.encode_name, "in": "query", "required": field.required, "schema": schema}
    if schemas.resolved(schema).get("type") == "array":
        parameter |= {"style": "form", "explode": True}
    parameter["examples"] = {
        "for-example": {
            "summary": "A value that it takes.",
            "value": examples.of(schema, field.encode_name),
        }
    }
    return _described(parameter, route.query)


def _described(parameter: Parameter, asked: Any) -> Parameter:
    name = parameter["name"]
    schema = parameter["schema"]
    sentence = field_sentences(asked).get(name) or SENTENCES.get(name) or schema.get("description")
    return parameter | {"description": sentence or f"The {name.replace('_', ' ')}."}


def _absence_left_out(schema: Schema) -> Schema:
    """Give the schema without null: in a query string, what is absent is left out."""
    members: list[Schema] = [member for member in schema.get("anyOf", ()) if member.get("type") != "null"]
    if not members:
        return schema
    if len(members) == 1:
        return members[0]
    return schema | {"anyOf": members}

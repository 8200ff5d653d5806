"""The OpenAPI document, arranged for reading."""

import json
import shlex
from collections.abc import Iterator
from typing import Any

import msgspec

from domain.shared.roles import Role
from interfaces.http.openapi.document import Document
from interfaces.http.openapi.schemas import Schema

DEEPEST = 4
"""How far a table of fields follows things within things."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter, a header or a field."""

    name: str
    kind: str
    required: bool
    about: str
    where: str = ""
    depth: int = 0
    personal: bool = False


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is sent or answered: its fields, where it is JSON, and an example."""

    about: str
    rows: tuple[Row, ...]
    example: Any


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a refusal is called and what it means."""

    status: str
    code: str
    title: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One operation."""

    name: str
    verb: str
    method: str
    path: str
    summary: str
    about: str
    roles: tuple[tuple[str, str], ...]
    parameters: tuple[Row, ...]
    body: Body | None
    status: str
    answer: Body
    answer_headers: tuple[Row, ...]
    curl: str
    problems: tuple[Outcome, ...]


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """A context's operations."""

    name: str
    title: str
    about: str
    commands: tuple[Entry, ...]
    queries: tuple[Entry, ...]


class Reference:
    """Reads a document."""

    def __init__(self, document: Document) -> None:
        """Arrange ``document``."""
        self._document = document
        self._base: str = document["servers"][0]["url"]

    def chapters(self) -> tuple[Chapter, ...]:
        """Give every context with its operations, in the document's order."""
        about = {tag["name"].partition(".")[0]: tag["description"] for tag in self._document["tags"]}
        sides: dict[str, dict[str, list[Entry]]] = {name: {"commands": [], "queries": []} for name in about}
        for path, methods in self._document["paths"].items():
            for method, operation in methods.items():
                context, _, side = operation["tags"][0].partition(".")
                sides[context][side].append(self._entry(path, method, operation))
        return tuple(
            Chapter(
                name=name,
                title=name.capitalize(),
                about=about[name],
                commands=tuple(sides[name]["commands"]),
                queries=tuple(sides[name]["queries"]),
            )
            for name in about
        )

    def _entry(self, path: str, method: str, operation: Any) -> Entry:
        status = next(iter(operation["responses"]))
        done = operation["responses"][status]
        parameters = [self._followed(parameter) for parameter in operation["parameters"]]
        body = self._body(operation["requestBody"]) if "requestBody" in operation else None
        headers = {name: self._followed(header) for name, header in done["headers"].items()}
        return Entry(
            name=operation["operationId"],
            verb=operation["operationId"].partition(".")[2],
            method=method.upper(),
            path=self._base + path,
            summary=operation["summary"],
            about=operation["description"].partition("Who may:")[0].strip(),
            roles=tuple((Role(role).value.replace("_", " "), reach) for role, reach in operation["x-roles"].items()),
            parameters=tuple(self._parameter(parameter) for parameter in parameters),
            body=body,
            status=status,
            answer=self._body(done),
            answer_headers=tuple(
                Row(name=name, kind="", required=header["required"], about=header["description"])
                for name, header in headers.items()
            ),
            curl=self._curl(path, method, operation, parameters, body),
            problems=tuple(self._outcomes(operation)),
        )

    def _parameter(self, parameter: Any) -> Row:
        return Row(
            name=parameter["name"],
            kind=self._kind(parameter["schema"]),
            required=parameter.get("required", False),
            about=parameter["description"],
            where=parameter["in"],
        )

    def _body(self, part: Any) -> Body:
        content = next(iter(part["content"].values()))
        example = next(iter(content["examples"].values()))["value"]
        schema = self._followed(content["schema"])
        return Body(about=schema.get("description", ""), rows=tuple(self._rows(content["schema"], 0)), example=example)

    def _rows(self, schema: Schema, depth: int) -> Iterator[Row]:
        """Give the fields of a thing, and below each those of what is in it."""
        followed = self._followed(schema)
        if depth > DEEPEST:
            return
        if followed.get("type") == "array" and isinstance(followed.get("items"), dict):
            yield from self._rows(followed["items"], depth)
        for member in followed.get("anyOf", ()):
            yield from self._rows(member, depth)
        for name, part in followed.get("properties", {}).items():
            yield Row(
                name=name,
                kind=self._kind(part),
                required=name in followed.get("required", ()),
                about=part.get("description") or self._followed(part).get("description", ""),
                depth=depth,
                personal=part.get("x-personal", False),
            )
            yield from self._rows(part, depth + 1)

    def _kind(self, schema: Schema) -> str:
        """Say in a few words what a value is."""
        followed = self._followed(schema)
        if "anyOf" in followed:
            return " or ".join(dict.fromkeys(self._kind(member) for member in followed["anyOf"]))
        if "enum" in followed:
            return " | ".join(json.dumps(member) for member in followed["enum"])
        if followed.get("type") == "array":
            items = followed.get("items")
            return f"list of {self._kind(items)}" if isinstance(items, dict) else "list"
        if followed.get("type") == "object":
            return str(followed.get("title") or "object")
        return " ".join([followed.get("format") or followed.get("type", "anything"), *_limits(followed)])

    def _outcomes(self, operation: Any) -> Iterator[Outcome]:
        for status, response in operation["responses"].items():
            for code, example in response["content"].get("application/problem+json", {}).get("examples", {}).items():
                yield Outcome(status=status, code=code, title=self._followed(example)["summary"])

    def _curl(self, path: str, method: str, operation: Any, parameters: list[Any], body: Body | None) -> str:
        for parameter in parameters:
            if parameter["in"] == "path":
                path = path.replace("{" + parameter["name"] + "}", str(parameter["example"]))
        lines = [f'curl "$POLYCLINIC{self._base}{path}"']
        if operation["security"]:
            lines.append('-H "Authorization: Bearer $TOKEN"')
        if any(parameter["name"] == "Idempotency-Key" for parameter in parameters):
            lines.append('-H "Idempotency-Key: $(uuidgen)"')
        if body is not None:
            lines.append("--json " + shlex.quote(json.dumps(body.example, indent=2, ensure_ascii=False)))
        elif method == "post":
            lines.append("-X POST")
        return " \\\n  ".join(lines)

    def _followed(self, part: Any) -> Any:
        while "$ref" in part:
            found: Any = self._document
            for step in part["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            part = found | {key: value for key, value in part.items() if key != "$ref"}
        return part


def _limits(schema: Schema) -> Iterator[str]:
    lowest, highest = schema.get("minimum"), schema.get("maximum")
    if lowest is not None and highest is not None:
        yield f"{lowest} to {highest}"
    elif lowest is not None:
        yield f"from {lowest}"
    elif highest is not None:
        yield f"up to {highest}"
    if "maxLength" in schema:
        yield f"of {schema.get('minLength', 0)} to {schema['maxLength']} characters"
    if "default" in schema and schema["default"] is not None:
        yield f"(default {json.dumps(schema['default'])})"

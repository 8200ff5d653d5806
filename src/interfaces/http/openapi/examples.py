"""Example values for a schema: the same ones each time, valid, and saying one thing throughout the document.

An id is derived from what it names, so the patient of one example is the patient of the next.
"""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from interfaces.http.openapi.schemas import Schema, Schemas

_IDS = UUID("c1c5a1de-0f0c-5b0e-9d4e-3a5b4f6f1a2b")

_NOT_YET = re.compile(r"next|.*_at|(ended|not_held)_.*")
"""What is null in an example where it may be: behind the last page, and what has not happened."""

BY_NAME = {
    "family": "Okafor",
    "given": "Mia",
    "birth_date": "1990-04-12",
    "street": "1401 Elm Street",
    "city": "Sacramento",
    "postal_code": "95814",
    "zone": "America/Los_Angeles",
    "time_zone": "America/Los_Angeles",
    "locale": "en-US",
    "slug": "lakeside",
    "clinic_slug": "lakeside",
    "reason": "Asked by telephone.",
    "url": "https://portal.example/hooks",
    "password": "correct horse battery staple",
    "ends_at": "2030-05-14T16:30:00Z",
    "ends_on": "2031-05-14",
    "ends": "17:00:00",
    "until": "2030-06-14T16:00:00Z",
    "to": "2030-06-14T16:00:00Z",
    "expires_at": "2030-06-14T16:00:00Z",
    "minutes": 30,
    "mode": "video",
    "role": "clinician",
    "status": "booked",
}
"""What a field of this name is likely to hold; used where the field's schema takes it."""

BY_FORMAT = {
    "date-time": "2030-05-14T16:00:00Z",
    "date": "2030-05-14",
    "time": "09:00:00",
    "duration": "PT30M",
}

CANDIDATES = ("US", "USD", "en", "US-CA", "lakeside", "123456", "09:00", "2030-05-14", "A-104233", "a", "A", "0")
"""Tried in this order where a string must match a pattern and its schema gives no example."""


class NoExample(Exception):
    """No value could be thought of; the message says where. Mend: give the field's ``Meta`` an example."""


def identifier(of: str) -> str:
    """Give the example id of a thing by what it is called."""
    return str(uuid5(_IDS, of))


class Examples:
    """Makes examples of schemas. Raises ``NoExample``."""

    def __init__(self, schemas: Schemas) -> None:
        """Look components up in ``schemas``."""
        self._schemas = schemas

    def of(self, schema: Schema, name: str = "example", *, owner: str = "", depth: int = 0) -> Any:
        """Give a value that the schema takes, for a field called ``name`` of the thing called ``owner``."""
        schema = self._schemas.resolved(schema) | {key: value for key, value in schema.items() if key != "$ref"}
        fixed = [
            *schema.get("examples", ()),
            *schema.get("enum", ()),
            *([schema["const"]] if "const" in schema else ()),
        ]
        if fixed:
            return BY_NAME[name] if BY_NAME.get(name) in schema.get("enum", ()) else fixed[0]
        if "anyOf" in schema:
            return self._first_of(schema["anyOf"], name, owner, depth)
        make: dict[str, Callable[[], Any]] = {
            "object": lambda: self._object(schema, name, owner, depth),
            "array": lambda: self._array(schema, name, owner, depth),
            "string": lambda: _string(schema, name, owner),
            "integer": lambda: _number(schema, name),
            "number": lambda: _number(schema, name),
            "boolean": lambda: True,
        }
        kind = schema.get("type")
        return make[kind]() if kind in make else None

    def _first_of(self, members: list[Schema], name: str, owner: str, depth: int) -> Any:
        values = [member for member in members if member.get("type") != "null"]
        may_be_null = len(values) < len(members)
        if may_be_null and (_NOT_YET.fullmatch(name) or depth > 5):  # noqa: PLR2004 - deep enough
            return None
        return self.of(values[0], name, owner=owner, depth=depth)

    def _object(self, schema: Schema, name: str, owner: str, depth: int) -> dict[str, Any]:
        if depth or not owner:
            owner = _thing(schema.get("title", name))
        made = {
            field: self.of(part, field, owner=owner, depth=depth + 1)
            for field, part in schema.get("properties", {}).items()
            if field in schema.get("required", ()) or depth <= 3  # noqa: PLR2004 - deep enough
        }
        others = schema.get("additionalProperties")
        if isinstance(others, dict) and not made:
            key = self.of(schema.get("propertyNames", {"type": "string"}), "key")
            return {key: self.of(others, name, depth=depth + 1)}
        return made

    def _array(self, schema: Schema, name: str, owner: str, depth: int) -> list[Any]:
        singular = name.removesuffix("s")
        if "prefixItems" in schema:
            return [self.of(part, singular, owner=owner, depth=depth + 1) for part in schema["prefixItems"]]
        if schema.get("maxItems") == 0 or not isinstance(schema.get("items"), dict):
            return []
        item = self.of(schema["items"], singular, owner=owner, depth=depth + 1)
        return [item] * max(1, schema.get("minItems", 1))


def _thing(title: str) -> str:
    """Give what a view is a view of: ``PatientView`` shows a patient."""
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", title.removesuffix("View").removesuffix("Details"))
    return words.lower()


def _string(schema: Schema, name: str, owner: str) -> str:
    form = schema.get("format")
    if form == "uuid":
        return identifier(owner if name == "id" and owner else name.removesuffix("_id"))
    said = BY_NAME.get(name)
    if form in BY_FORMAT:
        return said if isinstance(said, str) and _shaped_alike(said, BY_FORMAT[form]) else BY_FORMAT[form]
    if schema.get("contentEncoding") == "base64":
        return "cG9seWNsaW5pYw=="
    guesses = (said, name.replace("_", " ").capitalize(), *CANDIDATES, "a" * schema.get("minLength", 0))
    for guess in guesses:
        if isinstance(guess, str) and _takes(schema, guess):
            return guess
    message = f"{owner}.{name} needs an example: its pattern is {schema.get('pattern')}"
    raise NoExample(message)


def _shaped_alike(text: str, other: str) -> bool:
    return re.sub(r"\d", "0", text) == re.sub(r"\d", "0", other)


def _takes(schema: Schema, text: str) -> bool:
    return (
        schema.get("minLength", 0) <= len(text) <= schema.get("maxLength", len(text))
        and re.search(schema.get("pattern", ""), text) is not None
    )


def _number(schema: Schema, name: str) -> int:
    step = schema.get("multipleOf", 1)
    lowest = schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1)
    highest = schema.get("maximum", schema.get("exclusiveMaximum", 10**9) - 1)
    wished = BY_NAME.get(name, 1)
    wanted = min(max(wished if isinstance(wished, int) else 1, lowest), highest)
    return int(-(-wanted // step) * step)

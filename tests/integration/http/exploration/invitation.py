"""The served document, with what is there in the place of what its examples name: whoever follows it gets somewhere."""

from collections.abc import Collection
from typing import Any

import msgspec

from domain.shared.roles import Role
from integration.http.conventions.placements import ASKED, placed
from integration.http.exploration.prepared import Prepared
from interfaces.http.openapi.examples import identifier

Document = dict[str, Any]

_OF_NOBODY = ("Prefer", "Consistency-Token", "If-Match", "Idempotency-Key")
"""Headers whose examples make a request stale, a repetition or a rehearsal; values for them are generated."""

_WORKING = {name: ASKED[name] for name in ("visit_type", "starts_at")}


def inviting(document: bytes, of: Prepared) -> Document:
    """Give a document whose examples speak of a sandbox."""
    text = document.decode().replace('"lakeside"', f'"{of.slug}"')
    for name, value in of.ids.items():
        text = text.replace(identifier(name), value)
    described: Document = msgspec.json.decode(text)
    for header in _OF_NOBODY:
        for shown in ("example", "examples"):
            described["components"]["parameters"][header].pop(shown, None)
    for operation in _operations(described):
        _put(operation, of)
    return described


def between(document: Document, kept: Collection[str]) -> Document:
    """Give a document whose links lead to some of its operations alone."""
    described: Document = msgspec.json.decode(msgspec.json.encode(document))
    for operation in _operations(described):
        for response in operation["responses"].values():
            for name in set(response.get("links", ())) - set(kept):
                del response["links"][name]
    return described


def has_links(document: Document) -> bool:
    """Tell whether anything leads on in a document."""
    return any(
        response.get("links") for operation in _operations(document) for response in operation["responses"].values()
    )


def named(document: Document) -> list[str]:
    """Name a document's operations, in its order."""
    return [str(operation["operationId"]) for operation in _operations(document)]


def open_to(document: Document, role: Role) -> set[str]:
    """Name the operations that a role may call."""
    return {str(operation["operationId"]) for operation in _operations(document) if role.value in operation["x-roles"]}


def _operations(document: Document) -> list[dict[str, Any]]:
    return [operation for methods in document["paths"].values() for operation in methods.values()]


def _put(operation: dict[str, Any], of: Prepared) -> None:
    spare = of.spare.get(operation["operationId"], {})
    known = {**ASKED, **spare}
    for parameter in operation["parameters"]:
        name = parameter.get("name")
        if name == "after":
            parameter.pop("examples")  # no cursor that nobody was given leads anywhere
        elif name in known:
            parameter["examples"] = {"there": {"value": known[name]}}
    for media in operation.get("requestBody", {}).get("content", {}).values():
        for example in media["examples"].values():
            example["value"] = placed(placed(example["value"], {**of.ids, **_WORKING}), spare)

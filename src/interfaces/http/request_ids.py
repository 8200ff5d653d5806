"""The id of a request: in its problem, in its answer's header, in every log line, and in the log of facts."""

import re
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

_PARENT = re.compile(r"[0-9a-f]{2}-(?P<trace>[0-9a-f]{32})-(?P<parent>[0-9a-f]{16})-[0-9a-f]{2}(-.*)?")
_KEY = "polyclinic.request_id"


def request_id(scope: Any) -> UUID:
    """Give the request's id; a fresh UUIDv7 when it is asked for first. One that a client sends is not taken."""
    given: UUID = scope["state"].get(_KEY) or uuid7()
    scope["state"][_KEY] = given
    return given


def trace_of(header: str | None) -> str | None:
    """Give the trace id of a W3C ``traceparent`` header; ``None`` where there is none that is valid."""
    found = _PARENT.fullmatch((header or "").strip())
    if found is None or header is None or header.strip().startswith("ff") or not int(found["trace"], 16):
        return None
    return found["trace"] if int(found["parent"], 16) else None

"""Answers on the wire, as bytes: there is nothing left for Litestar to encode."""

import hashlib
from typing import Any, Final

import msgspec
from litestar.response.base import ASGIResponse

from application.shared.transactions import Answer

_encode = msgspec.json.Encoder().encode

JSON = "application/json"

FRESH: Final = "public, max-age=300"
"""A copy may be kept by anybody on the way, for five minutes."""


def answered(answer: Answer, *, creates: bool, found_at: str) -> ASGIResponse:
    """Answer a command: its receipt, the version as ``ETag``, the token to read back what it recorded.

    ``found_at`` is the path below which what it made is found.
    """
    headers = {"ETag": f'"{answer.version}"'}
    if answer.consistency_token is not None:
        headers["Consistency-Token"] = answer.consistency_token
    if creates:
        headers["Location"] = f"{found_at}/{msgspec.json.decode(answer.body)['id']}"
    return ASGIResponse(body=answer.body, status_code=201 if creates else 200, headers=headers, media_type=JSON)


def shown(view: Any) -> ASGIResponse:
    """Answer a query. A view with a version carries it as ``ETag``."""
    version = getattr(view, "version", None)
    headers = {"ETag": f'"{version}"'} if version is not None else {}
    return ASGIResponse(body=_encode(view), headers=headers, media_type=JSON)


def shown_to_all(view: Any, held: str) -> ASGIResponse:
    """Answer a query whose answer is the same whoever asks; with 304 where its tag is among those that are ``held``."""
    body = _encode(view)
    tag = tag_of(body)
    headers = {"ETag": tag, "Cache-Control": FRESH}
    if tag in held:
        return ASGIResponse(status_code=304, headers=headers)
    return ASGIResponse(body=body, headers=headers, media_type=JSON)


def tag_of(body: bytes) -> str:
    """Give the ``ETag`` of what has no version: by what it says."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'

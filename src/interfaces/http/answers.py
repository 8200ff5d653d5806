"""Answers on the wire, as bytes: there is nothing left for Litestar to encode."""

from typing import Any

import msgspec
from litestar.response.base import ASGIResponse

from application.shared.transactions import Answer

_encode = msgspec.json.Encoder().encode

JSON = "application/json"


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

"""The document at its address."""

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from interfaces.http.answers import FRESH, JSON, tag_of
from interfaces.http.openapi.document import Document


def openapi(described: Callable[[], Document]) -> HTTPRouteHandler:
    """Make the endpoint of a document, made when it is first asked for. It holds nobody's data, so it may be cached."""
    body = cache(lambda: msgspec.json.encode(described()))

    @get("/openapi.json", name="openapi")
    async def endpoint(request: Request[Any, Any, Any]) -> Response[bytes]:
        return cacheable(request, await asyncio.to_thread(body), JSON)

    return endpoint


def cacheable(
    request: Request[Any, Any, Any], body: bytes, kind: str, *, fresh: str = FRESH, **headers: str
) -> Response[bytes]:
    """Answer what is the same whoever asks: with an ``ETag``, and 304 to whoever has it already.

    ``fresh`` tells who may keep a copy, and for how long.
    """
    tag = tag_of(body)
    sent = {name.replace("_", "-"): value for name, value in headers.items()} | {"ETag": tag, "Cache-Control": fresh}
    if tag in request.headers.get("If-None-Match", ""):
        return Response(b"", status_code=304, headers=sent, media_type=kind)
    return Response(body, headers=sent, media_type=kind)

"""What stands around every request: its id, one log line, its numbers, and the headers that no answer may lack."""

import time
from typing import Any, Protocol

import structlog
from litestar import Litestar
from structlog.contextvars import bind_contextvars, reset_contextvars

from interfaces.http.request_ids import request_id, trace_of

CLIENT_LEFT = 499
"""What is written down where the client went away before the answer began, as Nginx does."""

UNKNOWN = "unknown"
"""Stands for the template of an address that is none: the address itself may hold what is personal."""

QUIET = "/api/monitoring"
"""Asked every few seconds: counted, but not logged."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}
"""Added where an answer does not say otherwise: an answer may hold patient data until it says that it does not."""

_log = structlog.get_logger()


class RequestMeter(Protocol):
    """Counts and times requests."""

    def started(self) -> None:
        """Note that a request is in flight."""
        ...

    def finished(self, method: str, route: str, status: int, seconds: float) -> None:
        """Note that it no longer is. ``route`` is a template, never an address."""
        ...

    def exposition(self) -> tuple[bytes, str]:
        """Give all numbers as text, and its media type."""
        ...


class ObservedLitestar(Litestar):
    """Litestar, with every HTTP request observed: also those that find no route, which its middleware never sees."""

    __slots__ = ("_meter",)

    def __init__(self, *, meter: RequestMeter | None = None, **settings: Any) -> None:
        """Count requests with ``meter``; ``settings`` are Litestar's own."""
        self._meter = meter
        super().__init__(**settings)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve, and observe what is a request."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        scope.setdefault("state", {})
        name = request_id(scope)
        context = bind_contextvars(request_id=str(name), trace_id=trace_of(_header(scope, b"traceparent")))
        answer = _Answer(send, str(name))
        began = time.perf_counter()
        if self._meter is not None:
            self._meter.started()
        try:
            await super().__call__(scope, receive, answer.send)
        finally:
            self._note(scope, answer.status, time.perf_counter() - began)
            reset_contextvars(**context)

    def _note(self, scope: Any, status: int, seconds: float) -> None:
        route = scope.get("path_template") or UNKNOWN
        method = scope["method"] if scope["method"] in METHODS else UNKNOWN
        if self._meter is not None:
            self._meter.finished(method, route, status, seconds)
        if not route.startswith(QUIET):
            _log.info("request", method=method, route=route, status=status, duration=round(seconds * 1e9))


class _Answer:
    """Watches an answer leave, and completes its headers."""

    def __init__(self, send: Any, name: str) -> None:
        self._send = send
        self._name = name
        self.status = CLIENT_LEFT

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message["headers"])
            present = {name.lower() for name, _ in headers}
            headers += [
                (name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in present
            ]
            headers.append((b"x-request-id", self._name.encode()))
            message["headers"] = headers
        await self._send(message)


def _header(scope: Any, name: bytes) -> str | None:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)

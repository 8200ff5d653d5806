"""What stands around every request: its limits, its id, one log line, its numbers, the headers no answer may lack."""

import time
from typing import Any, Protocol
from uuid import UUID

import structlog
from litestar import Litestar
from structlog.contextvars import bind_contextvars, reset_contextvars

from application.shared.rates import TooOften
from domain.shared.errors import DomainError
from interfaces.http.guarding import Headers, guarded
from interfaces.http.limits import beyond_limits
from interfaces.http.origins import Origins
from interfaces.http.problems import problem
from interfaces.http.rates import Rates, rate_headers
from interfaces.http.request_ids import request_id, trace_of

CLIENT_LEFT = 499
"""What is written down where the client went away before the answer began, as Nginx does."""

UNKNOWN = "unknown"
"""Stands for the template of an address that is none: the address itself may hold what is personal."""

QUIET = "/api/monitoring"
"""Asked every few seconds: counted, but not logged."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

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

    __slots__ = ("_meter", "_origins", "_rates")

    def __init__(
        self,
        *,
        rates: Rates | None = None,
        meter: RequestMeter | None = None,
        origins: Origins | None = None,
        **settings: Any,
    ) -> None:
        """Serve each address at its rate, count requests with ``meter``, let pages of ``origins`` read.

        ``settings`` are Litestar's own.
        """
        self._rates = rates
        self._meter = meter
        self._origins = origins or Origins()
        super().__init__(**settings)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve, and observe what is a request."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        scope.setdefault("state", {})
        name = request_id(scope)
        parent = (_header(scope, b"traceparent") or b"").decode("latin-1")
        context = bind_contextvars(request_id=str(name), trace_id=trace_of(parent))
        answer = _Answer(send, scope, [*self._origins.headers(_header(scope, b"origin")), _named(name)])
        began = time.perf_counter()
        if self._meter is not None:
            self._meter.started()
        try:
            refusal = beyond_limits(scope) or self._too_often(scope)
            served = super().__call__ if refusal is None else problem(refusal, name)
            await served(scope, receive, answer.send)
        finally:
            self._note(scope, answer.status, time.perf_counter() - began)
            reset_contextvars(**context)

    def _too_often(self, scope: Any) -> DomainError | None:
        try:
            if self._rates is not None:
                self._rates.of_address(scope)
        except TooOften as refusal:
            return refusal
        return None

    def _note(self, scope: Any, status: int, seconds: float) -> None:
        route = scope.get("path_template") or UNKNOWN
        method = scope["method"] if scope["method"] in METHODS else UNKNOWN
        if self._meter is not None:
            self._meter.finished(method, route, status, seconds)
        if not route.startswith(QUIET):
            _log.info("request", method=method, route=route, status=status, duration=round(seconds * 1e9))


class _Answer:
    """Watches an answer leave, and completes its headers."""

    def __init__(self, send: Any, scope: Any, told: Headers) -> None:
        self._send = send
        self._scope = scope
        self._told = told
        self.status = CLIENT_LEFT

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            told = [*message["headers"], *self._told, *rate_headers(self._scope)]
            message["headers"] = guarded(told, self._scope["scheme"])
        await self._send(message)


def _named(name: UUID) -> tuple[bytes, bytes]:
    return (b"x-request-id", str(name).encode())


def _header(scope: Any, name: bytes) -> bytes | None:
    return next((value for key, value in scope["headers"] if key == name), None)

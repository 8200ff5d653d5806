"""What those who run Polyclinic ask it, unversioned: is it alive, is it ready, what are its numbers."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

import msgspec
from litestar import Litestar, Response, Router, get
from litestar.exceptions import HTTPException

from interfaces.http.answers import JSON
from interfaces.http.observation import ObservedLitestar, RequestMeter
from interfaces.http.problems import failed, rejected

MONITORING = "/api/monitoring"

PATIENCE = 2.0
"""Seconds that a dependency has to answer; shorter than any orchestrator's own patience with the probe."""

NOT_READY = 503


class ReadinessCheck(Protocol):
    """Looks whether one dependency can be used."""

    @property
    def name(self) -> str:
        """What is looked at: ``database``, ``redis``."""
        ...

    @property
    def needed(self) -> bool:
        """Whether the process can serve nothing without it."""
        ...

    async def look(self) -> Mapping[str, int | float | str]:
        """Give what is worth knowing about it. Raises anything where it cannot be used."""
        ...


class Dependency(msgspec.Struct, frozen=True, kw_only=True):
    """How a dependency was found."""

    state: Literal["up", "down", "late"]
    needed: bool
    latency_ms: float
    details: dict[str, int | float | str] = {}
    failure: str | None = None
    """The kind of failure. Never its message, which may tell addresses or credentials."""


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the process can serve."""

    state: Literal["ready", "degraded", "not ready"]
    """``degraded``: it serves, without something that it can do without."""
    dependencies: dict[str, Dependency]


async def readiness(checks: Sequence[ReadinessCheck], patience: float = PATIENCE) -> Readiness:
    """Look at every dependency at the same time; none may take longer than ``patience`` seconds."""
    found = await asyncio.gather(*(_look(check, patience) for check in checks))
    down = [dependency for dependency in found if dependency.state != "up"]
    state: Literal["ready", "degraded", "not ready"] = "degraded" if down else "ready"
    if any(dependency.needed for dependency in down):
        state = "not ready"
    return Readiness(
        state=state, dependencies={check.name: dependency for check, dependency in zip(checks, found, strict=True)}
    )


async def _look(check: ReadinessCheck, patience: float) -> Dependency:
    began = time.perf_counter()
    state: Literal["up", "down", "late"] = "up"
    details: Mapping[str, int | float | str] = {}
    failure = None
    try:
        async with asyncio.timeout(patience):
            details = await check.look()
    except TimeoutError:
        state = "late"
    except Exception as wrong:  # noqa: BLE001 - whatever a driver raises, the answer is the same: it cannot be used
        state, failure = "down", type(wrong).__name__
    latency = round((time.perf_counter() - began) * 1000, 1)
    return Dependency(state=state, needed=check.needed, latency_ms=latency, details=dict(details), failure=failure)


def monitored(checks: Sequence[ReadinessCheck], meter: RequestMeter) -> Litestar:
    """Make the application of a process that serves nothing else."""
    return ObservedLitestar(
        meter=meter,
        route_handlers=[monitoring(checks, meter)],
        exception_handlers={HTTPException: rejected, Exception: failed},
        openapi_config=None,
        logging_config=None,
    )


def monitoring(checks: Sequence[ReadinessCheck], meter: RequestMeter | None) -> Router:
    """Make the endpoints. Without a meter there are no numbers to give."""

    @get("/health", name="monitoring.health")
    async def health() -> Response[bytes]:
        return _answer({"state": "alive"})

    @get("/ready", name="monitoring.ready")
    async def ready() -> Response[bytes]:
        found = await readiness(checks)
        return _answer(found, NOT_READY if found.state == "not ready" else 200)

    @get("/metrics", name="monitoring.metrics")
    async def metrics() -> Response[bytes]:
        text, kind = meter.exposition() if meter is not None else (b"", "text/plain")
        return Response(text, media_type=kind.removesuffix("; charset=utf-8"))  # Litestar adds it

    return Router(MONITORING, route_handlers=[health, ready, metrics])


def _answer(found: Any, status: int = 200) -> Response[bytes]:
    return Response(msgspec.json.encode(found), status_code=status, media_type=JSON)

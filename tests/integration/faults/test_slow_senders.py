"""Whoever sends a request slowly, or half of it, holds nothing beyond the request's deadline."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import pytest

from domain.shared.roles import Role
from integration.background import eventually, in_background
from integration.http.conventions.requests import MIA
from integration.logged import logged
from integration.people import actor
from integration.stack import Stack, running
from interfaces.http.application import API
from interfaces.server import listen, serve

BUDGET = 1.0
"""Seconds that a request may take here."""
LONG = 60.0
"""Seconds after which a test gives up."""
BODY = json.dumps(MIA).encode()


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens, and what somebody who may register patients sends."""

    port: int
    bearer: str

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """Open a socket."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()

    def head(self, length: int = len(BODY), *, signed_in: bool = True) -> bytes:
        """Give the head of a request that registers a patient."""
        lines = [f"POST {API}/patients HTTP/1.1", "Host: polyclinic", "Content-Type: application/json"]
        lines += [f"Content-Length: {length}", *([f"Authorization: Bearer {self.bearer}"] if signed_in else [])]
        return "\r\n".join([*lines, "", ""]).encode()


@pytest.fixture
async def stack() -> AsyncIterator[Stack]:
    """Run the application in memory, with little patience."""
    async with running(None, budget=BUDGET) as stack:
        yield stack


@pytest.fixture
async def server(stack: Stack) -> AsyncIterator[Address]:
    """Serve it as production does."""
    clinic = await stack.open_clinic()
    bearer = stack.credentials.admit(actor(clinic.id, Role.FRONT_DESK))
    listening, ready = listen("127.0.0.1", 0), asyncio.Event()
    async with in_background(lambda stop: serve(stack.app, listening, stop, ready=ready.set)):
        await ready.wait()
        yield Address(listening.getsockname()[1], bearer)


async def to_the_end(reader: asyncio.StreamReader) -> tuple[int, dict[str, Any]]:
    """Read what comes until the server closes the socket; give the status and the problem. Raises ``TimeoutError``."""
    async with asyncio.timeout(LONG):
        answer = await reader.read()
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


async def status_line(reader: asyncio.StreamReader) -> bytes:
    """Read the first line of an answer. Raises ``TimeoutError``."""
    async with asyncio.timeout(LONG):
        return (await reader.readline()).strip()


async def test_a_socket_that_stops_half_way(server: Address) -> None:
    """Half a body is waited for until the deadline; then it is refused, and the socket closed."""
    async with server.connected() as (reader, writer):
        writer.write(server.head() + BODY[:20])
        status, problem = await to_the_end(reader)
    assert (status, problem["code"], problem["seconds"]) == (408, "request.not-received", BUDGET)


async def test_a_body_that_drips(server: Address) -> None:
    """A byte now and then is no progress: the deadline is the request's, not that of each byte."""
    async with server.connected() as (reader, writer):
        writer.write(server.head(length=10_000))

        async def drip() -> None:
            with suppress(ConnectionError):
                while True:
                    writer.write(b" ")
                    await writer.drain()
                    await asyncio.sleep(BUDGET / 20)

        dripping = asyncio.create_task(drip())
        status, _ = await to_the_end(reader)
        dripping.cancel()
    assert status == 408


async def test_a_slow_body_that_arrives(server: Address) -> None:
    """Who sends in pieces, but in time, is served."""
    async with server.connected() as (reader, writer):
        writer.write(server.head())
        for byte in range(0, len(BODY), 20):
            writer.write(BODY[byte : byte + 20])
            await asyncio.sleep(0.001)
        assert await status_line(reader) == b"HTTP/1.1 201 Created"


async def test_nobody_known_is_not_waited_for(server: Address) -> None:
    """Who is not signed in is told so without the body."""
    async with server.connected() as (reader, writer):
        writer.write(server.head(signed_in=False))
        assert await status_line(reader) == b"HTTP/1.1 401 Unauthorized"


async def test_who_leaves_half_way_is_no_failure_of_ours(server: Address) -> None:
    """A client that goes away is written down as a request that was not received, not as an error."""
    with logged() as log:
        async with server.connected() as (_, writer):
            writer.write(server.head() + BODY[:20])
            await writer.drain()

        async def noted() -> bool:
            return bool(log.told("request"))

        await eventually(noted, within=LONG)
    assert [(line["log.level"], line["http.response.status_code"]) for line in log.told("request")] == [("info", 408)]
    assert log.told("request_failed") == []

"""A process that sends requests at the moments of a plan, whether or not earlier ones were answered.

A latency counts from the moment planned, so a server that falls behind cannot hide it. Reads the plan from a file, one
JSON object a line; prints one ``Seen`` for each kind of request.
"""

import argparse
import asyncio
import sys
from collections import defaultdict, deque
from pathlib import Path
from typing import Any

import httptools
import msgspec
import uvloop

CONNECTIONS = 64
_FIRST_FAILURE = 400


class Planned(msgspec.Struct, frozen=True):
    """One request to be."""

    at: float
    """Seconds after the beginning."""
    kind: str
    method: str
    path: str
    body: str = ""


class Seen(msgspec.Struct, frozen=True):
    """How one kind of request went. Latencies in milliseconds, ascending."""

    kind: str
    latencies: list[float]
    statuses: dict[str, int]
    """By status; ``broken`` where the connection ended first."""

    @property
    def failed(self) -> int:
        """Requests that were not answered with success."""
        return sum(
            count for status, count in self.statuses.items() if status == "broken" or int(status) >= _FIRST_FAILURE
        )


class Connection(asyncio.Protocol):
    """One kept-alive connection, with one request at a time."""

    def __init__(self) -> None:
        self._answer: asyncio.Future[int] | None = None
        self._transport: Any = None
        self._parser: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = transport

    def send(self, request: bytes) -> "asyncio.Future[int]":
        """Send a request and give its status to come."""
        self._parser = httptools.HttpResponseParser(self)
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._answer

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        """Hand over the status."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(self._parser.get_status_code())

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail what was under way."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError())


async def run(host: str, port: int, token: str, plan: list[Planned]) -> list[Seen]:
    """Carry out a plan."""
    loop = asyncio.get_running_loop()

    async def connected() -> Connection:
        return (await loop.create_connection(Connection, host, port))[1]

    idle = deque([await connected() for _ in range(CONNECTIONS)])
    free = asyncio.Semaphore(CONNECTIONS)
    latencies: dict[str, list[float]] = defaultdict(list)
    statuses: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    head = f"Host: {host}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"

    async def one(planned: Planned, due: float) -> None:
        async with free:
            connection = idle.popleft()
            length = f"Content-Length: {len(planned.body.encode())}\r\n"
            request = f"{planned.method} {planned.path} HTTP/1.1\r\n{head}{length}\r\n{planned.body}"
            try:
                status = str(await connection.send(request.encode()))
                idle.append(connection)
            except OSError:
                status = "broken"
                idle.append(await connected())
        latencies[planned.kind].append((loop.time() - due) * 1000)
        statuses[planned.kind][status] += 1

    begins = loop.time() + 0.1
    async with asyncio.TaskGroup() as group:
        for planned in plan:
            due = begins + planned.at
            if (early := due - loop.time()) > 0:
                await asyncio.sleep(early)
            group.create_task(one(planned, due))
    return [Seen(kind, sorted(latencies[kind]), dict(statuses[kind])) for kind in latencies]


async def main() -> None:
    """Read the plan, carry it out, print what was seen."""
    options = argparse.ArgumentParser()
    options.add_argument("--host", required=True)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--token", required=True)
    options.add_argument("--plan", type=Path, required=True)
    given = options.parse_args()
    lines = await asyncio.to_thread(given.plan.read_bytes)
    plan = msgspec.json.Decoder(Planned).decode_lines(lines)
    seen = await run(given.host, given.port, given.token, plan)
    sys.stdout.buffer.write(msgspec.json.encode(seen))


if __name__ == "__main__":
    uvloop.run(main())

"""A process of clients that send commands at the moments of a plan, whether or not earlier ones were answered.

They ask the API's processes in turn, as behind a load balancer, which goes on to the next where nobody takes the
connection. A command with a key is sent again under it until its outcome is known; one without is sent once. Whatever
works on a thing takes the first that stands as it must, and is left out where there is none. What came of each attempt
is written down at once. Prints how many commands were sent.
"""

import argparse
import asyncio
import itertools
import sys
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple
from uuid import UUID

import httpx
import msgspec
from bench.proofs.commands import Planned, Standing, Thing
from bench.proofs.connections import kept
from bench.proofs.history import Attempt, Ending

from application.shared.command import Receipt
from application.shared.refusals import StillRunning
from infrastructure.embedded.port import LOOPBACK

DEADLINE = 11.0
"""Seconds: the budget of a request, and one to spare."""
PATIENCE = 120.0
"""Seconds in which a command with a key must have come to an end."""
_PAUSE, _LONGEST_PAUSE = 0.5, 8.0
"""Seconds before a command is sent again: twice as many each time, and at least as many as the answer says."""

_encode = msgspec.json.Encoder().encode


class Request(NamedTuple):
    """What is sent for a command, each time the same."""

    path: str
    body: dict[str, Any]


class Clients:
    """Carries out a plan."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        ports: Sequence[int],
        history: IO[bytes],
        standing: Mapping[Standing, list[Thing]],
    ) -> None:
        self._http = http
        self._others = len(ports) - 1
        self._ports = itertools.cycle(ports)
        self._history = history
        self._standing = {kind: deque(standing.get(kind, ())) for kind in Standing}
        """Things that nobody is working on, the one that stands so for longest first."""
        self.sent = 0

    async def carry_out(self, plan: Iterable[Planned]) -> None:
        """Send every command when it is due, and wait until all have ended."""
        begins = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for planned in plan:
                if (early := begins + planned.at - time.monotonic()) > 0:
                    await asyncio.sleep(early)
                group.create_task(self._command(planned))

    async def _command(self, planned: Planned) -> None:
        step, thing = planned.step, Thing()
        if step.takes is not None:
            if not self._standing[step.takes]:
                return
            thing = self._standing[step.takes].popleft()
        self.sent += 1
        request = Request(step.path.format(**thing), step.body(planned.body, thing))
        last = await self._until_known(planned, request)
        if last.is_refusal and step.takes is not None:
            self._standing[step.takes].append(thing)
        if last.receipt is not None and step.gives is not None:
            self._standing[step.gives].append(step.after(thing, request.body, last.receipt.id))

    async def _until_known(self, planned: Planned, request: Request) -> Attempt:
        until = time.monotonic() + PATIENCE
        hangs_up, pause, is_uncertain = planned.hangs_up, _PAUSE, False
        while True:
            attempt = await self._sent(planned, request, hangs_up)
            is_uncertain = attempt.ending is Ending.UNKNOWN or (is_uncertain and attempt.was_never_sent)
            if not is_uncertain or planned.key is None or time.monotonic() > until:
                return attempt
            await asyncio.sleep(max(pause, float(attempt.retry_after or 0)))
            hangs_up, pause = None, min(2 * pause, _LONGEST_PAUSE)

    async def _sent(self, planned: Planned, request: Request, hangs_up: float | None) -> Attempt:
        """Send a command to the next process, or to the one after it where nobody takes the connection."""
        attempt = await self._attempt(planned, request, hangs_up)
        for _ in range(self._others):
            if attempt.was_never_sent:
                attempt = await self._attempt(planned, request, hangs_up)
        return attempt

    async def _attempt(self, planned: Planned, request: Request, hangs_up: float | None) -> Attempt:
        port, sent_at = next(self._ports), time.monotonic()
        keyed = {"Idempotency-Key": planned.key} if planned.key is not None else {}
        answer, ending, waited_in_vain = None, Ending.UNKNOWN, False
        try:
            async with asyncio.timeout(hangs_up):
                address = f"http://{LOOPBACK}:{port}/api/v1{request.path}"
                answer = await self._http.post(address, json=request.body, headers=keyed)
            ending = _ending(answer)
        except httpx.ConnectError:
            ending = Ending.FAILED
        except httpx.TimeoutException:
            waited_in_vain = True
        except (httpx.TransportError, TimeoutError):
            pass  # cut off by the server's death, or by the client
        attempt = Attempt(
            number=planned.number,
            path=request.path,
            port=port,
            sent_at=sent_at,
            ended_at=time.monotonic(),
            ending=ending,
            status=answer.status_code if answer is not None else None,
            retry_after=answer.headers.get("Retry-After") if answer is not None else None,
            request=UUID(answer.headers["X-Request-Id"]) if answer is not None else None,
            receipt=msgspec.json.decode(answer.content, type=Receipt) if answer and ending is Ending.OK else None,
            waited_in_vain=waited_in_vain,
        )
        self._history.write(_encode(attempt) + b"\n")
        return attempt


def _ending(answer: httpx.Response) -> Ending:
    if answer.is_success:
        return Ending.OK
    if answer.is_server_error or answer.json()["code"] == StillRunning.code:
        return Ending.UNKNOWN
    return Ending.FAILED


async def _run(
    plan: list[Planned], standing: Mapping[Standing, list[Thing]], ports: list[int], token: str, history: IO[bytes]
) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(timeout=DEADLINE, limits=kept(), headers=headers) as http:
        clients = Clients(http, ports, history, standing)
        await clients.carry_out(plan)
    return clients.sent


def main() -> None:
    """Read the plan, carry it out, print how much of it was sent."""
    options = argparse.ArgumentParser()
    options.add_argument("--ports", required=True)
    options.add_argument("--token", required=True)
    options.add_argument("--plan", type=Path, required=True)
    options.add_argument("--standing", type=Path, required=True)
    options.add_argument("--history", type=Path, required=True)
    given = options.parse_args()
    plan = msgspec.json.Decoder(Planned).decode_lines(given.plan.read_bytes())
    standing = msgspec.json.decode(given.standing.read_bytes(), type=dict[Standing, list[Thing]])
    ports = [int(port) for port in given.ports.split(",")]
    with given.history.open("ab", buffering=0) as history:
        # Not uvloop's loop: on a connection that ended as soon as it was made, httpx falls over that one.
        sent = asyncio.run(_run(plan, standing, ports, given.token, history))
    sys.stdout.buffer.write(_encode(sent))


if __name__ == "__main__":
    main()

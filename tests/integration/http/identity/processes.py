"""API processes as an operator starts them, over one database, and people who are signed in there."""

import asyncio
import time
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx

from domain.shared.contacts import EmailAddress
from infrastructure.containers.opening import opened
from infrastructure.embedded.port import LOOPBACK, choose_port
from infrastructure.settings import load_settings
from integration.background import eventually
from integration.cli.installation import Installation, installed
from integration.databases import Database
from integration.http.identity.installation import PASSWORD, an_email, opening, succeeded
from interfaces.http.application import API

OPERATOR = "operator@example.org"


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who is signed in."""

    account: str
    tokens: dict[str, Any]

    @property
    def bearer(self) -> str:
        """The access token."""
        return cast("str", self.tokens["access_token"])


@dataclass(slots=True)
class Processes:
    """API processes over one database, and a clinic there."""

    of: Installation
    http: list[httpx.AsyncClient]
    slug: str = ""
    owner: str = ""
    operator: str = ""

    async def post(self, path: str, body: Any = None, bearer: str = "", process: int = 0) -> dict[str, Any]:
        """Have a command done by a process."""
        return succeeded(await self.http[process].post(path, json=body or {}, headers=bearer_of(bearer)))

    async def look(self, bearer: str) -> list[httpx.Response]:
        """Ask every process something with one token."""
        return await asyncio.gather(*(client.get("/sessions", headers=bearer_of(bearer)) for client in self.http))

    async def joined(self, role: str = "front_desk") -> Signed:
        """Let somebody join and sign in; every process takes their token."""
        email = {"address": an_email()}
        invited = await self.post("/accounts", {"email": email, "role": role}, self.owner)
        accepting = {"token": invited["invitation_token"], "password": PASSWORD}
        await self.post(f"/clinics/{self.slug}/invitations/accept", accepting)
        signed = await self.post(f"/clinics/{self.slug}/sessions", {"email": email, "password": PASSWORD})
        someone = Signed(invited["id"], signed)
        assert [answer.status_code for answer in await self.look(someone.bearer)] == [200] * len(self.http)
        return someone

    async def until_nobody_takes(self, bearer: str, status: int = 401) -> float:
        """Give the seconds until no process takes a token any more."""
        begun = time.monotonic()
        await eventually(all_answer(self, bearer, status))
        return time.monotonic() - begun


@asynccontextmanager
async def processes(database: Database, folder: Path, count: int = 2, **settings: str) -> AsyncIterator[Processes]:
    """Run API processes, and open a clinic there whose owner signs in."""
    of = await installed(database, folder, **settings)
    async with opened(load_settings(of.settings)) as container:
        await container.identity().operators().add(EmailAddress(address=OPERATOR), PASSWORD)
    async with AsyncExitStack() as life:
        running = Processes(of, [])
        for _ in range(count):
            port = choose_port(None)
            await life.enter_async_context(of.running("api", said=DEVNULL, POLYCLINIC_PORT=str(port)))
            client = httpx.AsyncClient(base_url=f"http://{LOOPBACK}:{port}{API}", timeout=20)
            running.http.append(await life.enter_async_context(client))
            await eventually(readiness(client, "ready"), within=60)
        running.slug, email = "lakeside", {"address": an_email()}
        signing_in = {"email": {"address": OPERATOR}, "password": PASSWORD}
        running.operator = (await running.post("/operator/sessions", signing_in))["access_token"]
        made = await running.post("/clinics", opening(running.slug, email["address"]), running.operator)
        accepting = {"token": made["invitation_token"], "password": PASSWORD}
        await running.post(f"/clinics/{running.slug}/invitations/accept", accepting)
        owner = await running.post(f"/clinics/{running.slug}/sessions", {"email": email, "password": PASSWORD})
        running.owner = owner["access_token"]
        yield running


def all_answer(of: Processes, bearer: str, status: int) -> Callable[[], Awaitable[bool]]:
    """Ask whether every process answers a token with this status."""

    async def question() -> bool:
        return {answer.status_code for answer in await of.look(bearer)} == {status}

    return question


async def ready(client: httpx.AsyncClient) -> dict[str, Any]:
    """Give what a process says of its readiness."""
    answer = await client.get(str(client.base_url).removesuffix(f"{API}/") + "/api/monitoring/ready")
    return cast("dict[str, Any]", answer.json())


def readiness(client: httpx.AsyncClient, state: str) -> Callable[[], Awaitable[bool]]:
    """Ask whether a process is ready, or whatever else."""

    async def question() -> bool:
        try:
            return bool((await ready(client))["state"] == state)
        except httpx.TransportError:
            return False

    return question


def bearer_of(token: str) -> dict[str, str]:
    """Give the header that carries a token, where there is one."""
    return {"Authorization": f"Bearer {token}"} if token else {}

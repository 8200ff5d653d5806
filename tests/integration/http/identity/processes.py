"""API processes as an operator starts them, over one database, and people who are signed in there."""

import asyncio
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
from integration.cli.installation import LONGEST, Installation, installed
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


class Heeding(httpx.AsyncHTTPTransport):
    """Asks again where a process has not heard lately whose session ended, as it may on a machine under load."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request until the process vouches for somebody again."""
        async with asyncio.timeout(LONGEST):
            while True:
                answer = await super().handle_async_request(request)
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    return answer
                if b"request.not-vouched-for" not in await answer.aread():
                    return answer
                await asyncio.sleep(float(answer.headers["Retry-After"]))


@dataclass(slots=True)
class Processes:
    """API processes over one database, and a clinic there."""

    of: Installation
    http: list[httpx.AsyncClient]
    """Each asks again while its process vouches for nobody."""
    bare: list[httpx.AsyncClient]
    """Each asks once."""
    slug: str = ""
    owner: str = ""
    operator: str = ""

    async def post(self, path: str, body: Any = None, bearer: str = "", process: int = 0) -> dict[str, Any]:
        """Have a command done by a process."""
        return succeeded(await self.http[process].post(path, json=body or {}, headers=bearer_of(bearer)))

    async def look(self, bearer: str) -> list[httpx.Response]:
        """Ask every process something with one token."""
        return await asyncio.gather(*(client.get("/sessions", headers=bearer_of(bearer)) for client in self.http))

    async def glance(self, bearer: str) -> list[httpx.Response]:
        """Ask every process once, whether it vouches for somebody or not."""
        return await asyncio.gather(*(client.get("/sessions", headers=bearer_of(bearer)) for client in self.bare))

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


@asynccontextmanager
async def processes(database: Database, folder: Path, count: int = 2, **settings: str) -> AsyncIterator[Processes]:
    """Run API processes, and open a clinic there whose owner signs in."""
    of = await installed(database, folder, **settings)
    async with opened(load_settings(of.settings)) as container:
        await container.identity().clinics().operators().add(EmailAddress(address=OPERATOR), PASSWORD)
    async with AsyncExitStack() as life:
        running = Processes(of, [], [])
        for _ in range(count):
            port = choose_port(None)
            await life.enter_async_context(of.running("api", said=DEVNULL, POLYCLINIC_PORT=str(port)))
            address = f"http://{LOOPBACK}:{port}{API}"
            heeding = httpx.AsyncClient(base_url=address, timeout=LONGEST, transport=Heeding())
            bare = httpx.AsyncClient(base_url=address, timeout=LONGEST)
            running.http.append(await life.enter_async_context(heeding))
            running.bare.append(await life.enter_async_context(bare))
            await eventually(readiness(bare, "ready"))
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
        return {answer.status_code for answer in await of.glance(bearer)} == {status}

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

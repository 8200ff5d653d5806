"""Staying signed in at a running API: answers that are lost, tokens that are stolen."""

import asyncio
import json
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

HEARD_WITHIN: Final = 5.0
"""Seconds within which every process knows that a session is over (decision 25)."""

TABS: Final = 8
"""How many refresh at once where a person has so many tabs open."""


@dataclass(frozen=True, slots=True)
class Family:
    """One person of a clinic, who signs in again and again."""

    http: httpx.AsyncClient
    slug: str
    email: str
    password: str
    seen: Counter[str] = field(default_factory=Counter)

    async def loses_an_answer(self) -> None:
        """Refresh, go away before the answer, and refresh again: nobody is logged out by that."""
        spent = (await self._signed_in())["refresh_token"]
        await self._abandoned({"refresh_token": spent})
        answers = await asyncio.gather(*(self._refreshed(spent) for _ in range(TABS)))
        successors = {answer.json()["refresh_token"] for answer in answers if answer.is_success}
        goes_on = len(successors) == 1 and all(answer.is_success for answer in answers)
        goes_on = goes_on and (await self._refreshed(successors.pop())).is_success
        self.seen["answers lost"] += 1
        self.seen["logged out"] += not goes_on

    async def is_robbed(self) -> None:
        """Refresh twice, then let a thief bring the first token: the whole family ends, the access token too."""
        stolen = (await self._signed_in())["refresh_token"]
        second = (await self._refreshed(stolen)).json()["refresh_token"]
        newest = (await self._refreshed(second)).json()
        thief, owner = await self._refreshed(stolen), await self._refreshed(newest["refresh_token"])
        ended = (thief.status_code, owner.status_code) == (401, 401)
        self.seen["families robbed"] += 1
        self.seen["families alive"] += not (ended and await self._is_out(newest["access_token"]))

    async def _is_out(self, access: str) -> bool:
        until = time.monotonic() + HEARD_WITHIN
        while time.monotonic() < until:
            answer = await self.http.get("/clinic", headers={"Authorization": f"Bearer {access}"})
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                return True
            await asyncio.sleep(0.1)
        return False

    async def _signed_in(self) -> dict[str, Any]:
        body = {"email": {"address": self.email}, "password": self.password}
        answer = await self.http.post(f"/clinics/{self.slug}/sessions", json=body)
        signed_in: dict[str, Any] = answer.raise_for_status().json()
        return signed_in

    async def _refreshed(self, token: str) -> httpx.Response:
        return await self.http.post(f"/clinics/{self.slug}/sessions/refresh", json={"refresh_token": token})

    async def _abandoned(self, body: dict[str, str]) -> None:
        """Send a refresh on a socket of its own, and cut it when the answer begins to come."""
        address, sent = urlsplit(str(self.http.base_url)), json.dumps(body).encode()
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        path = f"{address.path.rstrip('/')}/clinics/{self.slug}/sessions/refresh"
        head = [f"POST {path} HTTP/1.1", "Host: polyclinic", f"Content-Length: {len(sent)}", "", ""]
        writer.write("\r\n".join(head).encode() + sent)
        with suppress(ConnectionError):
            await asyncio.wait_for(reader.read(1), 10)
        writer.transport.abort()

"""An installation as its operator meets it: real credentials, real passwords, no shortcut."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

import httpx
from litestar import Litestar

from domain.shared.contacts import EmailAddress
from integration.stack import Stack

PASSWORD = "seven wild geese at dawn"
OTHER_PASSWORD = "nine tame swans at noon"


@dataclass(frozen=True, slots=True)
class Installation:
    """The application behind its own authenticator, which hears of every change before each request."""

    stack: Stack
    app: Litestar
    http: httpx.AsyncClient
    """Sends no credential."""

    async def post(self, path: str, body: Any = None, *, bearer: str | None = None, **headers: str) -> httpx.Response:
        """Send a command."""
        await self.stack.hear()
        return await self.http.post(path, json=body or {}, headers=_headers(bearer, headers))

    async def get(self, path: str, *, bearer: str | None = None, **headers: str) -> httpx.Response:
        """Send a query."""
        await self.stack.hear()
        return await self.http.get(path, headers=_headers(bearer, headers))

    async def operator(self) -> str:
        """Add an operator, sign them in and give the access token."""
        signed = await self.sign_operator_in(await self.an_operator())
        return cast("str", succeeded(signed)["access_token"])

    async def an_operator(self) -> str:
        """Add an operator and give their address."""
        email = an_email()
        await self.stack.container.identity.clinics.operators().add(EmailAddress(address=email), PASSWORD)
        return email

    async def sign_operator_in(self, email: str) -> httpx.Response:
        """Send the command that signs an operator in."""
        return await self.post("/operator/sessions", {"email": {"address": email}, "password": PASSWORD})

    async def opened(self) -> "OpenedClinic":
        """Open a clinic whose owner has signed in."""
        slug, email = f"clinic-{uuid4().hex[:12]}", an_email()
        made = succeeded(await self.post("/clinics", opening(slug, email), bearer=await self.operator()))
        clinic = OpenedClinic(self, slug, made["id"])
        await clinic.accept(made["invitation_token"])
        clinic.owner = (await clinic.sign_in(email))["access_token"]
        return clinic


@dataclass(slots=True)
class OpenedClinic:
    """A clinic and how one acts in it."""

    installation: Installation
    slug: str
    id: str
    owner: str = ""
    """The first owner's access token."""

    def at(self, path: str) -> str:
        """Give a path that a visitor of the clinic uses."""
        return f"/clinics/{self.slug}{path}"

    async def accept(self, token: str, password: str = PASSWORD) -> dict[str, Any]:
        """Accept an invitation."""
        body = {"token": token, "password": password}
        return succeeded(await self.installation.post(self.at("/invitations/accept"), body))

    async def sign_in(self, email: str, password: str = PASSWORD) -> dict[str, Any]:
        """Sign in and give the tokens."""
        return succeeded(await self.try_to_sign_in(email, password))

    async def try_to_sign_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        """Send the command that signs in."""
        body = {"email": {"address": email}, "password": password}
        return await self.installation.post(self.at("/sessions"), body)

    async def refresh(self, token: str) -> httpx.Response:
        """Send the command that refreshes."""
        return await self.installation.post(self.at("/sessions/refresh"), {"refresh_token": token})

    async def invite(self, role: str = "front_desk", **fields: Any) -> tuple[str, dict[str, Any]]:
        """Invite somebody; give their address and the receipt."""
        email = an_email()
        body = {"email": {"address": email}, "role": role, **fields}
        return email, succeeded(await self.installation.post("/accounts", body, bearer=self.owner))

    async def member(self, role: str = "front_desk") -> tuple[str, str, str]:
        """Let somebody join; give their address, their account and their access token."""
        email, receipt = await self.invite(role)
        await self.accept(receipt["invitation_token"])
        return email, receipt["id"], (await self.sign_in(email))["access_token"]


def opening(slug: str, email: str) -> dict[str, Any]:
    """Give the body that opens a clinic."""
    return {
        "name": "Lakeside Family Care",
        "slug": slug,
        "zone": {"name": "America/New_York"},
        "locale": "en-US",
        "owner_email": {"address": email},
    }


def an_email() -> str:
    """Give an address that nobody has yet."""
    return f"person-{uuid4().hex[:12]}@example.org"


def succeeded(response: httpx.Response) -> dict[str, Any]:
    """Give the body of an answer that has to be a success."""
    assert response.status_code in {200, 201}, response.text
    return cast("dict[str, Any]", response.json())


def refused(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Give the problem of an answer that has to be this refusal."""
    problem = cast("dict[str, Any]", response.json())
    assert (response.status_code, problem.get("code")) == (status, code), response.text
    return problem


def _headers(bearer: str | None, others: dict[str, str]) -> dict[str, str]:
    named = {name.replace("_", "-"): value for name, value in others.items()}
    return named | ({"Authorization": f"Bearer {bearer}"} if bearer is not None else {})

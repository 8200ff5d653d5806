"""Programs act with keys: scoped, ending, rotated, revoked; and anybody may verify access tokens."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest

from infrastructure.postgres.provisioning import OWNER
from integration.clock import SetClock
from integration.databases import Database
from integration.http.identity.installation import Installation, OpenedClinic, refused, succeeded
from interfaces.http.application import described
from interfaces.http.identity.jwks import PATHS
from interfaces.http.routes import Side

MIA = {"demographics": {"name": {"family": "Okafor", "given": "Mia"}, "birth_date": "1990-04-12"}}


async def issued(installation: Installation, clinic: OpenedClinic, *scopes: str, days: int = 30) -> dict[str, Any]:
    """Issue a key in a clinic."""
    end = installation.stack.clock.now() + timedelta(days=days)
    body = {"name": "Lab results", "holder": {"is": "the-clinic"}, "scopes": scopes, "expires_at": end.isoformat()}
    return succeeded(await installation.post("/api-keys", body, bearer=clinic.owner))


async def test_a_key_does_what_its_scopes_say(installation: Installation, lakeside: OpenedClinic) -> None:
    """A program does the operations that its key names, and no others."""
    key = await issued(installation, lakeside, "patients.register-patient")
    patient = succeeded(await installation.post("/patients", MIA, bearer=key["secret"]))["id"]
    refused(await installation.get(f"/patients/{patient}", bearer=key["secret"]), 403, "request.forbidden")
    succeeded(await installation.get(f"/patients/{patient}", bearer=lakeside.owner))


async def test_the_scopes_that_are_shown_can_be_had(installation: Installation, lakeside: OpenedClinic) -> None:
    """Whoever copies a scope from the API's document, body or field, gets a key with it."""
    body = described(Side.ALL)["paths"]["/api-keys"]["post"]["requestBody"]["content"]["application/json"]
    scopes = described(Side.ALL)["components"]["schemas"]["IssueApiKey"]["properties"]["scopes"]["items"]["examples"]
    assert await issued(installation, lakeside, *scopes, *body["examples"]["works"]["value"]["scopes"])


async def test_a_key_acts_in_its_own_clinic(
    installation: Installation, lakeside: OpenedClinic, hilltop: OpenedClinic
) -> None:
    """A key reads nothing of another clinic."""
    key = await issued(installation, lakeside, "patients.get-patient")
    patient = succeeded(await installation.post("/patients", MIA, bearer=hilltop.owner))["id"]
    refused(await installation.get(f"/patients/{patient}", bearer=key["secret"]), 404, "request.not-found")


@pytest.mark.parametrize("stack", ["postgres"], indirect=True)
async def test_the_secret_is_shown_once(installation: Installation, lakeside: OpenedClinic, database: Database) -> None:
    """Lists show which key is which, and no table holds its secret."""
    key = await issued(installation, lakeside, "identity.get-clinic")
    listed = await installation.get("/api-keys", bearer=lakeside.owner)
    assert [item["prefix"] for item in succeeded(listed)["items"]] == [key["prefix"]]
    one = await installation.get(f"/api-keys/{key['id']}", bearer=lakeside.owner)
    assert succeeded(one) == succeeded(listed)["items"][0]
    assert key["secret"].startswith(key["prefix"])
    assert key["secret"] not in listed.text
    async with database.connected(OWNER) as connection:
        for table in ("event", "api_key", "api_key_secret", "api_key_directory"):
            rows = await connection.fetch(f"select t::text as row from {table} t")  # noqa: S608 - names above
            assert all(key["secret"] not in row["row"] for row in rows)


async def test_rotating(installation: Installation, lakeside: OpenedClinic) -> None:
    """The new secret works at once, the old one no more; the key is the same."""
    key = await issued(installation, lakeside, "identity.get-clinic")
    end = (installation.stack.clock.now() + timedelta(days=60)).isoformat()
    path = f"/api-keys/{key['id']}/rotate"
    rotated = succeeded(await installation.post(path, {"expires_at": end}, bearer=lakeside.owner))
    assert (rotated["id"], rotated["version"]) == (key["id"], 2)
    refused(await installation.get("/clinic", bearer=key["secret"]), 401, "identity.api-key-refused")
    succeeded(await installation.get("/clinic", bearer=rotated["secret"]))


async def test_revoking(installation: Installation, lakeside: OpenedClinic) -> None:
    """A revoked key opens nothing, and stays revoked."""
    key = await issued(installation, lakeside, "identity.get-clinic")
    succeeded(await installation.post(f"/api-keys/{key['id']}/revoke", bearer=lakeside.owner))
    refused(await installation.get("/clinic", bearer=key["secret"]), 401, "identity.api-key-refused")
    end = {"expires_at": (installation.stack.clock.now() + timedelta(days=1)).isoformat()}
    for verb, body in (("revoke", {}), ("rotate", end)):
        answer = await installation.post(f"/api-keys/{key['id']}/{verb}", body, bearer=lakeside.owner)
        refused(answer, 409, "identity.api-key-revoked")


async def test_a_key_ends(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """After its end a key opens nothing."""
    key = await issued(installation, lakeside, "identity.get-clinic", days=1)
    clock.at += timedelta(days=1)
    refused(await installation.get("/clinic", bearer=key["secret"]), 401, "identity.api-key-refused")


@pytest.mark.parametrize(
    ("scopes", "days", "code"),
    [
        ([], 30, "identity.api-key-without-scope"),
        (["identity.open-clinic"], 30, "identity.unknown-scope"),
        (["identity.issue-api-key"], 30, "identity.unknown-scope"),
        (["nothing.at-all"], 30, "identity.unknown-scope"),
        (["identity.get-clinic"], -1, "identity.api-key-ends-too-soon"),
        (["identity.get-clinic"], 400, "identity.api-key-lives-too-long"),
    ],
)
async def test_keys_that_are_not_issued(
    installation: Installation, lakeside: OpenedClinic, scopes: list[str], days: int, code: str
) -> None:
    """A key names what programs may do, and ends within a year."""
    end = installation.stack.clock.now() + timedelta(days=days)
    body = {"name": "Lab results", "holder": {"is": "the-clinic"}, "scopes": scopes, "expires_at": end.isoformat()}
    refused(await installation.post("/api-keys", body, bearer=lakeside.owner), 409, code)


async def test_strange_keys(installation: Installation, lakeside: OpenedClinic, hilltop: OpenedClinic) -> None:
    """A secret that is off by a letter opens nothing; a key of another clinic is unknown."""
    key = await issued(installation, lakeside, "identity.get-clinic")
    secret = key["secret"]
    altered = secret[:-1] + ("a" if secret[-1] != "a" else "b")
    refused(await installation.get("/clinic", bearer=altered), 401, "identity.api-key-refused")
    refused(await installation.get("/clinic", bearer="pk_nonsense"), 401, "request.token-invalid")
    for strange in (key["id"], uuid4()):
        refused(await installation.get(f"/api-keys/{strange}", bearer=hilltop.owner), 404, "request.not-found")
        revoking = await installation.post(f"/api-keys/{strange}/revoke", bearer=hilltop.owner)
        refused(revoking, 404, "request.not-found")


async def test_anybody_may_verify_access_tokens(installation: Installation, lakeside: OpenedClinic) -> None:
    """The published keys verify a token with nothing but the standard's tools."""
    for path in PATHS:
        served: Any = installation.app
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(served), base_url="http://polyclinic.test"
        ) as client:
            answer = await client.get(path)
        keys = jwt.PyJWKSet.from_dict(answer.json())
        key = keys[jwt.get_unverified_header(lakeside.owner)["kid"]]
        claims = jwt.decode(
            lakeside.owner,
            key,
            algorithms=["EdDSA"],
            audience="polyclinic-api",
            options={"verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
        assert (claims["clinic"], claims["role"]) == (lakeside.id, "owner")
        assert "private" not in answer.text
        assert '"d"' not in answer.text

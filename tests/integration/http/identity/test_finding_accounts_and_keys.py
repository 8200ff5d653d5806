"""Accounts and service keys are found by what they are for and how they stand."""

from datetime import timedelta

import pytest

from integration.clock import SetClock
from integration.http.identity.installation import Installation, OpenedClinic, refused, succeeded

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


async def found(installation: Installation, clinic: OpenedClinic, path: str) -> list[str]:
    """List what is found, page by page of one."""
    ids: list[str] = []
    after = ""
    while True:
        page = succeeded(await installation.get(f"{path}&limit=1{after}", bearer=clinic.owner))
        ids += [item["id"] for item in page["items"]]
        if page["next"] is None:
            return ids
        after = f"&after={page['next']}"


async def test_by_role(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """All who work at the front desk, in the order in which they were invited, page by page."""
    desks = []
    for role in ("front_desk", "auditor", "front_desk"):
        clock.at += SECOND
        invited = (await lakeside.invite(role))[1]["id"]
        desks += [invited] if role == "front_desk" else []
    assert await found(installation, lakeside, "/accounts?role=front_desk") == desks


async def test_by_status(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """Who waits to accept, who can sign in, who is locked out for now, and who left."""
    clock.at += SECOND
    waiting = (await lakeside.invite())[1]["id"]
    email, locked, _ = await lakeside.member()
    _, left, _ = await lakeside.member()
    succeeded(await installation.post(f"/accounts/{left}/disable", bearer=lakeside.owner))
    for _ in range(10):
        await lakeside.try_to_sign_in(email, "wrong")
    (owner,) = await found(installation, lakeside, "/accounts?role=owner")
    by_status = {
        status: await found(installation, lakeside, f"/accounts?status={status}")
        for status in ("invited", "open", "locked", "disabled")
    }
    assert by_status == {"invited": [waiting], "open": [owner], "locked": [locked], "disabled": [left]}
    clock.at += MINUTE
    assert await found(installation, lakeside, "/accounts?status=open") == [owner, locked]


async def test_by_email(installation: Installation, lakeside: OpenedClinic, hilltop: OpenedClinic) -> None:
    """A person is found by the whole address, however it is written, in their own clinic; a disabled one no more."""
    email, account, _ = await lakeside.member()
    sought = f"/accounts?email={email.upper()}"
    assert await found(installation, lakeside, sought) == [account]
    assert await found(installation, lakeside, f"{sought}&role=auditor") == []
    assert await found(installation, lakeside, "/accounts?email=nobody@example.org") == []
    assert await found(installation, hilltop, sought) == []
    succeeded(await installation.post(f"/accounts/{account}/disable", bearer=lakeside.owner))
    assert await found(installation, lakeside, sought) == []


@pytest.mark.parametrize("asked", ["role=nurse", "status=gone", "email=mia", "email="])
async def test_what_is_no_filter(installation: Installation, lakeside: OpenedClinic, asked: str) -> None:
    """A word that says nothing is named, instead of finding everybody."""
    answer = await installation.get(f"/accounts?{asked}", bearer=lakeside.owner)
    problem = refused(answer, 400, "request.malformed")
    assert problem["errors"][0]["parameter"] == asked.partition("=")[0]


async def test_keys(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """Which keys open something, which have ended, which were revoked; and which are for an operation."""

    async def issued(*scopes: str, lasting: timedelta = timedelta(days=30)) -> str:
        clock.at += SECOND
        body = {
            "name": "Lab",
            "holder": {"is": "the-clinic"},
            "scopes": scopes,
            "expires_at": (clock.at + lasting).isoformat(),
        }
        return str(succeeded(await installation.post("/api-keys", body, bearer=lakeside.owner))["id"])

    reading, both = await issued("patients.get-patient"), await issued("patients.get-patient", "identity.get-clinic")
    revoked, ending = await issued("identity.get-clinic"), await issued("identity.get-clinic", lasting=MINUTE)
    succeeded(await installation.post(f"/api-keys/{revoked}/revoke", bearer=lakeside.owner))
    assert await found(installation, lakeside, "/api-keys?status=live") == [reading, both, ending]
    assert await found(installation, lakeside, "/api-keys?status=revoked") == [revoked]
    assert await found(installation, lakeside, "/api-keys?scope=patients.get-patient") == [reading, both]
    clock.at += MINUTE
    assert await found(installation, lakeside, "/api-keys?status=ended") == [ending]
    assert await found(installation, lakeside, "/api-keys?status=live&scope=identity.get-clinic") == [both]

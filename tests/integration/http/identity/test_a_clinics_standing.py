"""A clinic is suspended and nobody gets in, by no door; reinstated, and all is as it was; closed, for good."""

from typing import Any

import httpx

from integration.http.identity.installation import PASSWORD, Installation, OpenedClinic, refused, succeeded

KEY = {
    "name": "Lab",
    "holder": {"is": "the-clinic"},
    "scopes": ["identity.get-clinic"],
    "expires_at": "2030-08-01T00:00:00Z",
}


async def act(clinic: OpenedClinic, verb: str, **body: Any) -> httpx.Response:
    """Suspend, reinstate or close the clinic, as its operator."""
    of = clinic.installation
    return await of.post(clinic.at(f"/{verb}"), body, bearer=await of.operator())


async def knocks(clinic: OpenedClinic, email: str, device: dict[str, Any], key: str) -> list[httpx.Response]:
    """Try every door: a token, a service key, a password, a refresh token, and an invitation."""
    of = clinic.installation
    return [
        await of.get("/clinic", bearer=device["access_token"]),
        await of.get("/clinic", bearer=key),
        await of.post("/clinic/rename", {"name": "Hillside"}, bearer=clinic.owner),
        await clinic.try_to_sign_in(email),
        await clinic.refresh(device["refresh_token"]),
        await of.post(clinic.at("/invitations/accept"), {"token": "pcinv_x", "password": PASSWORD}),
    ]


async def test_nobody_gets_in(installation: Installation, lakeside: OpenedClinic, hilltop: OpenedClinic) -> None:
    """In a suspended clinic nobody signs in, refreshes or acts; a clinic next door notices nothing."""
    email, _, _ = await lakeside.member()
    device = await lakeside.sign_in(email)
    key = succeeded(await installation.post("/api-keys", KEY, bearer=lakeside.owner))["secret"]
    succeeded(await act(lakeside, "suspend", reason="security"))
    for answer in await knocks(lakeside, email, device, key):
        refused(answer, 403, "identity.clinic-suspended")
    assert succeeded(await installation.get("/clinic", bearer=hilltop.owner))["standing"] == "open"
    succeeded(await act(lakeside, "reinstate"))
    assert succeeded(await installation.get("/clinic", bearer=device["access_token"]))["standing"] == "open"
    succeeded(await installation.get("/clinic", bearer=key))
    await lakeside.sign_in(email)
    succeeded(await lakeside.refresh(device["refresh_token"]))


async def test_closed_for_good(installation: Installation, lakeside: OpenedClinic) -> None:
    """Into a closed clinic nobody gets any more, and no operator opens it again."""
    email, _, _ = await lakeside.member()
    device = await lakeside.sign_in(email)
    key = succeeded(await installation.post("/api-keys", KEY, bearer=lakeside.owner))["secret"]
    succeeded(await act(lakeside, "close"))
    for answer in await knocks(lakeside, email, device, key):
        refused(answer, 403, "identity.clinic-closed")
    for verb, body in (("suspend", {"reason": "legal"}), ("reinstate", {})):
        refused(await act(lakeside, verb, **body), 403, "identity.clinic-closed")
    succeeded(await act(lakeside, "close"))


async def test_who_may(installation: Installation, lakeside: OpenedClinic, hilltop: OpenedClinic) -> None:
    """Only an operator suspends, reinstates and closes: no owner, neither the own clinic nor another."""
    for clinic in (lakeside, hilltop):
        for verb, body in (("suspend", {"reason": "legal"}), ("reinstate", {}), ("close", {})):
            answer = await installation.post(clinic.at(f"/{verb}"), body, bearer=lakeside.owner)
            refused(answer, 403, "request.forbidden")
    nowhere = await installation.post("/clinics/nowhere/close", bearer=await installation.operator())
    refused(nowhere, 404, "request.not-found")
    assert succeeded(await installation.get("/clinic", bearer=hilltop.owner))["standing"] == "open"


async def test_twice_is_once(lakeside: OpenedClinic) -> None:
    """A second suspension changes nothing; a rehearsal neither."""
    of, bearer = lakeside.installation, await lakeside.installation.operator()
    rehearsed = await of.post(lakeside.at("/suspend"), {"reason": "legal"}, bearer=bearer, Prefer="tx=rollback")
    before = succeeded(rehearsed)["version"]
    succeeded(await of.get("/clinic", bearer=lakeside.owner))
    versions = [succeeded(await act(lakeside, "suspend", reason="legal"))["version"] for _ in range(2)]
    assert versions == [before, before]

"""Where people are signed in, who ends it, and what another role means."""

from datetime import timedelta
from typing import Any

from integration.clock import SetClock
from integration.http.identity.installation import Installation, OpenedClinic, refused, succeeded


async def sessions(installation: Installation, bearer: str, path: str = "/sessions") -> list[dict[str, Any]]:
    """List sessions."""
    items: list[dict[str, Any]] = succeeded(await installation.get(path, bearer=bearer))["items"]
    return items


async def test_where_one_is_signed_in(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """Everybody sees when they signed in where, when it was last used, and which device they hold."""
    email, _, phone = await lakeside.member()
    clock.at += timedelta(minutes=5)
    laptop = await lakeside.sign_in(email)
    clock.at += timedelta(minutes=1)
    laptop = succeeded(await lakeside.refresh(laptop["refresh_token"]))
    on_phone, on_laptop = await sessions(installation, phone)
    assert (on_phone["present"], on_phone["refreshed_at"]) == (True, None)
    assert (on_laptop["present"], on_laptop["id"]) == (False, laptop["id"])
    assert on_laptop["refreshed_at"] > on_laptop["started_at"] > on_phone["started_at"]
    assert [one["present"] for one in await sessions(installation, laptop["access_token"])] == [False, True]


async def test_paging_through_sessions(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """Sessions are listed in the order of the sign-ins, a page at a time, one's own and a colleague's alike."""
    email, account, desk = await lakeside.member()
    started = [(await sessions(installation, desk))[0]["id"]]
    for _ in range(2):
        clock.at += timedelta(seconds=1)
        started.append((await lakeside.sign_in(email))["id"])
    for path, bearer in (("/sessions", desk), (f"/accounts/{account}/sessions", lakeside.owner)):
        first = succeeded(await installation.get(f"{path}?limit=2", bearer=bearer))
        rest = succeeded(await installation.get(f"{path}?limit=2&after={first['next']}", bearer=bearer))
        assert [one["id"] for one in (*first["items"], *rest["items"])] == started
        assert rest["next"] is None


async def test_a_lost_phone(installation: Installation, lakeside: OpenedClinic) -> None:
    """One ends the session of a device that is gone; the one at hand goes on."""
    email, _, laptop = await lakeside.member()
    phone = await lakeside.sign_in(email)
    succeeded(await installation.post(f"/sessions/{phone['id']}/end", bearer=laptop))
    assert refused(await lakeside.refresh(phone["refresh_token"]), 401, "identity.session-over")["why"] == "signed-out"
    assert [one["present"] for one in await sessions(installation, laptop)] == [True]


async def test_an_owner_ends_anybodys_session(installation: Installation, lakeside: OpenedClinic) -> None:
    """An owner sees where a colleague is signed in and ends it; a colleague does neither to the owner."""
    email, account, desk = await lakeside.member()
    device = await lakeside.sign_in(email)
    (own,) = await sessions(installation, lakeside.owner)
    refused(await installation.post(f"/sessions/{own['id']}/end", bearer=desk), 404, "request.not-found")
    refused(await installation.get(f"/accounts/{account}/sessions", bearer=desk), 403, "request.forbidden")
    succeeded(await installation.post(f"/sessions/{device['id']}/end", bearer=lakeside.owner))
    problem = refused(await lakeside.refresh(device["refresh_token"]), 401, "identity.session-over")
    assert problem["why"] == "ended-by-owner"
    assert len(await sessions(installation, lakeside.owner, f"/accounts/{account}/sessions")) == 1


async def test_sessions_of_elsewhere(installation: Installation, lakeside: OpenedClinic, hilltop: OpenedClinic) -> None:
    """Another clinic's account and session are unknown, also to an owner."""
    _, account, bearer = await lakeside.member()
    (session,) = await sessions(installation, bearer)
    ending = await installation.post(f"/sessions/{session['id']}/end", bearer=hilltop.owner)
    refused(ending, 404, "request.not-found")
    listing = await installation.get(f"/accounts/{account}/sessions", bearer=hilltop.owner)
    refused(listing, 404, "request.not-found")


async def test_signing_out_everywhere(installation: Installation, lakeside: OpenedClinic) -> None:
    """Every device of one's own is signed out, the owner's none."""
    email, _, desk = await lakeside.member()
    devices = [await lakeside.sign_in(email) for _ in range(2)]
    succeeded(await installation.post("/sessions/end", bearer=desk))
    for device in devices:
        problem = refused(await lakeside.refresh(device["refresh_token"]), 401, "identity.session-over")
        assert problem["why"] == "signed-out-everywhere"
    assert len(await sessions(installation, lakeside.owner)) == 1


async def test_an_operator_ends_a_session(installation: Installation) -> None:
    """An operator, too, sees where they are signed in, and ends it."""
    email = await installation.an_operator()
    here, there = [succeeded(await installation.sign_operator_in(email)) for _ in range(2)]
    assert len(await sessions(installation, here["access_token"])) == 2
    succeeded(await installation.post(f"/sessions/{there['id']}/end", bearer=here["access_token"]))
    again = await installation.post("/operator/sessions/refresh", {"refresh_token": there["refresh_token"]})
    refused(again, 401, "identity.session-over")


async def test_another_role(installation: Installation, lakeside: OpenedClinic) -> None:
    """Another role begins with another sign-in; what the old one allowed is over."""
    email, account, _ = await lakeside.member()
    device = await lakeside.sign_in(email)
    changed = await installation.post(f"/accounts/{account}/role", {"role": "auditor"}, bearer=lakeside.owner)
    assert succeeded(changed)["version"] == 3
    problem = refused(await lakeside.refresh(device["refresh_token"]), 401, "identity.session-over")
    assert problem["why"] == "role-changed"
    auditor = (await lakeside.sign_in(email))["access_token"]
    refused(await installation.get("/accounts", bearer=auditor), 403, "request.forbidden")
    shown = succeeded(await installation.get(f"/accounts/{account}", bearer=lakeside.owner))
    assert (shown["role"], shown["provider"]) == ("auditor", None)


async def test_the_last_owner_keeps_the_role(installation: Installation, lakeside: OpenedClinic) -> None:
    """A clinic always keeps an owner; of two, one may step down."""
    first = succeeded(await installation.get("/accounts", bearer=lakeside.owner))["items"][0]["id"]
    stepping_down = f"/accounts/{first}/role", {"role": "front_desk"}
    refused(await installation.post(*stepping_down, bearer=lakeside.owner), 409, "identity.last-owner")
    _, _, second = await lakeside.member("owner")
    succeeded(await installation.post(*stepping_down, bearer=second))


async def test_coming_back(installation: Installation, lakeside: OpenedClinic) -> None:
    """Who left and is wanted again gets a new invitation to the same account, and no sign-in before they accept."""
    email, account, _ = await lakeside.member()
    enabling = f"/accounts/{account}/enable"
    refused(await installation.post(enabling, bearer=lakeside.owner), 409, "identity.account-not-disabled")
    succeeded(await installation.post(f"/accounts/{account}/disable", bearer=lakeside.owner))
    invited = succeeded(await installation.post(enabling, bearer=lakeside.owner))
    refused(await lakeside.try_to_sign_in(email), 401, "identity.sign-in-refused")
    await lakeside.accept(invited["invitation_token"])
    await lakeside.sign_in(email)
    taken = {"email": {"address": email}, "role": "auditor"}
    refused(await installation.post("/accounts", taken, bearer=lakeside.owner), 409, "identity.email-taken")


async def test_an_address_taken_meanwhile(installation: Installation, lakeside: OpenedClinic) -> None:
    """An address has one account, also for whoever comes back to it."""
    email, account, _ = await lakeside.member()
    succeeded(await installation.post(f"/accounts/{account}/disable", bearer=lakeside.owner))
    taken = {"email": {"address": email}, "role": "auditor"}
    succeeded(await installation.post("/accounts", taken, bearer=lakeside.owner))
    enabling = await installation.post(f"/accounts/{account}/enable", bearer=lakeside.owner)
    refused(enabling, 409, "identity.email-taken")

"""Acts that take a fresh proof, on real servers and over HTTP."""

from datetime import timedelta

from integration.clock import SetClock
from integration.http.identity.installation import PASSWORD, Installation, OpenedClinic, an_email, refused, succeeded

CHALLENGE = 'Bearer error="insufficient_user_authentication", max_age="900"'
"""As RFC 9470, 3, has it."""


async def test_stepping_up(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """An hour after the sign-in an owner works on, and gives the password again before they let anybody in."""
    email, _, _ = await lakeside.member("owner")
    session = await lakeside.sign_in(email)
    for _ in range(2):
        clock.at += timedelta(minutes=9)
        session = succeeded(await lakeside.refresh(session["refresh_token"]))
    old = session["access_token"]
    succeeded(await installation.get("/accounts", bearer=old))
    inviting = {"email": {"address": an_email()}, "role": "front_desk"}
    too_old = await installation.post("/accounts", inviting, bearer=old)
    problem = refused(too_old, 401, "request.proof-too-old")
    assert (problem["operation"], problem["max_age"]) == ("identity.invite-account", 900)
    assert too_old.headers["WWW-Authenticate"] == CHALLENGE
    wrong = await installation.post("/sessions/current/prove", {"password": "wrong"}, bearer=old)
    refused(wrong, 409, "identity.wrong-password")
    proven = succeeded(await installation.post("/sessions/current/prove", {"password": PASSWORD}, bearer=old))
    assert proven["id"] == session["id"]
    succeeded(await installation.post("/accounts", inviting, bearer=proven["access_token"]))
    refreshed = succeeded(await lakeside.refresh(session["refresh_token"]))
    succeeded(await installation.post("/sessions/end", bearer=refreshed["access_token"]))


async def test_somebody_elses_session(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """Whoever ends a session proves who they are; to sign out oneself takes the refresh token alone."""
    email, _, _ = await lakeside.member()
    first = await lakeside.sign_in(email)
    clock.at += timedelta(minutes=9)
    second = succeeded(await lakeside.refresh(first["refresh_token"]))
    clock.at += timedelta(minutes=9)
    ending = await installation.post(f"/sessions/{first['id']}/end", bearer=second["access_token"])
    refused(ending, 401, "request.proof-too-old")
    signing_out = {"refresh_token": second["refresh_token"]}
    succeeded(await installation.post(lakeside.at("/sessions/end"), signing_out))

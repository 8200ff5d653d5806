"""Signing in, staying signed in, and what happens when a token is stolen."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from infrastructure.postgres.provisioning import OWNER
from integration.clock import SetClock
from integration.databases import Database
from integration.http.identity.installation import Installation, OpenedClinic, an_email, refused, succeeded


async def test_a_wrong_password(lakeside: OpenedClinic) -> None:
    """A wrong password and an unknown address are refused in the same words."""
    email, _, _ = await lakeside.member()
    wrong = await lakeside.try_to_sign_in(email, "wrong")
    unknown = await lakeside.try_to_sign_in(an_email(), "wrong")
    said = [refused(answer, 401, "identity.sign-in-refused") for answer in (wrong, unknown)]
    assert said[0] | {"instance": None} == said[1] | {"instance": None}


async def test_an_account_of_another_clinic(lakeside: OpenedClinic, hilltop: OpenedClinic) -> None:
    """A credential belongs to one clinic."""
    email, _, _ = await lakeside.member()
    refused(await hilltop.try_to_sign_in(email), 401, "identity.sign-in-refused")


async def test_a_refresh_is_nothing_to_wait_for(lakeside: OpenedClinic) -> None:
    """Signing in and out are facts that a token can stand for; a refresh leaves none, and gives no token."""
    email, _, _ = await lakeside.member()
    signed_in = await lakeside.try_to_sign_in(email)
    refreshed = await lakeside.refresh(succeeded(signed_in)["refresh_token"])
    body = {"refresh_token": succeeded(refreshed)["refresh_token"]}
    signed_out = await lakeside.installation.post(lakeside.at("/sessions/end"), body)
    given = ["Consistency-Token" in answer.headers for answer in (signed_in, refreshed, signed_out)]
    assert given == [True, False, True]


async def test_no_such_clinic(installation: Installation) -> None:
    """A short name that no clinic has is unknown."""
    body = {"email": {"address": an_email()}, "password": "whatever it is"}
    refused(await installation.post("/clinics/nowhere/sessions", body), 404, "request.not-found")


async def test_refreshing(installation: Installation, lakeside: OpenedClinic, clock: SetClock) -> None:
    """An access token ends after ten minutes; the refresh token gets a new one."""
    email, _, access = await lakeside.member()
    signed = await lakeside.sign_in(email)
    clock.at += timedelta(minutes=11)
    refused(await installation.get("/clinic", bearer=access), 401, "request.token-expired")
    fresh = succeeded(await lakeside.refresh(signed["refresh_token"]))
    assert fresh["id"] == signed["id"]
    assert fresh["session_expires_at"] == signed["session_expires_at"]
    succeeded(await installation.get("/clinic", bearer=fresh["access_token"]))


async def test_a_lost_answer(lakeside: OpenedClinic, clock: SetClock) -> None:
    """Who did not get the answer asks again, within half a minute, and gets the same successor."""
    email, _, _ = await lakeside.member()
    spent = (await lakeside.sign_in(email))["refresh_token"]
    first = succeeded(await lakeside.refresh(spent))
    clock.at += timedelta(seconds=29)
    again = succeeded(await lakeside.refresh(spent))
    assert again["refresh_token"] == first["refresh_token"]
    succeeded(await lakeside.refresh(again["refresh_token"]))


async def test_many_refreshes_at_once(lakeside: OpenedClinic) -> None:
    """Eight tabs that refresh at the same moment all get the one successor."""
    email, _, _ = await lakeside.member()
    spent = (await lakeside.sign_in(email))["refresh_token"]
    answers = await asyncio.gather(*(lakeside.refresh(spent) for _ in range(8)))
    assert len({succeeded(answer)["refresh_token"] for answer in answers}) == 1


@pytest.mark.parametrize("stack", ["postgres"], indirect=True)
async def test_a_stolen_token(lakeside: OpenedClinic, clock: SetClock, database: Database) -> None:
    """A spent token that comes back ends the session for both; the theft is in the log and in the audit trail."""
    email, _, _ = await lakeside.member()
    signed = await lakeside.sign_in(email)
    newest = succeeded(await lakeside.refresh(signed["refresh_token"]))["refresh_token"]
    clock.at += timedelta(seconds=30)
    refused(await lakeside.refresh(signed["refresh_token"]), 401, "identity.refresh-token-spent")
    problem = refused(await lakeside.refresh(newest), 401, "identity.session-over")
    assert problem["why"] == "token-reused"
    async with database.connected(OWNER) as connection:
        facts = await connection.fetch(
            "select name, version from event where stream_id = $1 order by version", UUID(signed["id"])
        )
        outcomes = await connection.fetch(
            "select outcome from audit_entry where clinic_id = $1 and operation = 'identity.refresh-session'",
            UUID(lakeside.id),
        )
    assert [tuple(fact) for fact in facts] == [
        ("identity.session.started", 1),
        ("identity.session.refresh-token-reused", 3),
        ("identity.session.ended", 4),
    ]
    assert "identity.refresh-token-spent" in {row["outcome"] for row in outcomes}


async def test_invented_tokens_end_nothing(lakeside: OpenedClinic, hilltop: OpenedClinic) -> None:
    """Nobody ends another's session by guessing, nor at another clinic."""
    email, _, _ = await lakeside.member()
    token = (await lakeside.sign_in(email))["refresh_token"]
    altered = token[:-1] + ("0" if token[-1] != "0" else "1")
    for clinic, presented in ((lakeside, altered), (lakeside, "pcrt_x"), (hilltop, token)):
        refused(await clinic.refresh(presented), 401, "identity.refresh-token-unknown")
    succeeded(await lakeside.refresh(token))


async def test_too_long_idle(lakeside: OpenedClinic, clock: SetClock) -> None:
    """After half an hour without a refresh one signs in again."""
    email, _, _ = await lakeside.member()
    token = (await lakeside.sign_in(email))["refresh_token"]
    clock.at += timedelta(minutes=30)
    refused(await lakeside.refresh(token), 401, "identity.session-expired")


async def test_signing_out(installation: Installation, lakeside: OpenedClinic) -> None:
    """Signing out ends this session and no other; doing it twice changes nothing."""
    email, _, _ = await lakeside.member()
    here, there = await lakeside.sign_in(email), await lakeside.sign_in(email)
    ending = {"refresh_token": here["refresh_token"]}
    ended = [succeeded(await installation.post(lakeside.at("/sessions/end"), ending)) for _ in range(2)]
    assert ended[0] == ended[1]
    refused(await lakeside.refresh(here["refresh_token"]), 401, "identity.session-over")
    succeeded(await lakeside.refresh(there["refresh_token"]))


async def test_signing_in_while_the_password_changes(installation: Installation, lakeside: OpenedClinic) -> None:
    """Whoever signs in at the moment of a change is signed out by it, or refused: no session survives."""
    email, _, desk = await lakeside.member()
    change = {"current": "seven wild geese at dawn", "new": "nine tame swans at noon"}
    *signed, changed = await asyncio.gather(
        *(lakeside.try_to_sign_in(email) for _ in range(4)), installation.post("/password", change, bearer=desk)
    )
    if changed.status_code == 200:
        for answer in signed:
            if answer.status_code == 200:
                after = await lakeside.refresh(answer.json()["refresh_token"])
                refused(after, 401, "identity.session-over")

"""Guessing at passwords: counted whatever happens, and answered alike whether anybody has the name or not."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from application.identity.sessions.ports import TriedBy
from application.shared.actor import Actor
from application.shared.execution import Execution
from domain.identity.tries import TryLimit
from domain.shared.identifiers import ClinicId
from domain.shared.roles import Role
from infrastructure.postgres.provisioning import OWNER
from integration.clock import SetClock
from integration.databases import Database
from integration.http.identity.installation import (
    PASSWORD,
    Installation,
    OpenedClinic,
    an_email,
    refused,
    succeeded,
)
from integration.stack import ORIGIN
from interfaces.http.application import API
from interfaces.http.calls import VISITOR

TRIES = TryLimit().tries

_FACTS = "select name from event where stream_id = $1 order by version"
_ENTRIES = "select operation, outcome from audit_entry where clinic_id = $1 and $2 = any(streams) order by at, id"


async def guessed(clinic: OpenedClinic, email: str, times: int = TRIES) -> list[httpx.Response]:
    """Guess so often in vain."""
    return [await clinic.try_to_sign_in(email, "wrong") for _ in range(times)]


async def tried_from(installation: Installation, clinic: OpenedClinic, address: str, times: int) -> None:
    """Count tries that came from an address."""
    stack, command = installation.stack, uuid4()
    tries = stack.container.identity.ports.sign_in_tries()
    execution = Execution(
        actor=Actor(clinic=ClinicId(UUID(clinic.id)), id=VISITOR, role=Role.VISITOR),
        operation="identity.sign-in",
        reach="any",
        command_id=command,
        now=stack.clock.now(),
        correlation_id=command,
    )
    for _ in range(times):
        await tries.counts.another(TriedBy.ADDRESS, address, tries.addresses, execution)


async def test_after_too_many_tries(lakeside: OpenedClinic, clock: SetClock) -> None:
    """After ten failed tries the right password is not looked at for a minute; then it opens the account."""
    email, _, _ = await lakeside.member()
    for answer in await guessed(lakeside, email):
        refused(answer, 401, "identity.sign-in-refused")
    waiting = await lakeside.try_to_sign_in(email)
    refused(waiting, 429, "identity.too-many-tries")
    assert waiting.headers["Retry-After"] == "60"
    clock.at += timedelta(minutes=1)
    await lakeside.sign_in(email)


async def test_a_name_that_nobody_has(lakeside: OpenedClinic) -> None:
    """An unknown address is answered as a known one, try by try, and has to wait as long."""
    email, _, _ = await lakeside.member()

    def said(answers: list[httpx.Response]) -> list[object]:
        return [
            (answer.status_code, answer.headers.get("Retry-After"), answer.json() | {"instance": None})
            for answer in answers
        ]

    known, unknown = [await guessed(lakeside, address, TRIES + 2) for address in (email, an_email())]
    assert said(known) == said(unknown)


async def test_many_at_once(lakeside: OpenedClinic) -> None:
    """Of 64 guesses at the same moment ten are looked at."""
    email, _, _ = await lakeside.member()
    answers = await asyncio.gather(*(lakeside.try_to_sign_in(email, "wrong") for _ in range(64)))
    assert Counter(answer.status_code for answer in answers) == {401: TRIES, 429: 64 - TRIES}


async def test_unlocking(installation: Installation, lakeside: OpenedClinic) -> None:
    """An owner sees until when an account is locked, and unlocks it; the front desk may not."""
    email, account, desk = await lakeside.member()
    await guessed(lakeside, email)
    shown = succeeded(await installation.get(f"/accounts/{account}", bearer=lakeside.owner))
    assert shown["locked_until"] is not None
    refused(await installation.post(f"/accounts/{account}/unlock", bearer=desk), 403, "request.forbidden")
    succeeded(await installation.post(f"/accounts/{account}/unlock", bearer=lakeside.owner))
    await lakeside.sign_in(email)
    shown = succeeded(await installation.get(f"/accounts/{account}", bearer=lakeside.owner))
    assert shown["locked_until"] is None


async def test_a_clinics_own_terms(installation: Installation, lakeside: OpenedClinic, hilltop: OpenedClinic) -> None:
    """An owner has the clinic lock sooner and for longer, and sees the terms; other clinics keep theirs."""
    strict = {"tries": 3, "first_wait_minutes": 15}
    succeeded(await installation.post("/clinic/lock-out", {"terms": strict}, bearer=lakeside.owner))
    assert succeeded(await installation.get("/clinic", bearer=lakeside.owner))["lock_out"] == strict
    waits = []
    for clinic, tries in ((lakeside, 3), (hilltop, TRIES)):
        email, _, _ = await clinic.member()
        for answer in await guessed(clinic, email, tries):
            refused(answer, 401, "identity.sign-in-refused")
        waits.append((await clinic.try_to_sign_in(email)).headers["Retry-After"])
    assert waits == ["900", "60"]


@pytest.mark.parametrize("terms", [{"tries": 11}, {"tries": 2}, {"first_wait_minutes": 0}], ids=str)
async def test_terms_that_are_too_lax_or_too_strict(
    installation: Installation, lakeside: OpenedClinic, terms: dict[str, int]
) -> None:
    """No clinic gives more tries than Polyclinic does, nor so few that people lock themselves out."""
    answer = await installation.post("/clinic/lock-out", {"terms": terms}, bearer=lakeside.owner)
    (field,) = terms
    assert refused(answer, 400, "request.malformed")["errors"][0]["pointer"] == f"/terms/{field}"


async def test_an_operator(installation: Installation) -> None:
    """An operator's account is locked as any other."""
    email = await installation.an_operator()
    for _ in range(TRIES):
        body = {"email": {"address": email}, "password": "wrong"}
        refused(await installation.post("/operator/sessions", body), 401, "identity.sign-in-refused")
    refused(await installation.sign_operator_in(email), 429, "identity.too-many-tries")


@pytest.mark.parametrize(
    ("address", "counted", "other"),
    [
        ("9.9.9.9", "9.9.9.9", "8.8.8.8"),
        ("::ffff:9.9.9.10", "9.9.9.10", "9.9.9.11"),
        ("2620:fe::9", "2620:fe::/64", "2620:fe:0:1::9"),
    ],
)
async def test_many_names_from_one_address(
    installation: Installation, lakeside: OpenedClinic, address: str, counted: str, other: str
) -> None:
    """Whoever goes through a hundred names from one public address waits; somebody elsewhere does not."""
    email, _, _ = await lakeside.member()
    await tried_from(installation, lakeside, counted, times=99)

    async def signing_in(source: str, name: str, password: str) -> int:
        app: Any = installation.app
        transport = httpx.ASGITransport(app, client=(source, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN + API) as visitor:
            body = {"email": {"address": name}, "password": password}
            return (await visitor.post(lakeside.at("/sessions"), json=body)).status_code

    assert await signing_in(address, an_email(), "wrong") == 401
    assert [await signing_in(source, email, PASSWORD) for source in (address, other, "10.0.0.1")] == [429, 200, 200]


@pytest.mark.parametrize("stack", ["postgres"], indirect=True)
async def test_what_is_written_down(installation: Installation, lakeside: OpenedClinic, database: Database) -> None:
    """That an account was locked and unlocked is in the log and in the audit trail, under what was refused."""
    email, account, _ = await lakeside.member()
    await guessed(lakeside, email)
    succeeded(await installation.post(f"/accounts/{account}/unlock", bearer=lakeside.owner))
    async with database.connected(OWNER) as connection:
        facts = [row["name"] for row in await connection.fetch(_FACTS, UUID(account))]
        entries = [tuple(row) for row in await connection.fetch(_ENTRIES, UUID(lakeside.id), UUID(account))]
    assert facts[-2:] == ["identity.account.locked", "identity.account.unlocked"]
    assert entries[-2:] == [("identity.sign-in", "identity.sign-in-refused"), ("identity.unlock-account", "done")]


@pytest.mark.parametrize("stack", ["postgres"], indirect=True)
async def test_what_nobody_remembers_is_deleted(lakeside: OpenedClinic, database: Database, clock: SetClock) -> None:
    """Names that are tried once do not fill the table: whoever comes later takes two of them along."""
    for _ in range(4):
        await lakeside.try_to_sign_in(an_email(), "wrong")
    clock.at += timedelta(days=2)
    for _ in range(2):
        await lakeside.try_to_sign_in(an_email(), "wrong")
    async with database.connected(OWNER) as connection:
        count = await connection.fetchval("select count(*) from sign_in_tries where clinic_id = $1", UUID(lakeside.id))
    assert count == 2

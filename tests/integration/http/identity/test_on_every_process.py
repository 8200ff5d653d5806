"""Whoever is signed out, or gets another role, is so on every process.

Within five seconds: a process that has heard nothing for four lets nobody in (``postgres/test_hearing_of_ends.py``).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from infrastructure.postgres.identity.revocations import BELIEVED
from integration.background import eventually
from integration.databases import Database
from integration.faults.stopping import frozen
from integration.http.identity.installation import PASSWORD, refused
from integration.http.identity.processes import Processes, Signed, all_answer, bearer_of, processes, ready

_DEAF = "revoke select on ended_session from polyclinic_app"
_HEARING = "grant select on ended_session to polyclinic_app"


@pytest.fixture(scope="module")
async def two(database: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Processes]:
    """Give two processes over one database."""
    async with processes(database, tmp_path_factory.mktemp("two")) as running:
        yield running


async def sign_out(two: Processes, who: Signed) -> None:
    """Sign out with the refresh token."""
    await two.post(f"/clinics/{two.slug}/sessions/end", {"refresh_token": who.tokens["refresh_token"]})


async def sign_out_everywhere(two: Processes, who: Signed) -> None:
    """Sign out on every device."""
    await two.post("/sessions/end", bearer=who.bearer)


async def end_the_session(two: Processes, who: Signed) -> None:
    """Have an owner end the session."""
    await two.post(f"/sessions/{who.tokens['id']}/end", bearer=two.owner)


async def change_the_role(two: Processes, who: Signed) -> None:
    """Have an owner give another role."""
    await two.post(f"/accounts/{who.account}/role", {"role": "auditor"}, two.owner)


async def disable_the_account(two: Processes, who: Signed) -> None:
    """Have an owner disable the account."""
    await two.post(f"/accounts/{who.account}/disable", bearer=two.owner)


async def change_the_password(two: Processes, who: Signed) -> None:
    """Set another password."""
    await two.post("/password", {"current": PASSWORD, "new": "nine tame swans at noon"}, who.bearer)


Change = Callable[[Processes, Signed], Awaitable[None]]

CHANGES = (
    sign_out,
    sign_out_everywhere,
    end_the_session,
    change_the_role,
    disable_the_account,
    change_the_password,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
async def test_a_token_is_void_everywhere(
    two: Processes, change: Callable[[Processes, Signed], Awaitable[None]]
) -> None:
    """The access token of a session that ended is refused by every process, and says why."""
    somebody, colleague = await two.joined(), await two.joined()
    await change(two, somebody)
    await eventually(all_answer(two, somebody.bearer, 401))
    for answer in await two.look(somebody.bearer):
        refused(answer, 401, "identity.session-over")
    assert [answer.status_code for answer in await two.look(colleague.bearer)] == [200, 200]


async def test_a_suspended_clinic_takes_nobody(two: Processes) -> None:
    """In a suspended clinic no process takes a token or a key; reinstated, both are good again."""
    somebody = await two.joined()
    key = {
        "name": "Lab",
        "holder": {"is": "the-clinic"},
        "scopes": ["identity.get-clinic"],
        "expires_at": _in_a_month(),
    }
    secret = (await two.post("/api-keys", key, two.owner))["secret"]
    await two.post(f"/clinics/{two.slug}/suspend", {"reason": "security"}, two.operator)
    await eventually(all_answer(two, somebody.bearer, 403))
    for client in two.http:
        refused(await client.get("/clinic", headers=bearer_of(secret)), 403, "identity.clinic-suspended")
    await two.post(f"/clinics/{two.slug}/reinstate", {}, two.operator)
    await eventually(all_answer(two, somebody.bearer, 200))


@pytest.mark.parametrize("change", ["revoke", "rotate"])
async def test_a_key_is_void_everywhere(two: Processes, change: str) -> None:
    """A service key that was revoked, or whose secret was rotated, opens nothing on any process, at once."""
    end = _in_a_month()
    key = {"name": "Lab", "holder": {"is": "the-clinic"}, "scopes": ["identity.get-clinic"], "expires_at": end}
    issued = await two.post("/api-keys", key, two.owner)
    asking = [client.get("/clinic", headers=bearer_of(issued["secret"])) for client in two.http]
    assert [answer.status_code for answer in await asyncio.gather(*asking)] == [200, 200]
    await two.post(f"/api-keys/{issued['id']}/{change}", {"expires_at": end} if change == "rotate" else {}, two.owner)
    for client in two.http:
        answer = await client.get("/clinic", headers=bearer_of(issued["secret"]))
        refused(answer, 401, "identity.api-key-refused")


async def test_a_withdrawn_consent_closes_the_record_everywhere(two: Processes) -> None:
    """Who withdraws the consent to data sharing at one process is shown to outsiders by none, from the next read on."""
    key = {
        "name": "Lab",
        "holder": {"is": "outsider", "name": "Harbor Reference Laboratory", "purpose": "Matching results"},
        "scopes": ["patients.get-patient", "patients.search-patients"],
        "expires_at": _in_a_month(),
    }
    outsider = bearer_of((await two.post("/api-keys", key, two.owner))["secret"])
    mia = {"demographics": {"name": {"family": "Okafor", "given": "Mia"}, "birth_date": "1990-04-12"}}
    patient = f"/patients/{(await two.post('/patients', mia, two.owner))['id']}"
    sharing = {"kind": "data-sharing", "text_version": "2030-01"}
    for here, there in ((0, 1), (1, 0)) * 5:
        await two.post(f"{patient}/consents", sharing, two.owner, process=here)
        assert (await two.http[there].get(patient, headers=outsider)).status_code == 200
        await two.post(f"{patient}/consents/withdraw", {"kind": "data-sharing"}, two.owner, process=here)
        refused(await two.http[there].get(patient, headers=outsider), 403, "patients.not-shared")
        assert (await two.http[there].get("/patients", headers=outsider)).json()["items"] == []


async def test_a_process_that_hears_nothing_takes_nobodys_word(two: Processes) -> None:
    """Control: without the readings a void token would live on. Then nobody is let in, and the process is not ready."""
    somebody, colleague = await two.joined(), await two.joined()
    async with two.of.database.connected("postgres") as database:
        await database.execute(_DEAF)
        try:
            await sign_out(two, somebody)
            assert {answer.status_code for answer in await two.glance(somebody.bearer)} <= {200, 503}
            await eventually(all_answer(two, colleague.bearer, 503))
            for answer in await two.glance(colleague.bearer):
                refused(answer, 503, "request.not-vouched-for")
                assert answer.headers["Retry-After"]
            for client in two.http:
                state = await ready(client)
                assert (state["state"], state["dependencies"]["revocations"]["state"]) == ("not ready", "down")
        finally:
            await database.execute(_HEARING)
    await eventually(all_answer(two, colleague.bearer, 200))
    assert {answer.status_code for answer in await two.look(somebody.bearer)} == {401}


async def test_a_process_cut_off_from_the_database(own_postgres: Database, tmp_path: Path) -> None:
    """A server that does not answer vouches for nobody: every token is refused within its time, then taken again."""
    async with processes(own_postgres, tmp_path, 1) as one:
        somebody = await one.joined()
        with frozen(own_postgres.server):
            await asyncio.sleep(BELIEVED + 1)
            (answer,) = await one.glance(somebody.bearer)
            refused(answer, 503, "request.not-vouched-for")
        await eventually(all_answer(one, somebody.bearer, 200))


def _in_a_month() -> str:
    return (datetime.now(UTC) + timedelta(days=30)).isoformat()

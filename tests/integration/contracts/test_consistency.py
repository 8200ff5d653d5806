"""Read your own writes: a command's token, handed to the next query, shows what the command did."""

from uuid import uuid4

import pytest

from application.patients.queries import GetPatient
from application.shared.consistency import Consistency, issue
from application.shared.refusals import Malformed, NotYetVisible
from domain.shared.identifiers import PatientId
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.consistency import PostgresConsistency
from infrastructure.postgres.provisioning import APP
from integration.contracts.registry import REGISTER_MIA, receipt
from integration.databases import Database
from integration.people import Clinic
from integration.stack import Stack

PORTS = (Consistency,)


async def test_ones_own_write_is_seen(stack: Stack, clinic: Clinic) -> None:
    """A query with the token of a command shows the command's change."""
    answer = await stack.do(REGISTER_MIA, clinic.front_desk)
    query = GetPatient(patient=PatientId(receipt(answer).id))
    view = await stack.do(query, clinic.front_desk, consistency_token=answer.consistency_token)
    assert view.version == answer.version


@pytest.mark.parametrize("token", ["", "x", "a" * 27, "not a token", "=" * 28, "ä" * 28, "A" * 4000])
async def test_a_token_of_nobodys_is_refused(stack: Stack, clinic: Clinic, token: str) -> None:
    """What no server issued is malformed, not ignored."""
    answer = await stack.do(REGISTER_MIA, clinic.front_desk)
    query = GetPatient(patient=PatientId(receipt(answer).id))
    with pytest.raises(Malformed) as refusal:
        await stack.do(query, clinic.front_desk, consistency_token=token)
    assert refusal.value.details["errors"][0]["header"] == "Consistency-Token"


async def test_a_follower_is_waited_for(stack: Stack, clinic: Clinic, app_pool: Pool, follower_pool: Pool) -> None:
    """A read model that trails the log is waited for a bounded time, and until it has passed the fact."""
    if stack.pool is None:
        await stack.container.shared.consistency().wait(clinic.id, await _token(stack, clinic), "list")
        return
    token = await _token(stack, clinic)
    impatient = PostgresConsistency(app_pool, longest_wait=0.1)
    with pytest.raises(NotYetVisible):
        await impatient.wait(clinic.id, token, "list")
    async with clinic_transaction(follower_pool, clinic.id) as connection:
        await connection.execute(
            "insert into feed (clinic_id, feed_no, stream_id, version, name)"
            " select clinic_id, row_number() over (order by position), stream_id, version, name"
            "   from event where clinic_id = $1",
            clinic.id,
        )
        await connection.execute(
            "insert into checkpoint (clinic_id, follower, feed_no)"
            " select clinic_id, 'list', max(feed_no) from feed where clinic_id = $1 group by 1",
            clinic.id,
        )
        await connection.execute("COMMIT")
    await impatient.wait(clinic.id, token, "list")


async def test_waiting_costs_little(database: Database, clinic: Clinic) -> None:
    """Who waits in vain asks less and less often, and its connection outlives the wait."""
    asked: list[str] = []
    async with database.pool(APP, size=1) as pool:
        async with pool.acquire() as connection:
            connection.add_query_logger(lambda question: asked.append(question.query))
            server = connection.get_server_pid()
        with pytest.raises(NotYetVisible):
            await PostgresConsistency(pool, longest_wait=1.0).wait(clinic.id, issue(uuid4(), 1), "list")
        with pytest.raises(NotYetVisible):
            await PostgresConsistency(pool, longest_wait=0.0).wait(clinic.id, issue(uuid4(), 1), "list")
        async with pool.acquire() as connection:
            assert connection.get_server_pid() == server
    assert 2 <= len([question for question in asked if "checkpoint" in question]) <= 12


async def test_what_never_was_is_waited_for_in_vain(stack: Stack, clinic: Clinic) -> None:
    """A read model that trails the log never shows a fact that is in no log, and says so."""
    with pytest.raises(NotYetVisible):
        await stack.container.shared.consistency().wait(clinic.id, issue(uuid4(), 1), "list")


async def _token(stack: Stack, clinic: Clinic) -> str:
    token: str = (await stack.do(REGISTER_MIA, clinic.front_desk)).consistency_token
    return token

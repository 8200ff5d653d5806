"""A search finds its page by index, in the role and under the row security that it runs with."""

from typing import Any, Final
from uuid import UUID

import pytest

from infrastructure.postgres.connection import clinic_transaction
from infrastructure.postgres.identity.sign_in_sessions import LIVE
from infrastructure.postgres.patients.searching import search_statement
from integration.clock import TUESDAY_NINE
from integration.databases import Database
from integration.people import Clinic
from integration.stack import Stack

CURSOR: Final = (TUESDAY_NINE, UUID(int=1))

_SIGNED_IN_OFTEN: Final = """
insert into sign_in_session
  (clinic_id, id, version, account, started_at, expires_at, idle_expires_at, current, ended_at, why)
select $1, gen_random_uuid(), 2, '00000000-0000-0000-0000-000000000001', $2, $2, $2, '', $2, 'signed-out'
  from generate_series(1, 500)
"""


async def plan(stack: Stack, clinic: Clinic, sql: str, *arguments: Any) -> str:
    """Give the plan that is chosen where reading a whole table is the last resort: a test's tables are small."""
    assert stack.pool is not None
    async with clinic_transaction(stack.pool, clinic.id) as connection:
        await connection.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
        lines = await connection.fetch(f"explain {sql}", clinic.id, *arguments)
    return "\n".join(line[0] for line in lines)


@pytest.mark.parametrize("continued", [False, True])
@pytest.mark.parametrize("tokens", [0, 1, 2, 9])
async def test_patients_are_found_by_index(stack: Stack, clinic: Clinic, tokens: int, *, continued: bool) -> None:
    """Tokens and cursor are looked up in the index, one page is cut there, and only its records are read."""
    select = stack.container.patients.ports.records().select
    sql = search_statement(select, tokens, 50, continued=continued, shared=False)
    sought = [part for n in range(tokens) for part in ("name", bytes([n]) * 16)]
    chosen = await plan(stack, clinic, sql, *sought, *(CURSOR if continued else ()))
    assert "Seq Scan" not in chosen, chosen
    assert chosen.count("token = ") == 2 * tokens, chosen  # of who fits, and of their other records
    assert chosen.index("Limit") < chosen.index("Index"), chosen
    if continued:
        assert "Index Cond" in next(line for line in chosen.splitlines() if "ROW(" in line), chosen


async def test_live_sessions_are_found_among_those_that_ended(stack: Stack, clinic: Clinic, database: Database) -> None:
    """However often somebody has signed in before, only sessions that neither ended nor expired are read."""
    async with database.connected("postgres") as superuser:
        await superuser.execute(_SIGNED_IN_OFTEN, clinic.id, TUESDAY_NINE)
        await superuser.execute("analyze sign_in_session")
    chosen = await plan(stack, clinic, LIVE, UUID(int=1), TUESDAY_NINE)
    assert "sign_in_session_live_idx" in chosen, chosen
    sought = next(line for line in chosen.splitlines() if "Index Cond" in line)
    assert "idle_expires_at" in sought, chosen


async def test_providers_are_listed_by_index(stack: Stack, clinic: Clinic) -> None:
    """The directory is read in its order, and each criterion by the index of its rows."""
    search = stack.container.directory.questions().search_statement
    criteria = ("family-medicine", "en", "first-visit-video", "US-NY", TUESDAY_NINE.date(), True, TUESDAY_NINE)
    chosen = await plan(stack, clinic, search, *criteria, *CURSOR, 51)
    assert "Seq Scan" not in chosen, chosen

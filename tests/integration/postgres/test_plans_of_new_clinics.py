"""A clinic that opened after the last ANALYZE: its rows are found as those of every other clinic."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from infrastructure.postgres.connection import clinic_transaction
from infrastructure.postgres.event_store import LOAD
from infrastructure.postgres.provisioning import APP
from integration.databases import Database, Databases
from integration.http.conventions.requests import MIA
from integration.people import Clinic
from integration.stack import running

OTHERS = """
insert into subject_key (clinic_id, subject_id, key_id, kek_id, wrapped)
select $1, gen_random_uuid(), gen_random_uuid(), 'none', '\\x00' from generate_series(1, 3000)
"""
"""As many more keys as that many more patients would leave."""
KEYS_OF_OTHERS = "Rows Removed by Join Filter"
"""What a plan says of keys that it read and had no use for."""


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    """Give a database in which nothing was analyzed yet."""
    async with databases.fresh() as database:
        yield database


async def fill(clinic: Clinic, database: Database) -> UUID:
    """Register a patient among many and give them."""
    async with database.connected("postgres") as admin:
        await admin.execute(OTHERS, clinic.id)
    answer = await clinic.front_desk.http.post("/patients", json=MIA)
    return UUID(answer.json()["id"])


async def load_in_a_new_clinic(database: Database) -> str:
    """Analyze one clinic, then open and fill another, and give the plan by which a patient of it is loaded.

    It is the plan that is kept: made once, for whichever clinic comes.
    """
    async with database.pool(APP, size=4) as pool, running(pool) as stack:
        await fill(await stack.open_clinic(), database)
        async with database.connected("postgres") as admin:
            await admin.execute("analyze")
        new = await stack.open_clinic()
        patient = await fill(new, database)
        async with clinic_transaction(pool, new.id) as connection:
            await connection.execute("set local plan_cache_mode = force_generic_plan")
            lines = await connection.fetch(f"explain analyze {LOAD}", new.id, patient, None)
    return "\n".join(line[0] for line in lines)


async def test_a_fact_is_opened_with_its_own_key(database: Database) -> None:
    """The key is sought by its id, and no other key of the clinic is read."""
    plan = await load_in_a_new_clinic(database)
    assert KEYS_OF_OTHERS not in plan, plan


async def test_statistics_of_clinics_would_read_them_all(database: Database) -> None:
    """Control: where statistics tell clinics apart, a clinic that they do not know is taken for an empty one."""
    async with database.connected("postgres") as admin:
        for table in ("event", "subject_key"):
            await admin.execute(f"alter table {table} alter column clinic_id set statistics 100")
    plan = await load_in_a_new_clinic(database)
    assert KEYS_OF_OTHERS in plan, plan

"""A clinic that opened after the last ANALYZE: its rows are found as those of every other clinic."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from infrastructure.postgres.connection import clinic_transaction
from infrastructure.postgres.event_store import LOAD
from infrastructure.postgres.provisioning import APP
from infrastructure.postgres.subject_key import key_of
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


async def load_in_a_new_clinic(database: Database, statement: str) -> str:
    """Analyze one clinic, then open and fill another, and give the plan by which a patient of it is loaded."""
    async with database.pool(APP, size=4) as pool, running(pool) as stack:
        await fill(await stack.open_clinic(), database)
        async with database.connected("postgres") as admin:
            await admin.execute("analyze")
        new = await stack.open_clinic()
        patient = await fill(new, database)
        async with clinic_transaction(pool, new.id) as connection:
            lines = await connection.fetch(f"explain analyze {statement}", new.id, patient, None)
    return "\n".join(line[0] for line in lines)


async def test_a_fact_is_opened_with_its_own_key(database: Database) -> None:
    """The key is sought by its id, and no other key of the clinic is read."""
    plan = await load_in_a_new_clinic(database, LOAD)
    assert KEYS_OF_OTHERS not in plan, plan
    assert "Index Cond: ((clinic_id = e.clinic_id) AND (key_id = e.key_id))" in plan, plan


async def test_a_plain_join_would_read_them_all(database: Database) -> None:
    """Control: joined as one would, every key of a clinic that the statistics do not know is read for each fact."""
    plain = "left join subject_key k on k.clinic_id = e.clinic_id and k.key_id = e.key_id"
    plan = await load_in_a_new_clinic(database, LOAD.replace(key_of("e"), plain))
    assert KEYS_OF_OTHERS in plan, plan

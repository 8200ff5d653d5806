"""Trying the matrix on an application that has both walls, one, or none."""

from infrastructure.memory.key_vault import InMemoryKeyVault
from infrastructure.postgres.provisioning import APP, AUDITOR, FOLLOWER
from integration.databases import Databases
from integration.http.isolation.defences import drop_row_security, unfiltered
from integration.http.isolation.matrix import Tally, tried
from integration.http.isolation.neighbours import neighbours
from integration.stack import running


async def matrix(databases: Databases, *, filters: bool = True, row_security: bool = True) -> Tally:
    """Try everything in a database of its own, whose clinics were set up before any wall was taken away."""
    vault = InMemoryKeyVault()
    async with (
        databases.fresh() as database,
        database.pool(APP) as pool,
        database.pool(FOLLOWER) as follower_pool,
        database.pool(AUDITOR) as reading,
        running(pool, vault=vault, auditors=reading) as whole,
    ):
        of = await neighbours(whole, database, follower_pool)
        if not row_security:
            await drop_row_security(database)
        async with (
            database.pool(APP) if filters else unfiltered(database) as asked,
            database.pool(AUDITOR) if filters else unfiltered(database, AUDITOR) as auditors,
            running(asked, vault=vault, longest_wait=0.05, auditors=auditors) as stack,
        ):
            return await tried(stack, of, database)

"""The trail's entries are numbered and sealed: each once, none left out, whatever happens meanwhile."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from domain.audit.faults import EntryAltered, EntryMissing, Rewritten
from infrastructure.clocks import SystemClock
from infrastructure.crypto.signing_keys import SigningKeyFile, SigningKeys
from infrastructure.memory.key_vault import InMemoryKeyVault
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.ledger.sealer import LedgerSealer
from infrastructure.postgres.ledger.sealing import seal
from infrastructure.postgres.provisioning import APP, AUDITOR, FOLLOWER, SEALER, SWEEPER
from integration.background import eventually, in_background
from integration.databases import Database
from integration.http.patients.registry import record, registered
from integration.people import Clinic
from integration.postgres.ledger.sealed import Sealing

ENTRIES = "select count(*) from audit_entry where clinic_id = $1"
WAITING = "select count(*) from audit_arrival where clinic_id = $1"
TABLES = (
    "audit_entry",
    "audit_subject",
    "ledger_head",
    "ledger_entry",
    "ledger_batch",
    "ledger_checkpoint",
    "ledger_anchoring",
)


async def counted(database: Database, statement: str, clinic: Clinic) -> int:
    """Count something of a clinic."""
    async with database.connected("postgres") as superuser:
        count: int = await superuser.fetchval(statement, clinic.id)
    return count


async def test_every_entry_is_sealed(database: Database, sealing: Sealing, busy: Clinic) -> None:
    """What was done and read is numbered from 1 without a gap, and verified from an export."""
    await sealing.seal()
    ledger = await sealing.verified(busy.id, await sealing.note(busy.id))
    assert ledger.tree.size == await counted(database, ENTRIES, busy) >= 6
    assert await counted(database, WAITING, busy) == 0


async def test_a_second_look_goes_on(sealing: Sealing, busy: Clinic) -> None:
    """What happens later is sealed behind what was there, and meets the checkpoint from before."""
    await sealing.seal()
    before, note = await sealing.verified(busy.id), await sealing.note(busy.id)
    patient = await registered(busy.front_desk, given="Ada")
    await record(busy.front_desk, patient)
    await sealing.seal()
    after = await sealing.verified(busy.id, note)
    assert (after.batches, after.tree.size) == (before.batches + 1, before.tree.size + 2)


async def test_the_worker_seals_by_itself(database: Database, busy: Clinic, tmp_path: Path) -> None:
    """A sealer that runs needs nobody to tell it; a second one stands by."""
    file = SigningKeyFile(tmp_path / "ledger-keys.json", InMemoryKeyVault())
    await file.create()
    first, second = [LedgerSealer(database.url, file, SystemClock(), every=0.02) for _ in range(2)]
    async with in_background(first.run), in_background(second.run):

        async def all_sealed() -> bool:
            return not await counted(database, WAITING, busy)

        assert await eventually(all_sealed)

        async def both_looked() -> bool:
            both = first.health, second.health
            return all(each.connected for each in both) and any(each.leading for each in both)

        assert await eventually(both_looked)
        assert (first.health.leading, second.health.leading).count(True) == 1


async def test_two_at_once_seal_nothing_twice(database: Database, sealing: Sealing, busy: Clinic) -> None:
    """Where two seal at the same moment one goes first, and the other finds what it left."""

    async def sealed() -> None:
        async with connected(database.url, SEALER) as connection:
            await sealing.sealer.seal_all(connection, sealing.keys)

    await asyncio.gather(*(sealed() for _ in range(4)))
    assert (await sealing.verified(busy.id)).tree.size == await counted(database, ENTRIES, busy)


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_batch", "ledger_head"])
async def test_a_sealer_that_dies_leaves_nothing_half(
    database: Database, sealing: Sealing, busy: Clinic, table: str
) -> None:
    """Killed at any of its writes it has sealed nothing; whoever comes next seals it all."""
    async with database.connected("postgres") as superuser, connected(database.url, SEALER) as connection:
        async with superuser.transaction():
            await superuser.execute(f"lock table {table} in exclusive mode")
            dying = asyncio.create_task(seal(connection, busy.id, sealing.keys, SystemClock().now(), 1_000))
            await asyncio.sleep(0.1)
            assert not dying.done()
            connection.terminate()
            with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
                await dying
        assert await superuser.fetchval("select count(*) from ledger_batch where clinic_id = $1", busy.id) == 0
    await sealing.seal()
    assert (await sealing.verified(busy.id)).tree.size == await counted(database, ENTRIES, busy)


async def test_who_commits_late_is_not_left_out(database: Database, sealing: Sealing, busy: Clinic) -> None:
    """An entry of a transaction that began before others and ends after them is sealed when it is there."""
    late = "insert into audit_arrival (clinic_id, entry_id) select clinic_id, id from audit_entry where clinic_id = $1"
    await sealing.seal()
    async with database.connected("postgres") as superuser:
        await superuser.execute("delete from ledger_entry where clinic_id = $1", busy.id)
        await superuser.execute("delete from ledger_batch where clinic_id = $1", busy.id)
        await superuser.execute("delete from ledger_head where clinic_id = $1", busy.id)
        slow = superuser.transaction()
        await slow.start()
        await superuser.execute(f"{late} order by at, id limit 2", busy.id)
        patient = await registered(busy.front_desk, given="Zoe")
        assert await sealing.seal() == 0  # an older transaction is open: what is newer waits behind it
        await slow.commit()
    assert await sealing.seal() == 3
    await record(busy.front_desk, patient)
    assert await sealing.seal() == 1


async def test_a_removed_entry_holds_nobody_up(database: Database, sealing: Sealing, busy: Clinic) -> None:
    """An entry that somebody removes before it is sealed is counted as missing; the others are sealed."""
    async with database.connected("postgres") as superuser:
        await superuser.execute(
            "delete from audit_entry where id = (select entry_id from audit_arrival where clinic_id = $1 limit 1)",
            busy.id,
        )
    await sealing.seal()
    assert (await sealing.verified(busy.id)).tree.size == await counted(database, ENTRIES, busy)
    assert await counted(database, WAITING, busy) == 1


async def test_keys_change(sealing: Sealing, busy: Clinic) -> None:
    """Batches of a key that is gone are verified with the public half that stays."""
    await sealing.seal()
    await registered(busy.front_desk, given="Ada")
    await sealing.seal(SigningKeys.generate())
    assert (await sealing.verified(busy.id)).batches == 2


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        ("update audit_entry set outcome = 'identity.forbidden' where clinic_id = $1 and id = $2", EntryAltered),
        ("update audit_entry set subjects = '{}' where clinic_id = $1 and id = $2", EntryAltered),
        ("delete from audit_entry where clinic_id = $1 and id = $2", EntryMissing),
    ],
)
async def test_who_tampers_is_found(
    database: Database, sealing: Sealing, busy: Clinic, tampering: str, fault: type[Exception]
) -> None:
    """Even the database's superuser alters no entry that is sealed without it being named."""
    await sealing.seal()
    async with database.connected("postgres") as superuser:
        last = await superuser.fetchrow(
            "select number, entry_id from ledger_entry where clinic_id = $1 order by number desc limit 1", busy.id
        )
        assert last is not None
        await superuser.execute(tampering, busy.id, last["entry_id"])
    with pytest.raises(fault) as found:
        await sealing.verified(busy.id)
    assert getattr(found.value, "details", {})["number"] == last["number"]


async def test_who_has_the_key_meets_the_checkpoint(
    database: Database, sealing: Sealing, busy: Clinic, tmp_path: Path
) -> None:
    """Whoever has the database and the signing key writes the ledger anew; the checkpoint does not fit it."""
    await sealing.seal()
    note = await sealing.note(busy.id)
    async with database.connected("postgres") as superuser:
        await superuser.execute("update audit_entry set role = 'owner' where clinic_id = $1", busy.id)
        for table in ("ledger_entry", "ledger_batch", "ledger_head"):
            await superuser.execute(f"delete from {table} where clinic_id = $1", busy.id)  # noqa: S608 - own names
        await superuser.execute(
            "insert into audit_arrival (clinic_id, entry_id) select clinic_id, id from audit_entry "
            "where clinic_id = $1 order by at, id",
            busy.id,
        )
    forger = Sealing.over(database, tmp_path, sealing.keys)
    await forger.seal()
    await forger.verified(busy.id)
    with pytest.raises(Rewritten):
        await forger.verified(busy.id, note)


@pytest.mark.parametrize("role", [APP, FOLLOWER, SWEEPER, AUDITOR])
@pytest.mark.parametrize("table", [table for table in TABLES if table.startswith("ledger_")])
async def test_nobody_but_the_sealer_adds(database: Database, role: str, table: str) -> None:
    """Only the role that seals may add to the ledger, however little."""
    async with database.connected(role) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(f"insert into {table} default values")


@pytest.mark.parametrize("table", ["event", "patient", "account", "job", "feed", "audit_subject"])
async def test_the_sealer_sees_nothing_else(database: Database, table: str) -> None:
    """Whoever seals reads neither facts nor records, and adds to neither."""
    async with database.connected(SEALER) as connection:
        for deed in ("select from {}", "insert into {} default values", "delete from {}"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(deed.format(table))


async def test_a_worker_of_before_holds_nothing_up(database: Database, sealing: Sealing, busy: Clinic) -> None:
    """A worker that would seal in the follower's role, as before, seals nothing; who has the sealer's takes it all."""
    async with connected(database.url, FOLLOWER) as older:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await sealing.sealer.seal_all(older, sealing.keys)
    waiting = await counted(database, WAITING, busy)
    assert waiting == await counted(database, ENTRIES, busy) > 0
    await sealing.seal()
    assert (await sealing.verified(busy.id)).tree.size == waiting


@pytest.mark.parametrize("role", [APP, FOLLOWER, SWEEPER, AUDITOR, SEALER])
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("deed", ["delete from {}", "truncate {}"])
async def test_no_process_can_remove_a_row(database: Database, role: str, table: str, deed: str) -> None:
    """No role in which anything of ours runs may delete from the trail or the ledger, or empty it."""
    async with database.connected(role) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(deed.format(table))


@pytest.mark.parametrize("role", [APP, FOLLOWER, SWEEPER, AUDITOR, SEALER])
@pytest.mark.parametrize(
    "deed",
    [
        "update audit_entry set outcome = 'done'",
        "update audit_subject set at = now()",
        "update ledger_entry set leaf = ''",
        "update ledger_batch set header = ''",
        "update ledger_key set public = ''",
    ],
)
async def test_no_process_can_change_a_row(database: Database, role: str, deed: str) -> None:
    """What stands in the trail and in the ledger is changed by none of them."""
    async with database.connected(role) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(deed)

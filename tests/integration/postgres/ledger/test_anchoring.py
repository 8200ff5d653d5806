"""Checkpoints are made of ledgers that grow, and brought to where they are kept."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from application.audit.checkpoints.ports import Anchor, AnchorUnreachable
from application.audit.checkpoints.queries import ListCheckpoints
from domain.audit.faults import Rewritten
from domain.shared.identifiers import ClinicId
from infrastructure.clocks import SystemClock
from infrastructure.crypto.signing_keys import SigningKeyFile
from infrastructure.memory.anchor import MemoryAnchor
from infrastructure.memory.key_vault import InMemoryKeyVault
from infrastructure.postgres.followers.direct import connected
from infrastructure.postgres.ledger.anchoring import LedgerAnchoring
from infrastructure.postgres.provisioning import SEALER
from integration.background import eventually, in_background
from integration.databases import Database
from integration.http.patients.registry import registered
from integration.people import Clinic
from integration.postgres.ledger.sealed import Sealing
from integration.stack import Stack

AT_ONCE = timedelta()
AN_HOUR = timedelta(hours=1)


class Away:
    """An anchor that cannot be reached."""

    name = "away"

    async def keep(self, clinic: ClinicId, size: int, note: str) -> None:  # noqa: ARG002 - the port's form
        """Take nothing."""
        raise AnchorUnreachable("TimeoutError")


@pytest.fixture
async def keys(tmp_path: Path) -> SigningKeyFile:
    """Draw the ledger's keys."""
    file = SigningKeyFile(tmp_path / "anchoring-keys.json", InMemoryKeyVault())
    await file.create()
    return file


async def look(
    database: Database, keys: SigningKeyFile, anchors: Sequence[Anchor], every: timedelta
) -> LedgerAnchoring:
    """Look once at what is due."""
    anchoring = LedgerAnchoring(database.url, keys, SystemClock(), anchors, every)
    async with connected(database.url, SEALER) as connection:
        await anchoring.look(connection)
    return anchoring


def sizes(anchor: MemoryAnchor, clinic: Clinic) -> list[int]:
    """Give of which sizes an anchor keeps checkpoints of a clinic."""
    return sorted(size for kept, size in anchor.notes if kept == clinic.id)


async def test_what_an_anchor_keeps_verifies_the_ledger(
    database: Database, sealing: Sealing, busy: Clinic, keys: SigningKeyFile
) -> None:
    """A checkpoint comes out as it was signed, and the ledger meets it; a ledger that was written anew does not."""
    await sealing.seal((await keys.load()).at(SystemClock().now()))
    anchor = MemoryAnchor()
    await look(database, keys, [anchor], AT_ONCE)
    [size] = sizes(anchor, busy)
    note = anchor.notes[busy.id, size]
    assert (await sealing.verified(busy.id, note)).tree.size == size
    async with database.connected("postgres") as superuser:
        await superuser.execute("update audit_entry set role = 'owner' where clinic_id = $1", busy.id)
        for table in ("ledger_entry", "ledger_batch", "ledger_head"):
            await superuser.execute(f"delete from {table} where clinic_id = $1", busy.id)  # noqa: S608 - own names
        await superuser.execute(
            "insert into audit_arrival (clinic_id, entry_id) "
            "select clinic_id, id from audit_entry where clinic_id = $1",
            busy.id,
        )
    await sealing.seal((await keys.load()).at(SystemClock().now()))
    with pytest.raises(Rewritten):
        await sealing.verified(busy.id, note)


async def test_none_is_made_where_nothing_happened(
    database: Database, sealing: Sealing, busy: Clinic, keys: SigningKeyFile
) -> None:
    """A ledger that has not grown has no new checkpoint, and one that has waits until the last is old enough."""
    anchor = MemoryAnchor()
    await sealing.seal()
    for every in (AT_ONCE, AT_ONCE, AN_HOUR):
        await look(database, keys, [anchor], every)
    before = sizes(anchor, busy)
    await registered(busy.front_desk, given="Ada")
    await sealing.seal()
    await look(database, keys, [anchor], AN_HOUR)
    assert (len(before), sizes(anchor, busy)) == (1, before)
    await look(database, keys, [anchor], AT_ONCE)
    assert sizes(anchor, busy) == [*before, before[0] + 1]


async def test_one_that_is_away_holds_nobody_up(
    database: Database, sealing: Sealing, busy: Clinic, keys: SigningKeyFile
) -> None:
    """The others take what is due; what was away is told how much it lacks, and gets it all when it is back."""
    first, second = MemoryAnchor(), MemoryAnchor()
    await sealing.seal()
    anchoring = await look(database, keys, [Away(), first], AT_ONCE)
    await registered(busy.front_desk, given="Ada")
    await sealing.seal()
    await look(database, keys, [first], AT_ONCE)
    assert anchoring.health.lacking["away"] >= 1
    setattr(second, "name", Away.name)  # noqa: B010 - it has come back under its name
    await look(database, keys, [second], AT_ONCE)
    assert sizes(second, busy) == sizes(first, busy)


async def test_an_anchor_that_keeps_another_is_told(
    database: Database, sealing: Sealing, busy: Clinic, keys: SigningKeyFile
) -> None:
    """An anchor that keeps another checkpoint of as many entries shows that the ledger is not what it was."""
    await sealing.seal()
    async with database.connected("postgres") as superuser:
        size = await superuser.fetchval("select entries from ledger_head where clinic_id = $1", busy.id)
    anchor = MemoryAnchor()
    await anchor.keep(busy.id, size, "another")
    anchoring = await look(database, keys, [anchor], AT_ONCE)
    assert anchoring.health.contradicted == {"memory": 1}
    assert anchor.notes[busy.id, size] == "another"


async def test_the_worker_does_it_by_itself(
    stack: Stack, database: Database, sealing: Sealing, busy: Clinic, keys: SigningKeyFile
) -> None:
    """It needs nobody to tell it; a second one stands by, and the owner sees what is kept where."""
    await sealing.seal()
    anchor = MemoryAnchor()
    first, second = (LedgerAnchoring(database.url, keys, SystemClock(), [anchor], AT_ONCE, look=0.02) for _ in range(2))
    async with in_background(first.run), in_background(second.run):

        async def kept() -> bool:
            both = first.health, second.health
            looked = all(each.connected for each in both) and any(each.leading for each in both)
            return looked and bool(sizes(anchor, busy))

        assert await eventually(kept)
        assert (first.health.leading, second.health.leading).count(True) == 1
    [newest] = (await stack.do(ListCheckpoints(), busy.owner)).items
    assert [keeping.anchor for keeping in newest.kept] == ["memory"]
    assert newest.note == anchor.notes[busy.id, newest.entries]

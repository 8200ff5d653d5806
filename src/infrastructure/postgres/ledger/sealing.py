"""One batch of one clinic's ledger, sealed in one transaction: all of it is there, or none."""

from datetime import datetime
from typing import Final, NamedTuple

import asyncpg

from domain.audit.batch import BatchHeader, Ledger
from domain.audit.merkle import HASH_BYTES, Tree
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.signing_keys import SigningKeys
from infrastructure.postgres.followers.direct import Direct
from infrastructure.postgres.ledger.rows import COLUMNS, entry

_ENTER: Final = "select set_config('polyclinic.clinic', $1, true)"

_BEGIN: Final = """
insert into ledger_head (clinic_id, batches, entries, peaks, last) values ($1, $2, $3, $4, $5)
on conflict (clinic_id) do nothing
"""
_HEAD: Final = "select batches, entries, peaks, last from ledger_head where clinic_id = $1"
_HOLD: Final = f"{_HEAD} for update"

# What may still be overtaken by an older transaction is left for the next time. Filter and scan are one statement.
_SETTLED: Final = "(a.epoch < (select current from log_epoch) or a.xid < pg_snapshot_xmin(pg_current_snapshot()))"

_TAKE: Final = f"""
with oldest as (
       select a.epoch, a.xid, a.position, {COLUMNS}
         from audit_arrival a join audit_entry e on e.clinic_id = a.clinic_id and e.id = a.entry_id
        where a.clinic_id = $1 and {_SETTLED}
        order by a.epoch, a.xid, a.position limit $2),
     taken as (
       delete from audit_arrival a using oldest o
        where a.clinic_id = $1 and a.epoch = o.epoch and a.xid = o.xid and a.position = o.position)
select * from oldest order by epoch, xid, position
"""  # noqa: S608 - our own text

_MISSING: Final = f"""
select count(*) from audit_arrival a
 where a.clinic_id = $1 and {_SETTLED}
   and not exists (select from audit_entry e where e.clinic_id = a.clinic_id and e.id = a.entry_id)
"""  # noqa: S608 - our own text

_NUMBER: Final = """
insert into ledger_entry (clinic_id, number, entry_id, leaf)
select $1, $2::bigint + n.place, n.entry_id, n.leaf
  from unnest($3::uuid[], $4::bytea[]) with ordinality as n (entry_id, leaf, place)
"""
_SEAL: Final = "insert into ledger_batch (clinic_id, batch, header, signature) values ($1, $2, $3, $4)"
_MOVE_ON: Final = "update ledger_head set batches = $2, entries = $3, peaks = $4, last = $5 where clinic_id = $1"


class Sealed(NamedTuple):
    """A batch that was just sealed."""

    header: BatchHeader
    ledger: Ledger

    @property
    def entries(self) -> int:
        """How many entries it holds."""
        return self.header.last - self.header.first + 1


async def seal(connection: Direct, clinic: ClinicId, keys: SigningKeys, at: datetime, limit: int) -> Sealed | None:
    """Seal what waits in a clinic, the oldest first, at most ``limit`` entries; ``None`` where nothing waits.

    Of several that seal at once, one goes first and the others find what it left.
    """
    async with connection.transaction():
        await connection.execute(_ENTER, str(clinic))
        ledger = await _held(connection, clinic)
        rows = await connection.fetch(_TAKE, clinic, limit)
        if not rows:
            return None
        entries = [entry(row) for row in rows]
        leaves = [each.leaf() for each in entries]
        after, header = ledger.sealing(leaves, keys.signing, at)
        await connection.execute(_NUMBER, clinic, ledger.tree.size, [each.id for each in entries], leaves)
        signature = keys.private.sign(header.signed())
        await connection.execute(_SEAL, clinic, header.batch, header.canonical(), signature)
        await connection.execute(_MOVE_ON, *_columns(after))
    return Sealed(header, after)


async def missing(connection: Direct, clinic: ClinicId) -> int:
    """Count the entries of a clinic that somebody removed from the trail before they were sealed."""
    async with connection.transaction():
        await connection.execute(_ENTER, str(clinic))
        count: int = await connection.fetchval(_MISSING, clinic)
    return count


async def ledger_of(connection: Direct, clinic: ClinicId) -> Ledger:
    """Give how far a clinic's ledger has come, within a transaction of the clinic."""
    row = await connection.fetchrow(_HEAD, clinic)
    return _ledger(clinic, row) if row is not None else Ledger(clinic=clinic)


async def _held(connection: Direct, clinic: ClinicId) -> Ledger:
    """Give how far it has come, and keep others from moving it on until the transaction ends."""
    row = await connection.fetchrow(_HOLD, clinic)
    if row is not None:
        return _ledger(clinic, row)
    await connection.execute(_BEGIN, *_columns(Ledger(clinic=clinic)))
    return await _held(connection, clinic)


def _columns(ledger: Ledger) -> tuple[object, ...]:
    return ledger.clinic, ledger.batches, ledger.tree.size, b"".join(ledger.tree.peaks), ledger.last


def _ledger(clinic: ClinicId, row: asyncpg.Record) -> Ledger:
    joined: bytes = row["peaks"]
    peaks = tuple(joined[at : at + HASH_BYTES] for at in range(0, len(joined), HASH_BYTES))
    tree = Tree(size=row["entries"], peaks=peaks)
    return Ledger(clinic=clinic, batches=row["batches"], tree=tree, last=row["last"])

"""Making the ledger's checkpoints, and remembering which anchor keeps which."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from domain.audit.checkpoint import Checkpoint
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.signed_notes import signed
from infrastructure.crypto.signing_keys import SigningKeys
from infrastructure.postgres.followers.direct import Direct
from infrastructure.postgres.ledger.sealing import ledger_of

_ENTER: Final = "select set_config('polyclinic.clinic', $1, true)"

_DUE: Final = """
select h.clinic_id from ledger_head h
  left join lateral (select c.size, c.at from ledger_checkpoint c
                      where c.clinic_id = h.clinic_id order by c.size desc limit 1) as newest on true
 where h.entries > coalesce(newest.size, 0) and coalesce(newest.at <= $1, true)
 order by h.clinic_id
"""
_MAKE: Final = """
insert into ledger_checkpoint (clinic_id, size, root, note, at) values ($1, $2, $3, $4, $5)
on conflict (clinic_id, size) do nothing
"""

# An anchor takes a clinic's checkpoints in their order, so what it lacks lies behind the last that it has.
_BEHIND: Final = """
  from ledger_head h
  left join lateral (select a.size from ledger_anchoring a
                      where a.clinic_id = h.clinic_id and a.anchor = $1 order by a.size desc limit 1) as last on true
  join ledger_checkpoint c on c.clinic_id = h.clinic_id and c.size > coalesce(last.size, 0)
"""
_LACKING: Final = f"select c.clinic_id, c.size, c.note {_BEHIND} order by c.clinic_id, c.size limit $2"
_COUNT: Final = f"select count(*) {_BEHIND}"
_KEPT: Final = """
insert into ledger_anchoring (clinic_id, size, anchor, at) values ($1, $2, $3, $4)
on conflict (clinic_id, size, anchor) do nothing
"""


class Made(NamedTuple):
    """A checkpoint that an anchor has not taken yet."""

    clinic: ClinicId
    size: int
    note: str


async def make_due(connection: Direct, keys: SigningKeys, now: datetime, every: timedelta) -> int:
    """Make a checkpoint of each ledger that has grown, where the last one is older than ``every``; tell how many."""
    due: Sequence[UUID] = [row["clinic_id"] for row in await connection.fetch(_DUE, now - every)]
    for clinic in due:
        await make(connection, ClinicId(clinic), keys, now)
    return len(due)


async def make(connection: Direct, clinic: ClinicId, keys: SigningKeys, now: datetime) -> Checkpoint:
    """Make a checkpoint of a ledger as it is now; where it has not grown, the one that there is stays."""
    async with connection.transaction():
        await connection.execute(_ENTER, str(clinic))
        tree = (await ledger_of(connection, clinic)).tree
        checkpoint = Checkpoint.of(clinic, tree.size, tree.root)
        note = signed(checkpoint.body(), checkpoint.origin, keys.private)
        await connection.execute(_MAKE, clinic, tree.size, tree.root, note, now)
    return checkpoint


async def lacking(connection: Direct, anchor: str, limit: int) -> Sequence[Made]:
    """Give checkpoints that an anchor has not taken yet, each clinic's oldest first."""
    rows = await connection.fetch(_LACKING, anchor, limit)
    return [Made(ClinicId(row["clinic_id"]), row["size"], row["note"]) for row in rows]


async def count_lacking(connection: Direct, anchor: str) -> int:
    """Count the checkpoints of all clinics that an anchor has not taken yet."""
    count: int = await connection.fetchval(_COUNT, anchor)
    return count


async def kept(connection: Direct, made: Made, anchor: str, now: datetime) -> None:
    """Remember that an anchor has taken a checkpoint."""
    async with connection.transaction():
        await connection.execute(_ENTER, str(made.clinic))
        await connection.execute(_KEPT, made.clinic, made.size, anchor, now)

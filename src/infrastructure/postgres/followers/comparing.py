"""Holding a table that was built anew against the live one.

Both are read in one order, some rows at a time, and hashed. Sealed values are opened first: a seal has a fresh nonce
each time, and what it holds is what must be the same.
"""

import hashlib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple
from uuid import UUID

from domain.shared.identifiers import ClinicId
from infrastructure.crypto.sealing import SealingKey, associated
from infrastructure.postgres.connection import Row
from infrastructure.postgres.followers.shadow import Owner, live, shadow_of
from infrastructure.postgres.projected_table import ProjectedTable
from infrastructure.postgres.subject_key import key_of
from infrastructure.postgres.subject_keys import SubjectKeys

_KEY_COLUMNS: Final = """
select string_agg('t.' || quote_ident(a.attname), ', ' order by array_position(i.indkey::int2[], a.attnum))
  from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
 where i.indrelid = $1::regclass and i.indisprimary
"""

_ROWS_AT_ONCE: Final = 500

_OF_THE_KEY: Final = frozenset({"subject_id", "kek_id", "wrapped"})


class Compared(NamedTuple):
    """A table, and the hashes of what it holds live and rebuilt."""

    table: str
    rows: int
    """Live."""
    live: str
    rebuilt: str

    @property
    def agrees(self) -> bool:
        """Whether both hold the same."""
        return self.live == self.rebuilt


async def compared(
    connection: Owner,
    table: ProjectedTable,
    keys: SubjectKeys,
    now: datetime,
    *,
    unseen: AbstractSet[tuple[UUID, UUID]] = frozenset(),
) -> Compared:
    """Hold a shadow against its live table within the open transaction, passing over aggregates that it has not seen.

    ``unseen`` names them by clinic and id. Rows that have lapsed by ``now`` are passed over too: when they go is no
    matter of facts.
    """
    rows, ours = await hashed(connection, live(table.name), table, keys, now, unseen=unseen)
    _, built = await hashed(connection, shadow_of(table.name), table, keys, now, unseen=unseen)
    return Compared(table.name, rows, ours, built)


async def hashed(  # noqa: PLR0913 - what is read and how
    connection: Owner,
    place: str,
    table: ProjectedTable,
    keys: SubjectKeys,
    now: datetime,
    *,
    unseen: AbstractSet[tuple[UUID, UUID]] = frozenset(),
) -> tuple[int, str]:
    """Count and hash the rows at a place that has a table's form: live, or its shadow."""
    columns = {row["column_name"] for row in await connection.fetch(_COLUMNS, table.name)}
    is_sealed = "sealed" in columns
    order = await connection.fetchval(_KEY_COLUMNS, place)
    statement = (
        f"select t.*{', k.kek_id, k.wrapped' if is_sealed else ''} from {place} t "  # noqa: S608 - own names
        + (key_of("t") if is_sealed else "")
        + (_STANDING.format(lapses=table.lapses) if table.lapses is not None else "")
        + f" order by {order}"
    )
    digest, count = hashlib.blake2b(digest_size=16), 0
    arguments = () if table.lapses is None else (now,)
    cursor = await connection.cursor(statement, *arguments)
    while rows := await cursor.fetch(_ROWS_AT_ONCE):
        seen = [row for row in rows if (row["clinic_id"], row[table.aggregate]) not in unseen]
        opened = await _opened(seen, keys) if is_sealed else {}
        for row in seen:
            digest.update(repr(_told(row, table, opened)).encode())
        count += len(seen)
    return count, digest.hexdigest()


_COLUMNS: Final = "select column_name from information_schema.columns where table_schema = 'public' and table_name = $1"

_STANDING: Final = """
 where t.{lapses} is null or t.{lapses} > coalesce(
   (select c.sandbox_clock from public.clinic c where c.clinic_id = t.clinic_id and c.id = t.clinic_id), $1)
"""


async def _opened(rows: Iterable[Row], keys: SubjectKeys) -> dict[UUID, SealingKey]:
    opened: dict[UUID, SealingKey] = {}
    for clinic, its_rows in groupby(rows, key=itemgetter("clinic_id")):
        opened |= await keys.opened(ClinicId(clinic), its_rows)
    return opened


def _told(row: Row, table: ProjectedTable, keys: Mapping[UUID, SealingKey]) -> list[tuple[str, Any]]:
    """Give a row's values, what is sealed opened; an erased person's stay sealed, and are the very same bytes."""
    values = {name: value for name, value in row.items() if name not in _OF_THE_KEY}
    if row.get("wrapped") is not None:
        place = associated(row["clinic_id"], table.name, row["id"], row["version"])
        values["sealed"] = keys[row["key_id"]].open(row["sealed"], place)
    return sorted(values.items())

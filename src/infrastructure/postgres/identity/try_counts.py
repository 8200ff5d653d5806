"""How often somebody tried to sign in: counted in a transaction of its own, before the try is looked at."""

import asyncpg

from application.identity.sessions.ports import TriedBy
from application.shared.execution import Execution
from application.shared.refusals import Unavailable
from application.shared.transactions import LostRace
from domain.identity.tries import Tries, TryLimit
from infrastructure.crypto.blind_index import BlindIndexes, Kind
from infrastructure.postgres.connection import Pool, begin, lent, lock, lock_key
from infrastructure.postgres.session import current

_SEEN = """
select tries as count, locks, last_at, locked_until from sign_in_tries where clinic_id = $1 and token = $2
"""

# Names that nobody has are counted too, so whoever comes takes two along that nobody asks for any more.
_COUNT = """
with gone as (
  delete from sign_in_tries where clinic_id = $1::uuid and token in (
    select token from sign_in_tries
     where clinic_id = $1::uuid and forgotten_at < $5::timestamptz and token <> $2::bytea
     order by forgotten_at limit 2 for update skip locked))
insert into sign_in_tries (clinic_id, token, tries, locks, last_at, locked_until, forgotten_at)
values ($1::uuid, $2::bytea, $3::integer, $4::integer, $5::timestamptz, $6::timestamptz, $7::timestamptz)
on conflict (clinic_id, token) do update
   set tries = excluded.tries, locks = excluded.locks, last_at = excluded.last_at,
       locked_until = excluded.locked_until, forgotten_at = excluded.forgotten_at
"""

_TAKE_OFF = """
update sign_in_tries set tries = greatest(tries - 1, 0), locked_until = null
 where clinic_id = $1::uuid and token = $2::bytea
"""

_FORGET = "delete from sign_in_tries where clinic_id = $1::uuid and token = $2::bytea"


class PostgresTryCounts:
    """Keeps one row for each name and each address that is tried, found by its token and readable by nobody."""

    def __init__(self, pool: Pool, indexes: BlindIndexes) -> None:
        self._pool = pool
        self._indexes = indexes

    async def another(self, by: TriedBy, value: str, limit: TryLimit, execution: Execution) -> Tries:
        """Count one more try and commit. Raises ``TooManyTries``, ``Contended``, ``Unavailable``."""
        token = await self._token(by, value, execution)
        try:
            return await self._counted(token, limit, execution)
        except (LostRace, asyncpg.PostgresError) as refused:
            raise Unavailable(part="database") from refused

    async def take_off(self, by: TriedBy, value: str, execution: Execution) -> None:
        """Take one try off in the command's flush."""
        current().flush.write(_TAKE_OFF, execution.clinic, await self._token(by, value, execution))

    async def forget(self, by: TriedBy, value: str, execution: Execution) -> None:
        """Forget every try in the command's flush."""
        current().flush.write(_FORGET, execution.clinic, await self._token(by, value, execution))

    async def _counted(self, token: bytes, limit: TryLimit, execution: Execution) -> Tries:
        clinic, now = execution.clinic, execution.now
        async with lent(self._pool) as connection:
            await connection.execute(f"{begin(clinic)}; {lock(lock_key('tries', clinic, token.hex()))}")
            row = await connection.fetchrow(_SEEN, clinic, token)
            seen = Tries(**row) if row is not None else Tries()
            counted = seen.another(limit, now=now)
            await connection.execute(
                _COUNT,
                clinic,
                token,
                counted.count,
                counted.locks,
                now,
                counted.locked_until,
                counted.forgotten_at(limit, now=now),
            )
            await connection.execute("COMMIT")
        return counted

    async def _token(self, by: TriedBy, value: str, execution: Execution) -> bytes:
        return (await self._indexes.of(execution.clinic)).token(Kind.TRIED, f"{by}|{value}")

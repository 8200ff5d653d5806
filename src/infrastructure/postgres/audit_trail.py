"""The audit trail for what changed nothing: reads, refusals and rehearsals, many of them in one transaction.

Each is durable before its caller goes on. While a clinic's entries are being committed, those that come meanwhile wait
for each other and go together next: the more there are, the fewer commits each of them costs.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Sequence
from typing import Final, NamedTuple

from application.shared.asked_for import AskedFor
from application.shared.execution import Execution
from application.shared.refusals import Unavailable
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.audit_entries import Entry, entry_of, keep
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.subject_key import SubjectKey
from infrastructure.postgres.subject_keys import SubjectKeys

MOST_AT_ONCE: Final = 500
"""Entries in one transaction."""

PATIENCE: Final = 10.0
"""Seconds for one transaction, from the wait for a connection on; then those who wait for it are told."""


class _Waiting(NamedTuple):
    entry: Entry
    durable: "asyncio.Future[None]"


class PostgresAuditTrail:
    """Keeps entries, each clinic's by one writer at a time."""

    def __init__(self, pool: Pool, keys: SubjectKeys) -> None:
        self._pool = pool
        self._keys = keys
        self._waiting: defaultdict[ClinicId, deque[_Waiting]] = defaultdict(deque)
        self._writers: dict[ClinicId, asyncio.Task[None]] = {}

    async def note(self, execution: Execution, outcome: str, asked: AskedFor) -> None:
        """Keep an entry; it is durable when this returns. Raises ``Unavailable`` where it cannot be kept.

        Whoever gives up waiting was shown nothing, and leaves an entry only where it was on its way already.
        """
        clinic = execution.clinic
        key = await self._key(clinic) if execution.origin is not None else None
        entry = entry_of(execution, outcome, asked.subjects, asked.streams, key)
        waiting = _Waiting(entry, asyncio.get_running_loop().create_future())
        self._waiting[clinic].append(waiting)
        if clinic not in self._writers:
            self._writers[clinic] = asyncio.create_task(self._write(clinic))
        await waiting.durable

    async def _key(self, clinic: ClinicId) -> SubjectKey:
        at_hand = await self._keys.at_hand(clinic, clinic)
        if at_hand is not None:
            return at_hand
        async with clinic_transaction(self._pool, clinic) as connection:
            made = await self._keys.made(connection, clinic, clinic)
            await connection.execute("COMMIT")
        return made

    async def _write(self, clinic: ClinicId) -> None:
        """Write until nobody of the clinic waits any more."""
        waiting = self._waiting[clinic]
        try:
            while waiting:
                next_ones = [waiting.popleft() for _ in range(min(len(waiting), MOST_AT_ONCE))]
                if batch := [each for each in next_ones if not each.durable.done()]:
                    await self._keep(clinic, batch)
        finally:
            del self._writers[clinic], self._waiting[clinic]

    async def _keep(self, clinic: ClinicId, batch: Sequence[_Waiting]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await keep(self._pool, clinic, [waiting.entry for waiting in batch])
        except TimeoutError:
            _tell(batch, Unavailable(part="database"))
        except Exception as failure:  # noqa: BLE001 - raised again, by each of those who wait
            _tell(batch, failure)
        else:
            _tell(batch, None)


def _tell(batch: Sequence[_Waiting], failure: Exception | None) -> None:
    for waiting in batch:
        if waiting.durable.done():
            continue  # who waited has gone
        if failure is None:
            waiting.durable.set_result(None)
        else:
            waiting.durable.set_exception(failure)

"""Writers of facts who take their time: random delays before the commit, rollbacks, streams shared by several.

They keep to a command's order (lock the stream, read it, write everything at the end) and remember what was
acknowledged, so that a checker can compare it with the whole log.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid4

import asyncpg

from domain.patients.contact import ContactId
from domain.patients.patient import Patient
from infrastructure.facts.catalogue import REGISTRY
from infrastructure.facts.codec import Codec
from infrastructure.postgres.connection import Pool, clinic_transaction, lock_key

KIND: Final = Patient.ContactRemoved
"""The fact that is written: small, and nothing in it is sealed."""

_ROLLED_BACK, _LONG = 0.1, 0.01
"""Shares of the transactions: taken back at the end, open ten times as long as the others at most are."""

_VERSION = "select coalesce(max(version), 0) from event where clinic_id = $1 and stream_id = $2"

_APPEND = """
insert into event (clinic_id, stream_id, version, name, revision, data, recorded_at,
                   command_id, correlation_id, actor_id)
select $1, $2, version, $5, $6, $7, clock_timestamp(), $8, $8, $8
  from generate_series($3::int + 1, $3::int + $4::int) as version
"""


@dataclass(slots=True)
class Ledger:
    """What the writers know."""

    acknowledged: int = 0
    """Facts whose commit came back."""
    rolled_back: int = 0
    unknown: int = 0
    """Facts whose commit was cut off."""
    committed_at: dict[tuple[UUID, int], float] = field(default_factory=dict)
    """By the clock of ``time.monotonic``, when the commit of a stream's last fact in it came back."""


class Writers:
    """Writes facts into some clinics' streams, as fast as the delays allow."""

    def __init__(
        self, pool: Pool, seed: int, *, clinics: int = 5, streams: int = 8, longest_delay: float = 0.03
    ) -> None:
        self._pool = pool
        self._random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._longest_delay = longest_delay
        self.streams = [(clinic, uuid4()) for clinic in [uuid4() for _ in range(clinics)] for _ in range(streams)]
        encoded = Codec(REGISTRY).encode(KIND(contact_id=ContactId(uuid4())))
        self._fact = (encoded.name, encoded.revision, encoded.data)
        self.ledger = Ledger()

    @property
    def clinics(self) -> Sequence[UUID]:
        """The clinics that are written to."""
        return list(dict.fromkeys(clinic for clinic, _ in self.streams))

    async def write(self, facts: int, writers: int) -> None:
        """Write until so many facts were acknowledged."""
        await asyncio.gather(*(self._one(facts) for _ in range(writers)))

    async def _one(self, facts: int) -> None:
        while self.ledger.acknowledged < facts:
            clinic, stream = self._random.choice(self.streams)
            count = self._random.randint(1, 4)
            try:
                await self._commit(clinic, stream, count)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                self.ledger.unknown += count

    async def _commit(self, clinic: UUID, stream: UUID, count: int) -> None:
        async with clinic_transaction(self._pool, clinic) as connection:
            await connection.fetch("select pg_advisory_xact_lock($1)", lock_key(stream))
            version = await connection.fetchval(_VERSION, clinic, stream)
            await connection.execute(_APPEND, clinic, stream, version, count, *self._fact, uuid4())
            await self._linger()
            if self._random.random() < _ROLLED_BACK:
                self.ledger.rolled_back += count
                return
            await connection.execute("COMMIT")
            self.ledger.acknowledged += count
            self.ledger.committed_at[stream, version + count] = time.monotonic()

    async def _linger(self) -> None:
        """Stay open, mostly for a moment, now and then for long: whoever began later commits first."""
        share = self._random.random()
        await asyncio.sleep(self._longest_delay * (10 if share < _LONG else share))


async def hold_watermark(pool: Pool, clinic: UUID, seconds: float) -> None:
    """Keep a writing transaction open, which writes nothing in the end."""
    async with clinic_transaction(pool, clinic) as connection:
        await connection.execute("select pg_current_xact_id()")
        await asyncio.sleep(seconds)

"""The sealer: gives the audit trail's entries their numbers and folds them into signed batches.

An advisory lock keeps several sealers from doing the same work; that no entry is sealed twice or left out rests on the
rows alone: an entry waits in ``audit_arrival`` until the transaction that seals it has taken it from there.
"""

import asyncio
from typing import Final

import msgspec
import structlog

from application.shared.clock import Clock
from application.shared.refusals import Unavailable
from domain.shared.identifiers import ClinicId
from infrastructure.crypto.private_files import FileNotPrivate
from infrastructure.crypto.signing_keys import SigningKeyFile, SigningKeys, SigningKeysUnusable
from infrastructure.postgres.connection import lock_key
from infrastructure.postgres.followers.direct import LOST, Direct, connected
from infrastructure.postgres.followers.waiting import until
from infrastructure.postgres.ledger.sealing import missing, seal
from infrastructure.postgres.provisioning import SEALER

BATCH: Final = 1_000
"""Entries in one batch at most: some 50 ms, in which the sealer itself holds the watermark."""

EVERY: Final = 1.0
"""Seconds between two looks: the longest that a committed entry can still be altered without a trace."""

_CLINICS_AT_ONCE: Final = 10_000
_LONGEST_PAUSE: Final = 5.0
_LOCK: Final = lock_key("ledger-sealer")

_WAITING: Final = """
select distinct oldest.clinic_id from (
  select a.clinic_id from audit_arrival a
   where a.epoch < (select current from log_epoch) or a.xid < pg_snapshot_xmin(pg_current_snapshot())
   order by a.epoch, a.xid, a.position limit $1) as oldest
"""
_COUNT: Final = "select count(*) from audit_arrival"
_PUBLISH: Final = "insert into ledger_key (kid, public, since) values ($1, $2, $3) on conflict (kid) do nothing"

_UNREADABLE: Final = (OSError, Unavailable, FileNotPrivate, SigningKeysUnusable)

_log = structlog.get_logger(__name__)


class SealerHealth(msgspec.Struct, frozen=True, kw_only=True):
    """A moment of the sealer."""

    connected: bool = False
    leading: bool = False
    """Whether it is the one that seals; the others stand by."""
    waiting: int = 0
    """Entries of all clinics that no batch holds yet."""
    missing: int = 0
    """Entries that somebody removed before they were sealed, as far as this process found any."""


class LedgerSealer:
    """Seals. One works at a time; the others stand by."""

    def __init__(self, url: str, keys: SigningKeyFile, clock: Clock, *, every: float = EVERY) -> None:
        """``url`` leads to PostgreSQL directly: session locks do not pass a transaction pooler."""
        self._url = url
        self._keys = keys
        self._clock = clock
        self._every = every
        self._published: set[str] = set()
        self._missing: dict[ClinicId, int] = {}
        self.health = SealerHealth()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set; connect anew whenever the connection is lost."""
        pause = self._every
        while not stop.is_set():
            try:
                async with connected(self._url, SEALER) as connection:
                    pause = self._every
                    self.health = SealerHealth(connected=True)
                    while not stop.is_set():
                        await self._look(connection)
                        await until(self._every, stop)
            except LOST as lost:
                _log.warning("sealer_lost_connection", failure=type(lost).__name__, retry_after=pause)
                self.health = SealerHealth()
                await until(pause, stop)
                pause = min(pause * 2, _LONGEST_PAUSE)
        self.health = SealerHealth()

    async def _look(self, connection: Direct) -> None:
        leading = self.health.leading or await connection.fetchval("select pg_try_advisory_lock($1)", _LOCK)
        if leading:
            try:
                keys = (await self._keys.load()).at(self._clock.now())
            except _UNREADABLE as unread:
                _log.error("ledger_keys_unread", failure=type(unread).__name__)
            else:
                await self.seal_all(connection, keys)
        waiting = await connection.fetchval(_COUNT)
        self.health = SealerHealth(
            connected=True, leading=leading, waiting=waiting, missing=sum(self._missing.values())
        )

    async def seal_all(self, connection: Direct, keys: SigningKeys) -> int:
        """Seal what waits in every clinic, and give how many entries that were."""
        await self._publish(connection, keys)
        sealed = 0
        for row in await connection.fetch(_WAITING, _CLINICS_AT_ONCE):
            clinic = ClinicId(row["clinic_id"])
            while done := await seal(connection, clinic, keys, self._clock.now(), BATCH):
                sealed += done.entries
                if done.entries < BATCH:
                    break
            self._tell_missing(clinic, await missing(connection, clinic))
        return sealed

    def _tell_missing(self, clinic: ClinicId, count: int) -> None:
        if count != self._missing.get(clinic, 0):
            _log.error("ledger_entries_missing", clinic_id=clinic, count=count)
        self._missing[clinic] = count

    async def _publish(self, connection: Direct, keys: SigningKeys) -> None:
        """Keep the public key for good: batches that it signed are verified long after it is retired."""
        if keys.signing not in self._published:
            public = keys.public[keys.signing].public_bytes_raw()
            await connection.execute(_PUBLISH, keys.signing, public, self._clock.now())
            self._published.add(keys.signing)

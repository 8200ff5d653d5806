"""One step of one lane: facts read, rows written, checkpoint moved, in one transaction."""

from typing import TypeAlias

import msgspec

from application.shared.clock import Clock
from application.shared.followers import Follower
from domain.shared.identifiers import ClinicId
from infrastructure.postgres.connection import Connection, Pool, clinic_transaction, lock_key
from infrastructure.postgres.flush import Flush
from infrastructure.postgres.followers import checkpoints
from infrastructure.postgres.followers.checkpoints import Checkpoint
from infrastructure.postgres.followers.reading import LaneReader


class LaneSession(msgspec.Struct, frozen=True):
    """The transaction in which a follower writes what follows from a batch of facts.

    Reads first and writes last, as commands do: a transaction that has written holds everybody's watermark.
    """

    clinic: ClinicId
    connection: Connection
    flush: Flush


LaneFollower: TypeAlias = Follower[LaneSession]


class StepFailed(Exception):
    """The follower raised; the cause says what. Everything was taken back."""

    def __init__(self, at: Checkpoint, upto: int) -> None:
        super().__init__()
        self.at = at
        self.count = upto - at.feed_no


class Lanes:
    """Takes steps."""

    def __init__(self, pool: Pool, reader: LaneReader, clock: Clock) -> None:
        self._pool = pool
        self._reader = reader
        self._clock = clock

    async def step(self, follower: LaneFollower, clinic: ClinicId, limit: int) -> int:
        """Take up to ``limit`` facts on; tell how many, 0 where there are none or somebody else is at it.

        Raises ``StepFailed`` when the follower raised, ``CheckpointMoved`` when somebody else came first, and
        ``Unavailable`` when the database is not there.
        """
        async with clinic_transaction(self._pool, clinic) as connection:
            # Saves work only. It takes no transaction id, so a follower that waits holds nobody up.
            if not await connection.fetchval("select pg_try_advisory_xact_lock($1)", _lock(follower, clinic)):
                return 0
            at = await checkpoints.read(connection, clinic, follower.name)
            if not at.is_open(self._clock.now()):
                return 0
            after, limit = at.feed_no, 1 if at.attempts else limit
            upto = after + limit
            try:
                names = self._reader.names(follower.kinds)
                upto, facts = await self._reader.read(connection, clinic, after, limit, names)
                if upto == after:
                    return 0
                session = LaneSession(clinic, connection, Flush())
                if facts:
                    await follower.apply(facts, session)
                    await session.flush.send(connection)
            except Exception as failure:
                if connection.is_closed():
                    raise
                raise StepFailed(at, upto) from failure
            await checkpoints.move(connection, clinic, follower.name, at, upto)
            await connection.execute("COMMIT")
        return upto - after


def _lock(follower: LaneFollower, clinic: ClinicId) -> int:
    return lock_key("lane", follower.name, clinic)

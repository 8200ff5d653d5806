"""What time a fact freed, folded from the log."""

from typing import Final
from uuid import UUID

from application.shared.execution import Execution
from domain.scheduling.waitlist.freed_time import freed
from domain.scheduling.waitlist.line import Opening
from infrastructure.facts.codec import Codec
from infrastructure.postgres.connection import Pool, clinic_transaction

_HISTORY: Final = """
select version, name, revision, data, recorded_at from event
 where clinic_id = $1 and stream_id = $2 and version <= $3 order by version
"""


class PostgresFreedTimes:
    """Reads a stream up to a fact, without what is personal: it needs no key, and no patient who is still known."""

    def __init__(self, pool: Pool, codec: Codec) -> None:
        self._pool = pool
        self._codec = codec

    async def opening(self, stream: UUID, version: int, execution: Execution) -> Opening | None:
        """Give the provider's time that is free since a fact."""
        async with clinic_transaction(self._pool, execution.clinic) as connection:
            rows = await connection.fetch(_HISTORY, execution.clinic, stream, version)
        history = [
            self._codec.decode_clear(
                row["name"],
                row["revision"],
                row["data"],
                stream=stream,
                version=row["version"],
                at=row["recorded_at"],
            )
            for row in rows
        ]
        return freed(history, execution.now) if history else None

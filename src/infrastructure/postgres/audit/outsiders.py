"""Which keys are not the clinic's own, on PostgreSQL."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

import msgspec

from application.shared.execution import Execution
from domain.identity.key_holder import Outsider
from infrastructure.postgres.list_reads import ListReads

_OF_OUTSIDERS: Final = "select id, holder from api_key where clinic_id = $1 and (holder ->> 'is') = 'outsider'"

_decode = msgspec.json.Decoder(Outsider).decode


class PostgresOutsiders:
    """Reads keys' rows."""

    def __init__(self, lists: ListReads) -> None:
        self._lists = lists

    async def all(self, execution: Execution) -> Mapping[UUID, Outsider]:
        """Give every outsider of the clinic by their key."""
        rows = await self._lists.rows(execution, _OF_OUTSIDERS, execution.clinic)
        return {row["id"]: _decode(row["holder"]) for row in rows}

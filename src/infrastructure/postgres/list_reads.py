"""Reading many things: rows by one statement, then opened."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from application.shared.execution import Execution
from application.shared.query import View
from domain.shared.aggregate import Aggregate
from infrastructure.postgres.connection import Pool, clinic_transaction
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.subject_keys import SubjectKeys

A = TypeVar("A", bound=Aggregate)
V = TypeVar("V", bound=View)

Row = Mapping[str, Any]


class ListReads:
    """Answers list queries on asyncpg."""

    def __init__(self, pool: Pool, keys: SubjectKeys) -> None:
        self._pool = pool
        self._keys = keys

    async def rows(self, execution: Execution, sql: str, *arguments: Any) -> list[Row]:
        """Give the rows of one statement in the execution's clinic."""
        async with clinic_transaction(self._pool, execution.clinic) as connection:
            return [dict(row) for row in await connection.fetch(sql, *arguments)]

    async def opened(self, model: ReadModel[A, V], rows: Sequence[Row], execution: Execution) -> list[V]:
        """Give the views of rows that ``model.select`` read. An erased subject is in no list."""
        if not model.is_sealed:
            return [model.read(row, execution.clinic, None) for row in rows]
        keys = await self._keys.opened(execution.clinic, rows)
        return [model.read(row, execution.clinic, keys[row["key_id"]]) for row in rows if row["wrapped"] is not None]

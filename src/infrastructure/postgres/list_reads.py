"""Reading many things: rows by one statement, then opened."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from application.shared.execution import Execution
from application.shared.paging import Page, Paged, after, cursor
from application.shared.query import View
from domain.shared.aggregate import Aggregate
from domain.shared.time import Instant
from infrastructure.postgres.conditions import Conditions
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

    async def page(
        self, model: ReadModel[A, V], where: Conditions, began: str, query: Paged, execution: Execution
    ) -> Page[V]:
        """Give a page of a model's rows, in the order in which they began, then of their ids.

        ``began`` names the column that holds that instant. The page is cut from those whose subject is not erased.
        """
        start = after(query.after, tuple[Instant, UUID])
        if start is not None:
            where.demand(f"(t.{began}, t.id) > ({{}}, {{}})", *start)
        sql = f"{model.select} where {where}{model.known} order by t.{began}, t.id limit {query.limit + 1}"
        rows = await self.rows(execution, sql, *where.values)
        return await self.cut(model, rows, (began, "id"), query.limit, execution)

    async def cut(
        self, model: ReadModel[A, V], rows: Sequence[Row], order: Sequence[str], limit: int, execution: Execution
    ) -> Page[V]:
        """Cut a page from ``limit + 1`` rows of a model, by the columns that order them, and open it."""
        shown = rows[:limit]
        last = shown[-1] if len(rows) > limit else None
        return Page(
            items=tuple(await self.opened(model, shown, execution)),
            next=cursor(*(last[column] for column in order)) if last is not None else None,
        )

"""Reading one thing: its row as it is now, or the fold of its facts as of a past moment."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from application.shared.execution import Execution
from application.shared.query import View
from application.shared.refusals import Erased, NotFound
from domain.shared.aggregate import Aggregate, fold
from infrastructure.facts.ownership import belongs
from infrastructure.postgres.connection import Pool, Row, clinic_transaction, lent
from infrastructure.postgres.event_store import EventStore
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.subject_keys import SubjectKeys

A = TypeVar("A", bound=Aggregate)
V = TypeVar("V", bound=View)


_ERASED = "select true from subject_key where clinic_id = $1 and subject_id = $2 and wrapped is null"


class PointReads:
    """Answers point queries on asyncpg, the hot path of the query side."""

    def __init__(self, pool: Pool, store: EventStore, keys: SubjectKeys) -> None:
        self._pool = pool
        self._store = store
        self._keys = keys

    async def one(
        self,
        model: ReadModel[A, V],
        id: UUID,  # noqa: A002 - the field's word
        execution: Execution,
        *,
        as_of: datetime | None = None,
    ) -> V:
        """Give a view by its id; ``as_of`` the present it equals the row, byte for byte.

        Raises ``NotFound``, and ``Erased`` whatever the moment.
        """
        if as_of is not None:
            try:
                return model.show(await self._fold(model.aggregate, id, execution, as_of))
            except Erased:
                _demand_reach(await self._row(model, id, execution), execution)
                raise
        row = await self._row(model, id, execution)
        key = None
        if model.is_sealed:
            try:
                key = await self._keys.opening(execution.clinic, row["key_id"], row["kek_id"], row["wrapped"])
            except Erased:
                _demand_reach(row, execution)
                raise
        return model.read(row, execution.clinic, key)

    async def demand_known(self, patient: UUID | None, execution: Execution) -> None:
        """Raise ``Erased`` where the patient was erased, for what holds nothing personal itself."""
        async with clinic_transaction(self._pool, execution.clinic) as connection:
            if await connection.fetchval(_ERASED, execution.clinic, patient):
                raise Erased

    async def many_as_of(
        self, model: ReadModel[A, V], streams: Sequence[UUID], execution: Execution, as_of: datetime
    ) -> list[V]:
        """Give the views of many things as of a past moment; what was not there yet is left out."""
        async with clinic_transaction(self._pool, execution.clinic) as connection:
            found = await self._store.load_all(connection, execution.clinic, streams, as_of)
        return [model.show(fold(model.aggregate, facts)) for facts in found.values()]

    async def _row(self, model: ReadModel[A, V], id: UUID, execution: Execution) -> Row:  # noqa: A002 - the field's word
        async with lent(self._pool) as connection:
            row = await connection.fetchrow(model.select_one, execution.clinic, id)
        if row is None:
            raise NotFound(id=id)
        return row

    async def _fold(self, aggregate: type[A], stream: UUID, execution: Execution, as_of: datetime) -> A:
        async with clinic_transaction(self._pool, execution.clinic) as connection:
            facts = await self._store.load(connection, execution.clinic, stream, as_of)
        if not facts or not belongs(facts[0], aggregate):
            raise NotFound(id=stream)
        return fold(aggregate, facts)


def _demand_reach(row: Row, execution: Execution) -> None:
    """Tell nobody of an erasure who could not have read what was erased. Raises ``NotFound``."""
    if not execution.reaches(row.get("patient"), row.get("provider")):
        raise NotFound(id=row["id"])

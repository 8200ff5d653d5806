"""The questions about erasures and legal holds, each one statement."""

from uuid import UUID

from application.patients.erasure.queries import GetErasure, GetLegalHold, ListErasures, ListLegalHolds
from application.patients.erasure.views import ErasureView, LegalHoldView
from application.shared.execution import Execution
from application.shared.paging import Page, after, cursor
from domain.patients.erasure import Erasure
from domain.patients.legal_hold import LegalHold
from domain.shared.time import Instant
from infrastructure.postgres.conditions import Conditions
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.point_reads import PointReads
from infrastructure.postgres.read_model import A, ReadModel, V


class PostgresErasureQueries:
    """Answers from the rows of requests and holds."""

    def __init__(
        self,
        erasures: ReadModel[Erasure, ErasureView],
        holds: ReadModel[LegalHold, LegalHoldView],
        reads: PointReads,
        lists: ListReads,
    ) -> None:
        self._erasures = erasures
        self._holds = holds
        self._reads = reads
        self._lists = lists

    async def erasure(self, query: GetErasure, execution: Execution) -> ErasureView:
        """Show one request, now or as of a past moment."""
        return await self._reads.one(self._erasures, query.erasure, execution, as_of=query.as_of)

    async def erasures(self, query: ListErasures, execution: Execution) -> Page[ErasureView]:
        """List requests."""
        where = Conditions(execution.clinic)
        if query.patient is not None:
            where.demand("t.patient = {}", query.patient)
        if query.state is not None:
            where.demand("t.state = {}", query.state.value)
        return await self._page(self._erasures, "requested_at", where, query, execution)

    async def legal_hold(self, query: GetLegalHold, execution: Execution) -> LegalHoldView:
        """Show one hold, now or as of a past moment."""
        return await self._reads.one(self._holds, query.legal_hold, execution, as_of=query.as_of)

    async def legal_holds(self, query: ListLegalHolds, execution: Execution) -> Page[LegalHoldView]:
        """List holds."""
        where = Conditions(execution.clinic)
        if query.patient is not None:
            where.demand("t.patient = {}", query.patient)
        return await self._page(self._holds, "placed_at", where, query, execution)

    async def _page(
        self,
        model: ReadModel[A, V],
        began: str,
        where: Conditions,
        query: ListErasures | ListLegalHolds,
        execution: Execution,
    ) -> Page[V]:
        start = after(query.after, tuple[Instant, UUID])
        if start is not None:
            where.demand(f"(t.{began}, t.id) > ({{}}, {{}})", *start)
        sql = f"{model.select} where {where}{model.known} order by t.{began}, t.id limit {query.limit + 1}"
        rows = await self._lists.rows(execution, sql, *where.values)
        shown = rows[: query.limit]
        return Page(
            items=tuple(await self._lists.opened(model, shown, execution)),
            next=cursor(shown[-1][began], shown[-1]["id"]) if len(rows) > query.limit else None,
        )

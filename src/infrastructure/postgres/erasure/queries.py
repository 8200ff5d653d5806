"""The questions about erasures and legal holds, each one statement."""

from application.patients.erasure.queries import GetErasure, GetLegalHold, ListErasures, ListLegalHolds
from application.patients.erasure.views import ErasureView, LegalHoldView
from application.shared.execution import Execution
from application.shared.paging import Page
from domain.patients.erasure import Erasure
from domain.patients.legal_hold import LegalHold
from infrastructure.postgres.conditions import Conditions
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.point_reads import PointReads
from infrastructure.postgres.read_model import ReadModel


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
        return await self._lists.page(self._erasures, where, "requested_at", query, execution)

    async def legal_hold(self, query: GetLegalHold, execution: Execution) -> LegalHoldView:
        """Show one hold, now or as of a past moment."""
        return await self._reads.one(self._holds, query.legal_hold, execution, as_of=query.as_of)

    async def legal_holds(self, query: ListLegalHolds, execution: Execution) -> Page[LegalHoldView]:
        """List holds."""
        where = Conditions(execution.clinic)
        if query.patient is not None:
            where.demand("t.patient = {}", query.patient)
        return await self._lists.page(self._holds, where, "placed_at", query, execution)

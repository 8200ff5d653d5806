"""The questions about broken glasses, each one statement."""

from application.patients.care.queries import GetBreakGlass, ListBreakGlass
from application.patients.care.views import BreakGlassView
from application.shared.execution import Execution
from application.shared.paging import Page
from domain.patients.break_glass import BreakGlass
from infrastructure.postgres.conditions import Conditions
from infrastructure.postgres.list_reads import ListReads
from infrastructure.postgres.point_reads import PointReads
from infrastructure.postgres.read_model import ReadModel


class PostgresBreakGlassQueries:
    """Answers from the rows of broken glasses."""

    def __init__(self, glasses: ReadModel[BreakGlass, BreakGlassView], reads: PointReads, lists: ListReads) -> None:
        self._glasses = glasses
        self._reads = reads
        self._lists = lists

    async def glass(self, query: GetBreakGlass, execution: Execution) -> BreakGlassView:
        """Show one, now or as of a past moment."""
        return await self._reads.one(self._glasses, query.break_glass, execution, as_of=query.as_of)

    async def glasses(self, query: ListBreakGlass, execution: Execution) -> Page[BreakGlassView]:
        """List them in the order in which they were broken."""
        return await self._lists.page(self._glasses, _asked(query, execution), "broken_at", query, execution)


def _asked(query: ListBreakGlass, execution: Execution) -> Conditions:
    where = Conditions(execution.clinic)
    if query.reviewed is not None:
        where.demand(f"t.outcome is {'not ' if query.reviewed else ''}null")
    if query.patient is not None:
        where.demand("t.patient = {}", query.patient)
    if query.account is not None:
        where.demand("t.account = {}", query.account)
    return where

"""The questions about broken glasses, answered by folding."""

from datetime import datetime
from uuid import UUID

from application.patients.care.queries import GetBreakGlass, ListBreakGlass
from application.patients.care.views import BreakGlassView
from application.shared.execution import Execution
from application.shared.paging import Page
from domain.patients.break_glass import BreakGlass
from infrastructure.memory.paging import page_of
from infrastructure.memory.repository import MemoryRepository


class MemoryBreakGlassQueries:
    """Answers from the log."""

    def __init__(self, glasses: MemoryRepository[BreakGlass]) -> None:
        self._glasses = glasses

    async def glass(self, query: GetBreakGlass, execution: Execution) -> BreakGlassView:
        """Show one, now or as of a past moment."""
        return BreakGlassView.of(self._glasses.find(query.break_glass, execution, query.as_of))

    async def glasses(self, query: ListBreakGlass, execution: Execution) -> Page[BreakGlassView]:
        """List them in the order in which they were broken."""
        fitting = [
            BreakGlassView.of(glass)
            for glass in self._glasses.all(execution)
            if query.patient in (None, glass.patient)
            and query.account in (None, glass.account)
            and query.reviewed in (None, glass.outcome is not None)
        ]
        return page_of(fitting, query, _broken)


def _broken(view: BreakGlassView) -> tuple[datetime, UUID]:
    return view.broken_at, view.id

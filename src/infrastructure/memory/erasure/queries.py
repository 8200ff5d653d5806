"""The questions about erasures and legal holds, answered by folding."""

from datetime import datetime
from uuid import UUID

from application.patients.erasure.queries import GetErasure, GetLegalHold, ListErasures, ListLegalHolds
from application.patients.erasure.views import ErasureView, LegalHoldView
from application.shared.execution import Execution
from application.shared.paging import Page
from infrastructure.memory.erasure.requests import MemoryErasures, MemoryLegalHolds
from infrastructure.memory.paging import page_of


class MemoryErasureQueries:
    """Answers from the log."""

    def __init__(self, erasures: MemoryErasures, holds: MemoryLegalHolds) -> None:
        self._erasures = erasures
        self._holds = holds

    async def erasure(self, query: GetErasure, execution: Execution) -> ErasureView:
        """Show one request, now or as of a past moment."""
        return ErasureView.of(self._erasures.find(query.erasure, execution, query.as_of))

    async def erasures(self, query: ListErasures, execution: Execution) -> Page[ErasureView]:
        """List requests."""
        fitting = [
            ErasureView.of(erasure)
            for erasure in self._erasures.all(execution)
            if query.patient in (None, erasure.patient) and query.state in (None, erasure.state)
        ]
        return page_of(fitting, query, _asked)

    async def legal_hold(self, query: GetLegalHold, execution: Execution) -> LegalHoldView:
        """Show one hold, now or as of a past moment."""
        return LegalHoldView.of(self._holds.find(query.legal_hold, execution, query.as_of))

    async def legal_holds(self, query: ListLegalHolds, execution: Execution) -> Page[LegalHoldView]:
        """List holds."""
        fitting = [
            LegalHoldView.of(hold) for hold in self._holds.all(execution) if query.patient in (None, hold.patient)
        ]
        return page_of(fitting, query, _placed)


def _asked(view: ErasureView) -> tuple[datetime, UUID]:
    return view.requested_at, view.id


def _placed(view: LegalHoldView) -> tuple[datetime, UUID]:
    return view.placed_at, view.id

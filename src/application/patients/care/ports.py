"""What care needs from outside."""

from typing import Protocol

from application.patients.care.queries import GetBreakGlass, ListBreakGlass
from application.patients.care.views import BreakGlassView
from application.shared.execution import Execution
from application.shared.paging import Page
from application.shared.repository import Repository
from domain.patients.break_glass import BreakGlass


class BrokenGlasses(Repository[BreakGlass], Protocol):
    """The glasses that were broken, to change."""


class BreakGlassQueries(Protocol):
    """The glasses that were broken, to look at."""

    async def glass(self, query: GetBreakGlass, execution: Execution) -> BreakGlassView:
        """Show one, now or as of a past moment. Raises ``NotFound``, ``Erased``."""
        ...

    async def glasses(self, query: ListBreakGlass, execution: Execution) -> Page[BreakGlassView]:
        """List them in the order in which they were broken; of who was erased none is listed."""
        ...
